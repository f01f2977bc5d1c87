import { healthOptions } from "../global-options.ts";
import { defineVerb } from "../verb.ts";

export const verb = defineVerb({
  options: {
    serve: {
      type: "boolean",
      default: false,
      describe: "Show it in a browser, on this machine: sources, pages, holds, runs; changes nothing",
    },
    port: {
      type: "number",
      describe: "Port on 127.0.0.1 for --serve",
      defaultDescription: "a free one",
      requiresArg: true,
    },
    ...healthOptions,
  },
  positionals: {},
  examples: [
    ["$0 status", "pages per source, the last runs, what is hidden and what is held"],
    ["$0 status --json", "for monitoring"],
    ["$0 status --health --questions questions.yaml", "also near-duplicates, stale and unfound pages"],
    ["$0 status --serve", "the same in a browser, with the pages as Fin reads them"],
  ],
  // Loaded only to run, so that help and errors are quick.
  async run(args, cli) {
    const { showStatus } = await import("../status-show.ts");
    return showStatus(args, cli);
  },
});
