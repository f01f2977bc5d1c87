import { ci } from "./ci.ts";
import type { Bench } from "./kit/model.ts";
import { ledger } from "./ledger.ts";
import { startup } from "./startup.ts";
import { unchanged } from "./unchanged.ts";

/** Every bench, in the order in which they run and stand in the results. */
export const benches: readonly Bench[] = [unchanged, ci, startup, ledger];
