import { writeReport } from "../finish.ts";
import { healthOptions, runOptions } from "../global-options.ts";
import { withRun } from "../run-context.ts";
import { toldRun } from "../told-run.ts";
import { refuseHealth, sinceFlag } from "../values.ts";
import { defineVerb, runExits } from "../verb.ts";

export const verb = defineVerb({
  options: {
    ...runOptions,
    ...healthOptions,
    since: {
      type: "string",
      describe: "Only documents changed since a date, or in the last 7d",
      requiresArg: true,
    },
    only: {
      type: "string",
      array: true,
      describe: "Only documents whose paths match this glob; may be repeated",
      requiresArg: true,
    },
  },
  positionals: {},
  examples: [
    ["$0 backfill", "send everything again; an interrupted one continues where it stopped"],
    ["$0 backfill --since 7d", "what changed in the last seven days"],
    ["$0 backfill --only 'billing/**'", "one part of the documents"],
  ],
  exits: runExits,
  async run(args, cli) {
    const options = {
      ...(args.since === undefined ? {} : { since: sinceFlag(args.since, cli.clock.now()) }),
      ...(args.only ? { only: args.only } : {}),
    };
    const { backfill, backfillMode } = await import("../../../pipelines/backfill.ts");
    if (args["dry-run"]) {
      refuseHealth(args);
      const { printPlan } = await import("../print-plan.ts");
      const format = args.json ? "json" : "text";
      return withRun(args, cli, {}, async (run) => {
        const printed = await printPlan(run, backfillMode(options), { format, quiet: args.quiet }, cli);
        if (args.report !== undefined) await writeReport(printed.report, args.report, cli);
        return printed.exitCode;
      });
    }
    return toldRun(args, cli, { lock: "backfill", ledger: "rebuilds" }, (run) => backfill(run, options));
  },
});
