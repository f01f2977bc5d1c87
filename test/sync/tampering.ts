import {
  copyFileSync,
  cpSync,
  existsSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { nightly } from "../../pipelines/nightly.ts";
import { systemClock } from "../../src/clock.ts";
import type { Snapshot } from "../../src/emulator/library.ts";
import { FinIngestError } from "../../src/errors.ts";
import type { ContentLibrary } from "../../src/intercom/types.ts";
import { openDatabase } from "../../src/ledger/database.ts";
import { ledgersIn } from "../../src/ledger/stores/folder.ts";
import type { RunContext } from "../../src/sync/context.ts";
import { openOrRebuild } from "../../src/sync/lifecycle/rebuild.ts";
import { startWorld, type World } from "./world.ts";

/** A state folder at one moment, and Intercom's library at the same one. */
interface Moment {
  readonly folder: string;
  readonly library: Snapshot;
}

/** A company whose ledger is tampered with: what it was at three moments, and what it should come to. */
export interface Tampered {
  readonly world: World;
  /** After the first run; after the second; in the middle of the third, which was killed there. */
  readonly old: Moment;
  readonly clean: Moment;
  readonly cutOff: Moment;
  readonly dir: string;
}

const day = 24 * 60 * 60 * 1000;
let offset = 0;
/** The emulator and the run share it; each run is a day after the one before. */
const clock = {
  now: () => Date.now() + offset,
  monotonic: () => performance.now(),
  sleep: systemClock.sleep,
};

const text = (n: number, edition: number) => `# Guide ${n}\n\nEdition ${edition}: how to do thing ${n}.`;
const nameOf = (n: number) => `guides/${String(n).padStart(2, "0")}.md`;

/** Documents whose edition goes 1, 2, 1 again: a ledger that is one run too old takes them for sent. */
const reverted = [3, 4, 5];

export async function prepare(dir: string): Promise<Tampered> {
  offset = 0;
  const world = await startWorld({ clock, emulator: { clock } });
  const at = (name: string) => path.join(dir, name);
  const edit = (n: number, edition: number) => world.documents.set(nameOf(n), text(n, edition));
  for (let n = 0; n < 12; n++) edit(n, 1);
  await runOnce(world, at("state"));
  const old = keep(world, at("state"), at("old"));

  offset += day;
  for (const n of [...reverted, 6, 7]) edit(n, 2);
  world.documents.delete(nameOf(0));
  for (const n of [12, 13]) edit(n, 1);
  await runOnce(world, at("state"));
  const clean = keep(world, at("state"), at("clean"));

  offset += day;
  for (const n of [8, 9, 10, 11]) edit(n, 3);
  world.documents.delete(nameOf(1));
  let sent = 0;
  let cutOff: Moment | undefined;
  const library: ContentLibrary = {
    ...world.run.library,
    async upsertPage(page, signal) {
      const answer = await world.run.library.upsertPage(page, signal);
      sent += 1;
      if (sent === 3) cutOff = keep(world, at("state"), at("cutOff"));
      return answer;
    },
  };
  await runOnce(world, at("state"), { library });
  if (!cutOff) throw new Error("the third run was not cut off");

  // What every case has to come to.
  offset += day;
  for (const n of reverted) edit(n, 1);
  edit(12, 4);
  return { world, old, clean, cutOff, dir };
}

function keep(world: World, from: string, to: string): Moment {
  cpSync(from, to, { recursive: true });
  return { folder: to, library: world.emulator.state.snapshot() };
}

/** A nightly run on a state folder as the program does it; whether it had to rebuild the ledger. */
async function runOnce(world: World, stateDir: string, over: Partial<RunContext> = {}) {
  let rebuilt = false;
  const log = {
    ...world.run.log,
    warn: (message: string) => {
      if (message.startsWith("the ledger was rebuilt")) rebuilt = true;
    },
  };
  const run = { ...world.run, log, config: { ...world.run.config, stateDir }, ...over };
  const ledger = await openOrRebuild({ ...run, ledgers: ledgersIn(stateDir) });
  try {
    const { report, stop } = await nightly({ ...run, ledger });
    if (stop !== undefined) throw stop;
    return { rebuilt, report };
  } finally {
    ledger.close();
  }
}

export const tamperings = [
  "bits flipped in the ledger",
  "bits flipped in its write-ahead log",
  "cut short",
  "a page zeroed",
  "rows swapped",
  "a row of an older copy",
  "an older copy of the ledger",
  "an older copy of the state folder",
  "its write-ahead log deleted",
  "its write-ahead log cut short",
  "the write-ahead log of another moment",
  "its head deleted, flipped or older",
  "the ledger gone",
] as const;
export type Tampering = (typeof tamperings)[number];

/** A ledger that was closed in order has no write-ahead log. */
const onlyCutOff: ReadonlySet<Tampering> = new Set([
  "bits flipped in its write-ahead log",
  "its write-ahead log deleted",
  "its write-ahead log cut short",
] as const);

/** Numbers in [0, 1), the same for the same seed. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Verdict {
  readonly tampering: Tampering;
  readonly moment: "clean" | "cutOff";
  /** Nothing was changed after all, so there was nothing to notice. */
  readonly intact: boolean;
  readonly outcome: "stopped" | "rebuilt" | "went on";
  /** What must never be; empty: as it should. */
  readonly violations: string[];
}

