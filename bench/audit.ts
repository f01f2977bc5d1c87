import path from "node:path";
import type { AuditReport } from "../src/sync/run-report.ts";
import type { FillAuditedTask } from "./children/fill-audited.ts";
import { docsRepo, writeConfig } from "./kit/docs-repo.ts";
import { withUnmetered } from "./kit/emulator.ts";
import { publishedFile, withFolder } from "./kit/folders.ts";
import type { Bench, Findings } from "./kit/model.ts";
import { ask, type Ended, runNode } from "./kit/process.ts";
import { sized } from "./kit/scale.ts";
import { count, median, megabytes, milliseconds } from "./kit/stats.ts";

/** Pages on a page of the emulator's listing. */
const PER_PAGE = 50;
const MAX_MEMORY_BYTES = 150e6;

interface Audited extends Ended {
  readonly report: AuditReport | null;
  readonly requests: number;
}

/** What a comparison with Intercom costs, of which nothing is known until all of it is read. */
export const auditBench: Bench = {
  name: "audit",
  title: "An audit",
  method:
    "`fin-ingest state audit --json` of a ledger that knows every page, against the emulator without a meter, which has them just so (5 kB each): 50 in an answer. Memory is that of the program as it is published; requests are what the emulator got, of which one lists the Content Import Sources.",
  run: () =>
    withFolder(async (folder) => {
      const pages = sized({ small: 2_000, usual: 100_000, full: 100_000 });
      const rounds = sized({ small: 1, usual: 2, full: 5 });
      return withUnmetered(async ({ url, sourceId, tell }) => {
        const config = writeConfig(path.join(folder, "audit"), await docsRepo(500), url);
        await ask("fill-audited", { config, sourceId, pages } satisfies FillAuditedTask);
        const requests = async () => (await tell<{ requests: number }>({ do: "requests", url })).requests;
        const audits: Audited[] = [];
        for (let round = 0; round < rounds; round += 1) {
          const before = await requests();
          const audited = await audit(config);
          audits.push({ ...audited, requests: (await requests()) - before });
        }
        return findings(audits, pages);
      }, pages);
    }),
};

async function audit(config: string): Promise<Omit<Audited, "requests">> {
  const ended = await runNode([publishedFile, "state", "audit", "-c", config, "--json"]);
  if (ended.code !== 0) throw new Error(`the audit ended with ${ended.code}: ${ended.stderr.slice(-2000)}`);
  // The program's own answer, whose types are public.
  const { sources }: { sources: readonly { audit: AuditReport | null }[] } = JSON.parse(ended.stdout);
  return { ...ended, report: sources[0]?.audit ?? null };
}

function findings(audits: readonly Audited[], pages: number): Findings {
  const peak = Math.max(...audits.map(({ peakBytes }) => peakBytes));
  const requests = Math.max(...audits.map((one) => one.requests));
  const listing = 1 + Math.ceil(pages / PER_PAGE);
  const isExact = audits.every(
    ({ report }) => report?.complete === true && report.pages === pages && report.findings.length === 0,
  );
  const of = (measure: (one: Audited) => number) => median(audits.map(measure));
  return {
    setting: `${count(pages)} pages, ${audits.length} rounds.`,
    tables: [
      {
        head: ["run", "time", "CPU", "peak memory", "requests"],
        rows: [
          [
            "state audit",
            milliseconds(of(({ ms }) => ms)),
            milliseconds(of(({ cpuMs }) => cpuMs)),
            megabytes(of(({ peakBytes }) => peakBytes)),
            count(of((one) => one.requests)),
          ],
        ],
      },
    ],
    targets: [
      { what: "Memory", wanted: "at most 150 MB", measured: megabytes(peak), met: peak <= MAX_MEMORY_BYTES },
      {
        what: "Requests",
        wanted: "no more than the listing's",
        measured: `${count(requests)} for a listing of ${count(listing)}`,
        met: requests <= listing,
      },
      {
        what: "Every page is compared and found as it was sent",
        wanted: "all, no finding",
        measured: isExact ? "all, no finding" : "not so",
        met: isExact,
      },
    ],
  };
}
