import { replacedBy, undo, undoChanges } from "../../../pipelines/undo.ts";
import { contextOf } from "../../report/blocks.ts";
import { changeLine } from "../../report/change-line.ts";
import { json } from "../../report/json.ts";
import { count } from "../../report/numbers.ts";
import { wrap } from "../../report/terminal-text.ts";
import type { RunContext } from "../../sync/context.ts";
import { reportedChange } from "../../sync/tally.ts";
import type { GlobalArguments } from "../global-options.ts";
import { runOptions } from "../global-options.ts";
import { withRun } from "../run-context.ts";
import { toldRun } from "../told-run.ts";
import { type Cli, defineVerb, runExits } from "../verb.ts";

export const verb = defineVerb({
  options: {
    only: {
      type: "string",
      array: true,
      default: [] as string[],
      defaultDescription: "all pages",
      describe: "Only pages whose external ids match this glob; may be repeated",
      requiresArg: true,
    },
    yes: { type: "boolean", default: false, describe: "Do it; without the flag the pages are shown" },
    concurrency: runOptions.concurrency,
    report: runOptions.report,
  },
  positionals: {
    run: { type: "string", demandOption: true, describe: "The run: last, last~1, or the beginning of an id" },
  },
  examples: [
    ["$0 undo last", "show what the last run replaced or hid, and what undoing it would send"],
    ["$0 undo last --yes", "send it again as it was"],
    ["$0 undo 1b4e28ba --only 'billing/**' --yes", "only these pages of another run"],
  ],
  exits: runExits,
  async run(args, cli) {
    const request = { run: args.run, only: args.only };
    if (args.yes) return toldRun(args, cli, { lock: "undo", files: ["undo"] }, (run) => undo(run, request));
    return withRun(args, cli, { files: ["undo"] }, (run) => show(run, request, args, cli));
  },
});

async function show(
  run: RunContext,
  request: Parameters<typeof replacedBy>[1],
  args: GlobalArguments,
  { terminal }: Cli,
): Promise<number> {
  const pages = replacedBy(run, request);
  const sources = run.sources.map((source) => ({
    name: source.name,
    changes: undoChanges(run, source, pages).flatMap((change) => reportedChange(change) ?? []),
  }));
  if (args.json) {
    await terminal.result(json({ sources }));
    return 0;
  }
  const { width, paint } = contextOf(terminal);
  const named = sources.filter(({ changes }) => changes.length > 0);
  const all = named.flatMap(({ changes }) => changes);
  const sent = all.filter(({ kind }) => kind === "update" || kind === "create").length;
  const skipped = all.length - sent;
  const summary = `${count(sent, "page")} to send again as before${skipped > 0 ? `, ${count(skipped, "page")} left as they are` : ""}.`;
  const lines = [
    ...named.flatMap(({ name, changes }) => [
      paint("strong", name),
      ...changes.map((change) => changeLine(change, width, paint)),
      "",
    ]),
    ...wrap(summary, width),
    ...(sent > 0 ? [`Nothing was done. Do it with: fin-ingest undo ${request.run} --yes`] : []),
  ];
  await terminal.result(`${lines.join("\n")}\n`);
  return 0;
}
