import { exitCode } from "../../errors.ts";
import { writeReport } from "../finish.ts";
import { overrideOptions, runOptions } from "../global-options.ts";
import { withRun } from "../run-context.ts";
import { defineVerb, runExits } from "../verb.ts";

/** As Terraform's: the plan was made and has changes. */
const CHANGES_FOUND = 2;

export const verb = defineVerb({
  options: {
    out: { type: "string", describe: "Save the plan in a file, for apply", requiresArg: true },
    format: {
      choices: ["text", "json", "markdown"],
      default: "text",
      describe: "Format of the result",
      requiresArg: true,
    },
    "detailed-exitcode": {
      type: "boolean",
      default: false,
      describe: "Exit with 0: nothing to do, 2: changes",
    },
    ...overrideOptions,
    limit: runOptions.limit,
    "max-duration": runOptions["max-duration"],
    report: runOptions.report,
  },
  positionals: {},
  examples: [
    ["$0 plan", "what nightly would do; needs no token"],
    ["$0 plan --out plan.jsonl", "save it, review it, then: fin-ingest apply plan.jsonl"],
    ["$0 plan --detailed-exitcode", "0: nothing to do, 2: changes, others: trouble"],
    ["$0 plan --format markdown", "for a pull request"],
  ],
  exits: {
    ...runExits,
    2: `${runExits[2]} With --detailed-exitcode: there are changes.`,
  },
  run: (args, cli) =>
    withRun(args, cli, {}, async (run) => {
      const { printPlan } = await import("../print-plan.ts");
      const printed = await printPlan(
        run,
        { removals: true },
        {
          format: args.json ? "json" : args.format,
          quiet: args.quiet,
          out: args.out,
        },
        cli,
      );
      if (args.report !== undefined) await writeReport(printed.report, args.report, cli);
      const changed = args["detailed-exitcode"] && printed.writes > 0;
      return printed.exitCode === exitCode.ok && changed ? CHANGES_FOUND : printed.exitCode;
    }),
});
