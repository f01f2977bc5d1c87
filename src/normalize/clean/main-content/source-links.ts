import type { Element } from "domhandler";
import { lineOf } from "../../../html/dom.ts";

/** What generators of references write on a link to the code of what they describe. */
const label = /^(?:\[ ?)?(?:# ?)?(?:(?:view|show|see|browse|open) )?(?:source(?: code)?|src|edit)(?: ?\])?$/i;
/** Places of code: a folder of sources, a file at a host of repositories, a numbered line, a file of code as a page. */
const place = new RegExp(
  [
    "(?:^|/)_?(?:src|sources?|modules|viewcode)/",
    "/(?:blob|edit|tree|raw|browse)/",
    "#(?:L-?\\d|line-?\\d)",
    "\\.(?:rs|hs|nim|py|rb|java|kt|scala|swift|go|exs?|ml|jl|dart|php|cs|cc|[ch](?:pp)?|[jt]sx?)(?:\\.html)?(?:#|$)",
  ].join("|"),
  "i",
);

/**
 * Whether a link leads to the code of what a reference describes, as rustdoc, Haddock, YARD, ExDoc and Nim put one beside
 * each name. Neither its label nor its address is enough: an author's "Source" names where a figure is from.
 */
export const isSourceLink = (node: Element): boolean =>
  node.name === "a" && place.test(node.attribs.href ?? "") && label.test(lineOf(node));
