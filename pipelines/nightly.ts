import type { RunContext } from "../src/sync/context.ts";
import { syncSource } from "../src/sync/sync.ts";
import { type Finished, runSources } from "./run.ts";

/** The unattended run: uploads what is new or changed, and removes what is provably gone. */
export const nightly = (run: RunContext): Promise<Finished> =>
  runSources(run, "nightly", (source) => syncSource(run, source, { removals: true }));
