import { parseUrl } from "../../src/http/url.ts";
import { expand, MissingValueError, scalarText } from "./expression.ts";
import { valueAt, valuesAt } from "./jsonpath.ts";
import type { Fields } from "./options.ts";

/** What a record says of its document, but for the body. */
export interface Mapped {
  readonly title?: string;
  readonly url?: string;
  readonly version?: string;
  readonly labels?: readonly string[];
  readonly path?: string;
  readonly updatedAt?: number;
}

type Value = Fields["id"];
/** HTML to its text, for titles. */
export type TextOfHtml = (html: string) => string;

/** @throws MissingValueError */
export function externalIdOf({ id }: Fields, record: unknown): string {
  return wanted("id", id, record);
}

/** @throws MissingValueError for any field that was asked for and is not there */
export function mapFields(fields: Fields, record: unknown, textOfHtml: TextOfHtml): Mapped {
  const { title, url, version, labels, path, updated_at } = fields;
  return {
    ...(title ? { title: titleOf(fields, wanted("title", title, record), textOfHtml) } : {}),
    ...(url ? { url: absolute(wanted("url", url, record, "url")) } : {}),
    ...(version ? { version: wanted("version", version, record) } : {}),
    ...(labels ? { labels: labelsOf(labels, record) } : {}),
    ...(path ? { path: pathOf(wanted("path", path, record), fields.path_separator) } : {}),
    ...(updated_at ? { updatedAt: timeOf(wanted("updated_at", updated_at, record)) } : {}),
  };
}

/** A record's title without complaint, for what is no document. */
export function titleIfAny(fields: Fields, record: unknown, textOfHtml: TextOfHtml): string | undefined {
  try {
    const title = fields.title && firstOf(fields.title, record);
    return title === undefined ? undefined : titleOf(fields, title, textOfHtml);
  } catch {
    return undefined;
  }
}

/**
 * The text of a document, empty where the system says so.
 * @throws MissingValueError where nothing is at its place, or something else than text
 */
export function bodyIn(body: Value, option: string, record: unknown): string {
  for (const expression of [body].flat()) {
    const value = expression.startsWith("$") ? valueAt(expression, record) : expand(expression, record);
    if (typeof value === "string") return value;
    if (value !== undefined && value !== null)
      throw new MissingValueError(`${option}: ${expression} is no text`);
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

function wanted(field: keyof Fields, value: Value, record: unknown, encoding?: "url"): string {
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
  return (title_format === "html" ? textOfHtml(title) : title).replace(/\s+/g, " ").trim();
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

/** Smaller numbers are seconds: as milliseconds they would lie before 1973. */
const firstMilliseconds = 100_000_000_000;

function timeOf(text: string): number {
  const number = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
  if (number !== undefined) return Math.round(number < firstMilliseconds ? number * 1000 : number);
  const time = Date.parse(
    /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/.test(text) ? `${text}Z` : text,
  );
  if (!Number.isNaN(time)) return time;
  throw new MissingValueError(`fields.updated_at: ${JSON.stringify(text.slice(0, 60))} is no time`);
}
