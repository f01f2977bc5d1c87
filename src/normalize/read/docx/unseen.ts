import { type Element, isTag, type Document as Tree } from "domhandler";
import type { Ground } from "../../legibility/ink.ts";
import { at, attribute, childrenOf, elementsOf, flag, local, textOf } from "../office/xml.ts";
import { ancestorsOf, isLegibleRun, isVanished, type Look } from "./look.ts";
import { remove } from "./make.ts";
import { isBackdrop, isElsewhere, type Paper } from "./place.ts";
import type { StyleFacts } from "./styles.ts";

/** What a body is shown on. */
export interface Setting {
  readonly styles: StyleFacts;
  readonly theme: Look["theme"];
  readonly paper: Paper;
  /** The colour of the paper; "unknown" where a picture lies behind every page. */
  readonly page: Ground;
}

/**
 * Removes what a reader does not see: hidden, without ink, too small, outside the page; also tables of contents, which
 * repeat the headings. Changes the tree.
 *
 * @returns how many pieces of text a reader does not see
 */
export function dropUnseen(root: Tree, setting: Setting): number {
  const { styles, paper } = setting;
  const look: Look = { ...setting, pageOf: pageOf(root, setting) };
  let unseen = 0;
  for (const element of [...elementsOf(root)]) {
    const name = local(element);
    if (name === "commentReference") remove(element);
    else if (name === "tc" && at(element, "tcPr", "cellDel")) remove(element);
    else if (name === "sdt" && isContents(element)) remove(element);
    else if (name === "p" && isContentsLine(element)) remove(element);
    else if (name === "tr" && flag(at(element, "trPr", "hidden"))) unseen += dropped(element, root);
    else if (isElsewhere(element, paper)) unseen += dropped(element, root);
    else if (name === "r" && isVanished(element, styles)) unseen += dropped(element, root);
    else if (name === "r" && letters(element).length > 0 && !isLegibleRun(element, look)) {
      if (isWithin(element, root) && letters(element).some((one) => textOf(one).trim() !== "")) unseen += 1;
      // A drawing in the run has colours of its own.
      for (const one of letters(element)) remove(one);
    }
  }
  return unseen;
}

function dropped(element: Element, root: Tree): number {
  const counts = isWithin(element, root) && textOf(element).trim() !== "";
  remove(element);
  return counts ? 1 : 0;
}

/** What went with a part that was removed before, such as the page numbers of a table of contents, is no text by itself. */
function isWithin(element: Element, root: Tree): boolean {
  return (ancestorsOf(element).at(-1) ?? element).parent === root;
}

function letters(run: Element): Element[] {
  return childrenOf(run).filter((one) => /^(?:t|sym|delText)$/.test(local(one)));
}

function isContents(block: Element): boolean {
  const gallery = at(block, "sdtPr", "docPartObj", "docPartGallery");
  return attribute(gallery, "val") === "Table of Contents";
}

function isContentsLine(paragraph: Element): boolean {
  const style = attribute(at(paragraph, "pPr", "pStyle"), "val");
  return /^(?:TOC|Verzeichnis|TM|TDC)\d$/.test(style ?? "");
}

/** The ground of each page: unknown on those with a large picture or shape behind the text. */
function pageOf(root: Tree, { paper, page }: Setting): (element: Element) => Ground {
  const numbers = new Map<Element, number>();
  const withBackdrop = new Set<number>();
  let floats = false;
  let number = 0;
  for (const element of elementsOf(root)) {
    if (startsPage(element)) number += 1;
    if (local(element) === "p") numbers.set(element, number);
    if (local(element) === "anchor") floats ||= showsSomething(element);
    if (isBackdrop(element, paper)) withBackdrop.add(number);
  }
  return (element) => {
    const around = ancestorsOf(element);
    const isInBox = around.some((one) => local(one) === "txbxContent");
    const own = around.find((one) => numbers.has(one));
    if (own && withBackdrop.has(numbers.get(own) ?? -1)) return "unknown";
    // A box without a fill is often laid over a picture.
    return isInBox && floats ? "unknown" : page;
  };
}

function showsSomething(anchor: Element): boolean {
  return [...elementsOf(anchor)].some((one) => {
    const isShape = local(one) === "spPr" && one.parent && isTag(one.parent) && local(one.parent) === "wsp";
    return local(one) === "pic" || (isShape && (at(one, "solidFill") || at(one, "gradFill")) !== undefined);
  });
}

function startsPage(element: Element): boolean {
  switch (local(element)) {
    case "br":
      return attribute(element, "type") === "page";
    case "lastRenderedPageBreak":
    case "sectPr":
      return true;
    case "pageBreakBefore":
      return flag(element) === true;
    default:
      return false;
  }
}
