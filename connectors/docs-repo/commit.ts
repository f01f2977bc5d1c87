import type { Io } from "../../src/connector-kit/io.ts";
import type { FileContent } from "../../src/connector-kit/safe-read.ts";
import { FinIngestError } from "../../src/errors.ts";
import { BlobReader } from "../../src/git/blobs.ts";
import { GitError, type GitPlace, gitRecords, gitText } from "../../src/git/git.ts";
import { entriesAt } from "../../src/git/trees.ts";
import type { FileEntry, Mark, Snapshot } from "./snapshot.ts";

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

  /** @param objects what reads the repository's objects, where others read them, too */
  constructor(
    place: CommitPlace,
    io: Pick<Io, "signal" | "log">,
    objects: BlobReader = new BlobReader(place, io.signal),
  ) {
    this.name = place.name;
    this.place = place;
    this.io = io;
    this.blobs = objects;
  }

  async *files(wanted: (path: string) => boolean, mark?: Mark): AsyncGenerator<readonly FileEntry[]> {
    for await (const records of gitRecords(this.lsTree(), this.run())) {
      mark?.add(records);
      const batch: FileEntry[] = [];
      for (const record of records) {
        const file = this.parse(record);
        if (file !== undefined && wanted(file.path)) batch.push(file);
      }
      yield batch;
    }
  }

  async lookup(paths: readonly string[]): Promise<readonly FileEntry[]> {
    const asked = new Set(paths);
    const found: FileEntry[] = [];
    const { prefix, commit } = this.place;
    const inTop = (path: string) => (prefix === "" ? path : `${prefix}/${path}`);
    const entries =
      asked.size > MAX_LOOKUP_PATHS
        ? "too-large"
        : await entriesAt(this.blobs, commit, [...asked].map(inTop));
    if (entries === "too-large") {
      for await (const batch of this.files((path) => asked.has(path))) found.push(...batch);
      return found;
    }
    for (const path of asked) {
      const entry = entries.get(inTop(path));
      if (entry?.mode.startsWith("100")) found.push({ kind: "file", path, blob: entry.id });
    }
    // As git lists them.
    return found.sort((one, other) => Buffer.compare(Buffer.from(one.path), Buffer.from(other.path)));
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
    for await (const records of gitRecords(this.lsTree(), this.run())) {
      for (const record of records) {
        const [, commit, path] = /^160000 commit ([0-9a-f]+)\t(.*)$/s.exec(record) ?? [];
        if (commit !== undefined && path !== undefined) found.push({ path, commit });
      }
    }
    return found;
  }

  /** Paths of the files that contain one of the texts: here, and in another commit of the same folder. */
  async grep(texts: readonly string[], other?: CommitSnapshot): Promise<readonly (readonly string[])[]> {
    const { prefix } = this.place;
    const commits = [this.place.commit, ...(other ? [other.place.commit] : [])];
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
    const starts = commits.map((commit) => `${commit}:${prefix === "" ? "" : `${prefix}/`}`);
    const found: string[] = [];
    try {
      for await (const records of gitRecords(
        [...args, ...new Set(commits), "--", ...(prefix === "" ? [] : [prefix])],
        this.run(),
      )) {
        found.push(...records);
      }
    } catch (error) {
      if (!(error instanceof GitError) || error.status !== 1) throw error; // 1: nothing found
    }
    return starts.map((start) =>
      found.filter((record) => record.startsWith(start)).map((record) => record.slice(start.length)),
    );
  }

  /** Whether the root exists in this commit. */
  async rootExists(): Promise<boolean> {
    const { commit, prefix } = this.place;
    if (prefix === "") return true;
    const entries = await entriesAt(this.blobs, commit, [prefix]);
    return entries === "too-large"
      ? (await resolveTree(this.place, this.io.signal)) !== undefined
      : entries.get(prefix)?.mode === "40000";
  }

  private lsTree(): string[] {
    return ["ls-tree", "-r", "-z", "--full-tree", `${this.place.commit}:${this.place.prefix}`];
  }

  private run() {
    const { cwd, gitDir } = this.place;
    return { cwd, ...(gitDir === undefined ? {} : { gitDir }), signal: this.io.signal };
  }

  /** `MODE TYPE OBJECT<TAB>PATH`. Symbolic links are not documents; a submodule's files belong to another repository. */
  private parse(record: string): FileEntry | undefined {
    const tab = record.indexOf("\t");
    const path = record.slice(tab + 1);
    const kind = record.slice(0, 3);
    if (kind === "100")
      return { kind: "file", path, blob: record.slice(record.lastIndexOf(" ", tab) + 1, tab) };
    if (kind === "160" && !this.place.followsSubmodules)
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

/** The id of a commit's folder; undefined where there is none. */
async function resolveTree(
  { cwd, gitDir, commit, prefix }: CommitPlace,
  signal: AbortSignal,
): Promise<string | undefined> {
  return resolve({ cwd, gitDir }, `${commit}:${prefix}`, signal);
}

/** The full id of the commit that a branch, tag, id or expression such as `HEAD~1` names; undefined when there is none. */
export async function resolveCommit(
  place: GitPlace,
  name: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  return resolve(place, `${name}^{commit}`, signal);
}

async function resolve(place: GitPlace, name: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    return await gitText(["rev-parse", "--verify", "--quiet", "--end-of-options", name], {
      ...place,
      signal,
    });
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  }
}
