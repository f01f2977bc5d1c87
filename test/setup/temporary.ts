import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Where Linux keeps files in memory; containers often allow only 64 MB there, and no programs. */
const inMemory = "/dev/shm";
/** Of the folder of a run, before the number of its process. */
const prefix = "fin-ingest-tests-";
/** Several times what a run of the tests has there at any one time. */
const ENOUGH_BYTES = 1024 ** 3;

/**
 * Gives the run a folder for its temporary files, in memory where that can be: a ledger waits for the disk at every page,
 * some milliseconds each, of which no test learns anything. It goes with the run, whatever was left in it.
 */
export default function temporary(): (() => void) | undefined {
  const before = process.env.TMPDIR;
  // Vitest asks for it once for each project of its configuration.
  if (before?.startsWith(path.join(inMemory, prefix))) return undefined;
  const folder = folderInMemory();
  if (folder === undefined) return undefined;
  process.env.TMPDIR = folder;
  return () => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    rmSync(folder, { recursive: true, force: true });
  };
}

/** What killed runs left, which would stay in memory. */
function removeAbandoned(): void {
  for (const name of readdirSync(inMemory)) {
    const [, pid] = new RegExp(`^${prefix}(\\d+)-`).exec(name) ?? [];
    if (pid !== undefined && !existsSync(`/proc/${pid}`))
      rmSync(path.join(inMemory, name), { recursive: true, force: true });
  }
}

function folderInMemory(): string | undefined {
  let folder: string | undefined;
  try {
    const { bavail, bsize } = statfsSync(inMemory);
    if (bavail * bsize < ENOUGH_BYTES) return undefined;
    removeAbandoned();
    folder = mkdtempSync(path.join(inMemory, `${prefix}${process.pid}-`));
    const program = path.join(folder, "runs-programs");
    writeFileSync(program, "#!/bin/sh\n", { mode: 0o755 });
    execFileSync(program);
    return folder;
  } catch {
    if (folder !== undefined) rmSync(folder, { recursive: true });
    return undefined;
  }
}
