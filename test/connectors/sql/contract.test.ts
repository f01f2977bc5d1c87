import { describe, expect, it, onTestFinished } from "vitest";
import { sql } from "../../../connectors/sql/index.ts";
import { describeConnector, documentsOf, testIo } from "../../../src/connector-kit/testing/index.ts";
import { toFailure } from "../../../src/errors.ts";
import { articles, articlesInFile, entriesIn, newFile, tables } from "./file.ts";

describeConnector("sql", sql, articlesInFile);

function file(statements = tables) {
  const made = newFile(statements);
  onTestFinished(() => made.remove());
  return made;
}

const table = (rows: string, type = "TEXT") => `CREATE TABLE articles (id ${type}, body TEXT); ${rows}`;
const plain = { fields: { id: "id", body: "body" } };

describe("rows", () => {
  it("become documents; those that are deleted, drafts or for nobody are named as such", async () => {
    const { dir } = file();
    const entries = await entriesIn(dir);
    expect(documentsOf(entries).map(({ externalId }) => externalId)).toEqual([
      "1",
      "2",
      "3",
      "7",
      "10",
      "11",
    ]);
    expect(documentsOf(entries)[0]).toMatchObject({
      title: "Refunds",
      url: "https://kb.example.com/refunds",
      path: "billing/refunds",
      labels: ["billing"],
      updatedAt: Date.parse("2025-03-01T09:00:00Z"),
    });
    expect(entries.filter(({ kind }) => kind !== "document")).toEqual([
      { kind: "gone", externalId: "12", reason: "the row says so: deleted" },
      { kind: "unpublished", externalId: "13", title: "Next prices", reason: "withheld: draft" },
      { kind: "unpublished", externalId: "14", title: "Board papers", reason: "for nobody: audience" },
    ]);
    expect(documentsOf(entries).at(-1)?.visibleTo).toBe("teammates");
  });

  it("whose audience is not known, or whose address is none, are unreadable and end nothing", async () => {
    const { dir, exec } = file();
    exec(
      "UPDATE articles SET audience = 'everyone' WHERE id = 1; UPDATE articles SET folder = '..' WHERE id = 2",
    );
    const entries = await entriesIn(dir);
    expect(entries.filter(({ kind }) => kind === "unreadable")).toHaveLength(2);
    expect(documentsOf(entries)).toHaveLength(4);
    const other = await entriesIn(dir, { fields: { ...plain.fields, url: "slug" } });
    expect(other.every(({ kind }) => kind === "unreadable")).toBe(true);
  });

  it("that only another audience tells apart have another version", async () => {
    const { dir, exec } = file();
    const version = async () => documentsOf(await entriesIn(dir))[0]?.version;
    const before = await version();
    exec("UPDATE articles SET audience = 'teammates' WHERE id = 1");
    expect(await version()).not.toBe(before);
  });

  it.each(["-9007199254740993", "9007199254740993"])("with the key %s are read exactly", async (key) => {
    const { dir } = file(
      table(`INSERT INTO articles VALUES (${key}, 'exact'), (5, 'five'), (6, 'six')`, "INTEGER"),
    );
    const documents = documentsOf(await entriesIn(dir, plain));
    const found = documents.find(({ externalId }) => externalId === key);
    expect(documents).toHaveLength(3);
    expect((await found?.load(AbortSignal.timeout(60_000)))?.body).toBe("exact");
  });

  it("with keys in any script, with quotes and with digits are read", async () => {
    const keys = ["0012", "12", "O'Brien", 'say "hi"', "Größe", "日本", "a?b$1:c"];
    const values = keys.map((key) => `('${key.replaceAll("'", "''")}', 'text')`).join(", ");
    const { dir } = file(table(`INSERT INTO articles VALUES ${values}`));
    const documents = documentsOf(await entriesIn(dir, plain));
    expect(documents.map(({ externalId }) => externalId).sort()).toEqual([...keys].sort());
    for (const document of documents)
      expect((await document.load(AbortSignal.timeout(60_000))).body).toBe("text");
    const options = sql.options.parse({ database: "sqlite:kb.db", query: articles.query, ...plain });
    for (const key of keys) expect(await sql.confirm?.(options, testIo(dir, dir), key)).toBe("present");
    expect(await sql.confirm?.(options, testIo(dir, dir), "13")).toBe("gone");
  });
});

