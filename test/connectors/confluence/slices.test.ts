import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Query } from "../../../connectors/confluence/client.ts";
import { type ListAnswer, listOf } from "../../../connectors/confluence/schema.ts";
import { type Slice, slices } from "../../../connectors/confluence/slices.ts";
import { HttpError } from "../../../src/http/errors.ts";

/** A Data Center with manners of its own. */
interface Manners {
  readonly total: number;
  /** It gives at most so many, whatever is asked for. */
  readonly cap: number;
  /** Numbers of the items that the account may not see: they are left out after paging. */
  readonly unseen?: (index: number) => boolean;
  /** Numbers of the items on which it fails. */
  readonly failing?: (index: number) => boolean;
  /** Its `next` counts what was asked for and not what came. */
  readonly jumps?: boolean;
  readonly states?: readonly ("start" | "limit")[];
  /** It leaves `next` out where the slice ends exactly at what it gives. */
  readonly forgetsNext?: boolean;
}

const schema = listOf(z.object({ id: z.number() }), true);
type Item = { readonly id: number };

function failure(): HttpError {
  return new HttpError("answered 500", {
    kind: "status",
    url: "http://site/rest",
    status: 500,
    retryable: true,
  });
}

function dataCenter(manners: Manners) {
  const { total, cap, jumps = false, states = ["start", "limit"], forgetsNext = false } = manners;
  const { unseen = () => false, failing = () => false } = manners;
  let requests = 0;
  const read = async (query: Query): Promise<ListAnswer<Item>> => {
    requests += 1;
    const start = Number(query.start ?? 0);
    const asked = Number(query.limit);
    const limit = Math.min(asked, cap);
    const looked = Array.from({ length: total }, (_, id) => id).slice(start, start + limit);
    if (looked.some(failing)) throw failure();
    const after = start + (jumps ? asked : limit);
    const more = start + limit < total && !forgetsNext;
    return schema.parse({
      results: looked.filter((id) => !unseen(id)).map((id) => ({ id })),
      ...(states.includes("start") ? { start } : {}),
      ...(states.includes("limit") ? { limit } : {}),
      _links: more ? { next: `/rest/api/content?limit=${asked}&start=${after}` } : {},
    });
  };
  return { read, requests: () => requests };
}

async function all(read: (query: Query) => Promise<ListAnswer<Item>>, countable = true) {
  const parts: Slice<Item>[] = [];
  let error: unknown;
  try {
    for await (const part of slices({ what: "/rest/api/content", limit: 100, countable, read }))
      parts.push(part);
  } catch (caught) {
    error = caught;
  }
  const ids = [...new Set(parts.flatMap(({ results }) => results.map(({ id }) => id)))];
  return { ids, odd: parts.flatMap(({ odd }) => odd), error };
}

const upTo = (total: number) => Array.from({ length: total }, (_, id) => id);

describe("a listing of Data Center", () => {
  it("goes on after what came, where the server gives 50 and its next place counts the 100 asked for", async () => {
    const { ids, error } = await all(dataCenter({ total: 130, cap: 50, jumps: true }).read);
    expect([ids, error]).toEqual([upTo(130), undefined]);
  });

  it("is complete or says so, whatever the server caps, skips, states and forgets", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          total: fc.nat(350),
          cap: fc.integer({ min: 1, max: 150 }),
          jumps: fc.boolean(),
          states: fc.subarray(["start", "limit"] as const),
          hidden: fc.integer({ min: 2, max: 9 }),
        }),
        async ({ hidden, ...manners }) => {
          const unseen = (id: number) => id % hidden === 0;
          const { ids, error } = await all(dataCenter({ ...manners, unseen }).read);
          const visible = upTo(manners.total).filter((id) => !unseen(id));
          if (error === undefined) expect(ids).toEqual(visible);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("goes on after a full slice whose answer forgets the next place", async () => {
    const { ids } = await all(dataCenter({ total: 130, cap: 50, forgetsNext: true }).read);
    expect(ids).toEqual(upTo(130));
  });

  it("asks for a slice on which the server fails in halves, down to the item", async () => {
    const server = dataCenter({ total: 120, cap: 100, failing: (id) => id === 103 });
    const { ids, odd, error } = await all(server.read);
    expect(ids).toEqual(upTo(120).filter((id) => id !== 103));
    expect(odd).toEqual([{ reason: expect.stringMatching(/^item 104: .*500/) }]);
    expect(error).toBeUndefined();
    expect(server.requests()).toBeLessThan(40);
  });

  it("gives up where item after item fails, with what came before", async () => {
    const server = dataCenter({ total: 120, cap: 100, failing: (id) => id > 60 });
    const { ids, error } = await all(server.read);
    expect(ids).toEqual(upTo(61));
    expect(error).toBeInstanceOf(HttpError);
  });

  it("goes over an empty slice that is not the last, but never over what was not looked through", async () => {
    const empty = (id: number) => id < 100;
    const full = await all(dataCenter({ total: 150, cap: 100, unseen: empty }).read);
    expect(full.ids).toEqual(upTo(150).slice(100));
    const jumped = await all(dataCenter({ total: 150, cap: 50, unseen: empty, jumps: true }).read);
    expect(String(jumped.error)).toMatch(/goes from 0 to 100 without what is between/);
  });
});

describe("a listing that leads elsewhere", () => {
  const answers = (of: (query: Query) => unknown, countable = true) =>
    all(async (query) => listOf(z.object({ id: z.number() }), countable).parse(of(query)), countable);
  const items = (from: number) => upTo(10).map((id) => ({ id: from + id }));

  it.each<[string, (query: Query) => unknown, RegExp]>([
    [
      "answers from another start than asked for",
      ({ start = 0 }) => ({
        results: items(Number(start)),
        start: Number(start) === 0 ? 0 : 50,
        _links: { next: "/x?start=10" },
      }),
      /answers from 50 when asked from 10/,
    ],
    [
      "answers its first slice again and again",
      () => ({ results: items(0), _links: { next: "/x?start=10" } }),
      /leads back/,
    ],
    [
      "says that it begins where asked, and does not",
      ({ start = 0 }) => ({ results: items(0), start: Number(start), _links: { next: "/x?start=1" } }),
      /leads back/,
    ],
    ["names a place that is none", () => ({ results: items(0), _links: { next: "/x" } }), /without a cursor/],
    [
      "names a cursor that was read",
      () => ({ results: [], _links: { next: "/x?cursor=same" } }),
      /leads back/,
    ],
  ])("%s is refused", async (_, of, message) => {
    expect(String((await answers(of)).error)).toMatch(message);
  });

  it("repeats a slice under a new cursor is refused", async () => {
    let cursor = 0;
    const { error } = await answers(() => {
      cursor += 1;
      return { results: items(0), _links: { next: `/x?cursor=${cursor}` } };
    }, false);
    expect(String(error)).toMatch(/leads back/);
  });

  it("does not say whether there is more, where only cursors lead on", async () => {
    expect((await answers(() => ({ results: items(0) }), false)).error).toBeDefined();
    expect((await answers(() => ({ results: items(0), _links: { next: null } }), false)).error).toBeDefined();
  });

  it("reads each item by itself", async () => {
    const { ids, odd } = await answers(() => ({ results: [{ id: 1 }, { id: "x" }, null, { id: 2 }] }));
    expect(ids).toEqual([1, 2]);
    expect(odd.map(({ id }) => id)).toEqual(["x", undefined]);
  });
});
