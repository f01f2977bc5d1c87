import { escapeHtml } from "../../src/html/characters.ts";
import { pageIdAt } from "./ids.ts";
import { dateText, linked, type Naming, plainOf } from "./rich-text.ts";
import type { Page, Property } from "./schema.ts";

/** What a page's properties may show of other pages. */
export interface ShownOfOthers extends Pick<Naming, "withheldTitle"> {
  /** Whether rollups and formulas may be shown: they draw on the pages to which the page is related. */
  readonly computed: boolean;
}

/** A page's title; empty where it has none. */
export function titleOf(
  { properties }: Pick<Page, "properties">,
  naming?: Pick<Naming, "withheldTitle">,
): string {
  return plainOf(Object.values(properties).find(({ type }) => type === "title")?.title, naming);
}

/** A property's value as a reader sees it; empty where there is none. https://developers.notion.com/reference/page-property-values */
export function valueText(
  property: Omit<Property, "rollup"> & Partial<Pick<Property, "rollup">>,
  others?: ShownOfOthers,
): string {
  const { type } = property;
  if (others?.computed === false && (type === "rollup" || type === "formula")) return "";
  const names = (list: readonly { name?: string | null | undefined }[] | undefined) =>
    (list ?? []).flatMap(({ name }) => (name ? [name] : [])).join(", ");
  switch (type) {
    case "title":
    case "rich_text":
      return plainOf(property[type], others);
    case "number":
      return property.number?.toString() ?? "";
    case "select":
    case "status":
      return property[type]?.name ?? "";
    case "multi_select":
    case "people":
    case "files":
      return names(property[type]);
    case "date":
      return property.date ? dateText(property.date) : "";
    case "checkbox":
      return property.checkbox ? "Yes" : "No";
    case "url":
    case "email":
    case "phone_number":
      return property[type] ?? "";
    case "created_time":
    case "last_edited_time":
      return property[type]?.slice(0, 10) ?? "";
    case "created_by":
    case "last_edited_by":
      return property[type]?.name ?? "";
    case "unique_id": {
      const { prefix, number } = property.unique_id ?? {};
      return number === null || number === undefined ? "" : `${prefix ? `${prefix}-` : ""}${number}`;
    }
    case "verification":
      return property.verification?.state === "verified" ? "Verified" : "";
    case "formula":
      return computed(property.formula);
    case "rollup": {
      const { rollup } = property;
      if (rollup?.type !== "array") return computed(rollup);
      return (rollup.array ?? [])
        .map((one) => valueText(one))
        .filter(Boolean)
        .join(", ");
    }
    // Relations contain ids only; buttons and places have no text.
    default:
      return "";
  }
}

function computed(
  value: Partial<NonNullable<Property["formula"]> & NonNullable<Property["rollup"]>> | undefined,
): string {
  if (value?.string) return value.string;
  if (value?.date) return dateText(value.date);
  if (typeof value?.boolean === "boolean") return value.boolean ? "Yes" : "No";
  return value?.number?.toString() ?? "";
}

/** The options chosen for a page, which `rules` can match as labels. */
export function labelsOf({ properties }: Pick<Page, "properties">): string[] {
  const chosen = Object.values(properties).flatMap(({ type, select, status, multi_select }) => {
    if (type === "select") return select ? [select.name] : [];
    if (type === "status") return status ? [status.name] : [];
    return type === "multi_select" ? (multi_select ?? []).map(({ name }) => name) : [];
  });
  return [...new Set(chosen)];
}

/** They change with every edit and contain nothing that a reader asks for. */
const bookkeeping = new Set(["created_time", "last_edited_time", "created_by", "last_edited_by", "button"]);

/** The properties that are wanted: all that say something, or those named, in that order. Never the title. */
export function wantedProperties(
  { properties }: Pick<Page, "properties">,
  wanted: boolean | readonly string[],
): (readonly [name: string, property: Property])[] {
  if (wanted === false) return [];
  const all = Object.entries(properties).filter(([, { type }]) => type !== "title");
  if (wanted === true) return all.filter(([, { type }]) => !bookkeeping.has(type));
  return wanted.flatMap((name) => all.filter(([key]) => key === name));
}

/** What a column is called whose text answers the question in the title. */
const answers =
  /^(?:(?:the |short |full )?answers?|reply|replies|responses?|solutions?|antwort(?:en)?|lösung(?:en)?|réponses?|solutions?|respuestas?|risposte?a?|respostas?|antwoord(?:en)?|svar|odpowied[źz]|vastaus|cevap|ответ|відповідь|回答|答案|解答|답변)$/iu;

/**
 * The properties that a page may show: those wanted; else, in a table of questions, the one that is the answer. Other text
 * is not for readers unless somebody says so.
 */
export function propertiesFor(
  { properties }: Pick<Page, "properties">,
  wanted: boolean | readonly string[],
): boolean | readonly string[] {
  if (wanted !== false) return wanted;
  const named = Object.entries(properties).filter(
    ([name, { type }]) => type === "rich_text" && answers.test(name.trim()),
  );
  return named.length === 0 ? false : named.map(([name]) => name);
}

/** Properties as a table of two columns; empty where there are none. All of them, or those named, in that order. */
export function propertyTable(
  page: Pick<Page, "properties">,
  wanted: boolean | readonly string[],
  others?: ShownOfOthers,
): string {
  const rows = wantedProperties(page, wanted)
    .map(([name, property]) => [name, cellOf(property, others)] as const)
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `<tr><th scope="row">${escapeHtml(name)}</th><td>${value}</td></tr>`);
  return rows.length === 0 ? "" : `<table><tbody>${rows.join("")}</tbody></table>`;
}

/** A property's value as HTML. */
export function cellOf(property: Property, others?: ShownOfOthers): string {
  const text = valueText(property, others);
  if (property.type !== "url") return escapeHtml(text);
  const id = pageIdAt(text);
  return id !== undefined && others?.withheldTitle(id) !== undefined ? "" : linked(escapeHtml(text), text);
}
