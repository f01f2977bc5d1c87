import { statSync } from "node:fs";
import { fileDigest } from "../hash.ts";
import { damaged, type LedgerError, untrusted } from "./failures.ts";
import { type Head, readHead } from "./head.ts";
import { hasCompanions, inspect } from "./inspect.ts";

/**
 * Whether a ledger may be used for writing: its content is byte for byte what was last closed properly, or, where a
 * run was cut off, passes every check and has everything that the run had committed.
 *
 * A ledger that lost a write may take a page for sent that was not, and an older copy would delete on outdated evidence,
 * so neither is opened.
 *
 * @returns the head that describes the file; undefined for a ledger that no run has written to
 * @throws LedgerError (rebuildable) when it is damaged, an older copy, or gone
 * @throws FinIngestError when it is not a ledger, or a newer program's
 */
export function examineLedger(stateDir: string, file: string): Head | undefined {
  const head = readHead(stateDir);
  if (head === "damaged") throw damaged(file, "ledger.head beside it cannot be read");
  if (sizeOf(file) === 0 && !hasCompanions(file)) {
    if (head && head.serial > 0) throw lost(file, head);
    return undefined;
  }
  if (!head) {
    const found = inspect(file);
    if (!found || found.unused) return undefined;
    throw untrusted(`${file} has no ledger.head beside it: it may be an older copy`);
  }
  if (head.file) mustBeTheFile(file, head.file);
  else mustHoldAll(file, head);
  return head;
}

/** The part of the check that readers can do during a run: whether it is the ledger that the head describes. */
export function examineForReading(
  stateDir: string,
  file: string,
  found: { lineage: string; serial: number } | undefined,
): void {
  const head = readHead(stateDir);
  // A reader may find it half written by a run.
  if (!head || head === "damaged" || head.serial === 0) return;
  if (!found) throw lost(file, head);
  if (found.lineage !== head.lineage || found.serial < head.serial) throw olderCopy(file, head, found);
}

function mustBeTheFile(file: string, was: NonNullable<Head["file"]>): void {
  if (!hasCompanions(file)) {
    const { bytes, sha256 } = fileDigest(file);
    if (bytes === was.bytes && sha256 === was.sha256) return;
  }
  // Gives a better message where it can: a foreign database, a newer program's, a broken page.
  inspect(file);
  throw damaged(file, "its content is not what was last written, or it is an older copy");
}

function mustHoldAll(file: string, head: Head): void {
  const found = inspect(file);
  if (!found) throw lost(file, head);
  if (found.lineage !== head.lineage || found.serial < head.serial) throw olderCopy(file, head, found);
  if (found.commits < head.commits)
    throw damaged(file, `${head.commits - found.commits} of the last run's writes are missing`);
}

const lost = (file: string, { serial }: Head): LedgerError =>
  untrusted(`the ledger ${file} is gone, although ${serial} runs wrote to it`);

function olderCopy(file: string, head: Head, found: { lineage: string; serial: number }): LedgerError {
  return untrusted(
    found.lineage === head.lineage
      ? `the ledger ${file} is an older copy: it knows of ${found.serial} runs, the newest knew of ${head.serial}`
      : `the ledger ${file} is another one than was used here last`,
  );
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
