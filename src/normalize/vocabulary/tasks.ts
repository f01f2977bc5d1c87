import { type Element, isTag, isText } from "domhandler";
import { attribute, findFirst, hasClass, isBlank } from "../../html/dom.ts";

/** Boxes that icon fonts draw, as Asciidoctor and wikis write them, and the boxes of Notion's export. */
const done =
  /(?:^|[\s_-])(?:fa-check-square(?:-o)?|fa-square-check|bi-check-square(?:-fill)?|checkbox-on|check_box|task-done)(?:\s|$)/;
const open =
  /(?:^|[\s_-])(?:fa-square(?:-o)?|bi-square|checkbox-off|check_box_outline_blank|task-open)(?:\s|$)/;

/**
 * Whether a list's item is a finished task (true) or an open one (false), where a class or a drawn box tells; undefined
 * for any other item, and where a real checkbox or a sign in the text does. Confluence marks a finished task by a class, TipTap
 * by an attribute.
 */
export function taskState(item: Element): boolean | undefined {
  if (item.attribs["data-inline-task-id"] !== undefined) return hasClass(item, "checked");
  const stated = item.attribs["data-checked"];
  if (stated !== undefined && !hasBox(item)) return stated === "true";
  if (item.attribs["aria-checked"] !== undefined) return item.attribs["aria-checked"] === "true";
  const box = firstElement(item);
  if (!box) return undefined;
  if (box.attribs["aria-checked"] !== undefined) return box.attribs["aria-checked"] === "true";
  return boxOf(box);
}

/** The state of a box that an icon's font draws; undefined for any other element. */
export function boxOf(node: Element): boolean | undefined {
  const names = attribute(node, "class");
  if (done.test(names)) return true;
  return open.test(names) ? false : undefined;
}

const hasBox = (item: Element): boolean => findFirst(item, ({ name }) => name === "input") !== undefined;

/** The innermost element that an item begins with. */
export function firstElement(item: Element): Element | undefined {
  let at = item;
  for (let level = 0; level < 4; level += 1) {
    const first = at.children.find((child) => !isText(child) || !isBlank(child.data));
    if (!first || !isTag(first)) break;
    at = first;
  }
  return at === item ? undefined : at;
}
