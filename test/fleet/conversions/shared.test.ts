import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../../../src/clock.ts";
import { FinIngestError } from "../../../src/errors.ts";
import { askFleet } from "../../../src/fleet/conversions/asking.ts";
import { Bell } from "../../../src/fleet/conversions/bell.ts";
import { type SharedFile, sharedSizes } from "../../../src/fleet/conversions/conversion.ts";
import { convertFiles } from "../../../src/fleet/conversions/convert.ts";
import type { Fleet } from "../../../src/fleet/file/types.ts";
import { installFleet, type OpenFleet, openFleet } from "../../../src/fleet/open.ts";
import { readFleet } from "../../../src/fleet/status/read.ts";
import type { ConvertedPage, Converter } from "../../../src/normalize/index.ts";
import { noPostgres, type Postgres, startPostgres } from "../postgres.ts";

const EXPIRE_S = 3_600;
/** Takes the first bytes as the name of what a file has. */
const fileOf = (text: string): SharedFile => ({
  mediaType: "application/pdf",
  body: Buffer.from(text.padEnd(sharedSizes.least)),
});
const pageOf = (text: string): ConvertedPage => ({ html: `<p>${text}</p>`, warnings: [] });

describe.skipIf(noPostgres)(`shared conversions${noPostgres ? `: ${noPostgres}` : ""}`, () => {
  let server: Postgres;
  let config: Fleet;
  let fleet: OpenFleet;
  const said: string[] = [];
  const log = { debug() {}, info() {}, warn: (message: string) => void said.push(message) };
  const ending: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server?.remove());

  beforeEach(async () => {
    said.length = 0;
    config = {
      file: "/fleet.yaml",
      database: server.createDatabase(),
      schema: "fin_ingest",
      policy: { retries: 1, retryDelayS: 3600, laterS: 3600 },
      conversions: { expireS: EXPIRE_S },
      workspaces: [],
      secrets: [],
    };
    await installFleet(config, log);
    fleet = await openFleet(config, { isWorker: true, log });
  });
  afterEach(async () => {
    for (const end of ending.splice(0)) await end();
    await fleet?.close();
  });

  /** A worker, with what it converted. */
  function worker(convert: Converter["convert"], revision = "r1") {
    const converted: string[] = [];
    const [asked, settled] = [new Bell(systemClock), new Bell(systemClock)];
    const { conversions: store, conversionJobs: jobs } = fleet;
    const shared = { store, jobs, revision, asked, settled, clock: systemClock, log };
    const converter: Pick<Converter, "convert"> = {
      async convert(file, signal) {
        converted.push(Buffer.from(file.body).toString().trim());
        return convert(file, signal);
      },
    };
    const stop = new AbortController();
    const working = convertFiles({ ...shared, converter, expireS: EXPIRE_S }, 2, stop.signal);
    const end = async () => {
      stop.abort();
      await working;
    };
    ending.push(end);
    return { converted, end, ask: (text: string) => askFleet(shared, fileOf(text)) };
  }
  const quickly: Converter["convert"] = async ({ body }) => [pageOf(Buffer.from(body).toString().trim())];
  const slowly: Converter["convert"] = async (file, signal) => {
    await sleep(300, undefined, { signal });
    return quickly(file);
  };
  const rows = (what: string) =>
    fleet.database.query(
      `SELECT media_type, input IS NULL AS is_made, expires_at > now() + interval '59 minutes' AS is_kept FROM fin_ingest_fleet.conversion WHERE ${what}`,
    );
  const counts = async () => (await readFleet(fleet.database, config)).conversions;

  it("a file is converted once, whoever asks and whenever, and the store has its result alone", async () => {
    const [first, second] = [worker(slowly), worker(slowly)];
    const both = await Promise.all([first.ask("refunds"), second.ask("refunds"), first.ask("refunds")]);
    const pages = { kind: "pages", pages: [pageOf("refunds")] };
    expect(both).toEqual([pages, pages, pages]);
    expect(await second.ask("refunds")).toEqual(pages);
    expect([...first.converted, ...second.converted]).toEqual(["refunds"]);
    expect(await rows("true")).toEqual([{ media_type: "application/pdf", is_made: true, is_kept: true }]);
    expect(await counts()).toEqual({ waiting: 0, running: 0, stored: 1 });
    expect(said).toEqual([]);
  });

  it("several workers share what waits", async () => {
    const workers = [worker(slowly), worker(slowly)];
    const [one] = workers;
    const texts = Array.from({ length: 8 }, (_, n) => `guide ${n}`);
    const made = await Promise.all(texts.map((text) => one?.ask(text)));
    expect(made).toEqual(texts.map((text) => ({ kind: "pages", pages: [pageOf(text)] })));
    expect(workers.flatMap(({ converted }) => converted).sort()).toEqual(texts);
    expect(workers.map(({ converted }) => converted.length > 0)).toEqual([true, true]);
  });

  it("a refused file is refused to all by the same words, and tried once", async () => {
    const refusing = worker(async () => {
      throw new FinIngestError("the document cannot be read: it is encrypted", { hint: "Save a copy." });
    });
    const other = worker(quickly, "r1");
    await other.end();
    const refused = { kind: "refused", message: "the document cannot be read: it is encrypted" };
    expect(await refusing.ask("locked")).toMatchObject({ ...refused, hint: "Save a copy." });
    expect(await other.ask("locked")).toMatchObject({ ...refused, hint: "Save a copy." });
    expect(refusing.converted).toEqual(["locked"]);
  });

  it("what is this machine's fault is kept for nobody, and its run converts it", async () => {
    const failing = worker(async () => {
      throw new Error("the worker ended");
    });
    expect(await failing.ask("refunds")).toBeUndefined();
    expect(said).toEqual([
      expect.stringMatching(/^conversion [0-9a-f]{12}: the worker ended: its run converts it$/),
    ]);
    expect(await counts()).toEqual({ waiting: 0, running: 0, stored: 0 });
  });

  it("a worker that is lost with a file leaves it to another, and its late word does not count", async () => {
    const other = worker(quickly);
    await other.end();
    const answer = other.ask("refunds");
    let claim = (await fleet.conversionJobs.take(1))[0];
    for (; !claim; claim = (await fleet.conversionJobs.take(1))[0]) await sleep(20);
    const next = worker(quickly);
    expect(await answer).toEqual({ kind: "pages", pages: [pageOf("refunds")] });
    expect(next.converted).toEqual(["refunds"]);
    const late = { kind: "made", conversion: { kind: "pages", pages: [pageOf("late")] } } as const;
    expect(await fleet.conversionJobs.settle(claim, late, EXPIRE_S)).toBe(false);
    expect(await next.ask("refunds")).toEqual({ kind: "pages", pages: [pageOf("refunds")] });
  });

  it("a worker that ends hands back what it converts", async () => {
    const going = worker(async (_, signal) => {
      await sleep(600_000, undefined, { signal });
      return [];
    });
    const answer = going.ask("refunds");
    while (going.converted.length === 0) await sleep(20);
    await going.end();
    expect(await counts()).toEqual({ waiting: 1, running: 0, stored: 0 });
    const next = worker(quickly);
    expect(await answer).toEqual({ kind: "pages", pages: [pageOf("refunds")] });
    expect([next.converted, said]).toEqual([["refunds"], []]);
  });

  it("another version of the program neither converts for this one nor takes its results", async () => {
    const newer = worker(quickly, "r2");
    const own = worker(slowly, "r1");
    expect(await own.ask("refunds")).toBeDefined();
    expect([newer.converted, own.converted]).toEqual([[], ["refunds"]]);
    expect(await newer.ask("refunds")).toBeDefined();
    expect(newer.converted).toEqual(["refunds"]);
    expect(await counts()).toMatchObject({ stored: 2 });
  });

  it("what has expired is as good as gone, and purged with what nobody converted", async () => {
    const one = worker(quickly);
    await one.ask("refunds");
    await one.ask("shipping");
    const expire = "UPDATE fin_ingest_fleet.conversion SET expires_at = now() WHERE";
    const [row] = await fleet.database.query(
      `${expire} key = (SELECT min(key) FROM fin_ingest_fleet.conversion)`,
    );
    expect(row).toBeUndefined();
    expect(await counts()).toMatchObject({ stored: 1 });
    for (const text of ["refunds", "shipping"]) expect(await one.ask(text)).toBeDefined();
    expect(one.converted.toSorted().filter((text, at, all) => all.indexOf(text) !== at)).toHaveLength(1);
    await one.end();
    void one.ask("nobody takes this").catch(() => {});
    while ((await rows("input IS NOT NULL")).length === 0) await sleep(20);
    await fleet.database.query(`${expire} true`);
    expect(await fleet.conversions.purge()).toBe(3);
    expect(await rows("true")).toEqual([]);
  });

  it("a fleet of before gets its table and queue by another init", async () => {
    await fleet.database.query(
      "DROP TABLE fin_ingest_fleet.conversion; UPDATE fin_ingest_fleet.meta SET version = 1",
    );
    await expect(openFleet(config, { isWorker: false, log })).rejects.toMatchObject({
      hint: "fin-ingest fleet init brings them up to date.",
    });
    await installFleet(config, log);
    expect(await worker(quickly).ask("refunds")).toBeDefined();
  });
});
