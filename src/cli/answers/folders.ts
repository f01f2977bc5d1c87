import { stat } from "node:fs/promises";
import type { AnswerIndex } from "../../answers/index/answer-index.ts";
import { toFailure } from "../../errors.ts";
import { defaultLoadConcurrency } from "../../limits.ts";
import type { Normalizer } from "../../normalize/index.ts";
import { type Entry, type Sent, together } from "../../preview/collection.ts";
import { mapConcurrent } from "../../sync/concurrency.ts";
import { toPages } from "../../sync/plan/page.ts";
import { UsageError } from "../fail.ts";
import type { GlobalArguments } from "../global-options.ts";
import { folderCollection, inputCollection } from "../preview/collections.ts";
import { fileInput } from "../preview/inputs.ts";
import { logFor } from "../run-context.ts";
import type { Cli } from "../verb.ts";

type Document = Entry & Sent;

/**
 * Indexes the documents of files and folders, as a source over them would send them: all for customers, named by their
 * paths in the folder.
 *
 * @throws UsageError when there is no such file or folder, or nothing in it can be read
 */
export async function indexFolders(
  index: AnswerIndex,
  args: GlobalArguments & { readonly paths: readonly string[] },
  cli: Cli,
  normalizer: Normalizer,
): Promise<void> {
  const { paths } = args;
  const log = await logFor(args, cli);
  const collections = paths.map(async (name) =>
    (await stat(name).catch(() => undefined))?.isDirectory()
      ? folderCollection(name, { url: undefined, prefixed: paths.length > 1, log })
      : inputCollection(await fileInput(name, undefined)),
  );
  const collection = together(await Promise.all(collections));
  async function* documents(): AsyncGenerator<Document> {
    for await (const entry of collection.list(cli.signal)) if (entry.kind === "document") yield entry;
  }
  const read = mapConcurrent(documents(), defaultLoadConcurrency, async (entry) => {
    try {
      const document = await entry.load(cli.signal);
      const listed = { externalId: entry.key, path: entry.key };
      const normalized = await normalizer.normalize(document, cli.signal);
      return toPages(
        { url: collection.name, locale: "en" },
        listed,
        document,
        normalized,
        entry.visibleTo ?? "customers",
      );
    } catch (error) {
      cli.signal.throwIfAborted();
      cli.terminal.note(`${entry.key} cannot be read: ${toFailure(error).message}`);
      return [];
    }
  });
  for await (const pages of read) for (const page of pages) index.put("", page);
  index.flush();
  if (index.count() === 0)
    throw new UsageError(
      `no documents to ask in ${paths.join(", ")}`,
      'Name files or folders with documents: fin-ingest ask "…" docs/',
    );
}
