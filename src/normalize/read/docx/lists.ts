import type { Cheerio, CheerioAPI } from "cheerio/slim";
import { type AnyNode, type Element, hasChildren, isTag, isText } from "domhandler";
import { mark } from "./make.ts";
import type { Label } from "./numbering.ts";

const labelled = new RegExp(`${mark.label}(\\d+)${mark.labelEnd}`);

/** Gives the finished lists the numbers of their labels: where they start, and a list of its own after each jump. */
export function applyLabels($: CheerioAPI, labels: readonly Label[]): void {
  const found = new Map<Element, Label>();
  $("li").each((_, item) => {
    const label = takeLabel(item, labels);
    if (label) found.set(item, label);
  });
  $("ol, ul").each((_, list) => {
    splitList($, $(list), found);
  });
  nestByStyle($);
}

const indentAttribute = "data-indent";

/** Puts lists that only their style sets further in into the item before. */
function nestByStyle($: CheerioAPI): void {
  const indentOf = (list: List) => Number(list.attr(indentAttribute) ?? "0");
  $(`[${indentAttribute}]`).each((_, one) => {
    const list: List = $(one);
    const before = list.prev("ul, ol");
    const item =
      before.length > 0 && indentOf(before) < indentOf(list) ? before.children("li").last() : before;
    if (item === before || item.length === 0) return;
    const inner = item.children("ul, ol").last();
    const next = list.next("ul, ol");
    if (inner.length > 0 && indentOf(inner) < indentOf(list)) inner.children("li").last().append(list);
    else item.append(list);
    if (next.length > 0 && indentOf(next) === indentOf(before) && isContinued(before, next))
      next.prepend(before.children()).attr("start", before.attr("start") ?? "1");
    if (before.children().length === 0) before.remove();
  });
  $(`[${indentAttribute}]`).removeAttr(indentAttribute);
}

/** Removes the mark at an item's start. */
function takeLabel(item: Element, labels: readonly Label[]): Label | undefined {
  let [node] = item.children;
  while (node && isTag(node) && !/^(?:ol|ul)$/.test(node.name)) node = node.children[0];
  if (!node || !isText(node)) return undefined;
  const index = labelled.exec(node.data)?.[1];
  const label = index === undefined ? undefined : labels[Number(index)];
  if (!label) return undefined;
  node.data = node.data.replace(labelled, "");
  if (label.kind === "text") node.data = `${label.text} ${node.data}`;
  return label;
}

function splitList($: CheerioAPI, list: Cheerio<Element>, labels: ReadonlyMap<Element, Label>): void {
  const items = list.children("li").toArray();
  const [first] = items;
  let current = list;
  let last: Label | undefined;
  for (const item of items) {
    const label = labels.get(item);
    if (label && !(item === first ? false : goesOn(last, label))) {
      const next = $("<ol></ol>") as unknown as Cheerio<Element>;
      const made = label.kind === "number" ? next : ($("<ul></ul>") as unknown as Cheerio<Element>);
      if (label.kind === "number") {
        if (label.value !== 1) made.attr("start", String(label.value));
        if (label.type !== "1") made.attr("type", label.type);
      }
      if (label.indent !== undefined) made.attr(indentAttribute, String(label.indent));
      current.after(made);
      current = made;
    }
    if (current !== list) current.append(item);
    last = label ?? last;
  }
  if (list.children().length === 0) list.remove();
}

function goesOn(last: Label | undefined, next: Label): boolean {
  if (last?.indent !== next.indent) return false;
  if (next.kind !== "number") return last !== undefined && last.kind !== "number";
  return last?.kind === "number" && last.type === next.type && last.value + 1 === next.value;
}

/** Puts further paragraphs, quotations and code of items into them, and joins the lists that they parted. */
export function joinItems($: CheerioAPI, labels: readonly Label[]): void {
  $.root()
    .find("p, pre")
    .each((_, block) => {
      const label = labels[Number(labelled.exec($(block).text())?.[1] ?? "-1")];
      if (label?.kind !== "more") return;
      const quotation = $(block).parent("blockquote");
      const whole = quotation.length > 0 && quotation.children().length === 1 ? quotation : $(block);
      const list = whole.prev("ul, ol");
      const item = itemAt($, list, label.depth);
      if (!item) return;
      const next = whole.next("ul, ol");
      item.append(whole);
      if (next.length > 0) joinLists($, list, next);
      // Numbers that go on behind an inner list stand in a list of their own so far.
      const rest = list.next("ol");
      if (next.length > 0 && rest.length > 0 && isContinued(list, rest)) joinLists($, list, rest);
    });
}

type List = Cheerio<Element>;

/** The last item of a list, or of one inside it. */
function itemAt($: CheerioAPI, list: List, depth: number): List | undefined {
  const item = list.children("li").last();
  if (item.length === 0) return undefined;
  const inner = item.children("ul, ol").last() as List;
  return depth > 0 && inner.length > 0 ? itemAt($, inner, depth - 1) : (item as List);
}

/** Appends a list that goes on with another one, at whichever depth; one that begins anew stays. */
function joinLists($: CheerioAPI, list: List, next: List): void {
  const first = next.children("li").first();
  const inner = first.children("ul, ol").first() as List;
  const isNested = inner.length > 0 && first.text().trim() === first.children("ul, ol").text().trim();
  if (isNested) {
    const open = list.children("li").last().children("ul, ol").last() as List;
    if (open.length > 0) joinLists($, open, inner);
    else list.children("li").last().append(inner);
    if (first.children().length === 0) first.remove();
  }
  if (next.children().length > 0 && isContinued(list, next)) list.append(next.children());
  if (next.children().length === 0) next.remove();
}

function isContinued(list: List, next: List): boolean {
  if (list.prop("tagName") !== next.prop("tagName")) return false;
  const start = (one: List) => Number(one.attr("start") ?? "1");
  return list.is("ul") || start(next) === start(list) + list.children("li").length;
}

/** Labels outside lists: a numbered quotation, code, or title. */
export function resolveLeftLabels($: CheerioAPI, labels: readonly Label[]): void {
  const resolve = (node: AnyNode): void => {
    if (isText(node))
      node.data = node.data.replaceAll(new RegExp(labelled, "g"), (_, index: string) => {
        const label = labels[Number(index)];
        return label && (label.kind === "number" || label.kind === "text") ? `${label.text} ` : "";
      });
    else if (hasChildren(node)) node.children.forEach(resolve);
  };
  $.root()
    .contents()
    .each((_, node) => resolve(node));
}
