import type { Ledger } from "../../ledger/ledger.ts";
import { lastOf } from "../run-summary.ts";
import type { Explanation } from "./explanation.ts";

/** Runs that are searched for the last one of a source. */
const SEARCHED_RUNS = 100;

/** What the last run of a source held of certain pages. */
export const lastHoldsOf = (
  ledger: Ledger,
  source: string,
  concerns: (externalId: string) => boolean,
): Explanation["holds"] =>
  (lastOf(ledger.runs(SEARCHED_RUNS), source)?.holds ?? [])
    .filter(({ externalIds }) => externalIds.some(concerns))
    .map((hold) => ({ ...hold, by: "last run" }));
