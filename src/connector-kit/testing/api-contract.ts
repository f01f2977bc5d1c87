import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FinIngestError, toFailure } from "../../errors.ts";
import type { CheckResult, Connector } from "../connector.ts";
import type { ApiRequest, ApiServer } from "./api-server.ts";
import { describeConnector, documentsOf, entriesOf, type Fixture, testIo } from "./connector-contract.ts";
import { badAnswers, everyThirdRequest, tryBadAnswer } from "./one-answer-contract.ts";
import { identity, tryEachFault } from "./one-object-contract.ts";

/** A system behind HTTP, for the tests. */
export interface ApiFixture extends Fixture {
  readonly server: ApiServer;
  /**
   * Failures by name that are answers about one document (a page's 404): that document may then be missing, and nothing
   * else.
   */
  readonly aboutOneDocument?: readonly string[];
  /**
   * Requests whose failure is the listing's own and may end it: who asks, the first page of the list. Without it, any
   * failure may.
   */
  isOwnFailure?(request: ApiRequest): boolean;
  /** The system answers one request with all documents there are, so that no page of theirs can fail. */
  readonly oneRequest?: boolean;
  /** Reaches the routes that the other tests do not: attachments, optional kinds. */
  reachOtherRoutes?(): Promise<void>;
}

/** Faults that are tried in every run of the tests; `npm run soak one-object` tries them all. */
const SAMPLE = 8;

/** What every connector to an API must keep, in addition to the contract of all connectors. */
export function describeApiConnector(
  name: string,
  connector: Connector,
  setUp: () => Promise<ApiFixture>,
): void {
  describeConnector(name, connector, setUp);

  describe(`connector contract over HTTP: ${name}`, () => {
    let fixture: ApiFixture;
    let cacheDir: string;
    const options = () => connector.options.parse(fixture.options);
    const newIo = () => testIo(fixture.baseDir, path.join(cacheDir, String(Math.random())));
    const list = () => entriesOf(connector.list(options(), newIo()));

    beforeEach(async () => {
      cacheDir = await mkdtemp(path.join(os.tmpdir(), "fin-ingest-cache-"));
      fixture = await setUp();
    });
    afterEach(async () => {
      await fixture.close();
      await rm(cacheDir, { recursive: true, force: true });
    });

    it("requests only what the system has, and every route of the fixture", async () => {
      const io = newIo();
      const documents = documentsOf(await entriesOf(connector.list(options(), io)));
      for (const document of documents) await document.load(io.signal);
      await connector.check(options(), io);
      await connector.confirm?.(options(), io, documents[0]?.externalId ?? "");
      await fixture.reachOtherRoutes?.();
      expect(fixture.server.unknown).toEqual([]);
      expect(fixture.server.unused()).toEqual([]);
    });

    it.each(badAnswers)(
      "a listing in which any one answer is %s throws or names a gap, and is never merely short",
      async (bad) => {
        const tried = await tryBadAnswer(fixture, connector, bad, {
          cacheDir: await mkdtemp(path.join(cacheDir, "listings-")),
          choose: everyThirdRequest,
        });
        expect(tried).toBeGreaterThan(0);
      },
    );

    it("one bad answer never ends a listing, nor loses another document", async () => {
      if (!fixture.isOwnFailure) return;
      expect(await tryEachFault(fixture, connector, { cacheDir, sample: SAMPLE })).toBeGreaterThan(0);
    });

    it("waits and repeats the request when told to, and lists the same", async () => {
      const whole = documentsOf(await list()).map(({ externalId }) => externalId);
      const told = new Set<string>();
      fixture.server.interfere((request) => {
        if (told.has(identity(request))) return undefined;
        told.add(identity(request));
        return { status: 429, headers: { "retry-after": "0" }, json: {} };
      });
      expect(documentsOf(await list()).map(({ externalId }) => externalId)).toEqual(whole);
      expect(told.size).toBeGreaterThan(fixture.oneRequest ? 0 : 1);
    });

    it("says clearly that it has no access, and where to fix that", async () => {
      fixture.server.interfere(() => ({ status: 401, json: { message: "unauthorized" } }));
      const io = newIo();
      const failure = await entriesOf(connector.list(options(), io)).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(FinIngestError);
      expect(toFailure(failure).message).toMatch(/401|credentials|log ?in|token|refus/i);
      expect(toFailure(failure).hint).toBeTruthy();
      const results: CheckResult[] = await connector.check(options(), io);
      const failed = results.filter(({ result }) => result === "failed");
      expect(failed.length).toBeGreaterThan(0);
      for (const { hint } of failed) expect(hint).toBeTruthy();
      const output = JSON.stringify([results, io.lines, String(failure), failure]);
      for (const secret of fixture.secrets) expect(output).not.toContain(secret);
    });

    it("treats a refused probe as no answer, never as an absence", async () => {
      if (!connector.confirm) return;
      const [first] = documentsOf(await list());
      for (const status of [401, 403, 429, 500]) {
        fixture.server.interfere(() => ({ status, json: {}, headers: { "retry-after": "0" } }));
        const presence = await connector
          .confirm(options(), newIo(), first?.externalId ?? "")
          .catch(() => "unknown");
        expect(presence, String(status)).not.toBe("gone");
      }
    });
  });
}
