import type { Bench } from "./kit/model.ts";
import { ledger } from "./ledger.ts";
import { startup } from "./startup.ts";

/** Every bench, in the order in which they run and stand in the results. */
export const benches: readonly Bench[] = [startup, ledger];
