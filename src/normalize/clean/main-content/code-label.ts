import { type Element, isTag, isText } from "domhandler";
import { isBlank } from "../../../html/dom.ts";
import { visibleLine } from "../../vocabulary/dropped.ts";
import { languageOf } from "../../vocabulary/html-code.ts";

/** Characters of the longest language name. */
export const MAX_LABEL_LENGTH = 20;

/** "bash" above a block of Bash, which states its language itself. */
export function isCodeLabel(node: Element): boolean {
  let line: string | undefined;
  let at: Element = node;
  for (let level = 0; level < 3; level += 1) {
    let next = at.next;
    while (next && isText(next) && isBlank(next.data)) next = next.next;
    if (next && isTag(next)) {
      const block = startingBlock(next);
      if (!block && next.name !== "button") return false;
      line ??= visibleLine(node).toLowerCase();
      if (line.length > MAX_LABEL_LENGTH) return false;
      if (block) return languageOf(block) === line;
    } else if (next || followsText(at)) return false;
    if (!at.parent || !isTag(at.parent)) return false;
    line ??= visibleLine(node).toLowerCase();
    if (line.length > MAX_LABEL_LENGTH || visibleLine(at.parent).toLowerCase() !== line) return false;
    at = at.parent;
  }
  return false;
}

/** Whether text precedes an element in its parent. */
function followsText({ prev }: Element): boolean {
  for (let before = prev; before; before = before.prev)
    if (isText(before) && /[!-~]/.test(before.data)) return true;
  return false;
}

/** The block of code that an element is, or starts with. */
function startingBlock(node: Element): Element | undefined {
  let at: Element | undefined = node;
  for (let level = 0; at && at.name !== "pre" && level < 5; level += 1) at = at.children.find(isTag);
  return at?.name === "pre" ? at : undefined;
}
