import { type Element, isTag, type Document as Tree } from "domhandler";
import { isFixedWidth, type StyleFacts } from "./styles.ts";
import { at, attribute, childrenOf, elementsOf, flag, local, textOf } from "./xml.ts";

/** Reduces a body part to what a reader sees; changes the tree. */
export function prepareBody(root: Tree, styles: StyleFacts): void {
  chooseAlternatives(root);
  dropUnseen(root, styles);
  freeTextBoxes(root);
  markHeaderRows(root, styles);
}

function remove(element: Element): void {
  const siblings = element.parent?.children;
  const index = siblings?.indexOf(element) ?? -1;
  if (index >= 0) siblings?.splice(index, 1);
  element.parent = null;
}

function insertAfter(anchor: Element, nodes: readonly Element[]): void {
  const parent = anchor.parent;
  if (!parent) return;
  parent.children.splice(parent.children.indexOf(anchor) + 1, 0, ...nodes);
  for (const node of nodes) node.parent = parent;
}

/** A drawing often occurs twice, for new and for old readers; one of them is kept. */
function chooseAlternatives(root: Tree): void {
  for (const element of [...elementsOf(root)]) {
    if (local(element) !== "AlternateContent") continue;
    const choice = at(element, "Choice");
    const fallback = at(element, "Fallback");
    const rich =
      choice && [...elementsOf(choice)].some((e) => local(e) === "txbxContent" || local(e) === "pic");
    const chosen = rich || !fallback ? choice : fallback;
    insertAfter(element, chosen ? childrenOf(chosen) : []);
    remove(element);
  }
}

function dropUnseen(root: Tree, styles: StyleFacts): void {
  for (const element of [...elementsOf(root)]) {
    const name = local(element);
    if (name === "r" && isHiddenRun(element, styles)) remove(element);
    else if (name === "commentReference") remove(element);
    else if (name === "tr" && flag(at(element, "trPr", "hidden"))) remove(element);
    else if (name === "tc" && at(element, "tcPr", "cellDel")) remove(element);
    else if (name === "sdt" && isContents(element)) remove(element);
    else if (name === "p" && /^(?:TOC|Verzeichnis|TM|TDC)\d$/.test(paragraphStyle(element) ?? ""))
      remove(element);
  }
}

function isContents(block: Element): boolean {
  const gallery = at(block, "sdtPr", "docPartObj", "docPartGallery");
  return attribute(gallery, "val") === "Table of Contents";
}

function paragraphStyle(paragraph: Element): string | undefined {
  return attribute(at(paragraph, "pPr", "pStyle"), "val");
}

/** A run's own property beats its style, and that beats the paragraph's style. */
function isHiddenRun(run: Element, styles: StyleFacts): boolean {
  const own = flag(at(run, "rPr", "vanish"));
  if (own !== undefined) return own;
  if (flag(at(run, "rPr", "webHidden"))) return true;
  const style = attribute(at(run, "rPr", "rStyle"), "val");
  if (style !== undefined && styles.hidden.has(style)) return true;
  const paragraph = styles.hidden.size > 0 ? outermost(run, "p", false) : undefined;
  return paragraph !== undefined && styles.hidden.has(paragraphStyle(paragraph) ?? "");
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
