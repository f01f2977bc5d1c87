import type { Element } from "domhandler";
import { findFirst, textOf } from "../../../../html/dom.ts";
import { isControl, namesOf } from "../opened/controls.ts";

/** What a script takes away once the page has loaded, and what opens as a box of its own. */
const passing =
  /(?:^|[\s_-])(?:(?:pre-?)?load(?:er|ing)?|spinner|splash|skeleton|shimmer|placeholder|lazy(?:-?load(?:ed|ing)?)?|progress|blur-?up|lqip|modal|drop-?down|(?:sub-?|mega-?)?menu|off-?canvas|tool-?tip|toast|lightbox|drawer|dialog|popup|pop-?over|search|snackbar|slides?|carousel|swiper|flip|back|front)(?=$|[\s_-])/i;
const roles = /^(?:dialog|alertdialog|menu|listbox|tooltip|status|progressbar|navigation|tabpanel)$/;

/** Whether an element, by its name, is of a kind that may cover for good. */
export function isCoverKind(node: Element): boolean {
  const { name, attribs } = node;
  return (
    !/^(?:nav|dialog|menu|video|iframe|canvas|input|select|textarea)$/.test(name) &&
    !roles.test(attribs.role ?? "") &&
    attribs["aria-busy"] === undefined &&
    attribs["aria-modal"] === undefined &&
    !passing.test(namesOf(node).replaceAll(/([a-z])([A-Z])/g, "$1-$2"))
  );
}

const opens =
  /\b(?:show|reveal|read|view|expand|more|open|see|display|uncover|click|tap|toggle|play|close|dismiss|continue)\b/i;

/** Whether a cover is a button, or holds one, that takes it away. */
export function isOpenedByButton(node: Element): boolean {
  if (isControl(node)) return true;
  const button = findFirst(node, (one) => one.name === "button" || one.attribs.role === "button");
  return button !== undefined && opens.test(textOf(button));
}
