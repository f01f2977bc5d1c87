import type { Element } from "domhandler";
import { escapeHtml } from "../../../html/characters.ts";
import { attribute, childrenOf, local } from "../office/xml.ts";
import type { ReadBlocks, TextContext } from "./context.ts";
import { type Counters, type Label, nextLabel, wholeOf } from "./numbering.ts";
import { says } from "./package.ts";
import { headingLevel, lineOf } from "./styles.ts";

/** The list that a paragraph or another list stands in. */
interface Around {
  readonly style: string;
  readonly counters: Counters;
  readonly level: number;
}

/** What an item's paragraphs become; headings in lists are headings, with the number that they have. */
export interface ReadItems {
  readonly blocks: ReadBlocks;
  readonly heading: (heading: Element, label: Label, context: TextContext) => string;
}

/** A list with those in it: numbers as they are shown, also where a list goes on with an earlier one. */
export function listHtml(list: Element, context: TextContext, read: ReadItems): string {
  const style = attribute(list, "style-name") ?? "";
  return itemsHtml(list, { style, counters: countersOf(list, style, context), level: 1 }, context, read);
}

function countersOf(list: Element, style: string, { lists, lastLists }: TextContext): Counters {
  const [id, continued] = [attribute(list, "id"), attribute(list, "continue-list")];
  const earlier = continued === undefined ? undefined : lists.get(continued);
  const same = says(list, "continue-numbering") ? lastLists.get(style) : undefined;
  const counters = earlier ?? same ?? [];
  if (id !== undefined) lists.set(id, counters);
  lastLists.set(style, counters);
  return counters;
}

interface Item {
  readonly label: Label;
  html: string;
}

function itemsHtml(list: Element, around: Around, context: TextContext, read: ReadItems): string {
  let html = "";
  let items: Item[] = [];
  const flush = () => {
    html += writtenItems(items);
    items = [];
  };
  for (const one of childrenOf(list)) {
    const isItem = local(one) === "list-item";
    if (!isItem && local(one) !== "list-header") continue;
    const heading = childrenOf(one).find((child) => isHeading(child, context));
    const isWrapper = !childrenOf(one).some(
      (child) => local(child) !== "list" && local(child) !== "soft-page-break",
    );
    if (isWrapper || !isItem || heading) {
      if (heading) {
        flush();
        const label: Label = isItem ? labelOf(one, around, context) : { kind: "text", text: "" };
        html += read.heading(heading, label, context);
      }
      const rest = itemHtml(one, around, context, read, heading);
      const last = items.at(-1);
      if (last && !heading) last.html += rest;
      else html += rest;
      continue;
    }
    const label = labelOf(one, around, context);
    items.push({ label, html: itemHtml(one, around, context, read, undefined) });
  }
  flush();
  return html;
}

function labelOf(item: Element, { style, counters, level }: Around, { styles }: TextContext): Label {
  return nextLabel(styles.lists.get(style), counters, level, wholeOf(attribute(item, "start-value")));
}

function itemHtml(
  item: Element,
  around: Around,
  context: TextContext,
  read: ReadItems,
  without: Element | undefined,
): string {
  let html = "";
  let others: Element[] = [];
  const flush = () => {
    if (others.length > 0) html += read.blocks({ ...item, children: others } as Element, context);
    others = [];
  };
  for (const child of childrenOf(item)) {
    if (child === without) continue;
    if (local(child) !== "list") others.push(child);
    else {
      flush();
      const style = attribute(child, "style-name") ?? around.style;
      html += itemsHtml(child, { ...around, style, level: around.level + 1 }, context, read);
    }
  }
  flush();
  return html;
}

/** A list of its own for each run of items that are labelled alike. */
function writtenItems(items: readonly Item[]): string {
  let html = "";
  let open = "";
  let before: Label | undefined;
  for (const { label, html: inner } of items) {
    const tag = label.kind === "number" ? "ol" : "ul";
    if (open !== tag || isJump(before, label)) {
      html += open === "" ? "" : `</${open}>`;
      html += `<${tag}${label.kind === "number" ? numbersOf(label) : ""}>`;
      open = tag;
    }
    const lead = label.kind === "text" && label.text !== "" ? `${escapeHtml(label.text)} ` : "";
    html += `<li>${lead === "" ? inner : withLead(lead, inner)}</li>`;
    before = label;
  }
  return open === "" ? html : `${html}</${open}>`;
}

function isJump(before: Label | undefined, label: Label): boolean {
  if (before?.kind !== "number" || label.kind !== "number") return false;
  return before.type !== label.type || before.value + 1 !== label.value;
}

const numbersOf = ({ value, type }: { readonly value: number; readonly type: string }): string =>
  `${value === 1 ? "" : ` start="${value}"`}${type === "1" ? "" : ` type="${type}"`}`;

const withLead = (lead: string, inner: string): string =>
  /^<p[^>]*>/.test(inner) ? inner.replace(/^<p[^>]*>/, (start) => `${start}${lead}`) : `${lead}${inner}`;

/** Programs put numbered headings into lists, those from Word as paragraphs. */
const isHeading = (element: Element, { styles }: TextContext): boolean =>
  local(element) === "h" || (local(element) === "p" && headingLevel(lineOf(styles, element)) !== undefined);
