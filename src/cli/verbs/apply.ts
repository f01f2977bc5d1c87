import { healthOptions, runOptions } from "../global-options.ts";
import { toldRun } from "../told-run.ts";
import { refuseHealth } from "../values.ts";
import { type Cli, defineVerb, runExits } from "../verb.ts";

export const verb = defineVerb({
  options: {
    "dry-run": { ...runOptions["dry-run"], describe: "Show what the plan contains and do nothing" },
    concurrency: runOptions.concurrency,
    report: runOptions.report,
    ...healthOptions,
  },
  positionals: { plan: { type: "string", demandOption: true, describe: "File written by plan --out" } },
  examples: [["$0 plan --out plan.jsonl && $0 apply plan.jsonl", "apply exactly what was shown"]],
  exits: runExits,
  async run(args, cli) {
    if (args["dry-run"]) {
      refuseHealth(args);
      return printFile(args.plan, cli);
    }
    const { applyPlan } = await import("../../../pipelines/apply-plan.ts");
    return toldRun(args, cli, { lock: "apply" }, (run) => applyPlan(run, args.plan));
  },
});

async function printFile(file: string, { terminal }: Cli): Promise<number> {
  const [{ plannedLines }, { readPlan }, { reportedChange }] = await Promise.all([
    import("../../report/plan-text.ts"),
    import("../../sync/plan/plan-file.ts"),
    import("../../sync/tally.ts"),
  ]);
  const text = { width: terminal.width, colours: terminal.colours };
  const { changes } = await readPlan(file);
  for await (const { change } of changes)
    await terminal.result(
      plannedLines(change, reportedChange(change), text)
        .map((line) => `${line}\n`)
        .join(""),
    );
  return 0;
}
