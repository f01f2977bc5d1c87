import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import path from "node:path";
import { stateFailure } from "./failures.ts";
import { fileName as headFileName } from "./head.ts";
import { workFolder } from "./inspect.ts";
import type { Ledger } from "./ledger.ts";
import { fileName, isLingering, openLedger } from "./sqlite.ts";

/** A new ledger that does not count until it is put in the old one's place. */
export interface Replacement {
  readonly ledger: Ledger;
  /**
   * Puts the new ledger in the old one's place, which is kept aside.
   * @returns the old ledger's new path, or undefined when there was none
   * @throws LedgerError when that is not possible
   */
  install(at: Date): Promise<string | undefined>;
  /** Removes the new ledger; the old one is unchanged. */
  discard(): void;
}

/**
 * Creates a ledger that is to replace the one in `stateDir`. The old one is neither read nor touched until
 * `install`, so whatever goes wrong before costs nothing.
 * @throws LedgerError when it cannot be created
 */
export async function replaceLedger(stateDir: string): Promise<Replacement> {
  const folder = workFolder(stateDir, "rebuild-");
  const ledger = await openLedger(folder);
  const discard = () => {
    ledger.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return {
    ledger,
    discard,
    async install(at) {
      ledger.close();
      const aside = swap(folder, stateDir, at);
      rmSync(folder, { recursive: true, force: true });
      return aside;
    },
  };
}

/**
 * The new file is a copy, so that a connection that this process still has to the original does not touch it. Its head
 * goes last; until then the next run finds a ledger that it does not trust.
 */
export function swap(from: string, stateDir: string, at: Date): string | undefined {
  const file = path.join(stateDir, fileName);
  if (isLingering(file)) throw new Error(`${file} is open in this process and cannot be replaced`);
  const aside = `${file}.${at.toISOString().replaceAll(":", "-")}.old`;
  try {
    copyDurably(path.join(from, fileName), `${file}.new`);
    copyDurably(path.join(from, headFileName), `${path.join(stateDir, headFileName)}.new`);
    const old = existsSync(file) && statSync(file).size > 0;
    for (const suffix of ["-wal", "-shm", "-journal", ""])
      if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
    if (!old) rmSync(aside, { force: true });
    renameSync(`${file}.new`, file);
    renameSync(`${path.join(stateDir, headFileName)}.new`, path.join(stateDir, headFileName));
    return old ? aside : undefined;
  } catch (error) {
    throw stateFailure(error, file);
  }
}

function copyDurably(from: string, to: string): void {
  copyFileSync(from, to);
  const fd = openSync(to, "r+");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
