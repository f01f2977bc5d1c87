import type { Warnings } from "../warnings.ts";

/** The match of a sticky pattern at a place. */
export function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** HTML made of lines, and the line behind them. */
export type Block = readonly [html: string, next: number];

/** The HTML of all lines, block by block. */
export function joinedBlocks(
  lines: readonly string[],
  blockAt: (lines: readonly string[], at: number) => Block,
): string {
  let html = "";
  for (let at = 0; at < lines.length; ) {
    const [block, next] = blockAt(lines, at);
    html += block;
    at = Math.max(next, at + 1);
  }
  return html;
}

/** What a browser shows of code whose signs were escaped. */
export const unescapedCode = (html: string): string =>
  html.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

/** Text without its comments, each of which is accounted for; one that is never closed goes to the text's end. */
export function withoutComments(text: string, comments: RegExp, warnings: Warnings): string {
  return text.replaceAll(comments, (comment) => {
    warnings.countMany("comment-dropped", 1);
    warnings.explain(comment);
    return "";
  });
}
