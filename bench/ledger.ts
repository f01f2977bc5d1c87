import type { LedgerAnswer, LedgerTask } from "./children/ledger-tasks.ts";
import { withFolder } from "./kit/folders.ts";
import type { Bench } from "./kit/model.ts";
import { ask } from "./kit/process.ts";
import { sized } from "./kit/scale.ts";
import { count, figure, interleave, medianOf, megabytes, milliseconds, ratio } from "./kit/stats.ts";

const what: Readonly<Record<LedgerTask["what"], string>> = {
  fill: "write rows in groups (an unchanged verdict)",
  open: "open for writing (the file is verified to be what was last written)",
  lookup: "look every row up by its id, in order (decisions over a listing by paths)",
  scattered: "look every row up by its id, in random order (an API's listing)",
  walk: "read all rows in order (absences, audits)",
  bare: "the same rows in a bare SQLite loop",
  upsert: "an upload's writes, 25 at once: durable intent, then the row",
  commits: "a bare durable commit of one row",
};

/** The cost of remembering what was sent. */
export const ledger: Bench = {
  name: "ledger",
  title: "The ledger",
  method:
    "Each measurement in its own process, on one ledger file. An upload's intent is on disk before its request is sent, and concurrent uploads share a commit; its outcome goes to disk with the next intent or after a second, so that a crash can lose an outcome (the page is sent again) but never invent one. For comparison the same work by SQLite alone: a bare loop over the rows, and durable commits of one small row.",
  run: () =>
    withFolder(async (folder) => {
      const rows = sized({ small: 10_000, usual: 100_000, full: 100_000 });
      const writes = sized({ small: 500, usual: 5_000, full: 20_000 });
      const rounds = sized({ small: 1, usual: 2, full: 5 });
      const task =
        (name: LedgerTask["what"], own = rows) =>
        () =>
          ask<LedgerAnswer>("ledger-tasks", { what: name, folder, rows: own } satisfies LedgerTask);
      const filled = await task("fill")();
      const samples = new Map(
        await interleave(
          {
            open: task("open"),
            lookup: task("lookup"),
            scattered: task("scattered"),
            walk: task("walk"),
            bare: task("bare"),
            upsert: task("upsert", writes),
            commits: task("commits", writes),
          },
          rounds,
        ),
      ).set("fill", [filled]);
      const ms = (name: string) => medianOf(samples, name, (sample) => sample.ms);
      const each = (name: string) => medianOf(samples, name, (sample) => (sample.ms / sample.count) * 1000);
      const peak = (name: string) => medianOf(samples, name, (sample) => sample.peakBytes);
      const upload = 1_000_000 / each("upsert");
      return {
        setting: `${count(rows)} rows, ${count(writes)} uploads, ${rounds} rounds.`,
        tables: [
          {
            head: ["work", "time", "µs each", "peak memory"],
            rows: Object.entries(what).map(([name, words]) => [
              words,
              milliseconds(ms(name)),
              name === "open" ? "" : figure(each(name)),
              megabytes(peak(name)),
            ]),
          },
        ],
        targets: [
          {
            what: "Uploads' writes keep up with Intercom",
            wanted: "more than 167 a second, durable",
            measured: `${count(upload)} a second, ${ratio(each("upsert") / each("commits"))} a bare commit`,
            met: upload > 167,
            limit:
              upload > 167 ? undefined : `A bare commit takes ${figure(each("commits"))} µs on this disk.`,
          },
        ],
        notes: [
          `The file takes ${megabytes(filled.fileBytes)}: ${count(filled.fileBytes / rows)} bytes a row. Looking every row up costs ${ratio(ms("lookup") / ms("bare"))} the bare loop in order and ${ratio(ms("scattered") / ms("bare"))} in random order, reading them ${ratio(ms("walk") / ms("bare"))}: a row has a checksum, which is verified on every read. (The bare loop gets every column as a value; the ledger reads the row as one text.)`,
        ],
      };
    }),
};
