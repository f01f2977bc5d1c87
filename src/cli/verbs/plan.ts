import { exitCode } from "../../errors.ts";
import { overrideOptions, runOptions } from "../global-options.ts";
import { withRun } from "../run-context.ts";
import { defineVerb } from "../verb.ts";

/** As Terraform's: the plan was made, and there is something in it. */
const changesFound = 2;

export const verb = defineVerb({
  options: {
    out: { type: "string", describe: "Save the plan in a file, for apply", requiresArg: true },
    format: {
      choices: ["text", "json", "markdown"],
      default: "text",
      describe: "How it is shown",
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
  },
  positionals: {},
  examples: [
    ["$0 plan", "what nightly would do; needs no token"],
    ["$0 plan --out plan.jsonl", "save it, look at it, then: fin-ingest apply plan.jsonl"],
    ["$0 plan --detailed-exitcode", "0: nothing to do, 2: changes, others: trouble"],
    ["$0 plan --format markdown", "for a pull request"],
  ],
  run: (args, cli) =>
    withRun(args, cli, {}, async (run) => {
      const { printPlan } = await import("../print-plan.ts");
      const shown = await printPlan(
        run,
        { removals: true },
        {
          format: args.json ? "json" : args.format,
          quiet: args.quiet,
          ...(args.out === undefined ? {} : { out: args.out }),
        },
        cli,
      );
      const changed = args["detailed-exitcode"] && shown.writes > 0;
      return shown.exitCode === exitCode.ok && changed ? changesFound : shown.exitCode;
    }),
});
