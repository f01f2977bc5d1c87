import { reportOption } from "../global-options.ts";
import { defineVerb } from "../verb.ts";

export const verb = defineVerb({
  options: { ...reportOption },
  positionals: {
    action: {
      choices: ["list", "show", "diff"],
      default: "list",
      describe:
        "list: past runs; show: the report of one; diff: what changed from the state after one to that after another",
    },
    ids: {
      type: "string",
      array: true,
      default: [] as string[],
      defaultDescription: "last",
      describe: "Beginnings of ids, or last, last~1, last~2 …",
    },
  },
  examples: [
    ["$0 runs", "the last runs, with their ids"],
    ["$0 runs show last", "the newest run's report again"],
    ["$0 runs show 1b4e28ba --report run.html", "as a page for a browser"],
    ["$0 runs diff last~7 last", "what a week changed, page by page"],
  ],
  // Loaded only to run, so that help and errors are quick.
  async run(args, cli) {
    const { showRuns } = await import("../past-runs.ts");
    return showRuns(args, cli);
  },
});
