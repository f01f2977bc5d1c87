import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * Creates the state folder where there is none: the user's own, because titles and paths in it may be confidential, and
 * never a part of a commit. A folder that exists is left as it is: it may hold other things.
 *
 * @throws whatever the file system says
 */
export function makeStateFolder(stateDir: string): void {
  const created = mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  if (created === undefined) return;
  // https://git-scm.com/docs/gitignore: patterns of a folder's own file hold for that folder, wherever it stands.
  writeFileSync(path.join(stateDir, ".gitignore"), "*\n", { flag: "wx" });
}

/**
 * Writes a small file whole: whoever reads it at this moment sees the old text or the new one.
 *
 * @param mode who may read it; absent: as the user's files are
 * @throws whatever the file system says
 */
export function replaceFile(file: string, text: string | Uint8Array, mode?: number): void {
  const next = `${file}.${process.pid}.tmp`;
  writeFileSync(next, text, mode === undefined ? {} : { mode });
  renameSync(next, file);
}
