import { mapProse } from "./lines.ts";

/** A line of a table that only draws a line: `|---`, `|===`, `|-----+-----|`. */
const ruled = /^ {0,3}\|(?=[-=:|+ ]*[-=])[-=:|+ ]*$/;

/**
 * kramdown's tables as those of other dialects: a line above the head and lines between the parts of the body draw nothing
 * that a reader needs, and `+` may stand for `|` in them. https://kramdown.gettalong.org/syntax.html#tables
 * Python-Markdown's line below the head may have blanks among its hyphens: `| --- -- |`.
 */
export function plainTables(text: string): string {
  if (!text.includes("|") || !/^ {0,3}\|(?:=|-+[ \t]*$|[-: ]+\+|[-:| ]*- +-)/m.test(text)) return text;
  let rows = 0;
  let isHeaded = false;
  return mapProse(text, (line) => {
    if (!ruled.test(line)) {
      rows = /^ {0,3}\|/.test(line) || (rows > 0 && line.includes("|")) ? rows + 1 : 0;
      if (rows === 0) isHeaded = false;
      return line;
    }
    // One above the head, or behind rows of the body.
    const isHead = rows === 1 && !isHeaded && !line.includes("=");
    if (isHead) isHeaded = true;
    return isHead ? line.replaceAll("+", "|").replaceAll(/(?<=-) +(?=-)/g, "-") : dropped;
  }).replaceAll(`${dropped}\n`, "");
}

const dropped = "\u0000";
