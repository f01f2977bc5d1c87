import { describe, expect, test } from "vitest";
import type { Emulator, FaultRuleInput } from "../../src/emulator/index.ts";
import { createPacer, type Pacer, unpaced } from "../../src/intercom/pacer.ts";
import { findOrCreateSource } from "../../src/intercom/sources.ts";
import type { ExternalPage, UpsertPage } from "../../src/intercom/types.ts";
import { started } from "../emulator/support.ts";
import { failure, libraryAt, never } from "./setup.ts";
import { fastClock, type SteppedClock, steppedClock } from "./virtual-clock.ts";

const url = "https://docs.example.com";
const pagesPath = "/ai/external_pages";

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const page = (sourceId: number, name: string, more: Partial<UpsertPage> = {}): UpsertPage => ({
  sourceId,
  externalId: `${name}.md`,
  title: name,
  html: `<p>${name}</p>`,
  locale: "en",
  agent: true,
  copilot: true,
  ...more,
});

describe.each(["2.14", "2.15", "2.16"])("the life of a page in version %s", (version) => {
  test("found or created, sent, sent again, read, listed, deleted", async () => {
    const emulator = await started({ perPage: 3 });
    const library = libraryAt(emulator.url, { token: emulator.token, version });
    const source = await findOrCreateSource(library, { url });
    expect((await findOrCreateSource(library, { url: `${url}/` })).id).toBe(source.id);
    const sent = await Promise.all(
      [..."abcdefgh"].map((name) => library.upsertPage(page(source.id, name, { url: `${url}/${name}` }))),
    );
    const [first] = sent as [ExternalPage, ...ExternalPage[]];
    const hidden = await library.upsertPage(
      page(source.id, "a", { url: `${url}/a`, agent: false, copilot: false }),
    );
    expect(hidden).toMatchObject({ id: first.id, agent: false, copilot: false });
    expect(await library.getPage(first.id)).toEqual(hidden);
    expect((await collect(library.listPages())).map(({ externalId }) => externalId).sort()).toEqual(
      [..."abcdefgh"].map((name) => `${name}.md`),
    );
    await library.deletePage(first.id);
    await library.deletePage(first.id);
    expect(await library.getPage(first.id)).toBeUndefined();
    const writes = emulator.log.all().filter(({ method }) => method !== "GET");
    expect(library.requests).toMatchObject({ write: writes.length, retried: 0, rateLimited: 0 });
    expect(emulator.log.all().flatMap(({ notes }) => notes)).toEqual([]);
  });
});

test("audiences are set, compared and applied from 2.15", async () => {
  const emulator = await started({
    audiences: new Map([
      [12, "Admins"],
      [13, "Staff"],
    ]),
  });
  const library = libraryAt(emulator.url, { token: emulator.token });
  const { id } = await findOrCreateSource(library, { url, audienceIds: [12] });
  await findOrCreateSource(library, { url, audienceIds: [12] });
  expect(await findOrCreateSource(library, { url, audienceIds: [13, 12] })).toMatchObject({
    id,
    audienceIds: [13, 12],
  });
  expect(await findOrCreateSource(library, { url, audienceIds: [] })).toMatchObject({ id, audienceIds: [] });
  expect(emulator.log.all().filter(({ method }) => method === "PUT")).toHaveLength(2);
  const error = await failure(findOrCreateSource(library, { url: `${url}/b`, audienceIds: [999] }));
  expect(error).toMatchObject({ status: 404, code: "parameter_invalid", ambiguous: false });
  expect(error.hint).toMatch(/audience/);
});

const faults: readonly [string, FaultRuleInput["fault"]][] = [
  ["500 before", { kind: "status", status: 500 }],
  ["500 after", { kind: "status", status: 500, when: "after" }],
  ["503 with Retry-After", { kind: "status", status: 503, retryAfter: 0.01 }],
  ["429 without headers", { kind: "status", status: 429, rate: "none" }],
  ["429 with a Reset in the past", { kind: "status", status: 429, rate: { resetIn: -60 } }],
  ["reset before", { kind: "reset", when: "before" }],
  ["reset after", { kind: "reset", when: "after" }],
  ["reset mid-answer", { kind: "reset", when: "mid-answer" }],
  ["truncated", { kind: "truncated" }],
  ["HTML as 200", { kind: "html" }],
  ["another's echo", { kind: "echo", fields: { external_id: "other.md", id: "999", data: 1 } }],
  ["hang", { kind: "hang", when: "after" }],
  ["1 byte/s", { kind: "slow", bytesPerSecond: 1 }],
];

