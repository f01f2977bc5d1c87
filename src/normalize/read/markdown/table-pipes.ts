import { mapProse } from "./lines.ts";

const ruler = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
/** Characters of a row that anybody reads. */
const MAX_ROW = 20_000;
const span = /(`+)(?!`)([\s\S]*?[^`])\1(?!`)/g;

/**
 * A pipe in a code span ends no cell for Python-Markdown, and for GitHub one does: where a row has more cells than its head by
 * that, the pipe belongs to the code. The last cells of such a row would not be shown.
 * https://python-markdown.github.io/extensions/tables/
 */
export function tablePipes(text: string): string {
  if (!/`[^`\n]*\|/.test(text)) return text;
  let columns = 0;
  return mapProse(text, (line) => {
    if (!line.includes("|")) columns = 0;
    else if (ruler.test(line)) columns = cellsOf(line);
    else if (columns > 0 && line.includes("`") && line.length < MAX_ROW && cellsOf(line) > columns) {
      const escaped = line.replaceAll(span, (code) => code.replaceAll(/(?<!\\)\|/g, "\\|"));
      if (cellsOf(escaped) <= columns) return escaped;
    }
    return line;
  });
}

/** The cells of a row as GitHub counts them. */
const cellsOf = (line: string): number =>
  line
    .trim()
    .replace(/^\|/, "")
    .replace(/(?<!\\)\|$/, "")
    .split(/(?<!\\)\|/).length;
