import { escapeHtml } from "../../../src/html/characters.ts";
import { type Inline, inlineHtml, isCode, textOf } from "./inline.ts";
import { type ListItem, listHtml } from "./lists.ts";
import type { DocumentTab, Element, GoogleDocument, Paragraph, StructuralElement, Tab } from "./schema.ts";
import { tableHtml } from "./tables.ts";

/** What of other documents a document may show. */
export type Chip = Inline["chip"];

const headings: Readonly<Record<string, string>> = {
  TITLE: "h1",
  HEADING_1: "h1",
  HEADING_2: "h2",
  HEADING_3: "h3",
  HEADING_4: "h4",
  HEADING_5: "h5",
  HEADING_6: "h6",
};

/** A document of Google Docs as HTML, tab by tab; without headers, footers, comments and suggestions. */
export function documentHtml({ tabs }: Pick<GoogleDocument, "tabs">, chip: Chip): string {
  const all = flat(tabs);
  const isNamed = all.length > 1;
  return all
    .map(({ tabProperties, documentTab }) => {
      const name = isNamed ? `<h1>${escapeHtml(tabProperties?.title ?? "")}</h1>` : "";
      return documentTab ? `${name}${tabHtml(documentTab, chip)}` : "";
    })
    .join("");
}

const flat = (tabs: readonly Tab[]): Tab[] => tabs.flatMap((tab) => [tab, ...flat(tab.childTabs ?? [])]);

function tabHtml(tab: DocumentTab, chip: Chip): string {
  const referred = new Map<string, string>();
  const inline: Inline = {
    tab,
    chip,
    footnote(id, given) {
      const number = given || String(referred.size + 1);
      referred.set(id, number);
      return `<sup>${escapeHtml(number)}</sup>`;
    },
  };
  const body = blocksHtml(tab.body.content, inline);
  const notes = [...referred.keys()].map(
    (id) => `<li>${blocksHtml(tab.footnotes?.[id]?.content ?? [], inline)}</li>`,
  );
  return notes.length === 0 ? body : `${body}<section class="footnotes"><ol>${notes.join("")}</ol></section>`;
}

/** Blocks as HTML: neighbouring items become a list, neighbouring lines of code a block of code. */
function blocksHtml(elements: readonly StructuralElement[], inline: Inline): string {
  let html = "";
  let items: ListItem[] = [];
  let lines: string[] = [];
  const end = () => {
    if (items.length > 0) html += listHtml(items, inline.tab);
    if (lines.length > 0) html += `<pre><code>${escapeHtml(lines.join("\n"))}</code></pre>`;
    items = [];
    lines = [];
  };
  for (const { paragraph, table } of elements) {
    const item = paragraph ? itemOf(paragraph, inline) : undefined;
    const line = paragraph && !item ? codeOf(paragraph) : undefined;
    if (!item && items.length > 0) end();
    if (line === undefined && lines.length > 0) end();
    if (item) items.push(item);
    else if (line !== undefined) lines.push(line);
    else if (paragraph) html += paragraphHtml(paragraph, inline);
    else if (table) html += tableHtml(table, ({ content }) => cellHtml(content, inline));
  }
  end();
  return html;
}

function itemOf({ bullet, elements }: Paragraph, inline: Inline): ListItem | undefined {
  if (!bullet?.listId) return undefined;
  return { list: bullet.listId, level: bullet.nestingLevel ?? 0, html: inlineHtml(elements, inline) };
}

/** The text of a paragraph that is code from its beginning to its end. */
function codeOf({ elements, paragraphStyle }: Paragraph): string | undefined {
  const parts = elements;
  const isText =
    parts.length > 0 && parts.every((one) => one.textRun && (isCode(one) || textOf(one).trim() === ""));
  const isHeading = (paragraphStyle?.namedStyleType ?? "") in headings;
  return isText && !isHeading && parts.some((one) => isCode(one) && textOf(one).trim() !== "")
    ? parts.map(textOf).join("").replace(/\n$/, "")
    : undefined;
}

function paragraphHtml({ elements, paragraphStyle }: Paragraph, inline: Inline): string {
  const rule = elements.some(({ horizontalRule }) => horizontalRule) ? "<hr>" : "";
  const html = inlineHtml(elements, inline);
  if (html === "") return rule;
  const tag = headings[paragraphStyle?.namedStyleType ?? ""] ?? "p";
  const id = paragraphStyle?.headingId ? ` id="${escapeHtml(paragraphStyle.headingId)}"` : "";
  return `<${tag}${id}>${html}</${tag}>${rule}`;
}

/** A cell with a single paragraph is that text. */
function cellHtml(content: readonly StructuralElement[], inline: Inline): string {
  const html = blocksHtml(content, inline);
  return /^<p>(?:(?!<p>)[\s\S])*<\/p>$/.test(html) ? html.slice(3, -4) : html;
}

/** Addresses that a document links to, and those of its chips. */
export const addressesIn = (document: Pick<GoogleDocument, "tabs">): string[] => [
  ...new Set(
    elementsIn(document).flatMap(({ textRun, richLink }) =>
      [textRun?.textStyle?.link?.url, richLink?.richLinkProperties?.uri].filter(
        (one) => typeof one === "string",
      ),
    ),
  ),
];

/** What of a document the API names without saying what it is. */
export interface Unsaid {
  readonly formulas: number;
  /** Parts of paragraphs of a kind that is not known here, and footnotes without a text. */
  readonly unknown: number;
}

export function unsaidIn(document: Pick<GoogleDocument, "tabs">): Unsaid {
  const elements = elementsIn(document);
  const notes = new Set(
    flat(document.tabs).flatMap(({ documentTab }) => Object.keys(documentTab?.footnotes ?? {})),
  );
  const isUnknown = (element: Element) =>
    isNothing(element) ||
    (element.footnoteReference != null && !notes.has(element.footnoteReference.footnoteId ?? ""));
  return {
    formulas: elements.filter(({ equation }) => equation).length,
    unknown: elements.filter(isUnknown).length + blocksIn(document).filter(isNothing).length,
  };
}

/** Whether something has none of the members of which one says what it is. */
const isNothing = (one: object): boolean =>
  Object.values(one).every((member) => member === null || member === undefined);

const elementsIn = (document: Pick<GoogleDocument, "tabs">): Element[] =>
  blocksIn(document).flatMap(({ paragraph }) => paragraph?.elements ?? []);

/** All blocks of a document, those in tables and footnotes too. */
function blocksIn({ tabs }: Pick<GoogleDocument, "tabs">): StructuralElement[] {
  const below = (blocks: readonly StructuralElement[]): StructuralElement[] =>
    blocks.flatMap((block) => [
      block,
      ...(block.table?.tableRows ?? []).flatMap(({ tableCells }) =>
        (tableCells ?? []).flatMap(({ content }) => below(content)),
      ),
    ]);
  return flat(tabs).flatMap(({ documentTab }) => [
    ...below(documentTab?.body.content ?? []),
    ...Object.values(documentTab?.footnotes ?? {}).flatMap(({ content }) => below(content)),
  ]);
}
