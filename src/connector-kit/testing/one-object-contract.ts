import { expect } from "vitest";
import { FinIngestError } from "../../errors.ts";
import { createHttp, type Http } from "../../http/http.ts";
import type { Connector } from "../connector.ts";
import type { ListingEntry } from "../listing.ts";
import type { ApiFixture } from "./api-contract.ts";
import type { ApiReply, ApiRequest, Interference } from "./api-server.ts";
import { documentsOf, entriesOf, testIo } from "./connector-contract.ts";

/** One way in which the system answers one of its requests wrongly. */
export interface Fault {
  readonly name: string;
  /** `METHOD path?query body` of the request. */
  readonly target: string;
  readonly instead: ReturnType<Interference>;
  /** Where in the answer a member is null or missing; undefined: the whole answer is another one. */
  readonly at?: readonly (string | number)[];
}

/** How long an answer is waited for that never comes, milliseconds: on loopback one comes in far less. */
const PATIENCE_MS = 250;
/** Where no answer is missing: a busy machine is not to be taken for a fault. */
const BACKSTOP_MS = 60_000;

/** A client that repeats a request once, and soon gives up. The caller closes it. */
export const impatientHttp = (patienceMs = PATIENCE_MS): Http =>
  createHttp({
    addresses: "private",
    attempts: 2,
    backoff: { baseMs: 1, capMs: 2 },
    timeouts: { headers: patienceMs },
  });
const statuses = [400, 403, 404, 500, 504] as const;

export const identity = ({ method, path: place, query, body }: ApiRequest): string =>
  `${method} ${place}?${query} ${body}`;

/**
 * For each request of a listing: 400, 403, 404, 500, 504 and no answer at all; each member of its answer null, and missing.
 * The listing goes on: it throws only for what is its own failure, never misses a document without a gap, and where one
 * item of a list is odd, lists all that does not stand in it or below it.
 *
 * @param sample so many of the faults are tried, evenly chosen; all of them by default
 */
export async function tryEachFault(
  fixture: ApiFixture,
  connector: Connector,
  { cacheDir, sample = Number.POSITIVE_INFINITY }: { readonly cacheDir: string; readonly sample?: number },
): Promise<number> {
  const options = connector.options.parse(fixture.options);
  const list = async (fault?: Fault) => {
    const http = impatientHttp(fault?.instead === "silence" ? PATIENCE_MS : BACKSTOP_MS);
    try {
      return await entriesOf(connector.list(options, { ...testIo(fixture.baseDir, cacheDir), http }));
    } finally {
      await http.close();
    }
  };
  const replies = new Map<string, unknown>();
  const asked = new Map<string, ApiRequest>();
  fixture.server.interfere((request) => (reply) => {
    replies.set(identity(request), reply.json);
    asked.set(identity(request), request);
    return reply;
  });
  const whole = documentsOf(await list());
  const faults = evenly(
    [...replies].flatMap(([target, json]) => faultsOf(target, json)),
    sample,
  );
  for (const fault of faults) {
    fixture.server.interfere((request) => (identity(request) === fault.target ? fault.instead : undefined));
    const what = `${fault.name}: ${fault.target}`;
    const entries = await list(fault).catch((error: unknown) => {
      expect.soft(error, what).toBeInstanceOf(FinIngestError);
      const request = asked.get(fault.target);
      expect
        .soft(request && fixture.isOwnFailure?.(request), `ended the listing: ${what}: ${error}`)
        .toBe(true);
      return undefined;
    });
    if (entries) checkLosses(entries, whole, fault, { what, json: replies.get(fault.target) });
  }
  fixture.server.interfere(undefined);
  return faults.length;
}

function checkLosses(
  entries: readonly ListingEntry[],
  whole: ReturnType<typeof documentsOf>,
  { at, instead }: Fault,
  { what, json }: { readonly what: string; readonly json: unknown },
): void {
  const named = new Set(entries.flatMap((entry) => ("externalId" in entry ? [entry.externalId] : [])));
  const lost = whole.filter(({ externalId }) => !named.has(externalId));
  const hasGap = entries.some(({ kind }) => kind === "gap");
  // A member that the system may leave out, as the link to the next page, says by its absence that it is the end.
  const isEnd = at !== undefined && !at.some((step) => typeof step === "number") && instead !== undefined;
  if (lost.length > 0 && !isEnd) expect.soft(hasGap, `lost without a gap: ${what}`).toBe(true);
  const index = at?.findIndex((step) => typeof step === "number") ?? -1;
  if (!at || index < 0) return;
  const item = inWords(JSON.stringify(valueAt(json, at.slice(0, index + 1))));
  const within = whole.filter(
    ({ externalId, title }) => item.includes(inWords(externalId)) || (title && item.includes(inWords(title))),
  );
  const below = (path: string | undefined) =>
    within.some((one) => one.path !== undefined && path?.startsWith(one.path));
  const unexplained = lost.filter((one) => !within.includes(one) && !below(one.path));
  expect.soft(within.length > 0 ? unexplained.map(({ externalId }) => externalId) : [], what).toEqual([]);
}

/** Wikis write the blanks of a title as underscores. */
const inWords = (text: string): string => text.replaceAll("_", " ");

/** All faults of one request, from its answer. */
export function faultsOf(target: string, json: unknown): Fault[] {
  const refusals = statuses.map(
    (status): Fault => ({ name: String(status), target, instead: { status, json: {} } }),
  );
  const members = [...membersOf(json)].flatMap((at): Fault[] => [
    { name: `${at.join(".")} is null`, target, at, instead: changing(at, null) },
    // A list without one of its items is another list, and no fault.
    ...(typeof at.at(-1) === "number"
      ? []
      : [{ name: `${at.join(".")} is missing`, target, at, instead: changing(at, undefined) }]),
  ]);
  return [...refusals, { name: "no answer", target, instead: "silence" }, ...members];
}

/** A fixed choice over the whole list: the same in every run. */
export function evenly<T>(all: readonly T[], count: number): T[] {
  if (all.length <= count) return [...all];
  const step = all.length / count;
  return Array.from({ length: count }, (_, nth) => all[Math.floor(nth * step)]).filter(
    (one) => one !== undefined,
  );
}

function* membersOf(value: unknown, at: readonly (string | number)[] = []): Generator<(string | number)[]> {
  if (typeof value !== "object" || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    const here = [...at, Array.isArray(value) ? Number(key) : key];
    yield here;
    yield* membersOf(member, here);
  }
}

function valueAt(value: unknown, at: readonly (string | number)[]): unknown {
  return at.reduce<unknown>(
    (inner, step) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, step) : undefined),
    value,
  );
}

const changing =
  (at: readonly (string | number)[], member: null | undefined) =>
  (reply: ApiReply): ApiReply => {
    const json: unknown = structuredClone(reply.json);
    const holder = valueAt(json, at.slice(0, -1));
    const last = at.at(-1);
    if (typeof holder === "object" && holder !== null && last !== undefined) {
      if (member === null) Reflect.set(holder, last, null);
      else Reflect.deleteProperty(holder, last);
    }
    return { ...reply, json };
  };
