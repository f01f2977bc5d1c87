import { healthOptions, overrideOptions, runOptions } from "../global-options.ts";
import { refuseHealth } from "../values.ts";
import { defineVerb, runExits } from "../verb.ts";

export const verb = defineVerb({
  options: { ...runOptions, ...healthOptions, ...overrideOptions },
  positionals: {},
  examples: [
    ["$0 nightly", "all sources; from cron: 0 2 * * * cd /srv/docs && fin-ingest nightly --quiet"],
    ["$0 nightly --source 'help-*'", "only these sources"],
    ["$0 nightly --max-duration 30m", "stop after half an hour; the next run continues"],
    ["$0 nightly --dry-run", "what it would do"],
    ["$0 nightly --json > report.json", "the report for programs"],
    ["$0 nightly --health --report report.html", "the report also says what makes poor answers"],
  ],
  exits: runExits,
  // What runs and reports is loaded only for a run, so that help and errors are quick.
  async run(args, cli) {
    if (args["dry-run"]) {
      refuseHealth(args);
      const { printPlan } = await import("../print-plan.ts");
      const { withRun } = await import("../run-context.ts");
      const { writeReport } = await import("../finish.ts");
      const format = args.json ? "json" : "text";
      return withRun(args, cli, {}, async (run) => {
        const printed = await printPlan(run, { removals: true }, { format, quiet: args.quiet }, cli);
        if (args.report !== undefined) await writeReport(printed.report, args.report, cli);
        return printed.exitCode;
      });
    }
    const { nightly } = await import("../../../pipelines/nightly.ts");
    const { toldRun } = await import("../told-run.ts");
    return toldRun(args, cli, { lock: "nightly", ledger: "rebuilds" }, nightly);
  },
});
