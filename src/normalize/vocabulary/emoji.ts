import type { MarkdownIt } from "markdown-it";
import characters from "markdown-it-emoji/lib/data/full.mjs";

/** A name between colons that are not part of a word, an address or a time: not in `10:30:45`, `a:b:c`, `::x::`. */
const shortcode = /(?<![\p{Script=Latin}\p{N}_:/.-]):([a-z0-9_+-]{1,60}):(?![\p{Script=Latin}\p{N}_:])/gu;

/**
 * `:tada:` → 🎉, by the names that GitHub, VitePress, Hugo, Docusaurus and Material for MkDocs share. Other words between
 * colons stay as they are. https://github.com/ikatyang/emoji-cheat-sheet
 */
export function withEmoji(text: string): string {
  if (!text.includes(":")) return text;
  return text.replaceAll(
    shortcode,
    (written, name: string) => characterOf(name) ?? characterOf(name.replace(person, "$2_$1")) ?? written,
  );
}

/** Material's `man_raising_hand` and `woman_in_lotus_position` are GitHub's `raising_hand_man`, `lotus_position_woman`. */
const person = /^(man|woman)_(?:in_)?(.+)$/;

const characterOf = (name: string): string | undefined =>
  Object.hasOwn(characters, name) ? characters[name] : undefined;

/** Emoji in the text of Markdown; code, addresses and escaped colons are other tokens. */
export function emoji(md: MarkdownIt): void {
  md.core.ruler.after("inline", "emoji", (state) => {
    for (const { children } of state.tokens)
      for (const child of children ?? []) if (child.type === "text") child.content = withEmoji(child.content);
  });
}