describe("rows that the key does not tell apart", () => {
  it.each([
    [
      "two rows of one id",
      table("INSERT INTO articles VALUES ('a', '1'), ('a', '2'), ('b', '3'), ('c', '4')"),
    ],
    ["two on two pages", table("INSERT INTO articles VALUES ('a', '1'), ('b', '2'), ('b', '3'), ('c', '4')")],
    [
      "ids that differ in case only",
      table(
        "INSERT INTO articles VALUES ('a', '1'), ('b', '2'), ('B', '3'), ('c', '4')",
        "TEXT COLLATE NOCASE",
      ),
    ],
    ["NULL", table("INSERT INTO articles VALUES (NULL, '1'), ('b', '2'), ('c', '3')")],
  ])("%s: a gap, and never a shorter listing", async (_, statements) => {
    const entries = await entriesIn(file(statements).dir, plain);
    expect(entries.filter(({ kind }) => kind === "gap").length).toBeGreaterThan(0);
  });

  it("a page of nothing but NULL is an error", async () => {
    const { dir } = file(table("INSERT INTO articles VALUES (NULL, '1'), (NULL, '2'), ('c', '3')"));
    await expect(entriesIn(dir, plain)).rejects.toThrow(/their id is NULL/);
  });
});

describe("what is wrong is named with where to mend it", () => {
  it.each([
    [{ query: "SELECT * FROM nowhere" }, /no such table: nowhere/, /table's name in `query`/],
    [{ query: "SELECT nowhere FROM articles" }, /no such column: nowhere/, /columns in `query`/],
    [{ fields: { id: "Id", body: "body" } }, /no column Id/, /It has id, slug, title/],
    [{ fields: { ...plain.fields, url: "https://x.example.com/{slag}" } }, /no column slag/, /slug/],
    [{ query: "SELECT 1) ; DROP TABLE articles; --" }, /the database/, /`query`/],
    [{ database: "sqlite:none.db" }, /no database file/, /relative to/],
    [
      { fields: { ...plain.fields, body_format: "pdf" }, query: "SELECT * FROM articles WHERE id = 1" },
      /not bytes/,
      /./,
    ],
  ])("%j", async (options, message, hint) => {
    const { dir } = file();
    const given = sql.options.parse({ database: "sqlite:kb.db", ...articles, ...options });
    const failed = (await sql.check(given, testIo(dir, dir))).filter(({ result }) => result === "failed");
    expect(failed.map(({ detail }) => detail).join()).toMatch(message);
    expect(failed.map((one) => one.hint).join()).toMatch(hint);
  });

  it("nothing can be written, whatever the query says", async () => {
    const { dir } = file();
    const query =
      "WITH x AS (SELECT 1) SELECT * FROM articles) AS q; DELETE FROM articles; SELECT * FROM (SELECT 1";
    const failure = await entriesIn(dir, { query }).catch(toFailure);
    expect(failure).toHaveProperty("message");
    expect(documentsOf(await entriesIn(dir))).toHaveLength(6);
  });

  it("a text over the limit fails alone", async () => {
    const { dir } = file();
    const options = sql.options.parse({ database: "sqlite:kb.db", ...articles });
    const io = { ...testIo(dir, dir), maxDocumentBytes: 60 };
    const results = [];
    for await (const entry of sql.list(options, io))
      if (entry.kind === "document")
        results.push(
          await entry.load(io.signal).then(
            () => "read",
            (error: Error) => error.message,
          ),
        );
    expect(results.filter((one) => one === "read").length).toBeGreaterThan(0);
    expect(results.some((one) => /larger than max_document_bytes \(60\)/.test(one))).toBe(true);
  });
});
