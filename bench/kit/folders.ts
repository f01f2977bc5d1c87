import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** The project's root; benches run from `dist-bench/bench/kit`. */
export const root = path.resolve(import.meta.dirname, "../../..");
/** The compiled program: the same compilation as the benches, and so the revision of the ledgers that they write. */
export const mainFile = path.join(root, "dist-bench/src/cli/main.js");
/** The program as it is published. */
export const publishedFile = path.join(root, "dist/bundle/main.js");
/** A compiled script that a bench starts in its own process. */
export const childFile = (name: string): string => path.join(root, "dist-bench/bench/children", `${name}.js`);

const base = path.join(tmpdir(), "fin-ingest-bench");

/** A folder that `make` fills once per key and that is kept between runs; half-filled ones are never used. */
export async function cachedFolder(key: string, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = path.join(base, key);
  if (existsSync(folder)) return folder;
  mkdirSync(base, { recursive: true });
  const draft = mkdtempSync(path.join(base, "draft-"));
  try {
    await make(draft);
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw error;
  }
  return folder;
}

/** Gives `work` an empty folder, and removes it afterwards. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  mkdirSync(base, { recursive: true });
  const folder = mkdtempSync(path.join(base, "run-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
