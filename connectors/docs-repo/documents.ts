import type { FileEntry } from "./snapshot.ts";

/**
 * Files by their path (NFC), as a listing keeps them. Of most of them only a path and a blob id is known, and no more is
 * kept: there may be hundreds of thousands throughout a run.
 */
export class Documents implements Iterable<readonly [path: string, file: FileEntry]> {
  readonly #files = new Map<string, FileEntry | string>();

  get size(): number {
    return this.#files.size;
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  get(path: string): FileEntry | undefined {
    const kept = this.#files.get(path);
    return kept === undefined ? undefined : fileOf(path, kept);
  }

  set(path: string, file: FileEntry): void {
    const isBare = file.path === path && file.problem === undefined && file.updatedAt === undefined;
    this.#files.set(path, isBare ? file.blob : file);
  }

  keys(): IterableIterator<string> {
    return this.#files.keys();
  }

  *[Symbol.iterator](): Generator<readonly [string, FileEntry]> {
    for (const [path, kept] of this.#files) yield [path, fileOf(path, kept)];
  }
}

const fileOf = (path: string, kept: FileEntry | string): FileEntry =>
  typeof kept === "string" ? { kind: "file", path, blob: kept } : kept;
