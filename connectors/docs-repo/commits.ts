import { realpath, stat } from "node:fs/promises";
import native from "node:path";
import path from "node:path/posix";
import type { Io } from "../../src/connector-kit/io.ts";
import { exitCode, FinIngestError } from "../../src/errors.ts";
import type { BlobReader } from "../../src/git/blobs.ts";
import { GitError, gitRecords, gitText } from "../../src/git/git.ts";
import { entriesAt } from "../../src/git/trees.ts";
import { type CommitSnapshot, resolveCommit } from "./commit.ts";
import type { ListContext } from "./context.ts";
import { statedId } from "./ids.ts";
import { includeCandidates } from "./links.ts";
import { existingFolder } from "./open.ts";
import type { DocsRepoOptions } from "./options.ts";
import { isWikiTarget, PageNames, wikiTarget } from "./page-names.ts";
import { textTypeOf } from "./select.ts";
import type { FileEntry } from "./snapshot.ts";
import type { WorkTreePlace } from "./work-tree.ts";

/** A file that differs between two commits, with its path relative to the root and its blobs; undefined where absent. */
export interface ChangedFile {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

type Reader = Pick<ListContext, "facts" | "options"> & { readonly snapshot: CommitSnapshot };

const PATTERNS_PER_COMMAND = 200;

/** The place of the source's folder in its git repository. */
export async function placeOf(
  options: DocsRepoOptions,
  baseDir: string,
  placeAt: (folder: string) => Promise<WorkTreePlace | undefined>,
): Promise<WorkTreePlace> {
  const { root, missing } = await nearestFolder(options, { baseDir });
  const place = await placeAt(root);
  if (place !== undefined) {
    if (missing === "") return place;
    const prefix = [place.prefix, missing].filter(Boolean).join("/");
    return { ...place, prefix };
  }
  throw new FinIngestError(`${root} is not in a git work tree, so it has no commits to compare`, {
    hint: "Run this in the checkout of the docs repository.",
  });
}

/** The source's folder, or the nearest one above it: a commit may have a folder that the work tree lacks. */
async function nearestFolder(
  options: DocsRepoOptions,
  io: Pick<Io, "baseDir">,
): Promise<{ root: string; missing: string }> {
  const folder = native.resolve(io.baseDir, options.path ?? ".");
  const existing = async (at: string): Promise<string> =>
    at === native.dirname(at) || (await stat(at).catch(() => undefined)) ? at : existing(native.dirname(at));
  const nearest = await existing(folder);
  if (nearest === folder || options.path === undefined)
    return { root: await existingFolder(options, io), missing: "" };
  const missing = native.relative(nearest, folder).split(native.sep).join("/");
  return { root: await realpath(nearest), missing };
}

/** Full commit ids of branches, tags, ids and expressions such as `HEAD~1`. */
export async function commitIds(
  top: string,
  names: readonly string[],
  io: Pick<Io, "signal">,
): Promise<string[]> {
  const run = { cwd: top, signal: io.signal };
  if (!names.some((name) => name === "" || name.startsWith("-"))) {
    const asked = names.map((name) => `${name}^{commit}`);
    const answer = await gitText(["rev-parse", ...asked], run).catch((error: unknown) => {
      if (error instanceof GitError) return undefined;
      throw error;
    });
    const ids = answer?.split("\n") ?? [];
    if (ids.length === names.length && ids.every((id) => /^[0-9a-f]{40,64}$/.test(id))) return ids;
  }
  for (const name of names) {
    if (name.startsWith("-") || (await resolveCommit(run, name, io.signal)) === undefined) {
      throw await noSuchCommit(top, name, io);
    }
  }
  throw new FinIngestError(`git does not know one of the commits ${names.join(", ")}`);
}

/** The text of a regular file in a commit; undefined where there is none. `file` is relative to the top folder. */
export async function fileAt(objects: BlobReader, commit: string, file: string): Promise<string | undefined> {
  const entries = await entriesAt(objects, commit, [file]);
  if (entries === "too-large")
    throw new FinIngestError(`${file} lies in a folder with too many files to look it up in ${commit}`, {
      hint: "Keep the configuration in a folder of its own.",
    });
  const entry = entries.get(file);
  if (!entry?.mode.startsWith("100")) return undefined;
  const blob = await objects.read(entry.id, Number.MAX_SAFE_INTEGER);
  if (blob.kind !== "blob") throw new FinIngestError(`${file}: git does not have its content (${entry.id})`);
  return blob.bytes.toString("utf8").replace(/\r?\n$/, "");
}

const isCommitId = (name: string): boolean => /^[0-9a-f]{40,64}$/i.test(name);

async function noSuchCommit(top: string, name: string, io: Pick<Io, "signal">): Promise<FinIngestError> {
  const run = { cwd: top, signal: io.signal };
  const isShallow = (await gitText(["rev-parse", "--is-shallow-repository"], run)) === "true";
  return new FinIngestError(`the repository ${top} has no commit ${JSON.stringify(name)}`, {
    exitCode: exitCode.usage,
    hint: isShallow
      ? "This is a shallow clone. Fetch the history: `fetch-depth: 0` for actions/checkout, or `git fetch --unshallow`."
      : isCommitId(name)
        ? "A force push replaced it, or it is of another repository. After a push, `fin-ingest nightly` sends what differs; for a pull request, compare with its branch: `git fetch origin main`, then `--base origin/main`."
        : "Check the name; a branch of the remote is origin/NAME and may have to be fetched first.",
  });
}

/** The files below the root whose content differs. */
export async function changedFiles(
  { top, prefix }: WorkTreePlace,
  older: string,
  newer: string,
  io: Io,
): Promise<ChangedFile[]> {
  const args = ["--literal-pathspecs", "diff-tree", "-r", "-z", "--raw", "--no-renames", older, newer, "--"];
  const fields: string[] = [];
  const run = { cwd: top, signal: io.signal };
  for await (const records of gitRecords(prefix === "" ? args : [...args, prefix], run))
    fields.push(...records);
  const files: ChangedFile[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [oldMode = "", newMode = "", oldBlob, newBlob] = (fields[at] ?? "").slice(1).split(" ");
    const file = {
      path: (fields[at + 1] ?? "").slice(prefix === "" ? 0 : prefix.length + 1),
      before: oldMode.startsWith("100") ? oldBlob : undefined,
      after: newMode.startsWith("100") ? newBlob : undefined,
    };
    if (file.before !== file.after) files.push(file);
  }
  return files;
}

/** Whether a document's path suggests that others include it. To check every document would mean to search all. */
export function mayBeIncluded(file: string): boolean {
  return /(?:^|\/)(?:_|(?:includes?|partials?|snippets?|fragments?|shared|reus(?:e|ed|ables?))(?:\/|$))/i.test(
    file,
  );
}

/**
 * Files that include one of the given files in one of two commits, directly or through others. Found by text search,
 * verified by reading.
 */
export async function includersOf(
  readers: readonly [Reader, Reader],
  files: readonly string[],
): Promise<Set<string>> {
  const [older, newer] = readers;
  if (files.length === 0) return new Set();
  const texts = namesOf(files.map((file) => file.normalize("NFC")));
  const inNewer = new Set<string>();
  const inOlder = await pathsWith(older.snapshot, texts, { snapshot: newer.snapshot, paths: inNewer });
  return new Set([
    ...(await includersIn(older, files, inOlder)),
    ...(await includersIn(newer, files, inNewer)),
  ]);
}

/** @param first paths of the files in which the names of the given ones stand */
async function includersIn(
  reader: Reader,
  files: readonly string[],
  first: ReadonlySet<string>,
): Promise<Set<string>> {
  const includers = new Set<string>();
  let targets = new Set(files.map((file) => file.normalize("NFC")));
  let holders = first;
  while (targets.size > 0) {
    const names = new PageNames(targets);
    const next = new Set<string>();
    for (const file of await reader.snapshot.lookup([...holders])) {
      const reading = await reader.facts.read(file, textTypeOf(file.path));
      if (reading.kind !== "facts" || includers.has(file.path)) continue;
      const isIncluded = (written: string) =>
        isWikiTarget(written)
          ? names.find(file.path, wikiTarget(written).page) !== undefined
          : includeCandidates(file.path, written).some((candidate) => targets.has(candidate));
      if ((reading.facts.includes ?? []).some(isIncluded)) next.add(file.path);
    }
    for (const file of next) includers.add(file);
    targets = next;
    holders = next.size === 0 ? next : await pathsWith(reader.snapshot, namesOf(next));
  }
  return includers;
}

/** What stands in a document that includes one of the files. */
function namesOf(files: Iterable<string>): string[] {
  return [...files].flatMap((file) => {
    const stem = path.basename(file, path.extname(file));
    return [stem, stem.replaceAll("-", " ")];
  });
}

/** Files with one of the ids in their front matter, and files whose path is one of them. */
export async function holdersOf(reader: Reader, ids: readonly string[]): Promise<FileEntry[]> {
  const holders: FileEntry[] = [...(await reader.snapshot.lookup(ids))];
  const wanted = new Set(ids);
  // Front matter has the last part of an id that a folder qualifies.
  const named = await pathsWith(reader.snapshot, [...ids, ...ids.map((id) => path.basename(id))]);
  for (const file of await reader.snapshot.lookup([...named])) {
    const reading = await reader.facts.read(file, textTypeOf(file.path));
    const { id } = reading.kind === "unknown" ? {} : reading.facts;
    if (id !== undefined && wanted.has(statedId(file.path.normalize("NFC"), id, reader.options).id))
      holders.push(file);
  }
  return holders;
}

/** @param other a commit of the same repository that is searched by the same command */
async function pathsWith(
  snapshot: CommitSnapshot,
  texts: readonly string[],
  other?: { readonly snapshot: CommitSnapshot; readonly paths: Set<string> },
): Promise<Set<string>> {
  const paths = new Set<string>();
  const distinct = [...new Set(texts)].filter((text) => text !== "" && !/[\n\0]/.test(text));
  for (let at = 0; at < distinct.length; at += PATTERNS_PER_COMMAND) {
    const patterns = distinct.slice(at, at + PATTERNS_PER_COMMAND);
    const [own = [], others = []] = await snapshot.grep(patterns, other?.snapshot);
    for (const file of own) paths.add(file);
    for (const file of others) other?.paths.add(file);
  }
  return paths;
}
