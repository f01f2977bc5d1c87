import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FinIngestError } from "../../errors.ts";
import { createHttp } from "../../http/http.ts";
import type { CheckResult, Connector } from "../connector.ts";
import type { Io } from "../io.ts";
import type { Listed, ListingEntry } from "../listing.ts";

/** A system to connect to, for the tests: real files, a real server. */
export interface Fixture {
  /** Options as in a configuration; they parse. */
  readonly options: unknown;
  /** The folder that relative paths in the options are relative to. */
  readonly baseDir: string;
  /** Secret values in the options: none may appear in any output. */
  readonly secrets: readonly string[];
  /** Options that do not parse: each is a configuration error. */
  readonly refused: readonly unknown[];
  /** Options that parse, but lead to nothing or contain wrong credentials. */
  readonly broken: readonly unknown[];
  /** The title is the id, as in a wiki: a document under another title is another document. */
  readonly titleIsId?: boolean;
  /** Changes a listed document's title, and nothing else. */
  retitle(): Promise<void>;
  /** Changes a document's text; returns its external id. */
  edit(): Promise<string>;
  /** Removes a document; returns its external id. */
  remove(): Promise<string>;
  /** The number of bodies that the connector read so far. */
  bodyReads(): number;
  close(): Promise<void>;
}

/** An `Io` that records what was logged and cached. */
export interface TestIo extends Io {
  readonly lines: string[];
  readonly stored: Map<string, string>;
  readonly abort: (reason: unknown) => void;
}

/** An `Io` for tests; cached values last as long as `stored`. */
export function testIo(baseDir: string, cacheDir: string, stored = new Map<string, string>()): TestIo {
  const controller = new AbortController();
  const lines: string[] = [];
  const log = (message: string, fields?: Readonly<Record<string, unknown>>) => {
    lines.push(`${message} ${JSON.stringify(fields ?? {})}`);
  };
  return {
    signal: controller.signal,
    log: { debug: log, info: log, warn: log },
    audienceOf: () => "customers",
    cache: { get: (key) => stored.get(key), set: (key, value) => void stored.set(key, value) },
    baseDir,
    cacheDir,
    http: createHttp({ addresses: "private", backoff: { baseMs: 1, capMs: 2 } }),
    lines,
    stored,
    abort: (reason) => controller.abort(reason),
  };
}

/** Reads a listing to its end. */
export async function entriesOf(listing: AsyncIterable<ListingEntry>): Promise<ListingEntry[]> {
  const entries: ListingEntry[] = [];
  for await (const entry of listing) entries.push(entry);
  return entries;
}

/** The documents among the entries. */
export function documentsOf(entries: readonly ListingEntry[]): Listed[] {
  return entries.filter((entry) => entry.kind === "document");
}

