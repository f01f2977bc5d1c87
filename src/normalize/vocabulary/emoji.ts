import type { MarkdownIt, Token } from "markdown-it";
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

const characterOf = (name: string): string | undefined => {
  if (pictures.has(name)) return "";
  const other = otherNames.get(name);
  if (other !== undefined) return other;
  return Object.hasOwn(characters, name) ? characters[name] : undefined;
};

/** Names of EmojiOne, as GitBook and older wikis write them, where GitHub's are others: https://github.com/joypixels/emojione */
const otherNames: ReadonlyMap<string, string> = new Map(
  (
    "frame_photo:🖼️ calendar_spiral:🗓️ notepad_spiral:🗒️ card_box:🗃️ dividers:🗂️ newspaper2:🗞️ hammer_pick:⚒️ tools:🛠️ " +
    "scales:⚖️ map:🗺️ oil:🛢️ satellite_orbital:🛰️ clock:🕰️ timer:⏲️ desktop:🖥️ printer:🖨️ keyboard:⌨️ trackball:🖲️ " +
    "mouse_three_button:🖱️ compression:🗜️ film_frames:🎞️ projector:📽️ microphone2:🎙️ level_slider:🎚️ control_knobs:🎛️ " +
    "speech_left:🗨️ spy:🕵️ speaking_head:🗣️ paperclips:🖇️ pen_fountain:🖋️ pen_ballpoint:🖊️ paintbrush:🖌️ crayon:🖍️ " +
    "flag_white:🏳️ flag_black:🏴 medal:🏅 military_medal:🎖️ reminder_ribbon:🎗️ tickets:🎟️ homes:🏘️ construction_site:🏗️"
  )
    .split(" ")
    .map((pair): [string, string] => [pair.slice(0, pair.indexOf(":")), pair.slice(pair.indexOf(":") + 1)]),
);

/** GitHub's and docsify's names of pictures for which no character stands: https://api.github.com/emojis */
const pictures = new Set(
  (
    "accessibility atom basecamp basecampy bowtie copilot dependabot electron feelsgood finnadie fishsticks goberserk godmode " +
    "hurtrealbad neckbeard octocat rage1 rage2 rage3 rage4 shipit suspect trollface"
  ).split(" "),
);

/** Emoji in the text of Markdown; code, addresses and escaped colons are other tokens. */
export function emoji(md: MarkdownIt): void {
  md.core.ruler.after("inline", "emoji", (state) => {
    for (const { children } of state.tokens) {
      joinEscaped(children ?? []);
      emptyIcons(children ?? []);
    }
    for (const { children } of state.tokens)
      for (const child of children ?? []) if (child.type === "text") child.content = withEmoji(child.content);
  });
}

/** GitBook writes `:writing\\_hand:`, whose stroke is a token of its own. */
function joinEscaped(tokens: Token[]): void {
  for (let i = tokens.length - 2; i > 0; i -= 1) {
    const [before, stroke, behind] = [tokens[i - 1], tokens[i], tokens[i + 1]];
    if (stroke?.type !== "text_special" || stroke.content !== "_") continue;
    if (before?.type !== "text" || behind?.type !== "text") continue;
    if (!/:[a-z0-9_]+$/.test(before.content) || !/^[a-z0-9_]+:/.test(behind.content)) continue;
    before.content += `_${behind.content}`;
    tokens.splice(i, 2);
  }
}

/** GitBook's `<i class="fa-gear">:gear:</i>`: the name stands there for editors that do not draw the icon. */
const namedIcon = /(<i\s+class=["'][^"'<>]*\bfa-[\w-]+[^"'<>]*["']\s*>):[a-z0-9-]{1,60}:(?=<\/i>)/gi;

export const withoutIconNames = (html: string): string => html.replaceAll(namedIcon, "$1");

function emptyIcons(tokens: readonly Token[]): void {
  for (const [i, token] of tokens.entries()) {
    if (token.type !== "text" || tokens[i - 1]?.type !== "html_inline") continue;
    const written = `${tokens[i - 1]?.content}${token.content}${tokens[i + 1]?.content}`;
    if (withoutIconNames(written) !== written) token.content = "";
  }
}
