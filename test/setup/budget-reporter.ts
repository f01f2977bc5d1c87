import type { Reporter, TestModule } from "vitest/node";

/** CPU time that a file of tests may take; what needs more belongs in a bench or a soak, or is named in `dearer`. */
const BUDGET_MS = 5_000;

/** What all of them may take, which two quiet cores do in four minutes; a change that makes it less lowers it. */
const WHOLE_MS = 360_000;

/** Files whose rule nothing cheaper proves, and what each may take instead. */
const dearer: Readonly<Record<string, number>> = {
  // Three hundred documents, each read by its own format.
  "test/goldens.test.ts": 7_000,
  // Programs that are killed and stopped, each beside another.
  "test/e2e/state.test.ts": 8_000,
  // A worker, its runs and a run apart, each of which loads what reads PDF.
  "test/e2e/fleet-conversions.test.ts": 7_000,
  // The shells and programs of jobs, each as its host starts it.
  "test/deploy/action.test.ts": 8_000,
  // A fleet's processes, and its PostgreSQL.
  "test/docs/commands.test.ts": 10_000,
  // Three programs, each loaded for itself, and nights as processes.
  "test/e2e/revision.test.ts": 8_000,
  // Some fifty runs on repositories, each of which starts git half a dozen times.
  "test/e2e/ci-pull-request.test.ts": 6_000,
  // The compiler and the tests of projects that it makes.
  "test/e2e/new-connector.test.ts": 7_000,
  // Whatever is included, in every way that takes it out of sight again.
  "test/connectors/confluence/inclusions.test.ts": 6_000,
  // What loads the readers of every format, and another process, which finds the revisions of copies of the program.
  "test/revision/parts.test.ts": 8_000,
  // Workers that come to their end, each of which loads the normaliser.
  "test/normalize/worker/normalizer.test.ts": 6_000,
  // Whole runs of each connector, with the worst of one object's answers.
  "test/connectors/one-object-runs.test.ts": 6_000,
  // Pages in a browser.
  "test/preview/browser.test.ts": 10_000,
  "test/web/accessible.test.ts": 11_000,
};

/** Says after a run how much CPU time it took and which files took more than their share, the dearest first. */
export default class BudgetReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const files = modules
      .map((module) => ({ file: module.relativeModuleId, cpuMs: module.meta().cpuMs ?? 0 }))
      .sort((one, other) => other.cpuMs - one.cpuMs);
    const total = files.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
    const over = files.filter(({ file, cpuMs }) => cpuMs > (dearer[file] ?? BUDGET_MS));
    const lines = [
      `CPU time of ${files.length} files: ${seconds(total)} of ${seconds(WHOLE_MS)}`,
      ...over.map(
        ({ file, cpuMs }) => `  ${seconds(cpuMs)} ${file}: over its ${seconds(dearer[file] ?? BUDGET_MS)}`,
      ),
    ];
    console.log(`${lines.join("\n")}\n`);
  }
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
