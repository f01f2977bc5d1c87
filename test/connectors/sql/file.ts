import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { sql } from "../../../connectors/sql/index.ts";
import { entriesOf, type Fixture, testIo } from "../../../src/connector-kit/testing/index.ts";
import { sqliteEngine } from "../../../src/ledger/database.ts";

/** The tables of a knowledge base with nine rows, six of which are documents. */
export const tables = readFileSync(
  new URL("../../fixtures/connectors/sql/articles.sql", import.meta.url),
  "utf8",
);

/** The options that the tests of all databases use. */
export const articles = {
  query: "SELECT * FROM articles -- all of them",
  fields: {
    id: "id",
    title: "title",
    body: "body",
    url: "https://kb.example.com/{slug}",
    version: "version",
    labels: "category",
    path: "{folder}/{slug}",
    updated_at: "changed",
    deleted: "deleted",
    withheld: "draft",
    visible_to: "audience",
  },
};

/** A database file with these tables, for one test. */
export function newFile(statements: string): { dir: string; exec(text: string): void; remove(): void } {
  const dir = mkdtempSync(path.join(tmpdir(), "fin-ingest-sql-"));
  const exec = (text: string) => {
    const engine = new (sqliteEngine())(path.join(dir, "kb.db"), { readOnly: false });
    engine.exec(text);
    engine.close();
  };
  exec(statements);
  return { dir, exec, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

/** What a listing of a file yields, with options over those of `articles`. */
export async function entriesIn(dir: string, options: object = {}) {
  const given = sql.options.parse({ database: "sqlite:kb.db", page_size: 2, ...articles, ...options });
  return entriesOf(sql.list(given, testIo(dir, dir)));
}

/** The system of the contract suite. */
export async function articlesInFile(): Promise<Fixture> {
  const { dir, exec, remove } = newFile(tables);
  const options = { database: "sqlite:./kb.db", page_size: 2, ...articles };
  const { fields } = articles;
  return {
    options,
    baseDir: dir,
    secrets: [],
    refused: [
      {},
      { ...options, query: "DELETE FROM articles" },
      { ...options, database: "oracle://reader@db/kb" },
      { ...options, fields: { ...fields, id: undefined } },
      { ...options, fields: { ...fields, url: "/relative/{slug}" } },
    ],
    broken: [
      { ...options, database: "sqlite:./none.db" },
      { ...options, query: "SELECT * FROM nothing" },
      { ...options, query: "SELECT nothing FROM articles" },
      { ...options, fields: { ...fields, body: "text" } },
      { ...options, query: "SELECT * FROM articles WHERE" },
    ],
    retitle: async () => exec("UPDATE articles SET title = 'Money back' WHERE id = 1"),
    async edit() {
      exec("UPDATE articles SET body = body || '<p>More.</p>', version = version + 1 WHERE id = 2");
      return "2";
    },
    async remove() {
      exec("DELETE FROM articles WHERE id = 3");
      return "3";
    },
    // A file tells nobody what was read of it: story.ts proves that no text is.
    bodyReads: () => 0,
    close: async () => remove(),
  };
}
