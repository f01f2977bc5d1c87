import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";
import { explained } from "../../../connectors/sql/errors.ts";
import { isSet, listedColumns } from "../../../connectors/sql/fields.ts";
import { type System, sqlOptions } from "../../../connectors/sql/options.ts";
import { pageStatement, quoted, rowStatement } from "../../../connectors/sql/statements.ts";
import { createHttp } from "../../../src/http/http.ts";
import { articles, newFile, tables } from "./file.ts";
import { liveThroughDatabase } from "./story.ts";

it("SQLite, by the real program", async () => {
  const { dir, exec, remove } = newFile(tables);
  onTestFinished(remove);
  // The texts are what a function makes of a column; of what is no JSON it makes an error.
  exec(`ALTER TABLE articles RENAME TO stored;
    CREATE TABLE broken (text TEXT NOT NULL); INSERT INTO broken VALUES ('{}');
    CREATE VIEW articles AS SELECT id, slug, title, version, category, folder, changed, deleted, draft, audience,
      body || coalesce(json_extract((SELECT text FROM broken), '$.none'), '') AS body FROM stored;`);
  await liveThroughDatabase({
    source: `database: "sqlite:${dir}/kb.db"`,
    env: {},
    exec: (text) => exec(text.replace(/(UPDATE|FROM) articles/, "$1 stored")),
    spoil: (isSpoilt) => exec(`UPDATE broken SET text = '${isSpoilt ? "{" : "{}"}'`),
    withdraw: () => exec("DROP VIEW articles"),
    refusal: /no such table: articles/,
  });
});

describe("statements", () => {
  const page = { columns: ["id", "a b"], key: "id", after: 5 as const, limit: 2 };
  it.each<[System, string]>([
    ["postgres", 'SELECT "id", "a b" FROM (\nq\n) AS fin_ingest_rows WHERE "id" > $1 ORDER BY "id" LIMIT 2'],
    ["mysql", "SELECT `id`, `a b` FROM (\nq\n) AS fin_ingest_rows WHERE `id` > 5 ORDER BY `id` LIMIT 2"],
    ["sqlite", "SELECT `id`, `a b` FROM (\nq\n) AS fin_ingest_rows WHERE `id` > ?1 ORDER BY `id` LIMIT 2"],
    [
      "mssql",
      "SELECT TOP (2) [id], [a b] FROM (\nq\n) AS fin_ingest_rows WHERE [id] > @fin_ingest_key ORDER BY [id]",
    ],
  ])("%s", (system, text) => {
    expect(pageStatement(system, "q", page).text).toBe(text);
  });

  it("no column leaves its quotes, and no key its literal", () => {
    const systems: System[] = ["postgres", "mysql", "sqlite", "mssql"];
    fc.assert(
      fc.property(fc.constantFrom(...systems), fc.string(), (system, text) => {
        const inner = quoted(system, text).slice(1, -1);
        expect(inner.replaceAll(/""|``|\]\]/g, "")).not.toMatch(
          { postgres: /"/, mssql: /\]/, mysql: /`/, sqlite: /`/ }[system],
        );
        const row = rowStatement("mysql", "q", "body", ["id", text]);
        expect(row.text).toMatch(/= _utf8mb4 X'[0-9a-f]*' LIMIT 2$/);
      }),
    );
  });

  it("a listing never asks for the text", () => {
    const options = sqlOptions.parse({ database: "sqlite:kb.db", ...articles });
    expect(listedColumns(options.fields)).not.toContain("body");
  });
});

it.each([
  [null, false],
  [0, false],
  [0n, false],
  ["0", false],
  ["", false],
  ["f", false],
  ["No", false],
  [false, false],
  ["0000-00-00 00:00:00", false],
  [new Uint8Array([0]), false],
  [true, true],
  [1, true],
  [1n, true],
  ["t", true],
  ["2025-01-01", true],
  [new Date(0), true],
  [new Uint8Array([1]), true],
])("the flag %s is set: %s", (value, expected) => {
  expect(isSet(value)).toBe(expected);
});

