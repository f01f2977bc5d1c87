import { nextLink } from "../../src/connector-kit/paginate.ts";
import { FinIngestError } from "../../src/errors.ts";
import { displayUrl, parseUrl } from "../../src/http/url.ts";
import type { Answer, Question } from "./client.ts";
import { scalarText } from "./expression.ts";
import { valueAt } from "./jsonpath.ts";
import type { ListRequest } from "./options.ts";
import type { Pagination, Until } from "./options-pagination.ts";

/** A page that was read. */
export interface PageRead {
  readonly answer: Answer;
  /** 1 for the first. */
  readonly number: number;
  /** Records on this page. */
  readonly records: number;
  /** Records on all pages so far. */
  readonly count: number;
}

/** The first request of a list. */
export function firstQuestion({ url, json, pagination }: ListRequest): Question {
  const question = { url: new URL(url), json };
  if (pagination?.kind !== "page" && pagination?.kind !== "offset") return question;
  return withParameter(question, pagination, pagination.parameter, pagination.start);
}

/**
 * The request for the page after `read`; undefined where that was the last one.
 * @throws FinIngestError where the answer lacks what the options expect
 */
export function nextQuestion(request: ListRequest, read: PageRead, option: string): Question | undefined {
  const { pagination } = request;
  const first = firstQuestion(request);
  if (!pagination) {
    if (nextLink(read.answer.http.headers) === undefined) return undefined;
    throw new FinIngestError(`${option}: the answer names a next page, but there is no \`pagination\``, {
      hint: `Add ${option}.pagination: {kind: link-header}, or the kind that the system documents.`,
    });
  }
  const where = `${option}.pagination`;
  switch (pagination.kind) {
    case "page":
    case "offset": {
      if (isLast(request, pagination.until, read, where)) return undefined;
      const step = pagination.kind === "page" ? read.number : read.count;
      return withParameter(first, pagination, pagination.parameter, pagination.start + step);
    }
    case "cursor":
      return hasMore(pagination.has_more, read, where)
        ? afterCursor(first, pagination, read, where)
        : undefined;
    case "next-url":
      return hasMore(pagination.has_more, read, where)
        ? atAddress(first, addressAt(pagination.next, read, where), where)
        : undefined;
    case "link-header":
      return atAddress(first, nextLink(read.answer.http.headers, pagination.rel), where);
  }
}

function isLast(request: ListRequest, until: Until, read: PageRead, where: string): boolean {
  if (until === "empty-page") return read.records === 0;
  if (until === "total")
    return read.records === 0 || read.count >= (totalOf(request, read.answer, where) ?? 0);
  if ("has_more" in until) return !flagAt(until.has_more, read, `${where}.until.has_more`);
  if ("fewer_than" in until) return endsShort(until.fewer_than, read);
  return read.number >= statedNumber(until.pages, read.answer, `${where}.until.pages`);
}

/**
 * Whether a page with fewer records than asked for is the last. A server with a smaller limit of its own gives fewer on
 * every page, the first one too; then only an empty page is the end.
 */
function endsShort(asked: number, { records, count, number }: PageRead): boolean {
  if (records === 0) return true;
  const earlier = number - 1;
  return records < asked && earlier > 0 && count - records >= earlier * asked;
}

/** Whether the page after this one is asked for only to see whether it is there. */
export const isProbe = ({ pagination }: ListRequest, { number, records }: PageRead): boolean =>
  number === 1 &&
  pagination !== undefined &&
  "until" in pagination &&
  typeof pagination.until === "object" &&
  "fewer_than" in pagination.until &&
  records < pagination.until.fewer_than;

/** The number of documents that the list states; undefined where it has no `total`. */
export function totalOf({ total }: ListRequest, answer: Answer, option: string): number | undefined {
  return total === undefined ? undefined : statedNumber(total, answer, `${option} (total)`);
}

function statedNumber(
  stated: string | { readonly header: string },
  { json, http }: Answer,
  option: string,
): number {
  const [name, value] =
    typeof stated === "string"
      ? [stated, valueAt(stated, json)]
      : [`the header ${stated.header}`, http.headers[stated.header.toLowerCase()]];
  const number = typeof value === "string" && /^\d+$/.test(value.trim()) ? Number(value) : value;
  if (typeof number === "number" && Number.isSafeInteger(number) && number >= 0) return number;
  throw new FinIngestError(`${option}: ${name} is not a number in the answer of ${displayUrl(http.url)}`);
}

function flagAt(path: string, { answer }: PageRead, option: string): boolean {
  const value = valueAt(path, answer.json);
  if (typeof value === "boolean") return value;
  if (value === 0 || value === 1) return value === 1;
  throw new FinIngestError(`${option}: ${path} is neither true nor false in ${displayUrl(answer.http.url)}`);
}

const hasMore = (path: string | undefined, read: PageRead, where: string): boolean =>
  path === undefined || flagAt(path, read, `${where}.has_more`);

type ByCursor = Extract<Pagination, { kind: "cursor" }>;

/** As MediaWiki does, https://www.mediawiki.org/wiki/API:Continue, a whole mapping is added to the first request. */
function afterCursor(
  first: Question,
  pagination: ByCursor,
  { answer }: PageRead,
  where: string,
): Question | undefined {
  const { cursor: path, parameter, has_more } = pagination;
  const cursor = valueAt(path, answer.json);
  if (cursor === undefined || cursor === null || cursor === "" || cursor === false) {
    if (has_more === undefined) return undefined;
    throw new FinIngestError(`${where}.cursor: ${path} is missing, though there is another page`);
  }
  if (typeof cursor !== "object") return withParameter(first, pagination, parameter, cursor);
  return Object.entries(cursor).reduce<Question>(
    (question, [name, value]) => withParameter(question, pagination, name, value),
    first,
  );
}

function withParameter(
  { url, json }: Question,
  { send }: { readonly send: "query" | "json" },
  name: string,
  value: unknown,
): Question {
  if (send === "json") return { url, json: withMember(json, name.split("."), value) };
  const next = new URL(url);
  next.searchParams.set(name, scalarText(value) ?? JSON.stringify(value));
  return { url: next, json };
}

/** A copy of `json` with one member set, some levels down. */
function withMember(json: unknown, [name = "", ...deeper]: readonly string[], value: unknown): unknown {
  const members = typeof json === "object" && json !== null ? json : {};
  const inner: unknown = Object.entries(members).find(([key]) => key === name)?.[1];
  return { ...members, [name]: deeper.length === 0 ? value : withMember(inner, deeper, value) };
}

function addressAt(path: string, { answer }: PageRead, where: string): string | undefined {
  const value = valueAt(path, answer.json);
  if (value === undefined || value === null || value === "" || value === false) return undefined;
  if (typeof value === "string") return value;
  throw new FinIngestError(`${where}.next: ${path} is not an address in ${displayUrl(answer.http.url)}`);
}

function atAddress(first: Question, address: string | undefined, where: string): Question | undefined {
  if (address === undefined) return undefined;
  if (!parseUrl(address, first.url.href))
    throw new FinIngestError(`${where}: the next page's address is not a URL`);
  const url = new URL(address, first.url);
  if (url.origin === first.url.origin) return { ...first, url };
  throw new FinIngestError(
    `${where}: the next page is said to be on another host: ${displayUrl(url)}, not on ${first.url.origin}`,
    { hint: "Requests stay with the host of the list. Give the list's url as the system itself writes it." },
  );
}
