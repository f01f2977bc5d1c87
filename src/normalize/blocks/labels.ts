import { type Element, isTag } from "domhandler";
import { findFirst } from "../../html/dom.ts";

/** The controls of parts that open on demand: their text is the label of what they open. */

const generic =
  /^(?:(?:expand|collapse|show|hide|toggle|read|view|see|learn|open|close|reveal|unfold)(?: (?:all|more|less|the|this|full|details?|description|content|code|source|output|section|text|panel|menu|answers?)){0,2}|[+−–-])$/i;

/** "Show more", "Expand description": tells how to open a part, not what it is about. */
export const isGenericLabel = (line: string): boolean => generic.test(line);

/** In these a control's text is set off already. */
const labelling = /^(?:h[1-6]|dt|summary|legend|th|strong|b|caption|figcaption|pre|code)$/;
const blocks = /^(?:h[1-6]|p|div|ul|ol|dl|table|pre|blockquote|section)$/;

/** Whether a control stands in an element that sets its text off. */
export function isWithinLabel(node: Element): boolean {
  if (labelling.test(node.name)) return true;
  for (let up = node.parent, level = 0; up && isTag(up) && level < 4; up = up.parent, level += 1)
    if (labelling.test(up.name)) return true;
  return false;
}

/** Whether a control has no blocks in it, which would be lost in one line. */
export const isOneLine = (node: Element) => findFirst(node, ({ name }) => blocks.test(name)) === undefined;
