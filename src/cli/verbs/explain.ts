import { exitCode } from "../../errors.ts";
import { adviceText, explainedText } from "../../report/explain.ts";
import { json } from "../../report/json.ts";
import { UsageError } from "../fail.ts";
import { withRun } from "../run-context.ts";
import { defineVerb } from "../verb.ts";

export const verb = defineVerb({
  options: {},
  positionals: {
    doc: {
      type: "string",
      demandOption: true,
      describe: "A document: its external id, path, address or title",
    },
  },
  examples: [
    ["$0 explain internal/refunds.md", "who is answered from it and why, and what the next run does"],
    ['$0 explain "Refund policy" --source handbook', "by its title, in one source"],
    ["$0 explain https://help.example.com/refunds --json", "by its address, for programs"],
  ],
  /** Reads the listing as `plan` does: needs no token. */
  run: (args, cli) =>
    withRun(args, cli, {}, async (run) => {
      const { explain } = await import("../../sync/explain/explain.ts");
      const explained = await explain(run, args.doc, { ended: args.source.length === 0 });
      cli.terminal.live(undefined);
      const { readingWidth: width, colours } = cli.terminal;
      if (args.json) await cli.terminal.result(json(explained));
      else if (explained.documents.length > 0)
        await cli.terminal.result(explainedText(explained, { width, colours }));
      else throw unknown(args.doc, adviceText(explained));
      return explained.documents.length > 0 ? exitCode.ok : exitCode.usage;
    }),
});

const unknown = (doc: string, advice: string | undefined): UsageError =>
  new UsageError(
    `no document is called "${doc}": neither its source nor the ledger knows it`,
    advice ??
      "Give its external id, path, address or title; `fin-ingest plan` lists what is new, `state export` what was sent.",
  );
