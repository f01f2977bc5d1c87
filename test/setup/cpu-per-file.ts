import { afterAll } from "vitest";
import { cpuMs } from "./cpu-time.ts";

declare module "vitest" {
  interface TaskMeta {
    /** Milliseconds of CPU time that a file took: its imports, its tests and the programs that they started. */
    cpuMs?: number;
  }
}

const start = cpuMs();
// biome-ignore lint/correctness/noEmptyPattern: vitest wants to see which fixtures a hook uses, and this one uses none.
afterAll(({}, suite) => {
  suite.file.meta.cpuMs = cpuMs() - start;
});
