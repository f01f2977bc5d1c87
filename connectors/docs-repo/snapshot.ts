import { createHash } from "node:crypto";
import type { Gap } from "../../src/connector-kit/listing.ts";
import type { FileContent } from "../../src/connector-kit/safe-read.ts";

/** One file of a snapshot. */
export interface FileEntry {
  readonly kind: "file";
  /** Relative to the root, `/`-separated, spelled as the file system or git spells it. */
  readonly path: string;
  /** git's id of the content; empty where `problem` says why there is none. */
  readonly blob: string;
  /** Why the file cannot be read as a document although it is there. */
  readonly problem?: string | undefined;
  /** When the file last changed, in epoch milliseconds, where the listing includes it. */
  readonly updatedAt?: number | undefined;
}

/** The files of one place at one time: a folder, a work tree, a commit. Regular files only. */
export interface Snapshot {
  /** The place's name in messages: a folder, `https://… at main`. */
  readonly name: string;
  /** Every file that is wanted, in batches. Complete, or throws; a folder that could not be read is a gap. `mark` digests all files. */
  files(wanted: (path: string) => boolean, mark?: Mark): AsyncIterable<readonly (FileEntry | Gap)[]>;
  /** The given paths that are files of the snapshot. */
  lookup(paths: readonly string[]): Promise<readonly FileEntry[]>;
  /** Whether a file exists at a path, listed or not. */
  has(path: string): Promise<boolean>;
  /** At most `limit` bytes of a file. Throws where it is gone or not readable. */
  read(file: FileEntry, limit: number): Promise<FileContent>;
  /** The files that changed at or after a time (epoch milliseconds) with when they did; absent, or undefined: `FileEntry.updatedAt` says it. */
  changedSince?(time: number): Promise<ReadonlyMap<string, number> | undefined>;
}

/** Digests all files of a snapshot as git lists them, so that equal marks mean equal listings. */
export class Mark {
  private readonly hash = createHash("sha256");
  private isInvalid = false;

  /** Adds records as git lists them: every path with its mode and content. */
  add(records: readonly string[]): void {
    this.hash.update(records.join("\0")).update("\0");
  }

  /** The listing depends on more than the records: there will be no mark. */
  invalidate(): void {
    this.isInvalid = true;
  }

  /** The digest; undefined after `invalidate`. */
  value(): string | undefined {
    return this.isInvalid ? undefined : this.hash.digest("hex");
  }
}
