import type { Io } from "../../src/connector-kit/io.ts";
import { BlobReader } from "../../src/git/blobs.ts";
import { CommitSnapshot } from "./commit.ts";
import { placeOf } from "./commits.ts";
import { workTreeOf } from "./open.ts";
import type { DocsRepoOptions } from "./options.ts";
import { commitsOf, type NamedRange, type RangeStart } from "./range.ts";
import type { WorkTreePlace } from "./work-tree.ts";

/**
 * The repositories that one command compares commits of. Each place is found, and each name of a commit resolved, once:
 * all of the command speaks of the same commits, wherever HEAD moves meanwhile. Objects are read by one process.
 */
export class Repositories {
  private readonly signal: AbortSignal;
  private readonly places = new Map<string, Promise<WorkTreePlace | undefined>>();
  private readonly ranges = new Map<string, Promise<NamedRange>>();
  private readonly readers = new Map<string, BlobReader>();

  constructor(signal: AbortSignal) {
    this.signal = signal;
  }

  /** A folder's place in a git work tree; undefined outside git. @param folder its real path */
  at(folder: string): Promise<WorkTreePlace | undefined> {
    return remembered(this.places, folder, () => workTreeOf(folder, this.signal));
  }

  /** The place of a source's folder. Throws as `placeOf` does. */
  placeOf(options: DocsRepoOptions, baseDir: string): Promise<WorkTreePlace> {
    return placeOf(options, baseDir, (folder) => this.at(folder));
  }

  /** The full ids of two commits. Throws as `commitsOf` does. */
  commits(top: string, { base, head }: NamedRange, start: RangeStart): Promise<NamedRange> {
    const asked = JSON.stringify([top, base, head, start]);
    return remembered(this.ranges, asked, () =>
      commitsOf(top, { base, head }, start, { signal: this.signal }),
    );
  }

  /** What reads the objects of the repository with this top folder. */
  objects(top: string): BlobReader {
    const reader = this.readers.get(top) ?? new BlobReader({ cwd: top }, this.signal);
    this.readers.set(top, reader);
    return reader;
  }

  /** The files of one commit of the repository that contains the folder. @param commit its full id */
  snapshot({ top, prefix }: WorkTreePlace, commit: string, io: Pick<Io, "signal" | "log">): CommitSnapshot {
    const name = `${prefix || "the repository"} at ${commit}`;
    return new CommitSnapshot({ cwd: top, commit, prefix, name }, io, this.objects(top));
  }
}

function remembered<T>(known: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
  const answer = known.get(key) ?? ask();
  known.set(key, answer);
  return answer;
}