/** Tampers with one copy of the company's state, runs once, and checks Intercom's request log and library. */
export async function tamperCase(tampered: Tampered, seed: number): Promise<Verdict> {
  const draw = random(seed);
  const pick = <T>(from: readonly T[]): T =>
    from[Math.floor(draw() * from.length)] ?? fail("nothing to pick");
  const tampering = pick(tamperings);
  const moment = onlyCutOff.has(tampering) ? "cutOff" : pick(["clean", "cutOff"] as const);
  const { world, dir } = tampered;
  const from = tampered[moment];
  const stateDir = path.join(dir, "case");
  rmSync(stateDir, { recursive: true, force: true });
  cpSync(from.folder, stateDir, { recursive: true });
  world.emulator.state.restore(from.library);
  world.emulator.log.clear();
  tamper(tampering, stateDir, tampered, draw);
  const intact = ["ledger.sqlite", "ledger.sqlite-wal", "ledger.head"].every((name) =>
    sameFile(path.join(stateDir, name), path.join(from.folder, name)),
  );

  const before = world.emulator.state.snapshot();
  let outcome: Verdict["outcome"];
  try {
    outcome = (await runOnce(world, stateDir)).rebuilt ? "rebuilt" : "went on";
  } catch (error) {
    if (!(error instanceof FinIngestError)) throw error;
    outcome = "stopped";
  }
  const violations = removalsOf(world, before, outcome);
  if (outcome === "stopped") {
    if (world.emulator.log.writes().length > 0) violations.push("wrote, and then stopped");
    // As the message says: state rebuild, which the next nightly does by itself.
    if (!(await runOnce(world, stateDir)).rebuilt) violations.push("the next run did not rebuild");
  }
  return { tampering, moment, intact, outcome, violations: [...violations, ...staleOf(world)] };
}

/** Nothing that is wanted may be hidden or deleted; a ledger that was not trusted may remove nothing at all. */
function removalsOf(world: World, before: Snapshot, outcome: Verdict["outcome"]): string[] {
  const ids = new Map(before.pages.map(({ id, externalId }) => [id, externalId]));
  return world.emulator.log.writes().flatMap(({ method, path: at, externalId, body }) => {
    const sent = body as { ai_agent_availability?: boolean; ai_copilot_availability?: boolean } | undefined;
    const hides = method === "POST" && sent?.ai_copilot_availability === false;
    if (method !== "DELETE" && !hides) return [];
    const id = externalId ?? ids.get(at.split("/").at(-1) ?? "") ?? "";
    if (outcome === "rebuilt") return [`removed ${id} by a ledger that was just rebuilt`];
    return world.documents.has(id) ? [`removed ${id}, which is wanted`] : [];
  });
}

function staleOf(world: World): string[] {
  const library = world.library();
  return [...world.documents].flatMap(([externalId, body]) => {
    const edition = /Edition \d/.exec(body)?.[0] ?? "";
    const found = library[externalId];
    return found?.includes(edition) ? [] : [`${externalId} should be ${edition}, is ${found ?? "missing"}`];
  });
}

