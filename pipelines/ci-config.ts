import { lstat, realpath } from "node:fs/promises";
import path from "node:path";
import picomatch from "picomatch";
import { fileAt } from "../connectors/docs-repo/commits.ts";
import { docsRepo } from "../connectors/docs-repo/index.ts";
import type { RangeStart } from "../connectors/docs-repo/range.ts";
import type { Repositories } from "../connectors/docs-repo/repositories.ts";
import { type OfflineConfig, readOffline } from "../src/config/offline.ts";
import { basesIn, type LayerReader, MAX_FILES } from "../src/config/read/layers.ts";
import { exitCode, FinIngestError, toFailure } from "../src/errors.ts";
import type { CiNotCompared, CommitRange } from "../src/sync/ci-plan.ts";

export interface CiRequest {
  /** The configuration in the work tree. */
  readonly file: string;
  /** `--env`: which of its environments is laid over the rest. */
  readonly environment?: string | undefined;
  readonly range: CommitRange;
  readonly start: RangeStart;
  /** Globs of the sources that were asked for; none: those whose folder is in this repository. */
  readonly asked: readonly string[];
  /** Reads the file in the work tree. */
  readonly readFile: () => string;
  readonly repositories: Repositories;
}

export interface Configurations {
  readonly before: OfflineConfig;
  readonly after: OfflineConfig;
  readonly unreadable: readonly CiNotCompared[];
}

const nothing: OfflineConfig = { names: [], sources: [], unread: new Map(), others: new Map() };

/**
 * The configuration before and after a change. Where it is in the repository, each commit's own counts; else the one in
 * the work tree counts for both. Nothing of it is resolved, and what it extends is read from the same commit alone.
 *
 * @throws ConfigError where the later one is wrong
 */
export async function configurations(request: CiRequest): Promise<Configurations> {
  const display = path.basename(request.file);
  const committed = await committedTexts(request);
  if (!committed) {
    const after = read(await inWorkTree(request), display, request);
    return { before: after, after, unreadable: [] };
  }
  const after = read(committed.after, display, request);
  if (committed.before === undefined) return { before: nothing, after, unreadable: [] };
  try {
    const name = `${display} at ${committed.base.slice(0, 12)}`;
    return { before: read(committed.before, name, request), after, unreadable: [] };
  } catch (error) {
    const message = `the configuration before the change cannot be read, so the later one counts for both: ${toFailure(error).message}`;
    return { before: after, after, unreadable: [{ source: display, message }] };
  }
}

/** A configuration file with those that it extends, by their paths in the repository. */
interface Texts {
  readonly file: string;
  readonly text: string;
  readonly bases: ReadonlyMap<string, string>;
}

const read = ({ file, text, bases }: Texts, name: string, { asked, environment }: CiRequest): OfflineConfig =>
  readOffline(text, {
    ...among(bases),
    file,
    name,
    environment,
    connectors: new Map([[docsRepo.type, docsRepo]]),
    wanted: ({ name, connector, keys }) =>
      connector === docsRepo.type &&
      keys.has("path") &&
      (asked.length === 0 || picomatch.isMatch(name, [...asked])),
  });

const among = (bases: ReadonlyMap<string, string>): LayerReader => ({
  display: (file) => file,
  resolve: baseInRepository,
  read: (file) => {
    const text = bases.get(file);
    if (text === undefined) throw new Error("there is no such file in this commit");
    return text;
  },
});

/** A base's path in the repository. @throws Error where it is outside of it */
function baseInRepository(from: string, named: string): string {
  const base = path.posix.normalize(path.posix.join(path.posix.dirname(from), named.replaceAll("\\", "/")));
  const isOutside =
    base.startsWith("../") || base === ".." || path.isAbsolute(named) || /^[A-Za-z]:/.test(named);
  if (isOutside) throw new Error("it is outside of the repository, and nothing there is read here");
  return base;
}

/** What the file and its bases extend, each file once. */
async function withBases(
  file: string,
  text: string,
  readBase: (file: string) => Promise<string | undefined>,
): Promise<Texts> {
  const bases = new Map<string, string>();
  const queue = [{ file, text }];
  for (let next = queue.shift(); next && bases.size < MAX_FILES; next = queue.shift()) {
    for (const named of basesIn(next.text)) {
      const base = inRepositoryOrNot(next.file, named);
      if (base === undefined || bases.has(base)) continue;
      const found = await readBase(base);
      if (found === undefined) continue;
      bases.set(base, found);
      queue.push({ file: base, text: found });
    }
  }
  return { file, text, bases };
}

function inRepositoryOrNot(from: string, named: string): string | undefined {
  try {
    return baseInRepository(from, named);
  } catch {
    return undefined;
  }
}

/** The configuration in both commits; undefined where it is not a file of the later one. */
async function committedTexts({
  file,
  range,
  start,
  repositories,
}: CiRequest): Promise<{ before: Texts | undefined; after: Texts; base: string } | undefined> {
  const folder = await realpath(path.dirname(file)).catch(() => undefined);
  const place = folder === undefined ? undefined : await repositories.at(folder);
  if (!place) return undefined;
  const commits = await repositories.commits(place.top, range, start).catch(() => undefined);
  // The documents may be in another repository, which then says what is wrong.
  if (!commits) return undefined;
  const inside = [place.prefix, path.basename(file)].filter(Boolean).join("/");
  const objects = repositories.objects(place.top);
  const at = async (commit: string): Promise<Texts | undefined> => {
    const text = await fileAt(objects, commit, inside);
    return text === undefined ? undefined : withBases(inside, text, (base) => fileAt(objects, commit, base));
  };
  const after = await at(commits.head);
  if (!after && (await lstat(file).catch(() => undefined))?.isSymbolicLink()) throw notAFile(file);
  return after && { before: await at(commits.base), after, base: commits.base };
}

/** Whoever opens a pull request may have made the link, to a file of this machine. */
const notAFile = (file: string) =>
  new FinIngestError(`${path.basename(file)} is not a file in the commit that is compared, but a link`, {
    hint: "Name the file that it leads to with -c FILE.",
    exitCode: exitCode.usage,
  });

/** The file as it is on disk, where no commit has it. What it extends would have to be in a commit. */
async function inWorkTree({ file, readFile }: CiRequest): Promise<Texts> {
  const text = readFile();
  if (basesIn(text).length === 0) return { file: path.basename(file), text, bases: new Map() };
  throw new FinIngestError(
    `${path.basename(file)} is in no commit that is compared, and it extends another file`,
    {
      hint: "Commit it beside the documents, or give `ci` a configuration that is complete in itself.",
      exitCode: exitCode.usage,
    },
  );
}
