import type { Cheerio, CheerioAPI } from "cheerio/slim";
import { type Element, isTag, isText } from "domhandler";
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
      current.after(made);
      current = made;
    }
    if (current !== list) current.append(item);
    last = label ?? last;
  }
  if (list.children().length === 0) list.remove();
}

function goesOn(last: Label | undefined, next: Label): boolean {
  if (next.kind !== "number") return last !== undefined && last.kind !== "number";
  return last?.kind === "number" && last.type === next.type && last.value + 1 === next.value;
}

/** Labels outside lists: a numbered quotation, code, or title. */
export function resolveLeftLabels(html: string, labels: readonly Label[]): string {
  return html.replaceAll(new RegExp(labelled, "g"), (_, index: string) => {
    const label = labels[Number(index)];
    return label && (label.kind === "number" || label.kind === "text") ? `${label.text} ` : "";
  });
}
