import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "vitest";
import { nightly } from "../../pipelines/nightly.ts";
import { exitCodeOf } from "../../src/cli/finish.ts";
import type { Connector } from "../../src/connector-kit/connector.ts";
import type { ApiFixture, ApiRequest } from "../../src/connector-kit/testing/index.ts";
import {
  type Fault,
  faultsOf,
  identity,
  impatientHttp,
} from "../../src/connector-kit/testing/one-object-contract.ts";
import { exitCode } from "../../src/errors.ts";
import { memoryLedger } from "../../src/ledger/sqlite.ts";
import type { SourceReport } from "../../src/sync/run-report.ts";
import { sourceOver, startWorld, type World } from "../sync/world.ts";

/** A system, and what its answers say besides "this cannot be read now". */
export interface FaultySystem {
  readonly connector: Connector;
  setUp(): Promise<ApiFixture>;
  /** Whether the fault says of what has never been a document that it is none. */
  saysNever?(fault: Fault): boolean;
  /** The member by which the system says that a document is published: one without it is withheld. */
  readonly published?: string | undefined;
  /** Whether the fault says of what was a document that it is gone. */
  saysGone?(fault: Fault): boolean;
}

/** One night with a fault, as Intercom and the exit code tell of it. */
interface Night {
  readonly code: number;
  readonly source: SourceReport | undefined;
  /** Of the uploads. */
  readonly sent: ReadonlySet<string>;
  /** Pages from which somebody was answered before the run, and nobody is after it. */
  readonly taken: readonly string[];
}

/**
 * Whole nights with each fault of each answer of a system, listing and bodies alike: over an empty library, whether every
 * other document is sent, and after a night without the fault, over a full one, whether anything is taken away.
 *
 * @param choose those of the faults that are tried; all by default
 * @returns how many were tried
 */
export async function tryWholeRuns(
  { connector, setUp, saysNever = () => false, saysGone = () => false, published }: FaultySystem,
  choose: <T>(faults: readonly T[]) => readonly T[] = (faults) => faults,
): Promise<number> {
  const baseDir = mkdtempSync(path.join(tmpdir(), "fin-ingest-whole-runs-"));
  const fixture = await setUp();
  try {
    const client = impatient(connector);
    const source = sourceOver(client.connector, connector.options.parse(fixture.options));
    const world = await startWorld({ source });
    const config = { ...world.run.config, baseDir: fixture.baseDir, stateDir: baseDir };
    const empty = world.emulator.state.snapshot();
    const night = (ledger: World["ledger"]) =>
      oneNight({ ...world, ledger }, config).finally(() => client.close());

    const answers = recordAnswers(fixture);
    const whole = await night(await memoryLedger());
    expect(whole.code, JSON.stringify(whole.source?.gaps)).toBe(exitCode.ok);
    const all = answers.flatMap(({ request, json }) =>
      faultsOf(identity(request), json).map((fault) => ({ fault, request })),
    );
    const tried = choose(all);
    for (const { fault, request } of tried) {
      const what = `${fault.name}: ${fault.target}`;
      const interfere = () =>
        fixture.server.interfere((asked) => (identity(asked) === fault.target ? fault.instead : undefined));
      world.emulator.state.restore(empty);
      const ledger = await memoryLedger();
      interfere();
      const first = await night(ledger);
      const isWithheld = published !== undefined && fault.at?.at(-1) === published;
      const isMeant = saysNever(fault) || isWithheld || isEnd(fault);
      checkFirst(first, { what, whole, isMeant }, fixture.isOwnFailure?.(request) ?? false);
      fixture.server.interfere(undefined);
      const healed = await night(ledger);
      expect.soft(healed.code, `the night after ${what}`).toBe(exitCode.ok);
      expect.soft(live(world).length, `pages after ${what}`).toBe(whole.sent.size);
      interfere();
      const second = await night(ledger);
      if (!saysGone(fault) && !isWithheld) expect.soft(second.taken, `taken away: ${what}`).toEqual([]);
      fixture.server.interfere(undefined);
      ledger.close();
    }
    return tried.length;
  } finally {
    await fixture.close();
    rmSync(baseDir, { recursive: true, force: true });
  }
}

/** The connector with a client that does not wait as long as people do: a new one each night, which nobody else closes. */
function impatient(connector: Connector): { readonly connector: Connector; close(): Promise<void> } {
  let http = impatientHttp();
  const { confirm } = connector;
  return {
    connector: {
      ...connector,
      list: (options, io) => connector.list(options, { ...io, http }),
      ...(confirm ? { confirm: (options, io, id) => confirm(options, { ...io, http }, id) } : {}),
    },
    async close() {
      await http.close();
      http = impatientHttp();
    },
  };
}

function recordAnswers(fixture: ApiFixture): { request: ApiRequest; json: unknown }[] {
  const answers: { request: ApiRequest; json: unknown }[] = [];
  const seen = new Set<string>();
  fixture.server.interfere((request) => (reply) => {
    if (!seen.has(identity(request))) answers.push({ request, json: reply.json });
    seen.add(identity(request));
    return reply;
  });
  return answers;
}

const live = ({ emulator }: Pick<World, "emulator">): string[] =>
  emulator.state
    .pages()
    .filter(({ agent, copilot }) => agent || copilot)
    .map(({ externalId }) => externalId);

async function oneNight(world: World, config: World["run"]["config"]): Promise<Night> {
  const { emulator, ledger, run } = world;
  const before = live(world);
  const from = emulator.log.last;
  const finished = await nightly({ ...run, config, ledger });
  const after = new Set(live(world));
  const posts = emulator.log.since(from).filter(({ method, externalId }) => method === "POST" && externalId);
  return {
    code: exitCodeOf(finished),
    source: finished.report.sources[0],
    sent: new Set(posts.flatMap(({ externalId }) => externalId ?? [])),
    taken: before.filter((id) => !after.has(id)),
  };
}

interface Tried {
  readonly what: string;
  readonly whole: Night;
  /** What is lost is lost because the system says so. */
  readonly isMeant: boolean;
}

function checkFirst(night: Night, { what, whole, isMeant }: Tried, isOwnFailure: boolean): void {
  const { code, source, sent } = night;
  if (code === exitCode.fatal) {
    expect.soft(isOwnFailure, `ended the run: ${what}: ${source?.error?.message}`).toBe(true);
    return;
  }
  const named = new Set((source ? [...source.changes] : []).map(({ externalId }) => externalId));
  const lost = [...whole.sent].filter((id) => !sent.has(id));
  const silently = lost.filter((id) => !named.has(id));
  const isNoticed = (source?.gaps.length ?? 0) > 0 || (source?.counts.fail ?? 0) > 0;
  if (!isMeant) {
    if (silently.length > 0) expect.soft(isNoticed, `lost ${silently}: ${what}`).toBe(true);
    if (lost.length > 0) expect.soft(code, `lost ${lost}: ${what}`).not.toBe(exitCode.ok);
  }
  expect.soft([exitCode.ok, exitCode.partial, exitCode.held], what).toContain(code);
  if (isNoticed) expect.soft(code, what).not.toBe(exitCode.ok);
}

/** A member that a system may leave out, as the link to the next page, says by its absence that it is the end. */
const isEnd = ({ at }: Fault): boolean => at !== undefined && !at.some((step) => typeof step === "number");