describe("options", () => {
  const valid = { database: "postgres://reader@db.example.com/kb", ...articles };
  it.each([
    [{ database: "postgres://db.example.com/kb" }, /user/],
    [{ database: "postgres://reader:secret@db.example.com/kb" }, /password/],
    [{ database: "postgres://reader@db.example.com" }, /database/],
    [{ database: "sqlite:kb.db", password: "secret" }, /SQLite has none/],
    [{ database: "sqlite:kb.db", tls: false }, /no connection/],
    [{ database: "mysql://reader@db.example.com/kb", row_security: true }, /PostgreSQL only/],
    [{ query: "UPDATE articles SET id = 1" }, /SELECT or WITH/],
    [{ fields: { ...articles.fields, title: "{title" } }, /template/],
  ])("%j is refused", (change, why) => {
    const { error } = sqlOptions.safeParse({ ...valid, ...change });
    expect(error?.message).toMatch(why);
    expect(error?.message ?? "").not.toContain("secret@");
  });

  it.each(["-- all\nSELECT 1", "/* a */ with x as (select 1) select * from x;", "  select\n1 ; "])(
    "the query %j is taken, without its end",
    (query) => {
      expect(sqlOptions.parse({ ...valid, query }).query).not.toMatch(/;\s*$/);
    },
  );
});

it.each([
  [{ code: "42501" }, /GRANT SELECT/],
  [{ errno: 1142, code: "ER_TABLEACCESS_DENIED_ERROR" }, /GRANT SELECT/],
  [{ number: 229, code: "EREQUEST" }, /GRANT SELECT/],
  [{ code: "28P01" }, /login/],
  [{ number: 18456, code: "ELOGIN" }, /login/],
  [{ code: "57014" }, /timeout/],
  [{ code: "ECONNREFUSED" }, /host and port/],
  [{ code: "DEPTH_ZERO_SELF_SIGNED_CERT" }, /own/],
])("what the database says in the code %j has its hint", (facts, hint) => {
  const message = "code" in facts && facts.code?.startsWith("DEPTH") ? "self-signed certificate" : "no";
  expect(explained(Object.assign(new Error(message), facts), "it").hint).toMatch(hint);
});

describe("addresses of databases", () => {
  const resolve = async () => [{ address: "10.0.0.7", family: 4 }];
  it("in a private network need the owner's word, and hosts that are not listed are refused", async () => {
    const strict = createHttp({ resolve });
    await expect(strict.allowedAddress("db.example.com")).rejects.toThrow(
      /^db\.example\.com: not requested: .*not a public address/,
    );
    const listed = createHttp({ resolve, addresses: "private", hosts: ["other.example.com"] });
    await expect(listed.allowedAddress("db.example.com")).rejects.toThrow(/allow_hosts/);
    const own = createHttp({ resolve, addresses: "private" });
    expect(await own.allowedAddress("db.example.com")).toBe("10.0.0.7");
    const metadata = createHttp({ addresses: "private" });
    await expect(metadata.allowedAddress("169.254.169.254")).rejects.toThrow(/not a public address/);
  });

  it("outside of it are never spoken to without TLS", async () => {
    const open = createHttp({ resolve: async () => [{ address: "93.184.216.34", family: 4 }] });
    await expect(open.ownAddress("db.example.com")).rejects.toThrow(/private network/);
  });
});

it("the README's configuration is valid", () => {
  const readme = readFileSync(new URL("../../../connectors/sql/README.md", import.meta.url), "utf8");
  const written = /```yaml\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
  const { connector, url, visible_to, ...own } = parse(written).sources.kb;
  expect({ connector, url, visible_to }).toEqual({
    connector: "sql",
    url: "https://kb.example.com",
    visible_to: "customers",
  });
  expect(sqlOptions.safeParse(own).error).toBeUndefined();
});
