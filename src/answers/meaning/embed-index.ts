import type { AnswerIndex } from "../index/answer-index.ts";
import { readPassages } from "../index/answer-index.ts";
import { giveVector, pagesWithoutVectors } from "../index/vectors.ts";
import { type Embedder, embeddedText, packed, textHash } from "./vectors.ts";

/** Passages embedded at once: more take memory, and hardly less time. */
const AT_ONCE = 16;

/**
 * Gives every passage of an index its vector. Those that have one keep it, unless another model made it. What was done
 * is kept when the signal fires.
 * @param progress told how many pages are still to be done, before each
 */
export async function embedIndex(
  index: AnswerIndex,
  embedder: Embedder,
  { signal, progress }: { readonly signal: AbortSignal; readonly progress: (left: number) => void },
): Promise<void> {
  const { db } = index;
  if (index.meta("model") !== embedder.id) {
    index.setMeta("model", embedder.id);
    db.run("DELETE FROM vectors");
    index.flush();
  }
  const pages = pagesWithoutVectors(db);
  for (const [at, page] of pages.entries()) {
    signal.throwIfAborted();
    progress(pages.length - at);
    await embedPage(index, embedder, page);
  }
  index.flush();
}

async function embedPage(index: AnswerIndex, embedder: Embedder, page: number): Promise<void> {
  const { db } = index;
  const title = String(db.get("SELECT title FROM pages WHERE id = ?", page)?.title ?? "");
  const has = new Set(
    db.all("SELECT passage FROM vectors WHERE page = ?", page).map(({ passage }) => Number(passage)),
  );
  const wanted = [...readPassages(db, page).entries()].filter(([at]) => !has.has(at));
  for (let from = 0; from < wanted.length; from += AT_ONCE) {
    const some = wanted.slice(from, from + AT_ONCE);
    const made = await embedder.embed(
      some.map(([, passage]) => embeddedText(title, passage)),
      "passage",
    );
    index.begin();
    for (const [nth, [passage, text]] of some.entries()) {
      const vector = made[nth];
      if (vector) giveVector(db, { page, passage, hash: textHash(title, text), vector: packed(vector) });
    }
  }
  index.wrote();
}
