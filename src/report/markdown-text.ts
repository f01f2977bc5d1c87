import { oneLine } from "./terminal-text.ts";

/** Escapes a text from outside for inline Markdown: no mark-up, mentions, references or HTML. */
export function literal(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_{}[\]<>|~]/g, "\\$&")
    .replace(/&(?=#|\w)/g, "&amp;")
    .replace(/@(?=\w)/g, "@\u200b")
    .replace(/(^|\s)(#)(?=\d)/g, "$1\\$2")
    .replace(/^(\s*)([-+#]|\d+[.)])(?=\s)/, "$1\\$2");
}

/** A text inside `<summary>` and other raw HTML, where Markdown escapes do not hold. */
export function htmlText(text: string): string {
  return oneLine(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replace(/@(?=\w)/g, "@\u200b");
}

/** A link when the address is an http one, else the text alone. */
export function link(text: string, url: string | null | undefined): string {
  if (!url || !/^https?:\/\//i.test(url)) return literal(text);
  const safe = url.replace(/[\s<>()\\|]/g, (character) =>
    encodeURIComponent(character).replace("(", "%28").replace(")", "%29"),
  );
  return `[${literal(text)}](${safe})`;
}

/** `text` in an inline code span that its own backticks cannot close. */
export function code(text: string): string {
  const own = oneLine(text);
  const fence = "`".repeat(longestRun(own, "`") + 1);
  const pad = own.startsWith("`") || own.endsWith("`") ? " " : "";
  return `${fence}${pad}${own}${pad}${fence}`;
}

/** A fenced code block that its content cannot close. */
export function fenced(text: string, language: string): string {
  const fence = "`".repeat(Math.max(3, longestRun(text, "`") + 1));
  return `${fence}${language}\n${text.replace(/\n$/, "")}\n${fence}`;
}

function longestRun(text: string, character: string): number {
  let longest = 0;
  for (const run of text.match(new RegExp(`${character}+`, "g")) ?? [])
    longest = Math.max(longest, run.length);
  return longest;
}
