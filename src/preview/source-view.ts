import { type Document, decodeBody, type Stretch } from "../normalize/index.ts";
import { Html, html } from "../web/html.ts";

/** Characters of a source that are displayed, and that are compared with the page. */
const MAX_DISPLAYED = 600_000;
const MAX_COMPARED = 2_000_000;

/** A document's source as text; undefined for a binary format (PDF, DOCX). */
export function sourceText(document: Document): string | undefined {
  const { body } = document;
  if (typeof body !== "string" && isBinary(body)) return undefined;
  return decodeBody(document).text;
}

/** Short enough to be compared word by word with its page. */
export const isComparable = (text: string): boolean => text.length <= MAX_COMPARED;

/** Of the encodings that are read, only UTF-16 has zero bytes, and it begins with its mark. */
function isBinary(body: Uint8Array): boolean {
  const [first, second] = body;
  const hasMark = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return !hasMark && body.subarray(0, 8_192).includes(0);
}

/** The source line by line, with the words struck out that the page does not have. */
export function sourceView(text: string, marks: readonly Stretch[]): Html {
  const displayed = text.slice(0, MAX_DISPLAYED);
  let at = 0;
  let next = 0;
  const lines = displayed.split("\n").map((line, index) => {
    const start = at;
    at += line.length + 1;
    while (marks[next] && (marks[next]?.end ?? 0) <= start) next += 1;
    return html`<li id="L${index + 1}">${marked(line, start, marks, next)}</li>`;
  });
  const rest = text.length - displayed.length;
  const more =
    rest > 0
      ? html`<p class="notice plain">… and ${rest.toLocaleString("en")} more characters that are not displayed here.</p>`
      : undefined;
  return html`<ol class="lines">${lines}</ol>${more}`;
}

/** One line; a mark may begin before it and end after it. */
function marked(line: string, start: number, marks: readonly Stretch[], first: number): Html {
  const end = start + line.length;
  let from = start;
  const parts: Html[] = [];
  for (let at = first; at < marks.length; at += 1) {
    const mark = marks[at];
    if (!mark || mark.start >= end) break;
    const begin = Math.max(mark.start, from);
    const stop = Math.min(mark.end, end);
    if (stop <= begin) continue;
    parts.push(
      html`${line.slice(from - start, begin - start)}<mark>${line.slice(begin - start, stop - start)}</mark>`,
    );
    from = stop;
  }
  parts.push(html`${line.slice(from - start)}`);
  return new Html(parts.map(({ text }) => text).join(""));
}
