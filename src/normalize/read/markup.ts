import type { Warnings } from "../warnings.ts";

/** The match of a sticky pattern at a place. */
export function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
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
