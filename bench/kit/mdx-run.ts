import { availableParallelism } from "node:os";
import type { MdxRunAnswer, MdxRunTask } from "../children/mdx-run.ts";
import { filesOf } from "./format-files.ts";
import type { Target } from "./model.ts";
import { ask } from "./process.ts";
import { sized } from "./scale.ts";
import { figure, interleave, median, ratio } from "./stats.ts";

/** Documents of Astro's documentation. */
const ASTRO_PAGES = 420;
const MAX_SECONDS = 9;
const LEAST_TIMES = 1.3;

/** All documents of one run, by the clock: what somebody waits for who runs the program on this machine. */
export async function mdxRunTargets(): Promise<readonly Target[]> {
  const { names } = filesOf("mdx", sized({ small: 8, usual: ASTRO_PAGES, full: ASTRO_PAGES }));
  const run = (tool: MdxRunTask["tool"]) => () =>
    ask<MdxRunAnswer>("mdx-run", { tool, names } satisfies MdxRunTask);
  const samples = await interleave(
    { ours: run("ours"), compile: run("compile") },
    sized({ small: 1, usual: 3, full: 5 }),
  );
  const seconds = (tool: string) => {
    const found = (samples.get(tool) ?? []).flatMap((one) => (one === null ? [] : [one.ms / 1000]));
    return found.length === 0 ? undefined : median(found);
  };
  const [own, compile] = [seconds("ours"), seconds("compile")];
  const cores = availableParallelism();
  const what = `MDX, ${names.length} documents in a run, by the clock on ${cores} cores`;
  const times = (compile ?? Number.NaN) / (own ?? Number.NaN);
  return [
    {
      what,
      wanted: `at most ${MAX_SECONDS} s`,
      measured: `${figure(own ?? Number.NaN)} s`,
      met: own === undefined ? undefined : own <= MAX_SECONDS,
    },
    {
      what: `${what}, against \`compile\` in one process`,
      wanted: `at least ${LEAST_TIMES} × as fast`,
      measured: compile === undefined ? "not installed" : `${ratio(times)} (${figure(compile)} s)`,
      met: compile === undefined ? undefined : times >= LEAST_TIMES,
    },
  ];
}
