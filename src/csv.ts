/** A row with the line it begins in, from 1. */
export interface CsvRow {
  readonly cells: readonly string[];
  readonly line: number;
}

/**
 * The rows of a CSV text as RFC 4180 and spreadsheets write it: cells in double quotes may hold separators, line ends
 * and doubled quotes. The separator is the one that the first line has most of: comma, semicolon or tab. Empty lines
 * are left out.
 */
export function csvRows(text: string): CsvRow[] {
  const body = text.replace(/^\ufeff/, "");
  const separator = separatorOf(body.slice(0, /[\r\n]|$/.exec(body)?.index));
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let cell = "";
  let quoted = false;
  let line = 1;
  let begun = 1;
  const endCell = () => {
    cells.push(cell);
    cell = "";
  };
  const endRow = () => {
    endCell();
    if (cells.some((one) => one !== "")) rows.push({ cells, line: begun });
    cells = [];
  };
  for (let at = 0; at < body.length; at += 1) {
    const character = body.charAt(at);
    if (character === "\n") line += 1;
    if (quoted) {
      if (character !== '"') cell += character;
      else if (body.charAt(at + 1) === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (character === '"' && cell === "") quoted = true;
    else if (character === separator) endCell();
    else if (character === "\n" || character === "\r") {
      if (character === "\r" && body.charAt(at + 1) === "\n") continue;
      endRow();
      begun = line;
    } else cell += character;
  }
  endRow();
  return rows;
}

function separatorOf(header: string): string {
  const count = (one: string) => header.split(one).length;
  return [",", ";", "\t"].sort((a, b) => count(b) - count(a))[0] ?? ",";
}
