import { type Attributes, readAttributes } from "./attributes.ts";

/** A Hugo, Liquid, GitBook or Markdoc tag: `{{< name … >}}`, `{{% name … %}}`, `{% name … %}`. */
export interface Shortcode extends Attributes {
  readonly name: string;
  /** What follows the name, as written. */
  readonly rest: string;
  readonly role: "open" | "close" | "void";
  /** Offset behind the tag. */
  readonly end: number;
}

const spellings = [
  { open: "{{<", close: ">}}" },
  { open: "{{%", close: "%}}" },
  { open: "{%", close: "%}" },
] as const;
const MAX_LENGTH = 2000;

/** The tag that starts at an offset, if any. */
export function shortcodeAt(text: string, start: number): Shortcode | undefined {
  const spelling = spellings.find(({ open }) => text.startsWith(open, start));
  if (spelling === undefined) return undefined;
  const slice = text.slice(start, start + MAX_LENGTH);
  const stop = slice.indexOf(spelling.close, spelling.open.length);
  if (stop === -1) return undefined;
  const inner = slice.slice(spelling.open.length, stop).replace(/^-/, "").replace(/-$/, "").trim();
  const match = /^(\/?)\s*([A-Za-z_][\w.-]*|#|\$?[\w.-]*)/.exec(inner);
  const written = match?.[2] ?? "";
  const liquidEnd = spelling.open === "{%" && /^end[_-]?[a-z]/.test(written);
  const name = liquidEnd ? written.replace(/^end[_-]?/, "") : written;
  const selfClosing = inner.endsWith("/") && match?.[1] === "";
  const rest = inner
    .slice(match?.[0].length ?? 0)
    .replace(/\/$/, "")
    .trim();
  const role = match?.[1] === "/" || liquidEnd ? "close" : selfClosing ? "void" : "open";
  return { name, rest, role, end: start + stop + spelling.close.length, ...readAttributes(rest) };
}

/** Names that are closed somewhere; for others no search for the end is needed. */
export function closedNames(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { index } of text.matchAll(/\{%-? {0,4}(?:end|\/)|\{\{[<%] {0,4}\//g)) {
    const tag = shortcodeAt(text, index);
    if (tag?.role === "close") names.add(tag.name);
  }
  return names;
}

/** Names of tags that are dropped with their body. */
export const silentBodies = new Set(["comment", "capture", "schema", "stylesheet", "javascript"]);

/** The text of a tag without a body that a reader would miss. */
export function shortcodeText({ named, name, positional }: Shortcode): string {
  const words = ["title", "label", "text", "caption", "alt", "description", "summary"].flatMap(
    (key) => named.get(key) ?? [],
  );
  const text = words.length > 0 ? [...new Set(words)].join(": ") : "";
  const quoted = ["badge", "kbd", "abbr", "button", "glossary_tooltip", "tooltip", "icon-text"].includes(
    name,
  );
  return text === "" && quoted ? positional.join(" ") : text;
}

/** Tags that are written in the place of a link's target. */
const linkTarget =
  /(\]\(\s*<?|\b(?:href|src)=["']?)\s*\{(?:\{[<%]|%)-?\s*(?:ref|relref|link|post_url)\s+["']?([^"'\s%>]{1,400})["']?\s*-?(?:[>%]\}\}|%\})/g;
const siteBase =
  /(\]\(\s*<?|\b(?:href|src)=["']?)\s*\{\{-?\s*(?:site\.(?:base)?url|(["'])([^"'{}\n]{1,400})\2\s*\|\s*(?:relative_url|absolute_url|relURL|absURL))\s*-?\}\}/g;

/** `[a]({{< ref "b.md" >}})` → `[a](b.md)`, and Jekyll's `{% link b.md %}`, `{{ site.baseurl }}/b`, `{{ "/b" | relative_url }}`. */
export function plainLinkTargets(text: string): string {
  if (!text.includes("{{") && !text.includes("{%")) return text;
  // `{{ site.baseurl }}{% link b.md %}` is one target.
  return text.replaceAll(siteBase, "$1$3").replaceAll(linkTarget, "$1$2");
}
