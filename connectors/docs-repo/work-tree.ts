import { constants } from "node:fs";
import { access, lstat } from "node:fs/promises";
import path from "node:path";
import type { Gap } from "../../src/connector-kit/listing.ts";
import {
  existsInside,
  type FileContent,
  isFileInside,
  readInside,
} from "../../src/connector-kit/safe-read.ts";
import { FinIngestError } from "../../src/errors.ts";
import { GitError, git, gitRecords } from "../../src/git/git.ts";
import { changesSince } from "./commit.ts";
import { FolderSnapshot } from "./folder.ts";
import type { FileEntry, Mark, Snapshot } from "./snapshot.ts";

type FolderIo = ConstructorParameters<typeof FolderSnapshot>[1];

/** A file as the index has it. */
interface Indexed {
  readonly entry: FileEntry;
  readonly sparse: boolean;
}

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
 * the work tree; ids are those that git would give the contents, so that committing them changes nothing. A folder of
 * which git tracks nothing and ignores all, as of generated files, is read as a plain one.
 */
export class WorkTreeSnapshot implements Snapshot {
  readonly name: string;
  private readonly place: WorkTreePlace;
  private readonly io: FolderIo;
  private readonly warned = new Set<string>();
  /** What the folder is read as where git ignores it; a listing finds out. */
  private plain: FolderSnapshot | "no" | undefined;

  constructor(place: WorkTreePlace, io: FolderIo) {
    this.name = place.root;
    this.place = place;
    this.io = io;
  }

  async *files(wanted: (path: string) => boolean, mark?: Mark): AsyncGenerator<readonly (FileEntry | Gap)[]> {
    const found = { edits: new Set<string>(), conflicts: new Set<string>(), repositories: new Set<string>() };
    let isTracked = false;
    // git lists an edited file a second time, right after its entry in the index.
    let last: Indexed | undefined;
    for await (const records of gitRecords(
      ["ls-files", "-s", "-t", "-m", "-o", "--exclude-standard", "-z"],
      this.run(),
    )) {
      const batch: FileEntry[] = [];
      markIndexed(records, mark);
      for (const record of records) {
        const tag = record[0];
        isTracked ||= tag !== "?";
        if (tag === "?" || tag === "C") {
          const file = record.slice(tag === "?" ? 2 : record.indexOf("\t") + 1);
          if (last?.entry.path === file) last = undefined;
          if (file.endsWith("/")) found.repositories.add(file);
          else if (wanted(file)) found.edits.add(copied(file));
          continue;
        }
        if (last !== undefined) batch.push(last.sparse ? await this.sparse(last.entry) : last.entry);
        last = this.parse(record, wanted, found.conflicts);
      }
      yield batch;
    }
    if (last !== undefined) yield [last.sparse ? await this.sparse(last.entry) : last.entry];
    if (!isTracked && (await isIgnored(this.place, this.io.signal))) {
      this.plain = new FolderSnapshot(this.place.root, this.io);
      yield* this.plain.files(wanted, mark);
      return;
    }
    this.plain = "no";
    for (const folder of found.repositories) this.warnDropped("repository", folder);
    for (const file of found.conflicts) found.edits.delete(file);
    yield [...found.conflicts].map((file) => problem(file, "it has an unresolved merge conflict"));
    yield await this.hashed(found.edits);
  }

  /** Lists once more: git is slow at matching many paths, and edited files count here too. */
  async lookup(paths: readonly string[]): Promise<readonly FileEntry[]> {
    if (this.plain instanceof FolderSnapshot) return this.plain.lookup(paths);
    const asked = new Set(paths);
    const found: FileEntry[] = [];
    for await (const batch of this.files((file) => asked.has(file)))
      for (const entry of batch) if (entry.kind === "file") found.push(entry);
    return found;
  }

  has(path: string): Promise<boolean> {
    return existsInside(this.place.root, path);
  }

  read(file: FileEntry, limit: number): Promise<FileContent> {
    return readInside(this.place.root, file.path, limit);
  }

  async changedSince(time: number): Promise<ReadonlyMap<string, number> | undefined> {
    if (this.plain === undefined) await this.lookup([]);
    if (this.plain instanceof FolderSnapshot) return undefined;
    const { top, prefix } = this.place;
    const hasCommits = await git(["rev-parse", "--verify", "-q", "HEAD"], this.run()).catch(() => undefined);
    const landed = hasCommits ? await changesSince({ cwd: top, prefix }, "HEAD", time, this.io.signal) : [];
    const changes = new Map(landed);
    for await (const records of gitRecords(
      ["ls-files", "-m", "-o", "--exclude-standard", "-z"],
      this.run(),
    )) {
      for (const file of records) {
        const edited = await lstat(path.join(this.place.root, file)).catch(() => undefined);
        if (edited?.isDirectory() === false && edited.mtimeMs >= time) changes.set(file, edited.mtimeMs);
      }
    }
    return changes;
  }

  /** `TAG MODE OBJECT STAGE<TAB>PATH`. Symbolic links are not documents. */
  private parse(
    record: string,
    wanted: (path: string) => boolean,
    conflicts: Set<string>,
  ): Indexed | undefined {
    const tab = record.indexOf("\t");
    const file = record.slice(tab + 1);
    const [tag, mode = "", blob = "", stage] = record.slice(0, tab).split(" ");
    if (mode === "160000") this.warnDropped("submodule", file);
    if (!mode.startsWith("100") || !wanted(file)) return undefined;
    if (stage === "0")
      return { sparse: tag === "S", entry: { kind: "file", path: copied(file), blob: copied(blob) } };
    conflicts.add(copied(file));
    return undefined;
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
      if (!(await isFileInside(this.place.root, file))) {
        // A name that is no UTF-8 is not found under what it decodes to: the catalogue says so.
        if (file.includes("\ufffd")) problems.push({ kind: "file", path: file, blob: "" });
        continue;
      }
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

/** Only what is plainly in the index (H) is known by its records; the rest depends on the folder, too. */
function markIndexed(records: readonly string[], mark: Mark | undefined): void {
  if (mark === undefined) return;
  const indexed = records.filter((record) => record.startsWith("H "));
  if (indexed.length > 0) mark.add(indexed);
  const isRepository = (record: string) => record.startsWith("? ") && record.endsWith("/");
  if (records.some((record) => !record.startsWith("H ") && !isRepository(record))) mark.invalidate();
}

/** Whether git ignores all of a folder; asked where it tracks nothing there. */
async function isIgnored({ top, prefix }: WorkTreePlace, signal: AbortSignal): Promise<boolean> {
  if (prefix === "") return false;
  try {
    await git(["check-ignore", "-q", "--", `${prefix}/`], { cwd: top, signal });
    return true;
  } catch (error) {
    if (error instanceof GitError && error.status === 1) return false;
    throw error;
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
