import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import path from "node:path";
import { z } from "zod";
import { FinIngestError, TryLaterError } from "../errors.ts";
import { type Database, openDatabase } from "./database.ts";
import { stateFailure, troubleOf } from "./failures.ts";

const Holder = z.object({
  pid: z.number(),
  host: z.string(),
  pipeline: z.string(),
  /** ISO time. */
  since: z.string(),
});
export type Holder = z.infer<typeof Holder>;

/**
 * Takes the run lock of a state folder: one run at a time. The lock is an SQLite lock held on `lock.sqlite`, which
 * the operating system drops when the process ends, however it ends. `lock.json` beside it only says who holds it.
 * @throws TryLaterError (exit code 5) when another run holds it, naming that run
 */
export async function acquireLock(
  stateDir: string,
  what: { pipeline: string },
): Promise<{ release(): Promise<void> }> {
  const note = path.join(stateDir, "lock.json");
  const db = await hold(stateDir, note);
  try {
    const me = {
      pid: process.pid,
      host: hostname(),
      pipeline: what.pipeline,
      since: new Date().toISOString(),
    };
    writeNote(note, me);
  } catch (error) {
    db.close();
    throw stateFailure(error, note);
  }
  let held = true;
  return {
    async release() {
      if (!held) return;
      held = false;
      // The note goes first: once the lock is free, the next run writes its own.
      rmSync(note, { force: true });
      db.close();
    },
  };
}

/**
 * The run that holds the lock of a state folder, as far as its note says: undefined when there is none, or when its
 * process on this machine has ended. Only looks; never waits, and keeps no run from starting.
 */
export function lockHolder(stateDir: string): Holder | undefined {
  const holder = readNote(path.join(stateDir, "lock.json"));
  return holder && (holder.host !== hostname() || isAlive(holder.pid)) ? holder : undefined;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** An open exclusive transaction in rollback-journal mode keeps every other connection out. */
async function hold(stateDir: string, note: string): Promise<Database> {
  const file = path.join(stateDir, "lock.sqlite");
  try {
    mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw stateFailure(error, stateDir);
  }
  const db = await openDatabase(file, { readOnly: false });
  try {
    db.exec("PRAGMA busy_timeout = 0");
    db.exec("BEGIN EXCLUSIVE");
    return db;
  } catch (error) {
    db.close();
    if (error instanceof TryLaterError) throw heldBy(readNote(note), stateDir);
    if (error instanceof FinIngestError && troubleOf(error.cause) === "damaged")
      throw damagedLock(file, error);
    throw error;
  }
}

function heldBy(holder: Holder | undefined, stateDir: string): TryLaterError {
  const hint = "Wait for it to end and run again. If it hangs, end its process: the lock goes with it.";
  if (!holder) return new TryLaterError(`another run holds the lock of ${stateDir}`, { hint });
  const { pipeline, pid, host, since } = holder;
  return new TryLaterError(
    `another run holds the lock of ${stateDir}: ${pipeline}, process ${pid} on ${host}, since ${since}`,
    { hint },
  );
}

function damagedLock(file: string, error: unknown): FinIngestError {
  return new FinIngestError(`the lock file ${file} is damaged`, {
    hint: "Delete it while no run is under way; it holds no data.",
    cause: error,
  });
}

function writeNote(note: string, holder: Holder): void {
  const draft = `${note}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(holder)}\n`, { mode: 0o600 });
  renameSync(draft, note);
}

/** Only for the message: a missing or odd note is no reason to fail. */
function readNote(note: string): Holder | undefined {
  try {
    return Holder.parse(JSON.parse(readFileSync(note, "utf8")));
  } catch {
    return undefined;
  }
}
