import type { Io } from "../../src/connector-kit/io.ts";
import type { FileContent } from "../../src/connector-kit/safe-read.ts";
import { FinIngestError } from "../../src/errors.ts";
import { BlobReader } from "../../src/git/blobs.ts";
import { GitError, type GitPlace, git, gitRecords, gitText } from "../../src/git/git.ts";
import type { FileEntry, Mark, Snapshot } from "./snapshot.ts";

/** Paths in one command: well under the argument limits of every system. */
const PATHS_PER_COMMAND = 200;
/** With more paths, listing all files once is cheaper. */
const MAX_LOOKUP_PATHS = 4_000;

/** A commit's folder; `cwd` is the work tree's top folder or the bare repository. */
export interface CommitPlace extends GitPlace {
  readonly commit: string;
  /** The root's path in the repository, without outer slashes; "" for all of it. */
  readonly prefix: string;
  readonly name: string;
  /** The files of submodules are listed too, by who asks for this. */
  readonly followsSubmodules?: boolean;
}

/** A submodule's place in a commit, and the commit of its own repository. */
export interface Submodule {
  /** Relative to the root. */
  readonly path: string;
  readonly commit: string;
}

/** The files of one commit, from git's objects only: no work tree, no filters. */
export class CommitSnapshot implements Snapshot {
  readonly name: string;
  private readonly place: CommitPlace;
  private readonly io: Pick<Io, "signal" | "log">;
  private readonly blobs: BlobReader;

  constructor(place: CommitPlace, io: Pick<Io, "signal" | "log">) {
    this.name = place.name;
    this.place = place;
    this.io = io;
    this.blobs = new BlobReader(place, io.signal);
  }

  async *files(wanted: (path: string) => boolean, mark?: Mark): AsyncGenerator<readonly FileEntry[]> {
    for await (const records of gitRecords(this.lsTree([]), this.run())) {
      mark?.add(records);
      const batch: FileEntry[] = [];
      for (const record of records) {
        const file = this.parse(record, true);
        if (file !== undefined && wanted(file.path)) batch.push(file);
      }
      yield batch;
    }
  }

  async lookup(paths: readonly string[]): Promise<readonly FileEntry[]> {
    const found: FileEntry[] = [];
    if (paths.length > MAX_LOOKUP_PATHS) {
      const asked = new Set(paths);
      for await (const batch of this.files((path) => asked.has(path))) found.push(...batch);
      return found;
    }
    for (let at = 0; at < paths.length; at += PATHS_PER_COMMAND) {
      const some = paths.slice(at, at + PATHS_PER_COMMAND);
      const asked = new Set(some);
      for await (const records of gitRecords(this.lsTree(some), this.run())) {
        for (const record of records) {
          const file = this.parse(record, false);
          if (file !== undefined && asked.has(file.path)) found.push(file);
        }
      }
    }
    return found;
  }

  async has(path: string): Promise<boolean> {
    return (await this.lookup([path])).length > 0;
  }

  async read(file: FileEntry, limit: number): Promise<FileContent> {
    const blob = await this.blobs.read(file.blob, limit);
    if (blob.kind === "missing")
      throw new FinIngestError(`${file.path}: git does not have its content (${file.blob})`);
    return blob.kind === "blob" ? blob : { bytes: blob.head, size: blob.size };
  }

  async changedSince(time: number): Promise<ReadonlyMap<string, number>> {
    return changesSince(this.place, this.place.commit, time, this.io.signal);
  }

  /** The submodules below the root. */
  async submodules(): Promise<Submodule[]> {
    const found: Submodule[] = [];
    for await (const records of gitRecords(this.lsTree([]), this.run())) {
      for (const record of records) {
        const [, commit, path] = /^160000 commit ([0-9a-f]+)\t(.*)$/s.exec(record) ?? [];
        if (commit !== undefined && path !== undefined) found.push({ path, commit });
      }
    }
    return found;
  }

