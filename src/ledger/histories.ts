import { z } from "zod";
import type { Batch } from "./batch.ts";
import type { Row } from "./database.ts";
import type { Echo, Ledger, PageHistory, SourceHistory } from "./ledger.ts";
import { readSource, sumOf, text, verify } from "./rows.ts";

type HistoryMethods = Pick<
  Ledger,
  "sources" | "sourceHistory" | "putSourceHistory" | "pageHistory" | "putPageHistory"
>;

const time = z.int().nonnegative();

const sourceHistory: z.ZodType<SourceHistory> = z.strictObject({
  configFile: z.string().exactOptional(),
  graceMs: time.exactOptional(),
  retiredAt: time.exactOptional(),
  searchedAt: time.exactOptional(),
  foreign: z
    .strictObject({ pages: time, externalIds: z.array(z.string()), held: z.boolean() })
    .exactOptional(),
  adoptedAt: time.exactOptional(),
  matchedRules: z.array(z.string()).exactOptional(),
  madeWith: z.strictObject({ revision: z.string(), settings: z.string() }).exactOptional(),
  unsynced: z.record(z.string(), time).exactOptional(),
  echoesFrom: time.exactOptional(),
});

const echo: z.ZodType<Echo> = z.strictObject({
  title: z.string().exactOptional(),
  url: z.string().nullable().exactOptional(),
  bodyHash: z.string().exactOptional(),
});

const pageHistory: z.ZodType<PageHistory> = z.strictObject({
  salesAgent: z.boolean().exactOptional(),
  replacedBy: z.string().exactOptional(),
  echo: echo.exactOptional(),
  edited: z.strictObject({ words: z.string(), putBackAt: time.exactOptional() }).exactOptional(),
  reappearedAt: z.array(time).exactOptional(),
  hiddenWhy: z.string().exactOptional(),
  sentDespiteLoss: z.string().exactOptional(),
  undone: z.strictObject({ rejected: z.string().exactOptional(), restored: z.string() }).exactOptional(),
  sentWhy: z.array(z.string()).exactOptional(),
});

export const sourceHistoryColumns = ["name", "value"];
export const pageHistoryColumns = ["source", "external_id", "value"];

/** What sources and pages went through that no listing says: kept beside their rows, so that a row's checksum stays. */
export function histories(batch: Batch): HistoryMethods {
  const { db } = batch;
  const read = <T>(row: Row | undefined, table: string, columns: readonly string[], schema: z.ZodType<T>) =>
    row &&
    db.guard(() => {
      verify(table, row, columns);
      return schema.parse(JSON.parse(text(row, "value")));
    });
  return {
    sources: () =>
      db.all("SELECT * FROM sources ORDER BY name").map((row) => db.guard(() => readSource(row))),
    sourceHistory(name) {
      const row = db.get("SELECT * FROM source_histories WHERE name = ?", name);
      return read(row, "source_histories", sourceHistoryColumns, sourceHistory) ?? {};
    },
    putSourceHistory(name, history) {
      batch.durably(() => {
        const values = [name, JSON.stringify(history)];
        db.run(
          "INSERT OR REPLACE INTO source_histories VALUES (?, ?, ?)",
          ...values,
          sumOf("source_histories", values),
        );
      });
    },
    pageHistory(source, externalId) {
      const row = db.get(
        "SELECT * FROM page_histories WHERE source = ? AND external_id = ?",
        source,
        externalId,
      );
      return read(row, "page_histories", pageHistoryColumns, pageHistory) ?? {};
    },
    putPageHistory(source, externalId, history) {
      batch.soon(() => {
        const values = [source, externalId, JSON.stringify(history)];
        db.run(
          "INSERT OR REPLACE INTO page_histories VALUES (?, ?, ?, ?)",
          ...values,
          sumOf("page_histories", values),
        );
      });
    },
  };
}
