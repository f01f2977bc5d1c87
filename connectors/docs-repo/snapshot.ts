import { createHash } from "node:crypto";
import type { Gap } from "../../src/connector-kit/listing.ts";

/** One file of a snapshot, as listing it shows it. */
export interface FileEntry {
  readonly kind: "file";
  /** Relative to the root, `/`-separated, spelled as the file system or git spells it. */
  readonly path: string;
  /** git's id of the content; empty where `problem` says why there is none. */
  readonly blob: string;
  /** Why the file cannot be read as a document although it is there. */
  readonly problem?: string;
  /** Last change of the file, epoch milliseconds, where listing it says so anyway. */
  readonly updatedAt?: number;
}

/** A file's bytes; fewer than `size` when it is larger than what was asked for. */
export interface Content {
  readonly bytes: Buffer;
  readonly size: number;
}

/** Files as they stand in one place at one time: a folder, a work tree, a commit. Regular files only. */
export interface Snapshot {
  /** The place in words, for messages: a folder, `https://… at main`. */
  readonly name: string;
  /** Every file that is wanted, in batches. Complete, or throws; a folder that could not be read is a gap. `mark` takes down all files. */
  files(wanted: (path: string) => boolean, mark?: Mark): AsyncIterable<readonly (FileEntry | Gap)[]>;
  /** Those of the given paths that are files of the snapshot. */
  lookup(paths: readonly string[]): Promise<readonly FileEntry[]>;
  /** Whether a file stands at a path, listed or not. */
  stands(path: string): Promise<boolean>;
  /** At most `limit` bytes of a file. Throws when it is gone or not readable. */
  read(file: FileEntry, limit: number): Promise<Content>;
  /** The files that changed at or after a time (epoch milliseconds) with when they did; absent: `FileEntry.updatedAt` says it. */
  changedSince?(time: number): Promise<ReadonlyMap<string, number>>;
}

/** Digests all files of a snapshot as git lists them, so that equal marks mean equal listings. */
export class Mark {
  private readonly hash = createHash("sha256");
  private doubted = false;

  /** Takes down records in the order and the words of git: every path with its mode and content. */
  add(records: readonly string[]): void {
    this.hash.update(records.join("\0")).update("\0");
  }

  /** Something counts that the records do not say: there will be no mark. */
  doubt(): void {
    this.doubted = true;
  }

  /** Ends it; undefined where the records do not say everything. */
  value(): string | undefined {
    return this.doubted ? undefined : this.hash.digest("hex");
  }
}
