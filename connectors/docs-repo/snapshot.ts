import type { Gap } from "../../src/model.ts";
import type { Mark } from "./mark.ts";

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