/** What every connector must keep, whatever it connects to. */
export function describeConnector(name: string, connector: Connector, setUp: () => Promise<Fixture>): void {
  describe(`connector contract: ${name}`, () => {
    let fixture: Fixture;
    let cacheDir: string;
    let io: TestIo;
    const options = () => connector.options.parse(fixture.options);
    const list = (on: TestIo = io) => entriesOf(connector.list(options(), on));
    const ids = (entries: readonly ListingEntry[]) => documentsOf(entries).map((entry) => entry.externalId);

    beforeEach(async () => {
      cacheDir = await mkdtemp(path.join(os.tmpdir(), "fin-ingest-cache-"));
      fixture = await setUp();
      io = testIo(fixture.baseDir, cacheDir);
    });
    afterEach(async () => {
      await fixture.close();
      await rm(cacheDir, { recursive: true, force: true });
    });

    it("lists the same documents with the same versions twice", async () => {
      const [first, second] = [documentsOf(await list()), documentsOf(await list())];
      expect(first.length).toBeGreaterThanOrEqual(3);
      const withoutLoad = (documents: readonly Listed[]) => documents.map(({ load: _load, ...rest }) => rest);
      expect(withoutLoad(second)).toEqual(withoutLoad(first));
      const fresh = documentsOf(await list(testIo(fixture.baseDir, cacheDir)));
      expect(withoutLoad(fresh)).toEqual(withoutLoad(first));
    });

    it("gives every document its own id, which a new title does not change", async () => {
      const before = await list();
      expect(new Set(ids(before)).size).toBe(ids(before).length);
      if (fixture.titleIsId) return;
      const titles = documentsOf(before).map((entry) => entry.title);
      await fixture.retitle();
      const after = await list();
      expect(ids(after).sort()).toEqual(ids(before).sort());
      expect(documentsOf(after).map((entry) => entry.title)).not.toEqual(titles);
    });

    it("gives absolute URLs or none, and clean paths or none", async () => {
      for (const { url, path: place } of documentsOf(await list())) {
        if (url !== undefined) expect(new URL(url).protocol).toMatch(/^https?:$/);
        if (place !== undefined) expect(place).not.toMatch(/^\/|\\|(?:^|\/)\.\.?(?:\/|$)/);
      }
    });

    it("loads every body, again and after the listing ended", async () => {
      for (const listed of documentsOf(await list())) {
        const document = await listed.load(io.signal);
        expect(document.body.length).toBeGreaterThan(0);
        expect(document.name).not.toBe("");
        expect(document.url).toBe(listed.url);
        expect(await listed.load(io.signal)).toEqual(document);
        expect(structuredClone({ ...document, body: "" })).toEqual({ ...document, body: "" });
      }
    });

    it("reads no body again for an unchanged listing, and one for one edit", async () => {
      const before = await list();
      const reads = fixture.bodyReads();
      await list();
      expect(fixture.bodyReads()).toBe(reads);
      const edited = await fixture.edit();
      const after = await list();
      expect(fixture.bodyReads() - reads).toBeLessThanOrEqual(2);
      const version = (entries: readonly ListingEntry[], id: string) =>
        documentsOf(entries).find((entry) => entry.externalId === id)?.version;
      const changed = ids(after).filter((id) => version(after, id) !== version(before, id));
      expect(changed).toEqual([edited]);
    });

    it("no longer lists what was removed, and can tell that it is gone", async () => {
      const before = await list();
      const gone = await fixture.remove();
      expect(ids(before)).toContain(gone);
      const after = await list();
      expect(ids(after)).toEqual(ids(before).filter((id) => id !== gone));
      if (connector.confirm === undefined) return;
      const asking = testIo(fixture.baseDir, cacheDir, io.stored);
      expect(await connector.confirm(options(), asking, gone)).toBe("gone");
      expect(await connector.confirm(options(), asking, ids(after)[0] ?? "")).toBe("present");
    });

    it("stops at once when aborted, before and during a listing and a load", async () => {
      const documents = documentsOf(await list());
      const reason = new Error("enough");
      const early = testIo(fixture.baseDir, cacheDir);
      early.abort(reason);
      await expect(list(early)).rejects.toBe(reason);
      const midway = testIo(fixture.baseDir, cacheDir);
      const seen: ListingEntry[] = [];
      const reading = (async () => {
        for await (const entry of connector.list(options(), midway)) {
          seen.push(entry);
          midway.abort(reason);
        }
      })();
      await expect(reading).rejects.toBe(reason);
      expect(seen.length).toBe(1);
      await expect(documents[0]?.load(AbortSignal.abort(reason))).rejects.toBe(reason);
    });

    it("refuses incomplete options, by name and without repeating secrets", () => {
      expect(fixture.refused.length).toBeGreaterThan(0);
      for (const refused of fixture.refused) {
        const result = connector.options.safeParse(refused);
        expect(result.success, JSON.stringify(refused)).toBe(false);
        for (const secret of fixture.secrets) expect(result.error?.message).not.toContain(secret);
      }
    });

    it("throws when it cannot list, and never lists less; check says what is wrong", async () => {
      for (const broken of fixture.broken) {
        const parsed = connector.options.parse(broken);
        const nowhere = testIo(fixture.baseDir, path.join(cacheDir, "broken"));
        const failure = await entriesOf(connector.list(parsed, nowhere)).catch((error: unknown) => error);
        expect(failure).toBeInstanceOf(FinIngestError);
        const results: CheckResult[] = await connector.check(parsed, nowhere);
        expect(results.some(({ result }) => result === "failed")).toBe(true);
        const output = JSON.stringify([results, nowhere.lines, String(failure), failure]);
        for (const secret of fixture.secrets) expect(output).not.toContain(secret);
      }
    });

    it("checks a working set-up as working, and reveals no secret", async () => {
      const results = await connector.check(options(), io);
      expect(results.length).toBeGreaterThan(0);
      expect(results.filter(({ result }) => result === "failed")).toEqual([]);
      const { signal: _signal, ...rest } = { ...io, stored: [...io.stored] };
      const output = JSON.stringify([results, await list(), rest]);
      for (const secret of fixture.secrets) expect(output).not.toContain(secret);
    });
  });
}
