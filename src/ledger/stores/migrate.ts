import { copyFileSync } from "node:fs";
import path from "node:path";
import { exitCode, FinIngestError } from "../../errors.ts";
import { fileName as headFileName } from "../head.ts";
import type { Ledger } from "../ledger.ts";
import { acquireLock } from "../lock.ts";
import { swap } from "../replace.ts";
import { fileName, noLineage, openLedger } from "../sqlite.ts";
import { removeCopy } from "./scratch.ts";

/** What was moved, and where an older ledger is kept that stood there. */
export interface Migrated {
  readonly lineage: string;
  readonly serial: number;
  readonly sources: number;
  /** Live and hidden pages. */
  readonly pages: number;
  readonly setAside?: string | undefined;
}

/** What is known of a ledger before another one takes its place. */
export type Known = Pick<Migrated, "lineage" | "serial" | "sources" | "pages">;

export function knownOf(ledger: Ledger): Known {
  const sources = ledger.sources();
  const counts = sources.map(({ name }) => ledger.countPages(name));
  const pages = counts.reduce((sum, { live, hidden }) => sum + live + hidden, 0);
  return { lineage: ledger.lineage, serial: ledger.serial(), sources: sources.length, pages };
}

/** Of a folder; undefined where it has no ledger. */
export async function knownIn(folder: string): Promise<Known | undefined> {
  const ledger = await openLedger(folder, { readOnly: true });
  try {
    return ledger.lineage === noLineage ? undefined : knownOf(ledger);
  } finally {
    ledger.close();
  }
}

/**
 * A ledger takes the place of an earlier state of itself, or of none.
 * @throws FinIngestError (usage) where what stands there would be lost
 */
export function mustBeEarlier(there: Known | undefined, coming: Known, place: string): void {
  if (!there || (there.serial === 0 && there.sources === 0)) return;
  if (there.lineage === coming.lineage && there.serial <= coming.serial) return;
  const what =
    there.lineage === coming.lineage
      ? `is newer: it knows of ${there.serial} runs, the other of ${coming.serial}`
      : "is another one";
  throw new FinIngestError(`${place} has a ledger already, and it ${what}`, {
    hint: "Nothing was changed. Move it away, or name another folder, workspace or prefix.",
    exitCode: exitCode.usage,
  });
}

/** @param place of the ledger that is not there */
export const nothingToMove = (place: string): FinIngestError =>
  new FinIngestError(`there is no ledger in ${place}`, {
    hint: "`state push` takes one from a folder (--folder) to where `state` says, `state pull` the other way.",
    exitCode: exitCode.usage,
  });

/** Does something while no run uses a folder. */
export async function whileLocked<T>(folder: string, pipeline: string, work: () => Promise<T>): Promise<T> {
  const lock = await acquireLock(folder, { pipeline });
  try {
    return await work();
  } finally {
    await lock.release();
  }
}

/** Copies the ledger of a folder, checked and at rest, into another folder in the place of the copy there. */
export async function copyChecked(folder: string, to: string): Promise<Known> {
  const ledger = await openLedger(folder);
  const known = knownOf(ledger);
  ledger.close();
  removeCopy(to);
  for (const name of [fileName, headFileName]) copyFileSync(path.join(folder, name), path.join(to, name));
  return known;
}

/** Puts a ledger at rest into a folder; the one that stood there is kept. @returns where */
export const putInPlace = (from: string, folder: string): string | undefined =>
  swap(from, folder, new Date());
