import { constants, type Dirent } from "node:fs";
import { access, lstat, readdir } from "node:fs/promises";
import path from "node:path";
import ignore, { type Ignore } from "ignore";
import { documentLimit, type Io } from "../../src/connector-kit/io.ts";
import type { Gap } from "../../src/connector-kit/listing.ts";
import { existsInside, type FileContent, readInside } from "../../src/connector-kit/safe-read.ts";
import { toFailure } from "../../src/errors.ts";
import { blobId } from "../../src/git/blobs.ts";
import type { FileEntry, Mark, Snapshot } from "./snapshot.ts";

/** The rules of one `.gitignore` and the folder they are relative to. */
interface IgnoreFile {
  readonly base: string;
  readonly rules: Ignore;
}

/** A file this new could change again without a change of its times, so its id is not cached. */
const RECENT_MS = 2_000;
/** A `.gitignore` is read up to this size. */
const MAX_IGNORE_FILE_BYTES = 1_000_000;

/** The files of a plain folder, outside git. `.gitignore` files apply all the same; symbolic links are ignored. */
export class FolderSnapshot implements Snapshot {
  readonly name: string;
  private readonly root: string;
  private readonly io: Pick<Io, "signal" | "log" | "cache" | "maxDocumentBytes">;

  /** @param root the folder's real path */
  constructor(root: string, io: Pick<Io, "signal" | "log" | "cache" | "maxDocumentBytes">) {
    this.name = root;
    this.root = root;
    this.io = io;
  }

  async *files(wanted: (path: string) => boolean, mark?: Mark): AsyncGenerator<readonly (FileEntry | Gap)[]> {
    mark?.invalidate();
    yield* this.walk("", [], wanted);
  }

  async lookup(paths: readonly string[]): Promise<readonly FileEntry[]> {
    const found: FileEntry[] = [];
    for (const file of paths) {
      const entry = await this.entry(file);
      if (entry !== undefined) found.push(entry);
    }
    return found;
  }

  has(path: string): Promise<boolean> {
    return existsInside(this.root, path);
  }

  read(file: FileEntry, limit: number): Promise<FileContent> {
    return readInside(this.root, file.path, limit);
  }

  private async *walk(
    folder: string,
    outer: readonly IgnoreFile[],
    wanted: (path: string) => boolean,
  ): AsyncGenerator<readonly (FileEntry | Gap)[]> {
    this.io.signal.throwIfAborted();
    let entries: Dirent[];
    try {
      entries = await readdir(path.join(this.root, folder), { withFileTypes: true });
    } catch (error) {
      if (folder === "") throw error;
      yield [{ kind: "gap", part: folder, reason: `the folder cannot be read: ${toFailure(error).message}` }];
      return;
    }
    const ignores = await this.withIgnoreFile(folder, entries, outer);
    const inFolder = (name: string) => (folder === "" ? name : `${folder}/${name}`);
    const batch: FileEntry[] = [];
    const folders: string[] = [];
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const file = inFolder(entry.name);
      if (entry.isDirectory()) {
        if (entry.name !== ".git" && !isIgnored(`${file}/`, ignores)) folders.push(file);
      } else if (entry.isFile() && wanted(file) && !isIgnored(file, ignores)) {
        const found = await this.entry(file);
        if (found !== undefined) batch.push(found);
      }
    }
    yield batch;
    for (const inner of folders) yield* this.walk(inner, ignores, wanted);
  }

  private async withIgnoreFile(
    folder: string,
    entries: readonly Dirent[],
    outer: readonly IgnoreFile[],
  ): Promise<readonly IgnoreFile[]> {
    if (!entries.some((entry) => entry.name === ".gitignore" && entry.isFile())) return outer;
    const { bytes } = await this.read(
      { kind: "file", path: path.posix.join(folder, ".gitignore"), blob: "" },
      MAX_IGNORE_FILE_BYTES,
    );
    return [
      ...outer,
      { base: folder === "" ? "" : `${folder}/`, rules: ignore().add(bytes.toString("utf8")) },
    ];
  }

  /** The file with the id that git would give its content; not read again while its times and size are the same. */
  private async entry(file: string): Promise<FileEntry | undefined> {
    if (file.includes("\ufffd")) return { kind: "file", path: file, blob: "" };
    const stat = await lstat(path.join(this.root, file), { bigint: true }).catch(() => undefined);
    if (!stat?.isFile()) return undefined;
    const { size, mtimeNs, ctimeNs, ino } = stat;
    const mark = [size, mtimeNs, ctimeNs, ino].join(":");
    const updatedAt = Number(mtimeNs / 1_000_000n);
    const known = this.io.cache.get(`file:${file}`)?.split(" ");
    if (known?.[0] === mark && known[1] !== undefined) {
      return { kind: "file", path: file, blob: known[1], updatedAt };
    }
    if (size > BigInt(documentLimit(this.io)))
      return { kind: "file", path: file, blob: blobId(Buffer.from(mark)), updatedAt };
    try {
      await access(path.join(this.root, file), constants.R_OK);
      const { bytes } = await this.read({ kind: "file", path: file, blob: "" }, documentLimit(this.io));
      const blob = blobId(bytes);
      if (Date.now() - updatedAt > RECENT_MS) this.io.cache.set(`file:${file}`, `${mark} ${blob}`);
      return { kind: "file", path: file, blob, updatedAt };
    } catch (error) {
      return { kind: "file", path: file, blob: "", problem: toFailure(error).message, updatedAt };
    }
  }
}

/** The deepest `.gitignore` with a matching rule decides, as in git. */
function isIgnored(file: string, ignores: readonly IgnoreFile[]): boolean {
  for (let at = ignores.length - 1; at >= 0; at -= 1) {
    const ignoreFile = ignores[at];
    if (ignoreFile === undefined) continue;
    const { ignored, unignored } = ignoreFile.rules.test(file.slice(ignoreFile.base.length));
    if (ignored || unignored) return ignored;
  }
  return false;
}
