import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { benches } from "./benches.ts";
import { root } from "./kit/folders.ts";
import { describeMachine } from "./kit/machine.ts";
import type { Bench, Section } from "./kit/model.ts";
import { withSections } from "./kit/results.ts";

/** `npm run bench [NAME…]`: runs all benches, or those named, and writes their sections of the results file. */
const resultsFile = process.env.BENCH_RESULTS ?? path.join(root, "bench/RESULTS.md");

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !benches.some((bench) => bench.name === name));
  if (unknown.length > 0) {
    console.error(
      `no such bench: ${unknown.join(", ")}. There are: ${benches.map(({ name }) => name).join(", ")}`,
    );
    return 2;
  }
  const chosen = names.length === 0 ? benches : benches.filter(({ name }) => names.includes(name));
  let failed = 0;
  for (const bench of chosen) {
    try {
      write(await measured(bench));
    } catch (error) {
      failed += 1;
      console.error(`${bench.name} failed: ${error instanceof Error ? error.stack : String(error)}`);
    }
  }
  return failed === 0 ? 0 : 1;
}

async function measured(bench: Bench): Promise<Section> {
  console.log(`\n${bench.title} (${bench.name})`);
  const machine = describeMachine(new Date());
  const begun = performance.now();
  const findings = await bench.run();
  const seconds = (performance.now() - begun) / 1000;
  for (const { head, rows, title } of findings.tables) {
    if (title) console.log(title);
    console.table(rows.map((row) => Object.fromEntries(head.map((name, at) => [name, row[at]]))));
  }
  for (const { what, wanted, measured, met } of findings.targets)
    console.log(`${met === undefined ? "?" : met ? "yes" : "NO "}  ${what}: ${measured} (wanted: ${wanted})`);
  console.log(`${seconds.toFixed(1)} s`);
  return { bench, findings, machine, seconds };
}

/** After every bench, so that one that fails or is stopped costs only itself. */
function write(section: Section): void {
  const before = existsSync(resultsFile) ? readFileSync(resultsFile, "utf8") : "";
  writeFileSync(
    resultsFile,
    withSections(
      before,
      [section],
      benches.map(({ name }) => name),
    ),
  );
}

process.exitCode = await main(process.argv.slice(2));
