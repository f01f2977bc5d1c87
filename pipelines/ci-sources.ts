import { realpath } from "node:fs/promises";
import path from "node:path";
import picomatch from "picomatch";
import { docsRepo } from "../connectors/docs-repo/index.ts";
import { docsRepoOptions } from "../connectors/docs-repo/options.ts";
import type { RangeStart } from "../connectors/docs-repo/range.ts";
import type { Repositories } from "../connectors/docs-repo/repositories.ts";
import type { OfflineConfig } from "../src/config/offline.ts";
import type { SourceConfig } from "../src/config/types.ts";
import { exitCode, FinIngestError } from "../src/errors.ts";
import type { CiNotCompared, CommitRange } from "../src/sync/ci-plan.ts";
import { type CiRequest, configurations } from "./ci-config.ts";

/** A source as the configurations of the two commits have it; `before` is absent where it is new. */
export interface ComparedSource {
  readonly name: string;
  readonly before: SourceConfig | undefined;
  readonly after: SourceConfig;
  /** Full ids of the commits that are compared. */
  readonly commits: CommitRange;
  /** The source's folder in the repository; "" for all of it. */
  readonly folder: string;
  /** What reads its repository. */
  readonly repositories: Repositories;
}

/** What is compared, and what is not, although the change may concern it. */
export interface CiSources {
  readonly sources: readonly ComparedSource[];
  readonly notCompared: readonly CiNotCompared[];
}

/**
 * The docs-repo sources of a pull request, each as the configuration has it before and after. Where the configuration is
 * in the repository, each commit's own counts; else the one in the work tree counts for both. Nothing of it is resolved.
 *
 * @throws ConfigError where the later configuration is wrong; FinIngestError (usage) where there is nothing to compare
 */
export async function ciSources(request: CiRequest): Promise<CiSources> {
  const { repositories } = request;
  const { before, after, unreadable } = await configurations(request);
  const names = [...new Set([...after.sources, ...before.sources].map(({ name }) => name))];
  const named = names.flatMap((name) => {
    const is = after.sources.find((source) => source.name === name);
    const was = before.sources.find((source) => source.name === name || source.name === is?.movedFrom);
    return is ? { name, before: was, after: is } : [];
  });
  refuseUnknown(request.asked, [...new Set([...after.names, ...before.names])]);
  const placed = await Promise.all(named.map((source) => placedIn(source, request)));
  const sources = await inOneRepository(placed, request);
  const notCompared = [...unreadable, ...removed(before, after), ...notComparedOf(before, after)];
  if (sources.length === 0 && after.unread.size === 0) throw nothingToCompare();
  const compared: ComparedSource[] = [];
  for (const { top, ...source } of sources)
    compared.push({ ...source, commits: await repositories.commits(top, request.range, request.start) });
  return { sources: compared, notCompared };
}

/** Sources under one configuration, compared between two commits. */
export async function sameSources(
  sources: readonly SourceConfig[],
  range: CommitRange,
  {
    baseDir,
    start,
    repositories,
  }: { readonly baseDir: string; readonly start: RangeStart; readonly repositories: Repositories },
): Promise<readonly ComparedSource[]> {
  const compared: ComparedSource[] = [];
  for (const source of docsRepoSources(sources)) {
    const { top, prefix } = await repositories.placeOf(docsRepoOptions.parse(source.options), baseDir);
    const commits = await repositories.commits(top, range, start);
    compared.push({
      name: source.name,
      before: source,
      after: source,
      commits,
      folder: prefix,
      repositories,
    });
  }
  return compared;
}

/** The sources whose documents are in a folder of a git repository. @throws FinIngestError (usage) where there is none */
export function docsRepoSources(sources: readonly SourceConfig[]): readonly SourceConfig[] {
  const found = sources.filter(
    ({ connector, options }) => connector === docsRepo && docsRepoOptions.parse(options).path !== undefined,
  );
  if (found.length > 0) return found;
  throw nothingToCompare();
}

const nothingToCompare = () =>
  new FinIngestError(
    "ci compares two commits of a docs repository, but no selected source is a docs-repo with a path",
    {
      hint: "Add a source with `connector: docs-repo` and `path:` inside the repository, or name it with --source.",
      exitCode: exitCode.usage,
    },
  );

