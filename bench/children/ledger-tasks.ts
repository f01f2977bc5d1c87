import { statSync } from "node:fs";
import path from "node:path";
import { openDatabase } from "../../src/ledger/database.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { openLedger } from "../../src/ledger/sqlite.ts";
import { mapConcurrent } from "../../src/sync/concurrency.ts";
import { pageRow } from "../kit/rows.ts";
import { answerTasks, peakBytes } from "./answer.ts";

export interface LedgerTask {
  readonly what: keyof typeof tasks;
  readonly folder: string;
  readonly rows: number;
}

export interface LedgerAnswer {
  readonly ms: number;
  /** Rows or commits that the time was for. */
  readonly count: number;
  readonly peakBytes: number;
  readonly fileBytes: number;
}

const source = "docs";

const tasks = {
  /** Opens a ledger at rest: proves the file to be what was last written. */
  open: async ({ folder }: LedgerTask) => {
    const begun = performance.now();
    const ledger = await openLedger(folder);
    const ms = performance.now() - begun;
    ledger.close();
    return { ms, count: 1 };
  },
  /** Rows whose loss to a crash is harmless, in groups. */
  fill: ({ folder, rows }: LedgerTask) =>
    within(folder, rows, (ledger) => {
      ledger.putSource({ name: source, url: "https://docs.example.com", sourceId: 1 });
      for (let at = 0; at < rows; at += 1) ledger.putPage(source, pageRow(at));
    }),
  /** An upload's two writes: the intent on disk before the request leaves, the row after the echo. */
  upsert: ({ folder, rows }: LedgerTask) =>
    within(folder, rows, async (ledger) => {
      const numbers = Array.from({ length: rows }, (_, at) => at);
      const upload = async (at: number) => {
        const row = pageRow(at * 7);
        await ledger.intend(source, row.externalId, "upsert", at);
        ledger.settle(source, row);
      };
      for await (const _ of mapConcurrent(numbers, 25, upload));
    }),
  /** What a listing asks of the ledger: each document's row by its id, in the order of the paths. */
  lookup: ({ folder, rows }: LedgerTask) => lookedUp(folder, idsOf(rows).sort()),
  /** The same in no order, as an API may list. */
  scattered: ({ folder, rows }: LedgerTask) => lookedUp(folder, idsOf(rows)),
  /** All rows in the order of their ids. */
  walk: ({ folder, rows }: LedgerTask) =>
    within(folder, rows, (ledger) => {
      let seen = 0;
      for (const _ of ledger.pages(source)) seen += 1;
      if (seen !== rows) throw new Error(`${seen} rows`);
    }),
  /** The same rows in a bare loop: SQLite and nothing of ours. */
  bare: async ({ folder, rows }: LedgerTask) => {
    const db = openDatabase(path.join(folder, "ledger.sqlite"), { readOnly: true });
    const begun = performance.now();
    let seen = 0;
    for (const _ of db.each("SELECT * FROM pages")) seen += 1;
    const ms = performance.now() - begun;
    db.close();
    if (seen !== rows) throw new Error(`${seen} rows`);
    return { ms, count: rows };
  },
  /** What the disk takes for one commit of a row in a database of its own. */
  commits: async ({ folder, rows }: LedgerTask) => {
    const db = openDatabase(path.join(folder, "commits.sqlite"), { readOnly: false });
    db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    db.exec("CREATE TABLE IF NOT EXISTS t (id TEXT PRIMARY KEY, value TEXT)");
    const begun = performance.now();
    for (let at = 0; at < rows; at += 1) db.run("INSERT OR REPLACE INTO t VALUES (?, ?)", String(at), "x");
    const ms = performance.now() - begun;
    db.close();
    return { ms, count: rows };
  },
} satisfies Record<string, (task: LedgerTask) => Promise<{ ms: number; count: number }>>;

const idsOf = (rows: number) => Array.from({ length: rows }, (_, at) => pageRow(at).externalId);

const lookedUp = (folder: string, ids: readonly string[]) =>
  within(folder, ids.length, (ledger) => {
    for (const id of ids) if (!ledger.page(source, id)) throw new Error("a row is missing");
  });

async function within(folder: string, rows: number, work: (ledger: Ledger) => void | Promise<void>) {
  const ledger = await openLedger(folder);
  const begun = performance.now();
  await work(ledger);
  const ms = performance.now() - begun;
  ledger.close();
  return { ms, count: rows };
}

answerTasks<LedgerTask>(async (task) => {
  const done = await tasks[task.what](task);
  const file = statSync(path.join(task.folder, "ledger.sqlite"), { throwIfNoEntry: false });
  return { ...done, peakBytes: peakBytes(), fileBytes: file?.size ?? 0 } satisfies LedgerAnswer;
});
