import type { Warnings } from "../../warnings.ts";

/** Text without its comments, each of which is accounted for; in `<pre>` they are text. Linear. */
export function withoutComments(text: string, warnings: Warnings): string {
  const begin = /<!--|<pre(?=[\s>])/gi;
  const endOfCode = /<\/pre>/gi;
  let kept = "";
  let at = 0;
  let isClosed = true;
  for (let match = begin.exec(text); match; match = begin.exec(text)) {
    const { 0: sign, index } = match;
    if (sign === "<!--") {
      const end = text.indexOf("-->", index);
      const next = end === -1 ? text.length : end + 3;
      kept += text.slice(at, index);
      warnings.countMany("comment-dropped", 1);
      warnings.explain(text.slice(index, next));
      at = begin.lastIndex = next;
    } else if (isClosed) {
      endOfCode.lastIndex = index;
      isClosed = endOfCode.test(text);
      if (isClosed) begin.lastIndex = endOfCode.lastIndex;
    }
  }
  return kept + text.slice(at);
}
