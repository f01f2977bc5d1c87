import { writeFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";
import { cpuMs, peakBytes } from "./answer.ts";

/** Preloaded into a measured program: writes what it used as it exits. Workers load it, too, and stay silent. */
const file = process.env.BENCH_USAGE_FILE;
if (isMainThread && file !== undefined)
  process.on("exit", () => writeFileSync(file, JSON.stringify({ cpuMs: cpuMs(), peakBytes: peakBytes() })));
