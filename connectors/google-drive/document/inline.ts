import { escapeHtml } from "../../../src/html/characters.ts";
import type { DocumentTab, Element, TextStyle } from "./schema.ts";

/** What the parts of a paragraph become, beside its text. */
export interface Inline {
  readonly tab: DocumentTab;
  /** The HTML of a reference to a footnote, which is noted as one to write. */
  footnote(id: string, number: string): string;
  /** The HTML of a chip that shows another document's title. */
  chip(title: string, address: string): string;
}

const monospaced = /mono|courier|consolas|inconsolata|source code|cousine|menlo/i;

/** Whether a text is set as code is. */
export const isCode = ({ textRun }: Element): boolean =>
  monospaced.test(textRun?.textStyle?.weightedFontFamily?.fontFamily ?? "");

/** The text of a run; suggested insertions are no part of the document, whatever the answer was asked for. */
export const textOf = ({ textRun }: Element): string =>
  textRun === null || textRun === undefined || (textRun.suggestedInsertionIds ?? []).length > 0
    ? ""
    : (textRun.content ?? "").replaceAll("\u000b", "\n");

/** The HTML of a paragraph's parts. */
export function inlineHtml(elements: readonly Element[], inline: Inline): string {
  return elements
    .map((element) => elementHtml(element, inline))
    .join("")
    .replace(/(?:\s|<br>)+$/, "");
}

function elementHtml(element: Element, inline: Inline): string {
  const { footnoteReference, inlineObjectElement, person, richLink, dateElement } = element;
  if (element.textRun) return runHtml(element);
  if (footnoteReference?.footnoteId)
    return inline.footnote(footnoteReference.footnoteId, footnoteReference.footnoteNumber ?? "");
  if (inlineObjectElement?.inlineObjectId) return imageHtml(inlineObjectElement.inlineObjectId, inline.tab);
  if (person) return escapeHtml(person.personProperties?.name || person.personProperties?.email || "");
  if (dateElement) return escapeHtml(dateElement.dateElementProperties?.displayText ?? "");
  const { title, uri } = richLink?.richLinkProperties ?? {};
  return richLink ? inline.chip(title ?? "", uri ?? "") : "";
}

function runHtml(element: Element): string {
  const text = textOf(element);
  if (text.trim() === "") return text;
  const style: TextStyle = element.textRun?.textStyle ?? {};
  const [, before = "", words = "", after = ""] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text) ?? [];
  let html = escapeHtml(words).replaceAll("\n", "<br>");
  if (isCode(element)) html = `<code>${html}</code>`;
  if (style.bold) html = `<strong>${html}</strong>`;
  if (style.italic) html = `<em>${html}</em>`;
  if (style.strikethrough) html = `<s>${html}</s>`;
  if (style.baselineOffset === "SUPERSCRIPT") html = `<sup>${html}</sup>`;
  if (style.baselineOffset === "SUBSCRIPT") html = `<sub>${html}</sub>`;
  const address =
    style.link?.url ?? (style.link?.heading?.id ? `#heading=${style.link.heading.id}` : undefined);
  if (address !== undefined) html = `<a href="${escapeHtml(address)}">${html}</a>`;
  return `${escapeHtml(before)}${html}${escapeHtml(after)}`;
}

/** A picture is its alternative text: its address ends within half an hour. */
function imageHtml(id: string, { inlineObjects }: DocumentTab): string {
  const { title, description } = inlineObjects?.[id]?.inlineObjectProperties?.embeddedObject ?? {};
  const alt = [title, description].filter(Boolean).join(": ");
  return `<img src="image" alt="${escapeHtml(alt)}">`;
}
