import type { Element } from "domhandler";
import { attribute, childrenOf, local, textOf } from "../office/xml.ts";
import { copied, type ReadBlocks, type TextContext } from "./context.ts";
import { cellCss, styled } from "./look.ts";
import { repeats } from "./package.ts";
import { isBold, lineOf } from "./styles.ts";

/** Rows and cells that a file may ask to be repeated: a table of a text has no more. */
const MAX_REPEATS = 1000;

/** @param caption as HTML, or nothing */
export function tableHtml(table: Element, context: TextContext, blocks: ReadBlocks, caption = ""): string {
  const rows = rowsIn(table, false);
  const written = rows.map(({ row, isHeader: isStated }, index) => {
    const isHeader = isStated || (index === 0 && rows.length > 1 && isHeading(row, context));
    const text = rowHtml(row, isHeader ? "th" : "td", context, blocks);
    return { isHeader, text: copied(text, repeats(row, "number-rows-repeated", MAX_REPEATS), context) };
  });
  const part = (isHead: boolean) =>
    written
      .filter(({ isHeader }) => isHeader === isHead)
      .map(({ text }) => text)
      .join("");
  const head = part(true);
  const title = caption === "" ? "" : `<caption>${caption}</caption>`;
  return `<table>${title}${head === "" ? "" : `<thead>${head}</thead>`}<tbody>${part(false)}</tbody></table>`;
}

interface Row {
  readonly row: Element;
  readonly isHeader: boolean;
}

/** The rows of a table with those of its groups. */
export function rowsIn(table: Element, isHeader: boolean): Row[] {
  return childrenOf(table).flatMap((one) => {
    if (local(one) === "table-row") return [{ row: one, isHeader }];
    if (local(one) === "table-header-rows") return rowsIn(one, true);
    return /^table-(?:rows|row-group)$/.test(local(one)) && attribute(one, "display") !== "false"
      ? rowsIn(one, isHeader)
      : [];
  });
}

export const isHiddenRow = (row: Element): boolean =>
  ["collapse", "filter"].includes(attribute(row, "visibility") ?? "visible");

function rowHtml(row: Element, tag: "th" | "td", context: TextContext, blocks: ReadBlocks): string {
  const cells = childrenOf(row, "table-cell").map((cell) => {
    const span = (["columns", "rows"] as const)
      .map((what) => [what === "columns" ? "colspan" : "rowspan", attribute(cell, `number-${what}-spanned`)])
      .flatMap(([name, value]) => (/^(?:[2-9]|\d{2,4})$/.test(value ?? "") ? [` ${name}="${value}"`] : []))
      .join("");
    const look = styled(cellCss(context.styles.line("table-cell", attribute(cell, "style-name"))));
    const html = `<${tag}${span}${look}>${blocks(cell, context)}</${tag}>`;
    return copied(html, repeats(cell, "number-columns-repeated", MAX_REPEATS), context);
  });
  return `<tr${isHiddenRow(row) ? ' style="display:none"' : ""}>${cells.join("")}</tr>`;
}

/** A first row of words in bold, or in the style that programs give to heads of columns. */
function isHeading(row: Element, { styles }: TextContext): boolean {
  const paragraphs = childrenOf(row, "table-cell").flatMap((cell) => childrenOf(cell, "p"));
  return (
    paragraphs.length > 0 &&
    paragraphs.every((one) => {
      const line = lineOf(styles, one);
      const spans = childrenOf(one, "span");
      const areBold =
        spans.length > 0 &&
        spans.map(textOf).join("").trim() === textOf(one).trim() &&
        spans.every((span) => isBold(styles.line("text", attribute(span, "style-name"))));
      return textOf(one).trim() !== "" && (isBold(line) || areBold);
    })
  );
}
