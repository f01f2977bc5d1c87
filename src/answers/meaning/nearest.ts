import type { VisibleTo } from "../../audience.ts";
import type { Database } from "../../ledger/database.ts";
import { type Embedder, nearness } from "./vectors.ts";

/** A page's passage that is nearest to a question in meaning. */
export interface Near {
  /** Its place in the page. */
  readonly passage: number;
  /** Cosine, at most 1. */
  readonly similarity: number;
}

/** The pages nearest to a question, nearest first, by their ids in the index. */
export type Nearest = (
  question: string,
  options: { readonly as: VisibleTo; readonly sources?: readonly string[] | undefined },
) => ReadonlyMap<number, Near>;

/** Pages that are given: as many as words choose. */
const MAX_NEAREST = 100;

/**
 * Embeds questions, and compares them with all passages of an index when they are asked. Other questions than these find
 * nothing.
 */
export async function nearestTo(
  db: Database,
  embedder: Embedder,
  questions: readonly string[],
): Promise<Nearest> {
  const different = [...new Set(questions)];
  const made = await embedder.embed(different, "question");
  const vectors = new Map(made.map((vector, at) => [different[at], vector]));
  const passages = storedPassages(db);
  return (question, { as, sources }) => {
    const vector = vectors.get(question);
    if (!vector) return new Map();
    const best = new Map<number, Near>();
    for (const one of passages) {
      if (!(as === "customers" ? one.agent : one.copilot)) continue;
      if (sources !== undefined && !sources.includes(one.source)) continue;
      const similarity = nearness(one.vector, vector);
      if (similarity > (best.get(one.page)?.similarity ?? 0))
        best.set(one.page, { passage: one.passage, similarity });
    }
    const nearest = [...best].sort(([, a], [, b]) => b.similarity - a.similarity);
    return new Map(nearest.slice(0, MAX_NEAREST));
  };
}

interface StoredPassage {
  readonly page: number;
  readonly passage: number;
  readonly vector: Uint8Array;
  readonly source: string;
  readonly agent: boolean;
  readonly copilot: boolean;
}

function storedPassages(db: Database): StoredPassage[] {
  const rows = db.all(
    "SELECT v.page, v.passage, v.vector, p.source, p.agent, p.copilot FROM vectors v JOIN pages p ON p.id = v.page",
  );
  return rows.flatMap(({ page, passage, vector, source, agent, copilot }) =>
    vector instanceof Uint8Array
      ? [
          {
            page: Number(page),
            passage: Number(passage),
            vector,
            source: String(source),
            agent: agent === 1,
            copilot: copilot === 1,
          },
        ]
      : [],
  );
}
