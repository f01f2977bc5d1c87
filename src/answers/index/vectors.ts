import type { Database } from "../../ledger/database.ts";
import { textHash } from "../meaning/vectors.ts";
import type { Passage } from "../text/passages.ts";

/** A page's vectors by the text that each was made of. */
export type KnownVectors = ReadonlyMap<string, Uint8Array>;

/** What of a page that is about to be replaced need not be embedded again. */
export function knownVectors(db: Database, page: number): KnownVectors {
  const rows = db.all("SELECT hash, vector FROM vectors WHERE page = ?", page);
  return new Map(
    rows.flatMap(({ hash, vector }): [string, Uint8Array][] =>
      vector instanceof Uint8Array ? [[String(hash), vector]] : [],
    ),
  );
}

/** Gives a page's passages the vectors that are known of their texts. */
export function giveKnown(
  db: Database,
  page: { readonly id: number; readonly title: string; readonly passages: readonly Passage[] },
  known: KnownVectors,
): void {
  if (known.size === 0) return;
  for (const [at, passage] of page.passages.entries()) {
    const hash = textHash(page.title, passage);
    const vector = known.get(hash);
    if (vector) giveVector(db, { page: page.id, passage: at, hash, vector });
  }
}

export interface StoredVector {
  readonly page: number;
  /** Its place in the page. */
  readonly passage: number;
  readonly hash: string;
  /** As `packed` writes it. */
  readonly vector: Uint8Array;
}

export function giveVector(db: Database, { page, passage, hash, vector }: StoredVector): void {
  db.run("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?, ?)", page, passage, hash, vector);
}

/** Pages of which a passage has no vector, by their ids. */
export const pagesWithoutVectors = (db: Database): number[] =>
  db
    .all(
      `SELECT p.id FROM pages p LEFT JOIN (SELECT page, count(*) AS n FROM vectors GROUP BY page) v ON v.page = p.id
       WHERE coalesce(v.n, 0) < p.passages ORDER BY p.id`,
    )
    .map(({ id }) => Number(id));
