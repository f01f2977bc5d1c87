import pg from "pg";
import { describe, expect, it } from "vitest";
import { systemClock } from "../../../src/clock.ts";
import { readState } from "../../../src/config/read/state.ts";
import { LedgerError } from "../../../src/ledger/failures.ts";
import { postgresStore } from "../../../src/ledger/stores/postgres/store.ts";
import { Unreachable } from "../../../src/ledger/stores/remote.ts";
import { remoteStore } from "../../../src/ledger/stores/remote-store.ts";
import { pageRow, temporaryFolder } from "../support.ts";
import { newDatabase, noPostgres } from "./postgres-server.ts";

function storeAt(url: string, dir = temporaryFolder()) {
  const { store } = readState(url, { baseDir: "/", env: {} });
  if (store?.kind !== "postgres") throw new Error("no address of a database");
  return remoteStore(
    postgresStore(store, systemClock),
    { dir, keepsBodies: false, maxReports: 90 },
    systemClock,
  );
}

async function ask(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

const skipped = noPostgres === undefined ? "" : ` (skipped: ${noPostgres})`;

describe(`PostgreSQL${skipped}`, () => {
  const test = it.skipIf(noPostgres !== undefined);

  test("connections that break in the middle are opened again, and nothing is lost", async () => {
    const url = await newDatabase();
    const lease = await storeAt(url).lease({ pipeline: "nightly" });
    const ledger = await lease.checkout();
    for (const id of ["a", "b", "c"]) {
      await ask(
        url,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'fin-ingest' AND datname = current_database()",
      );
      await ledger.intend("docs", id, "upsert", 1);
    }
    const other = await storeAt(url).read();
    expect(Array.from(other.unresolved("docs"), ({ externalId }) => externalId)).toEqual(["a", "b", "c"]);
    other.close();
    await lease.release();
  });

  test("two first runs at once both find its tables", async () => {
    const url = await newDatabase();
    const holders = ["one", "two", "three"].map((name) => storeAt(`${url}?workspace=${name}`).holder());
    expect(await Promise.all(holders)).toEqual([undefined, undefined, undefined]);
  });

  test("a database that was restored from an older copy is not believed", async () => {
    const url = await newDatabase();
    const dir = temporaryFolder();
    const lease = await storeAt(url, dir).lease({ pipeline: "nightly" });
    (await lease.checkout()).putPage("docs", pageRow("a"));
    await lease.release();
    await ask(url, "UPDATE fin_ingest.workspaces SET revision = 1");
    const error: unknown = await storeAt(url, dir)
      .read()
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(LedgerError);
    expect(error).toMatchObject({ rebuildable: true, message: expect.stringContaining("is an older copy") });
  });

  test("what it refuses is said with what to do", async () => {
    const url = await newDatabase();
    await ask(url, "CREATE ROLE writer LOGIN");
    const refused = (address: string) => storeAt(address).lease({ pipeline: "nightly" });
    await expect(refused(url.replace("owner@", "writer@"))).rejects.toMatchObject({
      message: expect.stringContaining("permission denied for database"),
      hint: expect.stringContaining("GRANT CREATE ON DATABASE"),
    });
    await expect(refused(`${url}_not`)).rejects.toMatchObject({
      message: expect.stringContaining("does not exist"),
      hint: expect.stringContaining("Create the database"),
    });
    await ask(url, "CREATE SCHEMA fin_ingest AUTHORIZATION writer");
    await (await refused(url.replace("owner@", "writer@"))).release();
  });
});

it("a database that does not answer is said to be out of reach, without its password", async () => {
  const error: unknown = await storeAt("postgres://fin:correct-horse@127.0.0.1:9/fin")
    .holder()
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Unreachable);
  expect(String(error)).toContain("postgres://127.0.0.1:9/fin (workspace default): connect ECONNREFUSED");
  expect(String(error)).not.toContain("correct-horse");
});
