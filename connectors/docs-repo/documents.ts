import { PathTable } from "./path-table.ts";
import type { FileEntry } from "./snapshot.ts";

/**
 * Files by their path (NFC), as a listing keeps them. Of most of them only a path and a blob id is known, and no more is
 * kept: there may be a million throughout a run.
 */
export class Documents implements Iterable<readonly [path: string, file: FileEntry]> {
  readonly #blobs = new PathTable();
  /** Those of which more is known. */
  readonly #others = new Map<string, FileEntry>();

  get size(): number {
    return this.#blobs.size;
  }

  has(path: string): boolean {
    return this.#blobs.has(path);
  }

  get(path: string): FileEntry | undefined {
    const blob = this.#blobs.get(path);
    return blob === undefined ? undefined : this.#fileOf(path, blob);
  }

  set(path: string, file: FileEntry): void {
    const isNew = !this.#blobs.has(path);
    if (isNew) this.#blobs.add(path, file.blob);
    const isBare = file.path === path && file.problem === undefined && file.updatedAt === undefined;
    if (!isNew || !isBare) this.#others.set(path, file);
  }

  *keys(): Generator<string> {
    for (const [path] of this.#blobs) yield path;
  }

  *[Symbol.iterator](): Generator<readonly [string, FileEntry]> {
    for (const [path, blob] of this.#blobs) yield [path, this.#fileOf(path, blob)];
  }

  #fileOf(path: string, blob: string): FileEntry {
    return this.#others.get(path) ?? { kind: "file", path, blob };
  }
}
