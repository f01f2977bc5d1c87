import { z } from "zod";
import type { RunRow } from "../ledger/ledger.ts";

const n = z.number().default(0);
const summary = z.array(
  z.object({
    name: z.string(),
    counts: z.object({ create: n, update: n, unchanged: n, hide: n, delete: n, hold: n, skip: n, fail: n }),
    sentAgain: n,
    holds: z
      .array(
        z.object({
          rule: z.string(),
          message: z.string(),
          resolve: z.string(),
          externalIds: z.array(z.string()).default([]),
        }),
      )
      .default([]),
  }),
);

type RunSummary = z.infer<typeof summary>;

/**
 * What the ledger keeps of a run, source by source. Empty for a run that broke off, and for one that an older version
 * recorded in another form.
 */
export function summaryOf(run: RunRow): RunSummary {
  if (run.summary === undefined) return [];
  try {
    return summary.parse(JSON.parse(run.summary));
  } catch {
    return [];
  }
}

/** What the last of these runs that included a source says of it. @param runs the newest first */
export const lastOf = (runs: readonly RunRow[], source: string): RunSummary[number] | undefined =>
  runs.map((run) => summaryOf(run).find(({ name }) => name === source)).find((found) => found);
