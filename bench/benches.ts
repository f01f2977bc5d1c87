import { answers } from "./answers.ts";
import { auditBench } from "./audit.ts";
import { ci } from "./ci.ts";
import { connectorsBench } from "./connectors.ts";
import { firstRun } from "./first-run.ts";
import { formatsBench } from "./formats.ts";
import { install } from "./install.ts";
import type { Bench } from "./kit/model.ts";
import { ledger } from "./ledger.ts";
import { normalize } from "./normalize.ts";
import { startup } from "./startup.ts";
import { million, unchanged } from "./unchanged.ts";
import { unmetered } from "./unmetered.ts";
import { upload } from "./upload.ts";

/** Every bench, in the order of the runs and of the results. */
export const benches: readonly Bench[] = [
  upload,
  unmetered,
  unchanged,
  million,
  auditBench,
  firstRun,
  ci,
  startup,
  install,
  ledger,
  normalize,
  connectorsBench,
  formatsBench,
  answers,
];
