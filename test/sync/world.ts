import { createHash } from "node:crypto";
import { onTestFinished } from "vitest";
import { z } from "zod";
import { type Finished, runSources } from "../../pipelines/run.ts";
import { type Clock, systemClock } from "../../src/clock.ts";
import type { SourceConfig } from "../../src/config/types.ts";
import type { Connector } from "../../src/connector-kit/connector.ts";
import type { ListingEntry } from "../../src/connector-kit/listing.ts";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../src/emulator/index.ts";
import type { CallerOptions } from "../../src/intercom/caller.ts";
import { createContentLibrary } from "../../src/intercom/client.ts";
import { unpaced } from "../../src/intercom/pacer.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { memoryLedger } from "../../src/ledger/sqlite.ts";
import { inProcessNormalizer } from "../../src/normalize/worker/normalizer.ts";
import { apply } from "../../src/sync/apply/apply.ts";
import { ensureImportSource } from "../../src/sync/apply/import-source.ts";
import { RunFailures } from "../../src/sync/apply/write-context.ts";
import type { Change } from "../../src/sync/changes.ts";
import type { RunContext } from "../../src/sync/context.ts";
import { syncSource } from "../../src/sync/sync.ts";

/** A source in memory, a ledger in memory and an Intercom on loopback: the whole line without a process. */
export interface World {
  readonly emulator: Emulator;
  readonly ledger: Ledger;
  readonly source: SourceConfig;
  /**
   * External id → Markdown body; what the source lists. A body `unpublished: WHY`, `gone: WHY` or `unreadable: WHY` makes
   * an entry of that kind, of which there is no document.
   */
  readonly documents: Map<string, string>;
  /** External ids whose body cannot be read. */
  readonly broken: Set<string>;
  readonly run: RunContext;
  /** One nightly run, with parts of its context replaced. */
  nightly(over?: Partial<RunContext>): Promise<Finished>;
  /** Carries out these changes. */
  apply(
    changes: readonly Change[],
    over?: Partial<RunContext>,
  ): Promise<{ done: Change[]; failures: RunFailures }>;
  /** External id → first words of its html, and `hidden` in their place where nobody is answered from it. */
  library(): Record<string, string>;
  close(): Promise<void>;
}

const quiet = { debug: () => {}, info: () => {}, warn: () => {} };

/** Closed by itself when the test ends. */
export async function startWorld(
  options: {
    emulator?: EmulatorOptions;
    library?: Partial<CallerOptions>;
    clock?: Clock;
    documents?: Readonly<Record<string, string>>;
    /** Another source than one in memory. */
    source?: SourceConfig;
    confirms?: boolean;
    /** Whether the connector says what its listing is before it lists. */
    marks?: boolean;
    /** Whether its documents have an address, by default not. */
    addresses?: boolean;
    concurrency?: number;
    /** Of Intercom's API. */
    version?: string;
  } = {},
): Promise<World> {
  const emulator = await startEmulator({ ratePer10s: Number.POSITIVE_INFINITY, ...options.emulator });
  const ledger = await memoryLedger();
  const documents = new Map(Object.entries(options.documents ?? {}));
  const broken = new Set<string>();
  const inMemory = () =>
    memoryConnector(
      documents,
      broken,
      options.confirms ?? true,
      options.marks ?? true,
      options.addresses ?? false,
    );
  const source = options.source ?? sourceOver(inMemory());
  const { clock = systemClock, concurrency = 8, version = "2.15" } = options;
  const intercom = { token: emulator.token, baseUrl: emulator.url, version };
  const library = createContentLibrary({
    intercom,
    concurrency,
    log: quiet,
    clock,
    pacer: unpaced,
    retries: { backoff: { baseMs: 1, capMs: 2 } },
    ...options.library,
  });
  const run: RunContext = {
    config: {
      file: "/nowhere/config.yaml",
      baseDir: "/nowhere",
      stateDir: "/nowhere/state",
      intercom,
      sources: [source],
      secrets: [],
    },
    sources: [source],
    ledger,
    library,
    normalizer: inProcessNormalizer(),
    clock,
    log: quiet,
    signal: new AbortController().signal,
    progress: () => {},
    limits: { concurrency },
    overrides: {},
  };
  const world: World = {
    emulator,
    ledger,
    source,
    documents,
    broken,
    run,
    nightly: (over = {}) => {
      const context = { ...run, ...over };
      return runSources(context, "nightly", (one) => syncSource(context, one, { removals: true }));
    },
    async apply(changes, over = {}) {
      const context = { ...run, ...over };
      const failures = new RunFailures();
      const sourceId = await ensureImportSource(context, source);
      const target = { name: source.name, sourceId, revision: "r1" };
      const done: Change[] = [];
      for await (const change of apply(stream(changes), context, target, failures)) done.push(change);
      return { done, failures };
    },
    library: () =>
      Object.fromEntries(
        emulator.state
          .pages()
          .map(({ externalId, html, agent, copilot }) => [
            externalId,
            agent || copilot ? html.replace(/<[^>]*>/g, " ").trim() : "hidden",
          ]),
      ),
    async close() {
      await library.close();
      ledger.close();
      await emulator.close();
    },
  };
  onTestFinished(() => world.close());
  return world;
}

async function* stream<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

function memoryConnector(
  documents: Map<string, string>,
  broken: Set<string>,
  confirms: boolean,
  marks: boolean,
  addresses: boolean,
): Connector {
  return {
    type: "memory",
    summary: "documents of a test",
    options: z.unknown(),
    async *list(_options, io) {
      const mark = createHash("sha256")
        .update(JSON.stringify([...documents]))
        .digest("hex");
      if (marks && io.isUnchanged?.(mark)) return;
      for (const [externalId, body] of documents) {
        const aside = body.match(/^(unpublished|gone|unreadable): (.*)/);
        if (aside) {
          yield asideOf(externalId, aside[1], aside[2] ?? "");
          continue;
        }
        const version = createHash("sha256").update(body).digest("hex");
        const load = async () => {
          if (broken.has(externalId)) throw new Error("cannot be read");
          const mediaType = body.startsWith("openapi:") ? "application/vnd.oai.openapi" : "text/markdown";
          return { body, mediaType, name: externalId } as const;
        };
        const url = addresses ? `https://docs.example.com/${externalId}` : undefined;
        yield { kind: "document", externalId, version, path: externalId, url, load };
      }
    },
    check: async () => [],
    ...(confirms
      ? { confirm: async (_options, _io, externalId) => (documents.has(externalId) ? "present" : "gone") }
      : {}),
  };
}

function asideOf(externalId: string, kind: string | undefined, reason: string): ListingEntry {
  if (kind === "unreadable") return { kind, externalId, reason, isPermanent: true };
  return kind === "gone" ? { kind, externalId, reason } : { kind: "unpublished", externalId, reason };
}

/** A source over a connector; its options are stated as they were parsed. */
export const sourceOver = (connector: Connector, options: unknown = {}): SourceConfig => ({
  name: "docs",
  connector,
  options,
  publicOptions: {},
  url: "https://docs.example.com",
  visibleTo: "customers",
  removals: { mode: "sync", graceMs: 0 },
  locale: "en",
  maxDocumentBytes: 5_000_000,
  rules: [],
});
