import type { VisibleTo } from "../../audience.ts";
import type { Database, Row } from "../../ledger/database.ts";
import { namesPage } from "../questions/match.ts";
import type { Draftable } from "../questions/suggest.ts";
import { readPassages } from "./answer-index.ts";

/** The indexed pages in the order of their ids, with their passages. */
export function draftable(db: Database, sources?: readonly string[]): Draftable[] {
  return rows(db)
    .filter(({ source }) => sources === undefined || sources.includes(String(source)))
    .map((row) => ({
      externalId: String(row.external_id),
      title: String(row.title),
      audience: visibleTo(row),
      source: String(row.source),
      passages: readPassages(db, Number(row.id)),
    }));
}

/** Says whether a page of one of these names is indexed, and for whom. */
export function standing(db: Database): (names: readonly string[]) => VisibleTo | undefined {
  const known = rows(db).map((row) => ({
    externalId: String(row.external_id),
    ...(typeof row.path === "string" ? { path: row.path } : {}),
    ...(typeof row.url === "string" ? { url: row.url } : {}),
    audience: visibleTo(row),
  }));
  return (names) => {
    const found = known.filter((page) => names.some((name) => namesPage(name)(page)));
    if (found.length === 0) return undefined;
    return found.some(({ audience }) => audience === "customers") ? "customers" : "teammates";
  };
}

const rows = (db: Database): Row[] => db.all("SELECT * FROM pages ORDER BY source, external_id");

const visibleTo = (row: Row): VisibleTo => (row.agent === 1 ? "customers" : "teammates");
