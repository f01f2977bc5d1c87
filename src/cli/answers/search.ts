import { embedIndex } from "../../answers/meaning/embed-index.ts";
import { nearestTo } from "../../answers/meaning/nearest.ts";
import type { Embedder } from "../../answers/meaning/vectors.ts";
import { searcher } from "../../answers/rank/search.ts";
import { count } from "../../report/numbers.ts";
import type { Cli } from "../verb.ts";
import type { Opened } from "./open.ts";

/**
 * What asks an opened index these questions: by words, and where the command line or the configuration names a model, by
 * meaning, too. Passages that have no vector yet get theirs first.
 */
export async function searchFor(
  { index, model }: Pick<Opened, "index" | "model">,
  questions: readonly string[],
  cli: Cli,
): Promise<ReturnType<typeof searcher>> {
  if (model === undefined) return searcher(index.db);
  const { openModel } = await import("../../answers/meaning/transformers.ts");
  const embedder = await openModel(model);
  try {
    return await searchByBoth(index, embedder, questions, cli);
  } finally {
    await embedder.close();
  }
}

async function searchByBoth(
  index: Opened["index"],
  embedder: Embedder,
  questions: readonly string[],
  { signal, terminal }: Cli,
): Promise<ReturnType<typeof searcher>> {
  let isTold = false;
  const progress = (left: number) => {
    if (!isTold) terminal.note(`finding the meaning of the passages of ${count(left, "page")}, once`);
    isTold = true;
  };
  await embedIndex(index, embedder, { signal, progress });
  return searcher(index.db, await nearestTo(index.db, embedder, questions));
}
