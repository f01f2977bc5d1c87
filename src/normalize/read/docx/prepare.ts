import { type Element, isTag, type Document as Tree } from "domhandler";
import { at, attribute, childrenOf, elementsOf, flag, local, textOf } from "../office/xml.ts";
import { type RelatedPart, showDrawings } from "./charts.ts";
import { simplifyInline } from "./inline.ts";
import { labelParagraphs } from "./labels.ts";
import { insertAfter, prepend, remove } from "./make.ts";
import type { Label } from "./numbering.ts";
import { outlineStyle } from "./roles.ts";
import { isFixedWidth, type StyleFacts } from "./styles.ts";
import { dropUnseen, type Setting } from "./unseen.ts";

/** What a body part refers to. */
export interface Preparation {
  readonly setting: Setting;
  readonly numbering: Tree | undefined;
  /** Gets the labels of lists, which the marks in their paragraphs count. */
  readonly labels: Label[];
  readonly related: RelatedPart;
}

/**
 * Reduces a body part to what a reader sees; changes the tree.
 *
 * @returns how many pieces of text a reader does not see
 */
export function prepareBody(root: Tree, { setting, numbering, labels, related }: Preparation): number {
  chooseAlternatives(root);
  const unseen = dropUnseen(root, setting);
  joinDropCaps(root);
  labelParagraphs(root, numbering, setting.styles, labels);
  simplifyInline(root);
  showDrawings(root, related);
  freeTextBoxes(root);
  markHeaderRows(root, setting.styles);
  markHeadings(root);
  return unseen;
}

/** A large first letter is a paragraph of its own, in a frame that the rest of its word flows around. ECMA-376 part 1, 17.3.1.11 */
function joinDropCaps(root: Tree): void {
  for (const frame of [...elementsOf(root)].filter((element) => local(element) === "framePr")) {
    if (!/^(?:drop|margin)$/.test(attribute(frame, "dropCap") ?? "")) continue;
    const letter = outermost(frame, "p", false);
    if (!letter) continue;
    const blocks = letter.parent?.children.filter(isTag) ?? [];
    const rest = blocks[blocks.indexOf(letter) + 1];
    if (!rest || local(rest) !== "p") continue;
    for (const run of childrenOf(letter).reverse()) if (local(run) !== "pPr") prepend(rest, run);
    remove(letter);
  }
}

/** Longer paragraphs have an outline level by mistake. */
const MAX_HEADING = 150;

/** A paragraph may be a heading by its own outline level, whatever its style. ECMA-376 part 1, 17.3.1.20 */
function markHeadings(root: Tree): void {
  for (const level of [...elementsOf(root)].filter((element) => local(element) === "outlineLvl")) {
    const properties = level.parent;
    const paragraph = properties?.parent;
    const value = Number(attribute(level, "val") ?? "9");
    if (!properties || !paragraph || !isTag(properties) || !isTag(paragraph) || !(value < 6)) continue;
    if (local(paragraph) !== "p" || textOf(paragraph).length > MAX_HEADING) continue;
    const style = at(properties, "pStyle") ?? emptyElement(level, level.name.replace("outlineLvl", "pStyle"));
    if (style.parent === null) properties.children.unshift(style);
    style.attribs = { [`${style.name.replace("pStyle", "val")}`]: `${outlineStyle}${value + 1}` };
  }
}

/** Namespaces that Word knows; it shows the fallback for others only. */
const known = /^http:\/\/schemas\.(?:microsoft\.com\/office|openxmlformats\.org)\//;

/** A drawing often occurs twice, for new and for old readers: the one that Word shows is kept. ECMA-376 part 3, 7.6 */
function chooseAlternatives(root: Tree): void {
  const spaces = new Map<string, string>();
  for (const element of [...elementsOf(root)]) {
    for (const [name, value] of Object.entries(element.attribs))
      if (name.startsWith("xmlns:")) spaces.set(name.slice(6), value);
    if (local(element) !== "AlternateContent") continue;
    const choice = childrenOf(element, "Choice").find((one) =>
      (attribute(one, "Requires") ?? "")
        .split(/\s+/)
        .filter(Boolean)
        .every((prefix) => known.test(spaces.get(prefix) ?? "http://schemas.microsoft.com/office/")),
    );
    const chosen = choice ?? at(element, "Fallback");
    insertAfter(element, chosen ? childrenOf(chosen) : []);
    remove(element);
  }
}

/** The nearest, or the outermost, ancestor of a name that is not in another table cell. */
function outermost(element: Element, name: string, far = true): Element | undefined {
  let found: Element | undefined;
  for (let up = element.parent; up && isTag(up); up = up.parent) {
    if (local(up) === name) {
      found = up;
      if (!far) return found;
    }
    if (local(up) === "tc" || local(up) === "txbxContent") break;
  }
  return found;
}

/** Moves the blocks of a text box behind the paragraph that it is anchored in. */
function freeTextBoxes(root: Tree): void {
  for (const box of [...elementsOf(root)].filter((element) => local(element) === "txbxContent").reverse()) {
    const paragraph = outermost(box, "p");
    if (!paragraph) continue;
    insertAfter(paragraph, childrenOf(box));
    box.children = [];
  }
}

/** Few authors mark header rows: marks a first row that looks like one. */
function markHeaderRows(root: Tree, styles: StyleFacts): void {
  for (const table of elementsOf(root)) {
    if (local(table) !== "tbl") continue;
    const [row, ...more] = childrenOf(table, "tr");
    if (!row || more.length === 0 || childrenOf(row, "tc").length < 2 || at(row, "trPr", "tblHeader"))
      continue;
    if (!looksLikeHeader(table, row, styles)) continue;
    const properties = at(row, "trPr");
    const prefix = row.name.slice(0, row.name.indexOf(":") + 1);
    const mark = emptyElement(row, `${prefix}tblHeader`);
    if (properties) properties.children.push(mark);
    else {
      const made = emptyElement(row, `${prefix}trPr`);
      made.children.push(mark);
      row.children.unshift(made);
    }
  }
}

function emptyElement(like: Element, name: string): Element {
  const made = like.cloneNode(false);
  made.name = name;
  made.attribs = {};
  return made;
}

function looksLikeHeader(table: Element, row: Element, styles: StyleFacts): boolean {
  const look = at(table, "tblPr", "tblLook");
  const bits = Number.parseInt(attribute(look, "val") ?? "0", 16);
  const firstRow = attribute(look, "firstRow") === "1" || (bits & 0x20) !== 0;
  if (firstRow && styles.headedTables.has(attribute(at(table, "tblPr", "tblStyle"), "val") ?? ""))
    return true;
  const runs = [...elementsOf(row)].filter(
    (element) => local(element) === "r" && textOf(element).trim() !== "",
  );
  return runs.length > 0 && runs.every((run) => flag(at(run, "rPr", "b"))) && !runs.every(isCode);
}

function isCode(run: Element): boolean {
  return isFixedWidth(attribute(at(run, "rPr", "rFonts"), "ascii"));
}
