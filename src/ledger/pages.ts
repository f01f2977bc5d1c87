import type { Batch } from "./batch.ts";
import type { Row } from "./database.ts";
import { externalKey, partId } from "./external-ids.ts";
import type { Ledger, PageRow } from "./ledger.ts";
import {
  checkedColumns,
  integer,
  oneOf,
  pageColumns,
  pageValues,
  readPage,
  sumOf,
  text,
  verify,
} from "./rows.ts";
import { unchangedListings } from "./unchanged-listings.ts";
import { lookahead, walk } from "./walk.ts";

/** The columns of a read of `pages p`: an unresolved intent hides the fingerprint, so the page is sent again. */
export const visibleColumns = `${checkedColumns},
  EXISTS (SELECT 1 FROM intents i WHERE i.source = p.source AND i.external_id = p.external_id) AS unresolved`;

type PageMethods = Pick<
  Ledger,
  "page" | "pages" | "parts" | "countPages" | "countBody" | "countSince" | "putPage" | "forgetPages"
>;
type IntentMethods = Pick<Ledger, "intend" | "settle" | "abandon" | "unresolved" | "isIntended">;

const placeholders = Array.from({ length: pageColumns.split(",").length + 2 }, () => "?").join(", ");
const put = `INSERT OR REPLACE INTO pages (source, ${pageColumns}, sum) VALUES (${placeholders})`;

export function pageTable(batch: Batch, { forget, pageWrites } = unchangedListings(batch)): PageMethods {
  const named = `SELECT ${visibleColumns}, external_id FROM pages p WHERE source = ?`;
  const one = `${named} AND external_id = ?`;
  const following = `${named} AND external_id >= ? ORDER BY external_id LIMIT ?`;
  // A range of one row takes three times as long as a lookup by key.
  const rows = lookahead((source, from, limit) =>
    limit === 1 ? batch.db.all(one, source, from) : batch.db.all(following, source, from, limit),
  );
  let written = 0;
  const range = (where: string) =>
    `SELECT ${visibleColumns} FROM pages p WHERE source = ? AND external_id > ? ${where} ORDER BY external_id LIMIT ?`;
  // Keys compare byte by byte, and ";" follows the ":" that ends the mark of a part.
  const within = `SELECT ${visibleColumns} FROM pages p
    WHERE source = ? AND external_id > ? AND external_id < ? AND state <> 'deleted' ORDER BY external_id`;
  const all = range("");
  const undeleted = range("AND state <> 'deleted'");
  return {
    page(source, externalId) {
      if (written !== pageWrites(source)) rows.forget();
      written = pageWrites(source);
      const row = rows.find(source, externalKey(externalId));
      return row && batch.db.guard(() => readPage(row));
    },
    pages: (source, options = {}) => walkPages(batch, options.deleted ? all : undeleted, source),
    parts(source, externalId) {
      const first = partId(externalKey(externalId), "");
      const rows = batch.db.all(within, source, first, `${first.slice(0, -1)};`);
      return batch.db.guard(() => rows.map(readPage));
    },
    countBody(source, bodyHash, title) {
      const sql = "SELECT count(*) AS n FROM pages WHERE source = ? AND body_hash = ? AND state = 'live'";
      const row =
        title === undefined
          ? batch.db.get(sql, source, bodyHash)
          : batch.db.get(`${sql} AND title = ?`, source, bodyHash, title);
      return row ? integer(row, "n") : 0;
    },
    countSince(source, time) {
      const sql = "SELECT count(*) AS n FROM pages WHERE source = ? AND first_sent_at > ? AND state = 'live'";
      const row = batch.db.get(sql, source, time);
      return row ? integer(row, "n") : 0;
    },
    countPages(source) {
      const counts = { live: 0, hidden: 0, deleted: 0 };
      const sql = "SELECT state, count(*) AS n FROM pages WHERE source = ? GROUP BY state";
      for (const row of batch.db.all(sql, source)) {
        counts[oneOf(row, "state", ["live", "hidden", "deleted"])] = integer(row, "n");
      }
      return { live: counts.live, hidden: counts.hidden };
    },
    putPage(source, row) {
      batch.soon(() => {
        putRow(batch, source, row);
        forget(source);
      });
    },
    forgetPages(source) {
      batch.durably(() => {
        batch.db.run("DELETE FROM pages WHERE source = ?", source);
        batch.db.run("DELETE FROM intents WHERE source = ?", source);
        forget(source);
      });
    },
  };
}

export function intentTable(batch: Batch, { forget } = unchangedListings(batch)): IntentMethods {
  const clear = "DELETE FROM intents WHERE source = ? AND external_id = ?";
  const one = "SELECT 1 FROM intents WHERE source = ? AND external_id = ?";
  const list = "SELECT * FROM intents WHERE source = ? AND external_id > ? ORDER BY external_id LIMIT ?";
  return {
    async intend(source, externalId, what, at) {
      const key = externalKey(externalId);
      await batch.shared(() => {
        const values = [source, key, what, at];
        const sum = sumOf("intents", values);
        batch.db.run("INSERT OR REPLACE INTO intents VALUES (?, ?, ?, ?, ?)", ...values, sum);
        forget(source);
      });
    },
    settle(source, row) {
      // One transaction: losing both to a crash is harmless, because the page is sent again; losing only the row is not.
      batch.soon(() => {
        putRow(batch, source, row);
        batch.db.run(clear, source, row.externalId);
        forget(source);
      });
    },
    abandon(source, externalId) {
      batch.soon(() => {
        batch.db.run(clear, source, externalKey(externalId));
        forget(source);
      });
    },
    isIntended: (source, externalId) => batch.db.get(one, source, externalKey(externalId)) !== undefined,
    unresolved(source) {
      return walk(
        (after, limit) => batch.db.guard(() => batch.db.all(list, source, after, limit).map(readIntent)),
        (intent) => intent.externalId,
      );
    },
  };
}

/** Walks pages with `sql`, whose parameters are the source, the key to start after and how many. */
export const walkPages = (batch: Batch, sql: string, source: string): Iterable<PageRow> =>
  walk(
    (after, limit) => batch.db.guard(() => batch.db.all(sql, source, after, limit).map(readPage)),
    (page) => page.externalId,
  );

export const intentColumns = ["source", "external_id", "what", "at"];

function readIntent(row: Row) {
  verify("intents", row, intentColumns);
  return {
    externalId: text(row, "external_id"),
    what: oneOf(row, "what", ["upsert", "hide", "delete"]),
    at: integer(row, "at"),
  };
}

function putRow(batch: Batch, source: string, row: PageRow): void {
  const values = pageValues(row);
  batch.db.run(put, source, ...values, sumOf("pages", [source, ...values]));
}
