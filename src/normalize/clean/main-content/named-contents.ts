import type { Element } from "domhandler";
import { findFirst } from "../../../html/dom.ts";
import { measureOf } from "./measure.ts";
import { holdsSentences } from "./part-kinds.ts";
import { words } from "./part-names.ts";

const contentsWords =
  /(^|[\s_-])(?:toc|table-?of-?contents?|toctree(?:-wrapper)?|contents-?list)(?=$|[\s_-])/g;
/** Named as a table of contents and nothing else. */
export const isContents = (names: string) => !words.test(names.replace(contentsWords, "$1"));

/** Generators number the sections that a table of contents leads to with its name. */
export function isWritten(node: Element): boolean {
  const { text, linked } = measureOf(node);
  return linked < text * 0.3 && holdsSentences(node);
}

/** A table of contents that leads to other pages is the content of a chapter's first page. */
export function leadsToOthers(node: Element, isAnchor: (id: string) => boolean): boolean {
  let away = 0;
  let within = 0;
  findFirst(node, ({ attribs: { href } }) => {
    if (href === undefined) return false;
    // DocBook names the page's own file before each anchor in it.
    const [, path, id] = /^([^#]*)#?(.*)$/s.exec(href) ?? [];
    if (path === "" || (id && isAnchor(id))) within += 1;
    else away += 1;
    return false;
  });
  return away > within;
}