  /** Paths of the files that contain one of the texts. */
  async grep(texts: readonly string[]): Promise<string[]> {
    const { commit, prefix } = this.place;
    const patterns = texts.flatMap((text) => ["-e", text]);
    const args = [
      "--literal-pathspecs",
      "grep",
      "-l",
      "-z",
      "-I",
      "-F",
      "--no-color",
      "--full-name",
      ...patterns,
    ];
    const start = `${commit}:${prefix === "" ? "" : `${prefix}/`}`;
    const found: string[] = [];
    try {
      for await (const records of gitRecords(
        [...args, commit, "--", ...(prefix === "" ? [] : [prefix])],
        this.run(),
      )) {
        for (const record of records) if (record.startsWith(start)) found.push(record.slice(start.length));
      }
    } catch (error) {
      if (!(error instanceof GitError) || error.status !== 1) throw error; // 1: nothing found
    }
    return found;
  }

  /** Whether the root exists in this commit. */
  async rootExists(): Promise<boolean> {
    try {
      await git(["cat-file", "-e", this.tree()], this.run());
      return true;
    } catch (error) {
      if (error instanceof GitError) return false;
      throw error;
    }
  }

  private tree(): string {
    return `${this.place.commit}:${this.place.prefix}`;
  }

  private lsTree(paths: readonly string[]): string[] {
    return ["--literal-pathspecs", "ls-tree", "-r", "-z", "--full-tree", this.tree(), "--", ...paths];
  }

  private run() {
    const { cwd, gitDir } = this.place;
    return { cwd, ...(gitDir === undefined ? {} : { gitDir }), signal: this.io.signal };
  }

  /** `MODE TYPE OBJECT<TAB>PATH`. Symbolic links are not documents; a submodule's files belong to another repository. */
  private parse(record: string, warn: boolean): FileEntry | undefined {
    const tab = record.indexOf("\t");
    const path = record.slice(tab + 1);
    const kind = record.slice(0, 3);
    if (kind === "100")
      return { kind: "file", path, blob: record.slice(record.lastIndexOf(" ", tab) + 1, tab) };
    if (warn && kind === "160" && !this.place.followsSubmodules)
      this.io.log.warn("documents in a submodule are not listed; `submodules: true` lists them", {
        submodule: path,
      });
    return undefined;
  }
}

/**
 * Files below the prefix that were committed at or after a time (epoch milliseconds), with their times. In a shallow
 * clone everything counts as changed at the oldest commit.
 */
export async function changesSince(
  { cwd, gitDir, prefix }: GitPlace & { readonly prefix: string },
  commit: string,
  time: number,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  const changes = new Map<string, number>();
  const start = prefix === "" ? "" : `${prefix}/`;
  const args = [
    "--literal-pathspecs",
    "log",
    "--first-parent",
    "-m",
    "--no-renames",
    "--name-only",
    "-z",
    "--format=%x01%ct",
  ];
  const range = [`--since=@${Math.floor(time / 1000)}`, commit, "--", ...(prefix === "" ? [] : [prefix])];
  let at = 0;
  for await (const records of gitRecords([...args, ...range], {
    cwd,
    ...(gitDir ? { gitDir } : {}),
    signal,
  })) {
    for (const record of records) {
      const text = record.replace(/^\n/, "");
      if (text.startsWith("\u0001")) at = Number(text.slice(1)) * 1000;
      else if (text !== "" && text.startsWith(start)) {
        const path = text.slice(start.length);
        changes.set(path, Math.max(changes.get(path) ?? 0, at));
      }
    }
  }
  return changes;
}

/** The full id of the commit that a branch, tag, id or expression such as `HEAD~1` names; undefined when there is none. */
export async function resolveCommit(
  place: GitPlace,
  name: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    return await gitText(["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`], {
      ...place,
      signal,
    });
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  }
}
