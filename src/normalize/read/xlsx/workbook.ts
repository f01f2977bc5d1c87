import type { Element, Document as Tree } from "domhandler";
import { FinIngestError } from "../../../errors.ts";
import { isInkSeen } from "../../legibility/ink.ts";
import { hexColor } from "../docx/colors.ts";
import type { OfficeParts } from "../office/parts.ts";
import { at, attribute, childrenOf, elementsOf, local, textOf } from "../office/xml.ts";
import { type NumberFormat, numberFormat } from "./formats.ts";

/** A sheet that readers see. */
export interface Sheet {
  readonly name: string;
  /** Its part: `xl/worksheets/sheet1.xml`. */
  readonly part: string;
}

/** What the cells of all sheets refer to. */
export interface Workbook {
  readonly sheets: readonly Sheet[];
  /** Sheets that their author hid. */
  readonly hiddenSheets: number;
  readonly strings: readonly string[];
  /** By the cell's style. */
  readonly styles: readonly CellStyle[];
  readonly title?: string | undefined;
}

export interface CellStyle {
  readonly format: NumberFormat;
  /** The ink is the ground's colour. */
  readonly isUnseen: boolean;
}

const isOn = (element: Element | undefined, name: string): boolean =>
  ["1", "true"].includes(attribute(element, name) ?? "");

/** @throws FinIngestError where it holds no workbook */
export function readWorkbook(parts: OfficeParts): Workbook {
  const [, main] = [...parts.relations("")].find(([, { target }]) => /workbook\.xml$/.test(target)) ?? [];
  const name = main?.target ?? "xl/workbook.xml";
  const root = parts.part(name);
  if (!root) throw notWorkbook();
  const relations = parts.relations(name);
  const partNamed = (kind: RegExp): Tree | undefined => {
    const found = [...relations.values()].find(({ target }) => kind.test(target));
    return found && parts.part(found.target);
  };
  const [book] = childrenOf(root);
  const all = book ? childrenOf(at(book, "sheets") ?? book, "sheet") : [];
  const shown = all.filter((sheet) => !/hidden/i.test(attribute(sheet, "state") ?? ""));
  const is1904 = isOn(book && at(book, "workbookPr"), "date1904");
  return {
    sheets: shown.flatMap((sheet) => {
      const part = relations.get(idOf(sheet))?.target;
      return part !== undefined && /worksheets\//.test(part)
        ? [{ name: attribute(sheet, "name") ?? "", part }]
        : [];
    }),
    hiddenSheets: all.length - shown.length,
    strings: sharedStrings(partNamed(/sharedStrings\.xml$/)),
    styles: cellStyles(partNamed(/styles\.xml$/), is1904),
    title: coreTitle(parts.part("docProps/core.xml")),
  };
}

const idOf = (sheet: Element): string =>
  Object.entries(sheet.attribs).find(([key]) => key.endsWith(":id"))?.[1] ?? "";

function notWorkbook(): FinIngestError {
  return new FinIngestError("the document cannot be read: it holds no workbook", {
    hint: "Is the file an .xlsx? Save a copy in this format, or leave the document out.",
  });
}

/** Texts with several looks are in pieces; a reading aid (`rPh`) is not a part of the text. */
function sharedStrings(root: Tree | undefined): string[] {
  const [table] = root ? childrenOf(root) : [];
  return table ? childrenOf(table, "si").map(richText) : [];
}

export function richText(element: Element): string {
  return childrenOf(element)
    .map((child) => {
      if (local(child) === "t") return textOf(child);
      return local(child) === "r" ? childrenOf(child, "t").map(textOf).join("") : "";
    })
    .join("")
    .replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

function cellStyles(root: Tree | undefined, is1904: boolean): CellStyle[] {
  const [sheet] = root ? childrenOf(root) : [];
  if (!sheet) return [];
  const part = (name: string) => childrenOf(at(sheet, name) ?? sheet);
  const codes = new Map(
    part("numFmts").map((one) => [Number(attribute(one, "numFmtId")), attribute(one, "formatCode")] as const),
  );
  const inks = part("fonts").map((font) => hexColor(attribute(at(font, "color"), "rgb")?.slice(-6)));
  const grounds = part("fills").map((fill) => {
    const pattern = at(fill, "patternFill");
    if (attribute(pattern, "patternType") === "none" || !pattern) return undefined;
    return hexColor(attribute(at(pattern, "fgColor"), "rgb")?.slice(-6)) ?? ("unknown" as const);
  });
  return childrenOf(at(sheet, "cellXfs") ?? sheet, "xf").map((xf) => {
    const id = Number(attribute(xf, "numFmtId") ?? "0");
    const ink = inks[Number(attribute(xf, "fontId") ?? "0")];
    const ground = grounds[Number(attribute(xf, "fillId") ?? "0")];
    return {
      format: numberFormat(id, codes.get(id), is1904),
      isUnseen: ink !== undefined && !isInkSeen(ink, ground),
    };
  });
}

function coreTitle(core: Tree | undefined): string | undefined {
  for (const element of core ? elementsOf(core) : [])
    if (local(element) === "title") return textOf(element).trim() || undefined;
  return undefined;
}