/** A name that no source has is a typing mistake. */
function refuseUnknown(asked: readonly string[], names: readonly string[]): void {
  const unknown = asked.find((pattern) => !names.some((name) => picomatch.isMatch(name, pattern)));
  if (unknown === undefined) return;
  throw new FinIngestError(`the configuration has no source "${unknown}"`, {
    hint: names.length > 0 ? `Its sources: ${names.join(", ")}.` : "It has no sources yet.",
    exitCode: exitCode.usage,
  });
}

type Placed = Omit<ComparedSource, "commits"> & { readonly top: string };

async function placedIn(
  source: Pick<ComparedSource, "name" | "before" | "after">,
  { file, repositories }: CiRequest,
): Promise<Placed | FinIngestError> {
  const { options } = source.after;
  try {
    const { top, prefix } = await repositories.placeOf(docsRepoOptions.parse(options), path.dirname(file));
    return { ...source, top, folder: prefix, repositories };
  } catch (error) {
    if (error instanceof FinIngestError) return error;
    throw error;
  }
}

/** Those that were asked for; else those of the repository of the current folder, or of the first one that is found. */
async function inOneRepository(
  placed: readonly (Placed | FinIngestError)[],
  { asked, repositories }: CiRequest,
): Promise<readonly Placed[]> {
  const found = placed.filter((one): one is Placed => !(one instanceof FinIngestError));
  const failed = placed.find((one): one is FinIngestError => one instanceof FinIngestError);
  if (failed && (asked.length > 0 || found.length === 0)) throw failed;
  return asked.length > 0 ? found : inRepositoryHere(found, repositories);
}

async function inRepositoryHere<T extends { readonly top: string }>(
  found: readonly T[],
  repositories: Repositories,
): Promise<readonly T[]> {
  if (new Set(found.map(({ top }) => top)).size < 2) return found;
  const here = await repositories.at(await realpath(process.cwd()));
  const top = found.some((one) => one.top === here?.top) ? here?.top : found[0]?.top;
  return found.filter((one) => one.top === top);
}

/** Those of the sources whose folder is in the repository of the current folder, else in the first one that is found. */
export async function sourcesHere(
  sources: readonly SourceConfig[],
  baseDir: string,
  repositories: Repositories,
): Promise<readonly SourceConfig[]> {
  if (sources.length < 2) return sources;
  const placed = await Promise.all(
    sources.map(async (source) => {
      const place = await repositories
        .placeOf(docsRepoOptions.parse(source.options), baseDir)
        .catch(() => undefined);
      return place ? [{ source, top: place.top }] : [];
    }),
  );
  const found = await inRepositoryHere(placed.flat(), repositories);
  return found.length > 0 ? found.map(({ source }) => source) : sources;
}

/** The pages of a source that leaves the configuration stay, and the next run holds them. */
function removed(before: OfflineConfig, after: OfflineConfig): CiNotCompared[] {
  const renamed = new Set(after.sources.map(({ movedFrom }) => movedFrom));
  const gone = before.sources.filter(({ name }) => !after.names.includes(name) && !renamed.has(name));
  return gone.map(({ name: source }) => ({
    source,
    message: `it is removed from the configuration. Fin goes on answering from its pages, and runs end with a hold, until \`fin-ingest retire ${source}\`.`,
  }));
}

/** What the change does to sources that cannot be compared here. */
function notComparedOf(before: OfflineConfig, after: OfflineConfig): CiNotCompared[] {
  const unread = [...new Map([...before.unread, ...after.unread])].map(([source, why]) => ({
    source,
    message: `it is not compared: ${why}, and nothing outside the file is read here. Write a default: \${VAR:-…}.`,
  }));
  const names = [...new Set([...before.others.keys(), ...after.others.keys()])];
  const changed = names.flatMap((source) => {
    const [was, is] = [before.others.get(source), after.others.get(source)];
    // A source that is read on one side is compared.
    if (was === is || [...before.sources, ...after.sources].some(({ name }) => name === source)) return [];
    const what = was === undefined ? "is new" : is === undefined ? "is removed" : "has other settings";
    return [
      {
        source,
        message: `it ${what}; what that does to its pages only a run can tell: \`fin-ingest plan --source ${source}\`.`,
      },
    ];
  });
  return [...unread, ...changed];
}
