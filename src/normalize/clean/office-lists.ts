import { type ChildNode, type Element, isTag, isText, type ParentNode } from "domhandler";
import { detach, findFirst, isBlank, lineOf, noAttributes, relink } from "../../html/dom.ts";
import { PageElement } from "../../html/tree-adapter.ts";

/**
 * The lists of Word and Outlook, which write each item as a paragraph with a style `mso-list:l0 level1 lfo1` and its mark as
 * text: become HTML's, so that what readers see as a list is one. Numbers stay as they are; letters stay as text.
 * https://learn.microsoft.com/openspecs/office_standards/ms-oe376
 * @param html the page's source, which tells cheaply whether there are any
 */
export function gatherOfficeLists(tree: ParentNode, html: string): void {
  if (html.includes("mso-list")) gatherIn(tree);
}

const listStyle = /mso-list\s*:\s*(l\d{1,6})\s+level(\d)/i;
const markStyle = /mso-list\s*:\s*ignore/i;

interface Item {
  readonly node: Element;
  readonly list: string;
  readonly level: number;
  readonly mark: string;
}

function gatherIn(parent: ParentNode): void {
  const kept: ChildNode[] = [];
  let run: Item[] = [];
  const end = () => {
    for (const made of listsOf(run)) kept.push(made);
    run = [];
  };
  for (const child of parent.children) {
    const item = isTag(child) ? itemOf(child) : undefined;
    if (item) run.push(item);
    else if (run.length === 0 || !(isText(child) && isBlank(child.data))) {
      end();
      if (isTag(child)) gatherIn(child);
      kept.push(child);
    }
  }
  end();
  if (kept.length < parent.children.length || kept.some((one, at) => one !== parent.children[at]))
    relink(parent, kept);
}

function itemOf(node: Element): Item | undefined {
  const [, list, level] = (node.name === "p" && listStyle.exec(node.attribs.style ?? "")) || [];
  const mark = list === undefined ? undefined : markOf(node);
  if (list === undefined || !mark) return undefined;
  return { node, list, level: Number(level), mark: lineOf(mark) };
}

const markOf = (item: Element): Element | undefined =>
  findFirst(item, ({ attribs }) => markStyle.test(attribs.style ?? ""));

const number = /^\(?(\d{1,9})[.)]?$/;
const isCounted = (mark: string): boolean => number.test(mark);

interface Open {
  readonly element: Element;
  readonly items: Element[];
  readonly level: number;
  readonly list: string;
}

/** Items of a deeper level belong to the item before them; another list, or another kind of mark, starts anew. */
function listsOf(run: readonly Item[]): Element[] {
  const lists: Open[] = [];
  const all: Open[] = [];
  let open: Open[] = [];
  for (const item of run) {
    open = open.slice(0, open.findLastIndex((one) => continues(one, item)) + 1);
    let around = open.at(-1);
    if (!around || around.level < item.level) {
      const made = new PageElement(isCounted(item.mark) ? "ol" : "ul", noAttributes);
      const outer = around?.items.at(-1);
      around = { element: made, items: [], level: item.level, list: item.list };
      if (outer) relink(outer, [...outer.children, made]);
      else lists.push(around);
      all.push(around);
      open.push(around);
    }
    around.items.push(listItem(item));
  }
  for (const { element, items } of all) relink(element, items);
  return lists.map(({ element }) => element);
}

function continues(around: Open, { level, list, mark }: Item): boolean {
  if (around.level !== level) return around.level < level;
  return around.list === list && (around.element.name === "ol") === isCounted(mark);
}

/** A bullet, whatever its font makes of it, says nothing; a letter or a nested number does. */
function listItem({ node, mark }: Item): Element {
  const value = number.exec(mark)?.[1];
  if (value !== undefined || !/\p{N}|^\(?\p{L}{1,8}[.)]/u.test(mark)) {
    const span = markOf(node);
    if (span) detach(span);
  }
  const made = new PageElement("li", value === undefined ? noAttributes : { value });
  relink(made, [node]);
  return made;
}
