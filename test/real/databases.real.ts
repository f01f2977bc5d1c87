import { mkdtempSync, rmSync } from "node:fs";
import { createServer, connect as dial, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { sql } from "../../connectors/sql/index.ts";
import { documentsOf, entriesOf, testIo } from "../../src/connector-kit/testing/index.ts";
import { tables } from "../connectors/sql/file.ts";
import { liveThroughDatabase } from "../connectors/sql/story.ts";
import { databaseServers, type RunningDatabase } from "./servers/databases.ts";

/** A way to a server that counts the statements which ask for a row's text, unencrypted as they are. */
async function openCounter(port: number): Promise<{ port: number; take(): number; close(): void }> {
  let loads = 0;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = dial(port, "127.0.0.1");
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => {}).on("close", () => [client, upstream].forEach((one) => void one.destroy()));
    }
    client.on("data", (bytes) => {
      loads += bytes.toString("latin1").match(/SELECT ["`]body["`] FROM/g)?.length ?? 0;
      upstream.write(bytes);
    });
    upstream.on("data", (bytes) => void client.write(bytes));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    port: address.port,
    take() {
      const before = loads;
      loads = 0;
      return before;
    },
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

async function withServer(
  { start }: (typeof databaseServers)[number],
  act: (server: RunningDatabase, dir: string) => Promise<void>,
): Promise<void> {
  const dir = mkdtempSync(path.join(tmpdir(), "fin-ingest-db-"));
  const server = await start(dir);
  try {
    await act(server, dir);
  } finally {
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

describe.each(databaseServers)("$name", (system) => {
  const missing = system.missing();
  const why = missing.length > 0 ? ` (not installed: ${missing.join(", ")})` : "";

  it.skipIf(missing.length > 0)(`is read night after night${why}`, () =>
    withServer(system, async (server) => {
      server.exec(tables);
      server.exec(server.grant);
      const counter = await openCounter(server.port);
      try {
        await liveThroughDatabase({
          source: `database: ${server.scheme}://reader@127.0.0.1:${counter.port}/kb\npassword: \${KB_PASSWORD}\ntls: false`,
          env: { KB_PASSWORD: server.password },
          exec: (text) => server.exec(text),
          takeLoads: () => counter.take(),
          withdraw: () => server.exec(server.revoke),
          refusal: server.refusal,
        });
      } finally {
        counter.close();
      }
    }),
  );

  it.skipIf(missing.length > 0)(`is read exactly, and through TLS only with its own authority${why}`, () =>
    withServer(system, async (server, dir) => {
      server.exec(tables);
      server.exec(server.grant);
      const keys = [
        ["9007199254740993", "big"],
        ["-5", "negative"],
      ] as const;
      server.exec("CREATE TABLE numbers (id BIGINT PRIMARY KEY, body TEXT)");
      for (const [id, body] of keys) server.exec(`INSERT INTO numbers VALUES (${id}, '${body}')`);
      const names = ["O'Brien", 'say "hi"', "a?b$1:c", "Größe", "0012", "12", "back\\slash"];
      server.exec("CREATE TABLE names (id VARCHAR(40) PRIMARY KEY, body TEXT)");
      for (const name of names) server.exec(`INSERT INTO names VALUES (${server.literal(name)}, 'text')`);
      server.exec(server.grant.replaceAll("articles", "numbers"));
      server.exec(server.grant.replaceAll("articles", "names"));
      const io = { ...testIo(dir, dir), caFile: server.certificate };
      const database = `${server.scheme}://reader@localhost:${server.port}/kb`;
      const options = (query: string, more: object = {}) =>
        sql.options.parse({
          database,
          password: server.password,
          page_size: 1,
          query,
          fields: { id: "id", body: "body" },
          ...more,
        });
      for (const [table, expected] of [
        ["numbers", keys.map(([id]) => id)],
        ["names", names],
      ] as const) {
        const given = options(`SELECT * FROM ${table}`);
        const documents = documentsOf(await entriesOf(sql.list(given, io)));
        expect(documents.map(({ externalId }) => externalId).sort()).toEqual([...expected].sort());
        for (const document of documents) expect((await document.load(io.signal)).body).not.toBe("");
        for (const id of expected) expect(await sql.confirm?.(given, io, id), id).toBe("present");
        expect(await sql.confirm?.(given, io, "404")).toBe("gone");
      }
      const stranger = sql.check(options("SELECT * FROM names"), testIo(dir, dir));
      expect(await stranger).toMatchObject([{ result: "failed", hint: expect.stringContaining("ca_file") }]);
      for (const [change, hint] of [
        [{ password: "not-the-password" }, /refuses the login/],
        [{ query: "SELECT * FROM nowhere" }, /GRANT SELECT|table's name/],
        [{ query: "SELECT nothing FROM names" }, /columns in/],
        [{ query: server.slow, timeout: 1 }, /takes longer than `timeout`/],
        [{ database: database.replace(String(server.port), "1") }, /host and port/],
      ] as const) {
        const results = await sql.check(options("SELECT * FROM names", change), io);
        const failed = results.filter(({ result }) => result === "failed");
        expect(failed.map((one) => `${one.detail} ${one.hint}`).join("\n"), JSON.stringify(change)).toMatch(
          hint,
        );
      }
      server.exec("CREATE SEQUENCE written");
      server.exec(server.grantSequence);
      const write = await entriesOf(sql.list(options(server.writing), io)).catch(
        (error: Error) => error.message,
      );
      expect(write).toMatch(/the database:.*read[- ]only/i);
      await io.http.close();
    }),
  );
});
