import { existsSync, readFileSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import path from "node:path";
import { z } from "zod";
import { FinIngestError, TryLaterError } from "../errors.ts";
import { type Database, openDatabase } from "./database.ts";
import { failureKind, stateFailure } from "./failures.ts";
import { makeStateFolder, replaceFile } from "./state-folder.ts";

const fileName = "lock.sqlite";
const noteName = "lock.json";

/** Referenced here, because the garbage collector would close the connection and so give up the lock. */
const held = new Set<Database>();

export const Holder = z.object({
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
  const note = path.join(stateDir, noteName);
  const db = hold(stateDir, note);
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
  held.add(db);
  return {
    async release() {
      if (!held.delete(db)) return;
      // The note goes first: once the lock is free, the next run writes its own.
      rmSync(note, { force: true });
      db.close();
    },
  };
}

/**
 * The run that holds the lock of a state folder, as its note says; undefined when the lock is free. Asks the lock
 * itself, so a note left behind by a killed run does no harm. Writes nothing and keeps no run from starting.
 */
export function lockHolder(stateDir: string): Holder | undefined {
  return isHeld(path.join(stateDir, fileName)) ? readNote(path.join(stateDir, noteName)) : undefined;
}

/** Reading is refused while the exclusive transaction is open. */
function isHeld(file: string): boolean {
  if (!existsSync(file)) return false;
  let db: Database | undefined;
  try {
    db = openDatabase(file, { readOnly: true });
    db.exec("PRAGMA busy_timeout = 0; SELECT * FROM sqlite_schema");
    return false;
  } catch (error) {
    return error instanceof TryLaterError;
  } finally {
    db?.close();
  }
}

/** An open exclusive transaction in rollback-journal mode keeps every other connection out. */
function hold(stateDir: string, note: string): Database {
  const file = path.join(stateDir, fileName);
  try {
    makeStateFolder(stateDir);
  } catch (error) {
    throw stateFailure(error, stateDir);
  }
  const db = openDatabase(file, { readOnly: false });
  try {
    // Longer than a reader holds it, shorter than any run.
    db.exec("PRAGMA busy_timeout = 100");
    db.exec("BEGIN EXCLUSIVE");
    return db;
  } catch (error) {
    db.close();
    if (error instanceof TryLaterError) throw heldBy(readNote(note), stateDir);
    if (error instanceof FinIngestError && failureKind(error.cause) === "damaged")
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

const writeNote = (note: string, holder: Holder): void =>
  replaceFile(note, `${JSON.stringify(holder)}\n`, 0o600);

/** Only for the message, so a missing or unreadable note is not an error. */
function readNote(note: string): Holder | undefined {
  try {
    return Holder.parse(JSON.parse(readFileSync(note, "utf8")));
  } catch {
    return undefined;
  }
}
