import { footnoteMark, footnotes } from "../../vocabulary/html-text.ts";

/**
 * Asciidoctor numbers footnotes as it comes across them, which is once while it parses headings and once more while it
 * converts, and gives those of lists no number before that. So each mark carries its text until the page is whole.
 */
export function mark(html: string): string {
  return `<sup data-footnote="${Buffer.from(html).toString("base64url")}"></sup>`;
}

const marks = /<sup data-footnote="([\w-]*)"><\/sup>/g;

export const withoutMarks = (html: string): string => html.replaceAll(marks, "");

/**
 * A page with its footnotes numbered in the order in which they are read, and listed at its end.
 *
 * @param texts HTML of all of the document's footnotes, of which some may have no mark that is shown
 */
export function withFootnotes(html: string, texts: readonly string[]): string {
  const numbers = new Map<string, number>();
  const numbered = html.replaceAll(marks, (_mark, written: string) => {
    const text = Buffer.from(written, "base64url").toString();
    const number = numbers.get(text) ?? numbers.size + 1;
    numbers.set(text, number);
    return footnoteMark(number);
  });
  return `${numbered}\n${footnotes([...new Set([...numbers.keys(), ...texts])])}`;
}
