import { type Element, isTag, isText, type ParentNode } from "domhandler";
import { elementChildren, isBlank, textOf } from "../../../../html/dom.ts";
import { asksQuestion } from "./controls.ts";

/** A question above something hidden. */
export interface Question {
  readonly head: Element;
  readonly answer: Element;
}

/** Fewer may be a heading with something hidden below it. */
const MIN_ROWS = 3;
const MAX_QUESTION = 300;

/**
 * Questions in a row of parts made alike, each of a question and one more element: scripts open these on a click, and write
 * nothing into the page that says so. Empty where a page has no such row.
 */
export function questionRows(parent: ParentNode): Question[] {
  const rows = parent.children.filter(isTag);
  if (rows.length < MIN_ROWS) return [];
  const found = rows.map(questionOf).filter((one) => one !== undefined);
  return found.length >= MIN_ROWS && found.length === rows.length ? found : [];
}

function questionOf(row: Element, _index: number, [first]: readonly Element[]): Question | undefined {
  if (row.name !== first?.name || row.attribs.class !== first.attribs.class) return undefined;
  if (row.children.some((child) => isText(child) && !isBlank(child.data))) return undefined;
  const [head, answer, ...more] = elementChildren(row);
  if (!head || !answer || more.length > 0 || !asksQuestion(head)) return undefined;
  return textOf(head).trim().length <= MAX_QUESTION ? { head, answer } : undefined;
}
