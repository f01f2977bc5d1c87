import { AnswerIndex } from "../../answers/index/answer-index.ts";
import { memoryIndex, openIndex, removeIndex } from "../../answers/index/database.ts";
import { type Read, readPages } from "../../answers/index/read-pages.ts";
import { isCurrent, refresh } from "../../answers/index/refresh.ts";
import { indexedSources } from "../../answers/index/run-index.ts";
import type { Config, SourceConfig } from "../../config/types.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { Normalizer } from "../../normalize/index.ts";
import { count } from "../../report/numbers.ts";
import { connectorIo } from "../../sync/list/io.ts";
import { configuration, selectedSources } from "../configuration.ts";
import { UsageError } from "../fail.ts";
import type { GlobalArguments } from "../global-options.ts";
import { logFor, normalizerFor } from "../run-context.ts";
import type { Cli } from "../verb.ts";
import { indexFolders } from "./folders.ts";

/** An index to ask, and which of its sources were asked for. */
export interface Opened {
  readonly index: AnswerIndex;
  /** Absent: all there are. */
  readonly sources?: readonly string[];
  /** The folder of an embedding model to ask by, too; absent: by words alone. */
  readonly model?: string | undefined;
  close(): void;
}

export type IndexArguments = GlobalArguments & {
  readonly paths: string[];
  readonly reindex: boolean;
  readonly model?: string | undefined;
};

/**
 * The index that a command line means: of files and folders, made for this one question; or of what was sent to
 * Intercom, from the state folder, brought up to the ledger where it is not.
 */
export async function openAnswers(args: IndexArguments, cli: Cli): Promise<Opened> {
  if (args.paths.length > 0 && args.source.length > 0)
    throw new UsageError(
      "--source does not go with files or folders",
      "A source's documents have their own place.",
    );
  const normalizer = await normalizerFor(cli);
  try {
    if (args.paths.length === 0) return await fromSources(args, cli, normalizer);
    const index = new AnswerIndex(memoryIndex());
    await indexFolders(index, args, cli, normalizer);
    return { index, model: args.model, close: () => index.close() };
  } finally {
    await normalizer.close();
  }
}

async function fromSources(args: IndexArguments, cli: Cli, normalizer: Normalizer): Promise<Opened> {
  const config = await configuration(args, cli, "optional");
  const allowed = indexedSources({ ...config, indexing: "on" });
  const chosen = selectedSources(config, args.source);
  const left = chosen.filter(({ name }) => !allowed.includes(name)).map(({ name }) => name);
  if (left.length > 0)
    cli.terminal.note(`left out, because they say \`ask: {index: off}\`: ${left.join(", ")}`);
  const sources = chosen.filter(({ name }) => allowed.includes(name));
  const { storeFor } = await import("../../ledger/stores/open.ts");
  const ledger = await (await storeFor(config)).read();
  try {
    const pages = sources.reduce((sum, { name }) => sum + ledger.countPages(name).live, 0);
    const index =
      pages === 0
        ? await unsent(sources, { args, config, cli, normalizer })
        : await sent(sources, ledger, { args, config, cli, normalizer });
    const model = args.model ?? config.embeddingModel;
    return { index, sources: sources.map(({ name }) => name), model, close: () => index.close() };
  } finally {
    ledger.close();
  }
}

interface Tools {
  readonly args: IndexArguments;
  readonly config: Config;
  readonly cli: Cli;
  readonly normalizer: Normalizer;
}

/** Before the first run: the documents as they would be sent, kept nowhere. */
async function unsent(sources: readonly SourceConfig[], tools: Tools): Promise<AnswerIndex> {
  const { terminal } = tools.cli;
  terminal.note("nothing has been sent yet: the documents are asked as they would be sent");
  const index = new AnswerIndex(memoryIndex());
  for (const source of sources)
    for await (const one of reading(source, tools))
      if ("pages" in one) for (const page of one.pages) index.put(source.name, page);
      else terminal.note(`${source.name}: ${one.externalId} cannot be read: ${one.why}`);
  index.flush();
  return index;
}

async function sent(sources: readonly SourceConfig[], ledger: Ledger, tools: Tools): Promise<AnswerIndex> {
  const { config, args, cli } = tools;
  const isKept = config.indexing !== "off";
  if (args.reindex || !isKept) removeIndex(config.stateDir);
  const index = new AnswerIndex(isKept ? openIndex(config.stateDir) : memoryIndex());
  try {
    // What is kept is for all sources, whichever are asked now.
    const all = isKept ? config.sources.filter(({ indexing }) => indexing !== "off") : sources;
    if (!isCurrent(index, ledger)) await bringUp(index, ledger, all, tools);
    const [unread, changed] = [Number(index.meta("unread") ?? 0), Number(index.meta("changed") ?? 0)];
    if (unread > 0)
      cli.terminal.note(`${count(unread, "page")} could not be read from their source and are not asked`);
    if (changed > 0)
      cli.terminal.note(
        `${count(changed, "page")} changed since the last run and are asked as they stand now`,
      );
    return index;
  } catch (error) {
    index.close();
    throw error;
  }
}

async function bringUp(
  index: AnswerIndex,
  ledger: Ledger,
  sources: readonly SourceConfig[],
  tools: Tools,
): Promise<void> {
  const { config, cli } = tools;
  const { storeFor } = await import("../../ledger/stores/open.ts");
  if (await (await storeFor(config)).holder()) {
    cli.terminal.note("a run is going on: what it has indexed so far is asked");
    return;
  }
  await refresh(index, ledger, sources, (source, isWanted) => reading(source, tools, isWanted));
}

async function* reading(
  source: SourceConfig,
  { args, config, cli, normalizer }: Tools,
  isWanted?: (externalId: string) => boolean,
): AsyncGenerator<Read> {
  const io = connectorIo({ config, log: await logFor(args, cli), signal: cli.signal }, source);
  try {
    const wanted = isWanted && (({ externalId }: { externalId: string }) => isWanted(externalId));
    yield* readPages(source, io, normalizer, { wanted });
  } finally {
    await io.http.close();
  }
}
