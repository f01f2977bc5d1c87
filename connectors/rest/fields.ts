import { parseUrl } from "../../src/http/url.ts";
import { expand, MissingValueError, scalarText } from "./expression.ts";
import { valueAt, valuesAt } from "./jsonpath.ts";
import type { Fields } from "./options.ts";

/** What a record says of its document, except the body. */
export interface Mapped {
  readonly title?: string | undefined;
  readonly url?: string | undefined;
  readonly version?: string | undefined;
  readonly labels?: readonly string[] | undefined;
  readonly path?: string | undefined;
  readonly updatedAt?: number | undefined;
}

type Value = Fields["id"];
/** HTML to its text, for titles. */
export type TextOfHtml = (html: string) => string;

/** @throws MissingValueError */
export function externalIdOf({ id }: Fields, record: unknown): string {
  return required("id", id, record);
}

/** @throws MissingValueError for a configured field that the record lacks */
export function mapFields(fields: Fields, record: unknown, textOfHtml: TextOfHtml): Mapped {
  const { title, url, version, labels, path, updated_at: updatedAt } = fields;
  const given = <T>(value: Value | undefined, map: (value: Value) => T): T | undefined =>
    value === undefined ? undefined : map(value);
  return {
    title: given(title, (value) => titleOf(fields, required("title", value, record), textOfHtml)),
    url: given(url, (value) => absolute(required("url", value, record, "url"))),
    version: given(version, (value) => required("version", value, record)),
    labels: given(labels, (value) => labelsOf(value, record)),
    path: given(path, (value) => pathOf(required("path", value, record), fields.path_separator)),
    updatedAt: given(updatedAt, (value) => timeOf(required("updated_at", value, record))),
  };
}

/** A record's title if it has one, for entries that are not documents. */
export function titleIfAny(fields: Fields, record: unknown, textOfHtml: TextOfHtml): string | undefined {
  try {
    const title = fields.title && firstOf(fields.title, record);
    return title === undefined ? undefined : titleOf(fields, title, textOfHtml);
  } catch {
    return undefined;
  }
}

/**
 * The title that the answer with a document's text gives it.
 * @throws MissingValueError where it is missing or is not a text
 */
export function titleIn(fields: Fields, path: string, answer: unknown, textOfHtml: TextOfHtml): string {
  const text = expand(path, answer);
  if (text === undefined) throw new MissingValueError(`detail.title: ${path} leads to nothing`);
  return titleOf(fields, text, textOfHtml);
}

/**
 * A document's text; it may be empty.
 * @throws MissingValueError where it is missing or is not a text
 */
export function bodyIn(body: Value, option: string, record: unknown): string {
  for (const expression of [body].flat()) {
    const value = expression.startsWith("$") ? valueAt(expression, record) : expand(expression, record);
    if (typeof value === "string") return value;
    if (value !== undefined && value !== null)
      throw new MissingValueError(`${option}: ${expression} is not a text`);
  }
  throw new MissingValueError(`${option}: ${[body].flat().join(", ")} leads to nothing`);
}

function firstOf(value: Value, record: unknown, encoding?: "url"): string | undefined {
  for (const expression of [value].flat()) {
    const text = expand(expression, record, encoding);
    if (text !== undefined) return text;
  }
  return undefined;
}

function required(field: keyof Fields, value: Value, record: unknown, encoding?: "url"): string {
  let text: string | undefined;
  try {
    text = firstOf(value, record, encoding);
  } catch (error) {
    if (!(error instanceof MissingValueError)) throw error;
    throw new MissingValueError(`fields.${field}: ${error.message}`);
  }
  if (text !== undefined) return text;
  throw new MissingValueError(`fields.${field}: ${[value].flat().join(", ")} leads to nothing`);
}

function titleOf({ title_format }: Fields, title: string, textOfHtml: TextOfHtml): string {
  const text =
    title_format === "html"
      ? textOfHtml(title)
      : title_format === "underscores"
        ? title.replaceAll("_", " ")
        : title;
  return text.replace(/\s+/g, " ").trim();
}

function absolute(url: string): string {
  if (/^https?:$/.test(parseUrl(url)?.protocol ?? "")) return url;
  throw new MissingValueError(
    `fields.url: ${JSON.stringify(url.slice(0, 100))} is not absolute; a template such as "https://docs.example.com/{+$.path}" makes it so`,
  );
}

function labelsOf(labels: Value, record: unknown): string[] {
  const found = [labels]
    .flat()
    .flatMap((label) => (label.startsWith("$") ? valuesAt(label, record).flat() : [expand(label, record)]));
  return [...new Set(found.flatMap((value) => scalarText(value) || []))];
}

function pathOf(path: string, separator: string): string {
  const parts = path.replaceAll("\\", "/").split(separator).join("/").split("/");
  return parts.filter((part) => !["", ".", ".."].includes(part)).join("/");
}

/** Smaller numbers are seconds: as milliseconds they would be before 1973. */
const MIN_MILLISECONDS = 100_000_000_000;

function timeOf(text: string): number {
  const number = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
  if (number !== undefined) return Math.round(number < MIN_MILLISECONDS ? number * 1000 : number);
  const time = Date.parse(
    /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/.test(text) ? `${text}Z` : text,
  );
  if (!Number.isNaN(time)) return time;
  throw new MissingValueError(`fields.updated_at: ${JSON.stringify(text.slice(0, 60))} is not a time`);
}