describe.each(faults)("one %s", (name, fault) => {
  const timeouts = { headers: 500, total: 750 };

  test("costs an upsert, a listing and a deletion nothing but time", async () => {
    const clock = fastClock(20);
    const emulator = await started({ clock });
    const library = libraryAt(emulator.url, { token: emulator.token, timeouts, clock });
    const { id } = await findOrCreateSource(library, { url });
    emulator.faults.set([{ match: { path: pagesPath, nth: [1, 3] }, fault }]);
    const sent = await library.upsertPage(page(id, "a"));
    expect(await collect(library.listPages())).toHaveLength(1);
    emulator.faults.set([{ match: { path: `${pagesPath}/*`, nth: 1 }, fault }]);
    await library.deletePage(sent.id);
    expect(emulator.state.pages()).toHaveLength(0);
    expect(emulator.log.all().filter(({ effect }) => effect === "created")).toHaveLength(2);
    expect(library.requests.retried).toBeGreaterThanOrEqual(2);
  });

  test("at a source's creation never leaves two sources", async () => {
    if (name === "another's echo") return;
    const clock = fastClock(20);
    const emulator = await started({ clock, faults: [{ match: { method: "POST", nth: 1 }, fault }] });
    const library = libraryAt(emulator.url, { token: emulator.token, timeouts, clock });
    const created = await findOrCreateSource(library, { url }, undefined, clock);
    expect(emulator.state.sources().map(({ id }) => id)).toEqual([created.id]);
  });
});

test("a stopped run rejects although nothing is answered; what was under way is not called a failure", async () => {
  const emulator = await started({ faults: [{ match: { path: pagesPath }, fault: { kind: "hang" } }] });
  const library = libraryAt(emulator.url, {
    token: emulator.token,
    concurrency: 26,
    pacer: unpaced,
    timeouts: never,
  });
  const controller = new AbortController();
  const warnings: string[] = [];
  const warned = ({ name }: Error) => void warnings.push(name);
  process.on("warning", warned);
  const pending = Promise.allSettled(
    [..."abcdefghijklmnopqrstuvwxyz"].map((name) => library.upsertPage(page(1, name), controller.signal)),
  );
  setTimeout(() => controller.abort(), 50);
  for (const result of await pending) {
    expect(result).toMatchObject({ status: "rejected", reason: controller.signal.reason });
  }
  process.off("warning", warned);
  expect(warnings).toEqual([]);
});

/** Virtual milliseconds that a request takes. */
const requestMs = 5;

describe("the allowance", () => {
  /** Uploads `count` pages, ten at once; the emulator's log says how many each window took. */
  async function upload(
    count: number,
    options: { ratePer10s: number; during?: (emulator: Emulator, sent: number) => void },
  ) {
    const clock = steppedClock();
    const emulator = await started({ clock, ratePer10s: options.ratePer10s });
    const pacer = stepping(createPacer({ clock }), clock);
    const library = libraryAt(emulator.url, { token: emulator.token, clock, pacer, concurrency: 10 });
    const { id } = await findOrCreateSource(library, { url });
    let sent = 0;
    const uploader = async () => {
      while (sent < count) {
        sent += 1;
        options.during?.(emulator, sent);
        await library.upsertPage(page(id, `page-${sent}`));
      }
    };
    await Promise.all(Array.from({ length: 10 }, uploader));
    const windows = new Map<number, number>();
    for (const { at, status } of emulator.log.all()) {
      const window = Math.floor(at / 10_000);
      if (status === 200) windows.set(window, (windows.get(window) ?? 0) + 1);
    }
    expect(emulator.state.pages()).toHaveLength(count);
    expect(library.requests.rateLimited).toBe(
      emulator.log.all().filter(({ status }) => status === 429).length,
    );
    return { limited: library.requests.rateLimited, inner: [...windows.values()].slice(1, -1) };
  }

  /** Lets time pass by requests: each takes some, and where none is under way it is over when the next may be sent. */
  function stepping(pacer: Pacer, clock: SteppedClock): Pacer {
    let underWay = 0;
    const end = () => {
      underWay -= 1;
      clock.advance(requestMs);
      if (underWay === 0) setImmediate(() => underWay === 0 && clock.toNextSleeper());
    };
    return {
      async admit(signal) {
        if (underWay === 0) setImmediate(() => underWay === 0 && clock.toNextSleeper());
        const ticket = await pacer.admit(signal);
        underWay += 1;
        let isOpen = true;
        const once = (tell: () => void) => {
          if (!isOpen) return;
          isOpen = false;
          tell();
          end();
        };
        return {
          answered: (status, header) => once(() => ticket.answered(status, header)),
          lost: () => once(() => ticket.lost()),
        };
      },
    };
  }

  test("is used up, window after window, without one refused request", async () => {
    const { limited, inner } = await upload(620, { ratePer10s: 200 });
    expect(limited).toBe(0);
    expect(inner.length).toBeGreaterThanOrEqual(2);
    for (const used of inner) expect(used).toBeGreaterThanOrEqual(196);
  });

  test("that is halved in the middle costs no more than what was under way", async () => {
    const during = (emulator: Emulator, sent: number) => {
      if (sent === 250) emulator.rate.per10s = 100;
    };
    const { limited, inner } = await upload(400, { ratePer10s: 200, during });
    expect(limited).toBeLessThanOrEqual(10);
    for (const used of inner.slice(1)) expect(used).toBeGreaterThanOrEqual(98);
  });
});