function tamper(
  kind: Tampering,
  stateDir: string,
  { old, clean, cutOff }: Tampered,
  draw: () => number,
): void {
  const file = path.join(stateDir, "ledger.sqlite");
  const wal = `${file}-wal`;
  const head = path.join(stateDir, "ledger.head");
  const below = (n: number) => Math.floor(draw() * n);
  const inOld = (name: string) => path.join(old.folder, name);
  const tamperWith: Record<Tampering, () => void> = {
    "bits flipped in the ledger": () => flip(file, draw),
    "bits flipped in its write-ahead log": () => flip(wal, draw),
    "cut short": () => truncateSync(file, below(statSync(file).size)),
    "a page zeroed": () =>
      edit(file, (bytes) => {
        const start = below(bytes.length / 4096) * 4096;
        bytes.fill(0, start, start + 4096);
      }),
    "rows swapped": () => swapRows(file, draw),
    "a row of an older copy": () => oldRow(file, inOld("ledger.sqlite"), draw),
    "an older copy of the ledger"() {
      rmSync(wal, { force: true });
      copyFileSync(inOld("ledger.sqlite"), file);
    },
    "an older copy of the state folder"() {
      rmSync(stateDir, { recursive: true });
      cpSync(old.folder, stateDir, { recursive: true });
    },
    "its write-ahead log deleted": () => rmSync(wal),
    "its write-ahead log cut short": () => truncateSync(wal, below(statSync(wal).size)),
    "the write-ahead log of another moment": () =>
      existsSync(wal)
        ? copyFileSync(path.join(clean.folder, "ledger.sqlite"), file)
        : copyFileSync(path.join(cutOff.folder, "ledger.sqlite-wal"), wal),
    "its head deleted, flipped or older"() {
      const way = draw();
      if (way < 0.3) rmSync(head);
      else if (way < 0.6) flip(head, draw);
      else copyFileSync(inOld("ledger.head"), head);
    },
    "the ledger gone"() {
      for (const name of draw() < 0.5 ? [file, wal] : [file]) rmSync(name, { force: true });
    },
  };
  tamperWith[kind]();
}

function edit(file: string, change: (bytes: Buffer) => void): void {
  const bytes = readFileSync(file);
  change(bytes);
  writeFileSync(file, bytes);
}

const flip = (file: string, draw: () => number): void =>
  edit(file, (bytes) => {
    for (let times = 1 + Math.floor(draw() * 4); times > 0; times -= 1) {
      const at = Math.floor(draw() * bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(draw() * 8));
    }
  });

/** Two rows change places, checksums and all. */
function swapRows(file: string, draw: () => number): void {
  const [one, two] = [2 + Math.floor(draw() * 5), 7 + Math.floor(draw() * 5)].map(nameOf);
  withSql(file, (sql) => {
    sql(`UPDATE pages SET external_id = 'swapping' WHERE external_id = '${one}'`);
    sql(`UPDATE pages SET external_id = '${one}' WHERE external_id = '${two}'`);
    sql(`UPDATE pages SET external_id = '${two}' WHERE external_id = 'swapping'`);
  });
}

/** One row is as it was, with the checksum it had: a write that the disk lost. */
function oldRow(file: string, oldFile: string, draw: () => number): void {
  const id = nameOf(reverted[Math.floor(draw() * reverted.length)] ?? 3);
  withSql(file, (sql) => {
    sql(`ATTACH '${oldFile}' AS older`);
    sql(`INSERT OR REPLACE INTO pages SELECT * FROM older.pages WHERE external_id = '${id}'`);
  });
}

function withSql(file: string, action: (sql: (text: string) => void) => void): void {
  const db = openDatabase(file, { readOnly: false });
  // In place, so that what was left beside the file stays there.
  action((statement) => db.exec(statement));
  db.close();
}

const sameFile = (a: string, b: string): boolean =>
  existsSync(a) === existsSync(b) && (!existsSync(a) || readFileSync(a).equals(readFileSync(b)));

function fail(message: string): never {
  throw new Error(message);
}
