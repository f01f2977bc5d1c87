import { isDeepStrictEqual } from "node:util";
import { createClient, questionFor } from "../../../../connectors/rest/client.ts";
import { placeholdersIn } from "../../../../connectors/rest/expression.ts";
import { externalIdOf } from "../../../../connectors/rest/fields.ts";
import { valueAt } from "../../../../connectors/rest/jsonpath.ts";
import { listsOf } from "../../../../connectors/rest/list.ts";
import { createToEntry } from "../../../../connectors/rest/load.ts";
import type { RestOptions } from "../../../../connectors/rest/options.ts";
import { recordsOf } from "../../../../connectors/rest/records.ts";
import type { Io } from "../../io.ts";
import type { Exchange } from "./examples.ts";
import type { Replay } from "./replay.ts";

/** A record of a document, as the recipe sees it: with what the recipe adds to it. */
export interface ExampleRecord {
  readonly id: string;
  readonly record: unknown;
}

/** The records of all documents that the examples list, in order. */
export async function recordsIn(options: RestOptions, io: Io): Promise<ExampleRecord[]> {
  const client = createClient(options, io);
  const { ask } = client;
  const toEntry = await createToEntry(options, io, client);
  const found: ExampleRecord[] = [];
  for (const { request, option } of listsOf(options))
    for await (const one of recordsOf(request, option, { ask, signal: io.signal }))
      if (one.kind === "record" && toEntry(one.record, one.name)?.kind === "document")
        found.push({ id: externalIdOf(options.fields, one.record), record: one.record });
  return found;
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

interface Place {
  readonly exchange: Exchange;
  readonly list: unknown[];
  readonly index: number;
  readonly own: object;
}

/** Where the record stands in the answers, with most of its members. @throws Error where no answer has it */
export function placeOf({ record, id }: ExampleRecord, exchanges: readonly Exchange[]): Place {
  const places = exchanges.flatMap((exchange) =>
    [...listsIn(exchange.answer)].flatMap((list) =>
      list.flatMap((own, index): Place[] =>
        isObject(own) && isWithin(own, record) ? [{ exchange, list, index, own }] : [],
      ),
    ),
  );
  const [place] = places.toSorted((a, b) => Object.keys(b.own).length - Object.keys(a.own).length);
  if (place === undefined) throw new Error(`no answer of the examples lists ${id}`);
  return place;
}

/** Whether the record is made of this: all its members, but for those that the recipe adds and the children it takes away. */
function isWithin(own: object, record: unknown): boolean {
  if (!isObject(record)) return false;
  const members = Object.entries(own);
  const same = members.filter(([key, value]) => isDeepStrictEqual(Reflect.get(record, key), value));
  const children = members.filter(([key, value]) => Array.isArray(value) && !(key in record));
  return same.length > 0 && same.length + children.length === members.length;
}

function* listsIn(value: unknown): Generator<unknown[]> {
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) yield value;
  for (const member of Object.values(value)) yield* listsIn(member);
}

/** The record that holds a field's value: this one, or one above it (`$.parent.title`); and the expression as seen there. */
export function holderOfField(
  expression: string | readonly string[],
  { id, record }: ExampleRecord,
): { readonly at: string; readonly holder: ExampleRecord } {
  let [at = ""] = [expression].flat();
  let holder = record;
  for (let above = parentIn(at, holder); above !== undefined; above = parentIn(at, holder)) {
    holder = above;
    at = at.replace("$.parent.", "$.");
  }
  return { at, holder: { id, record: holder } };
}

const parentIn = (at: string, record: unknown): unknown =>
  at.startsWith("$.parent.") && isObject(record) ? Reflect.get(record, "parent") : undefined;

/** Gives the value at the first place that an expression names another one. @throws Error where there is none */
export function changeAt(expression: string | readonly string[], own: object, what: string): void {
  for (const names of [expression].flat().flatMap(placesIn)) {
    const [holder, last] = holderOf(names, own);
    const value: unknown = isObject(holder) ? Reflect.get(holder, last) : undefined;
    if (!isObject(holder) || value === undefined || value === null) continue;
    Reflect.set(holder, last, another(value));
    return;
  }
  throw new Error(
    `the examples have nothing at ${what} (${[expression].flat().join(", ")}) that could change`,
  );
}

/** Plain paths only: `$.title.rendered`, and those in the placeholders of a template. */
const placesIn = (expression: string): string[][] =>
  (expression.startsWith("$") ? [expression] : placeholdersIn(expression)).map((place) =>
    place.replace(/^\$\.?/, "").split("."),
  );

function another(value: unknown): unknown {
  if (typeof value === "number") return value + 1;
  const text = String(value);
  if (/^\d+$/.test(text)) return String(Number(text) + 1);
  const [, year, rest] = /^(\d{4})(-\d\d-\d\d.*)$/s.exec(text) ?? [];
  return year === undefined ? `${text} (again)` : `${Number(year) + 1}${rest}`;
}

/** The exchange with a document's text; undefined where the list has it. */
export function textExchange(
  { detail }: RestOptions,
  { record }: ExampleRecord,
  replay: Pick<Replay, "find">,
): Exchange | undefined {
  if (!detail) return undefined;
  const { url, json } = questionFor(detail, record, "detail");
  const asked = (address: URL, body: unknown) =>
    replay.find({
      method: body === undefined ? "GET" : "POST",
      path: address.pathname,
      query: address.searchParams,
      body: body === undefined ? "" : JSON.stringify(body),
    });
  const first = asked(url, json);
  if (!detail.job) return first;
  const { status, download } = detail.job;
  const following = (exchange: Exchange | undefined, path: string) => {
    const address = valueAt(path, exchange?.answer);
    return typeof address === "string" ? asked(new URL(address, url), undefined) : undefined;
  };
  const last = following(first, status);
  return download === undefined ? last : following(last, download);
}

/** Takes a record from its list, and one from the number of records that the list's pages state. */
export function takeAway(
  { list: lists }: RestOptions,
  { exchange, list, index }: Place,
  exchanges: readonly Exchange[],
): void {
  list.splice(index, 1);
  const addressOf = ({ request }: Exchange) => request.replace(/\?.*$/, "");
  const pages = exchanges.filter((one) => addressOf(one) === addressOf(exchange));
  const totals = [lists]
    .flat()
    .flatMap((one) => [one, ...(one.each ?? [])].flatMap(({ total }) => total ?? []));
  const paths = new Set(totals.filter((total) => typeof total === "string"));
  const names = new Set(
    totals.flatMap((total) => (typeof total === "string" ? [] : total.header.toLowerCase())),
  );
  for (const { answer, headers } of pages) {
    for (const path of paths) countDown(holderOf(placesIn(path)[0] ?? [], answer));
    for (const name of names)
      if (headers[name] !== undefined) headers[name] = String(Number(headers[name]) - 1);
  }
}

function countDown([holder, last]: readonly [unknown, string]): void {
  const value: unknown = isObject(holder) ? Reflect.get(holder, last) : undefined;
  if (isObject(holder) && typeof value === "number") Reflect.set(holder, last, value - 1);
}

/** The object that has the last of the names, and that name. */
const holderOf = (names: readonly string[], value: unknown): readonly [unknown, string] => [
  names
    .slice(0, -1)
    .reduce<unknown>((inner, name) => (isObject(inner) ? Reflect.get(inner, name) : undefined), value),
  names.at(-1) ?? "",
];
