import { constants } from "node:fs";
import { access, lstat } from "node:fs/promises";
import path from "node:path";
import type { Io } from "../../src/connector-kit/io.ts";
import {
  existsInside,
  type FileContent,
  isFileInside,
  readInside,
} from "../../src/connector-kit/safe-read.ts";
import { FinIngestError } from "../../src/errors.ts";
import { git, gitRecords } from "../../src/git/git.ts";
import { changesSince } from "./commit.ts";
import type { FileEntry, Mark, Snapshot } from "./snapshot.ts";

export interface WorkTreePlace {
  /** The source's folder, its real path. */
  readonly root: string;
  /** The work tree's top folder. */
  readonly top: string;
  /** The folder's path in the repository, "" for all of it. */
  readonly prefix: string;
}

/**
 * The files of a folder in a git work tree as they are now: tracked, and untracked but not ignored. Contents come from
 * the work tree; ids are those that git would give the contents, so that committing them changes nothing.
 */
export class WorkTreeSnapshot implements Snapshot {
  readonly name: string;
  private readonly place: WorkTreePlace;
  private readonly io: Pick<Io, "signal" | "log">;
  private readonly warned = new Set<string>();

  constructor(place: WorkTreePlace, io: Pick<Io, "signal" | "log">) {
    this.name = place.root;
    this.place = place;
    this.io = io;
  }

  async *files(wanted: (path: string) => boolean, mark?: Mark): AsyncGenerator<readonly FileEntry[]> {
    const edits = await this.edits(wanted, mark);
    const conflicts = new Set<string>();
    for await (const records of gitRecords(["ls-files", "-s", "-t", "-z"], this.run())) {
      const batch: FileEntry[] = [];
      mark?.add(records);
      for (const record of records) {
        // What is not plainly in the index (H) depends on the folder, too.
        if (!record.startsWith("H ")) mark?.invalidate();
        const file = this.parse(record, wanted, edits);
        if (file?.conflict) conflicts.add(file.entry.path);
        else if (file !== undefined) batch.push(file.sparse ? await this.sparse(file.entry) : file.entry);
      }
      yield batch;
    }
    for (const file of conflicts) edits.delete(file);
    yield [...conflicts].map((file) => problem(file, "it has an unresolved merge conflict"));
    yield await this.hashed(edits);
  }

  /** Lists once more: git is slow at matching many paths, and edited files count here too. */
  async lookup(paths: readonly string[]): Promise<readonly FileEntry[]> {
    const asked = new Set(paths);
    const found: FileEntry[] = [];
    for await (const batch of this.files((file) => asked.has(file))) found.push(...batch);
    return found;
  }

  has(path: string): Promise<boolean> {
    return existsInside(this.place.root, path);
  }

  read(file: FileEntry, limit: number): Promise<FileContent> {
    return readInside(this.place.root, file.path, limit);
  }

  async changedSince(time: number): Promise<ReadonlyMap<string, number>> {
    const { top, prefix } = this.place;
    const hasCommits = await git(["rev-parse", "--verify", "-q", "HEAD"], this.run()).catch(() => undefined);
    const landed = hasCommits ? await changesSince({ cwd: top, prefix }, "HEAD", time, this.io.signal) : [];
    const changes = new Map(landed);
    for (const file of await this.edits(() => true)) {
      const edited = await lstat(path.join(this.place.root, file)).catch(() => undefined);
      if (edited !== undefined && edited.mtimeMs >= time) changes.set(file, edited.mtimeMs);
    }
    return changes;
  }

  /** Files whose content may differ from the index, and untracked ones. */
  private async edits(wanted: (path: string) => boolean, mark?: Mark): Promise<Set<string>> {
    const edits = new Set<string>();
    const args = ["ls-files", "-m", "-o", "--exclude-standard", "-z"];
    for await (const records of gitRecords(args, this.run())) {
      for (const file of records) {
        if (file.endsWith("/")) this.warnDropped("repository", file);
        else {
          mark?.invalidate();
          if (wanted(file)) edits.add(file);
        }
      }
    }
    return edits;
  }

  /** `TAG MODE OBJECT STAGE<TAB>PATH`. Symbolic links are not documents. */
  private parse(record: string, wanted: (path: string) => boolean, edits: Set<string>) {
    const tab = record.indexOf("\t");
    const file = record.slice(tab + 1);
    const [tag, mode = "", blob = "", stage] = record.slice(0, tab).split(" ");
    if (mode === "160000") this.warnDropped("submodule", file);
    if (!mode.startsWith("100") || !wanted(file)) return undefined;
    const conflict = stage !== "0";
    if (edits.has(file) && !conflict) return undefined;
    const entry = { kind: "file", path: copied(file), blob: copied(blob) } satisfies FileEntry;
    return { conflict, sparse: tag === "S", entry };
  }

  /** Warns once: a listing may read the index several times. */
  private warnDropped(what: "submodule" | "repository", folder: string): void {
    if (this.warned.has(folder)) return;
    this.warned.add(folder);
    this.io.log.warn(`the files of a ${what} inside the folder are not listed`, { folder });
  }

  private async sparse(entry: FileEntry): Promise<FileEntry> {
    if (await isFileInside(this.place.root, entry.path)) return entry;
    return problem(entry.path, "it is not checked out (sparse checkout)");
  }

  /** The edited files that exist, with the ids that git would give them (line ends as .gitattributes says). */
  private async hashed(edits: ReadonlySet<string>): Promise<FileEntry[]> {
    const readable: string[] = [];
    const problems: FileEntry[] = [];
    for (const file of edits) {
      this.io.signal.throwIfAborted();
      if (!(await isFileInside(this.place.root, file))) continue;
      const allowed = await access(path.join(this.place.root, file), constants.R_OK).then(
        () => true,
        () => false,
      );
      if (allowed) readable.push(file);
      else problems.push(problem(file, "it may not be read (permission denied)"));
    }
    if (readable.length === 0) return problems;
    const { top, prefix } = this.place;
    const start = prefix === "" ? "" : `${prefix}/`; // these paths count from the top, wherever git runs
    const input = `${readable.map((file) => quoted(start + file)).join("\n")}\n`;
    const run = { cwd: top, signal: this.io.signal, input };
    const ids = (await git(["hash-object", "--stdin-paths"], run)).toString().trim().split("\n");
    if (ids.length !== readable.length)
      throw new FinIngestError("git hash-object did not answer for every file");
    return [
      ...readable.map((file, at): FileEntry => ({ kind: "file", path: file, blob: ids[at] ?? "" })),
      ...problems,
    ];
  }

  private run() {
    return { cwd: this.place.root, signal: this.io.signal };
  }
}

/** A copy: a substring would keep all of git's answer in memory. */
const copied = (part: string): string => Buffer.from(part).toString();

function problem(file: string, reason: string): FileEntry {
  return { kind: "file", path: file, blob: "", problem: reason };
}

/** A path as git reads it from its input: C-quoted where one line cannot contain it. */
function quoted(file: string): string {
  if (!/^"|[\n\\]/.test(file)) return file;
  return `"${file.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}
