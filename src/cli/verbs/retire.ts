import type { Retirement } from "../../../pipelines/retire.ts";
import { audienceOfRow, type PageRow } from "../../ledger/ledger.ts";
import { contextOf } from "../../report/blocks.ts";
import { changeLine } from "../../report/change-line.ts";
import { json } from "../../report/json.ts";
import { count, number } from "../../report/numbers.ts";
import { wrap } from "../../report/terminal-text.ts";
import type { ReportedChange } from "../../sync/run-report.ts";
import { finish } from "../finish.ts";
import type { GlobalArguments } from "../global-options.ts";
import { withRun } from "../run-context.ts";
import { type Cli, defineVerb, runExits } from "../verb.ts";

/** Pages of one kind that are listed; the rest are counted. */
const MAX_LISTED = 100;

export const verb = defineVerb({
  options: {
    yes: { type: "boolean", default: false, describe: "Do it; without the flag the pages are shown" },
  },
  positionals: {
    name: { type: "string", demandOption: true, describe: "A source that left the configuration" },
  },
  examples: [
    ["$0 retire manual", "show what answers from a source that left the configuration"],
    ["$0 retire manual --yes", "hide it now; nightly deletes it after the grace time"],
  ],
  exits: runExits,
  run: (args, cli) =>
    withRun(args, cli, args.yes ? { lock: "retire" } : { asksIntercom: true }, async (run) => {
      const { planRetirement, retire } = await import("../../../pipelines/retire.ts");
      const retirement = await planRetirement(run, args.name);
      if (args.yes) return finish(await retire(run, retirement), args, cli, run.config);
      await show(retirement, args, cli);
      return 0;
    }),
});

async function show(retirement: Retirement, args: GlobalArguments, { terminal }: Cli): Promise<void> {
  const { source, sourceId, waiting, foreignOnly } = retirement;
  if (args.json) {
    const named = (rows: readonly PageRow[]) =>
      rows.map(({ externalId, title, url }) => ({ externalId, title, url: url ?? null }));
    const sets = { hide: named(retirement.hide), delete: named(retirement.delete) };
    return terminal.result(json({ source, sourceId, foreign: foreignOnly, ...sets, waiting }));
  }
  const { width, paint } = contextOf({ width: terminal.width, colours: terminal.colours });
  const lines = (["hide", "delete"] as const).flatMap((kind) => {
    const rows = retirement[kind];
    const more = rows.length - MAX_LISTED;
    return [
      ...rows.slice(0, MAX_LISTED).map((row) => changeLine(removalOf(kind, row), width, paint)),
      ...(more > 0 ? [`  … ${number(more)} more to ${kind}`] : []),
    ];
  });
  const kept = waiting > 0 ? `; ${count(waiting, "hidden page")} until the grace time is over` : "";
  const work = `${count(retirement.hide.length, "page")} to hide, ${number(retirement.delete.length)} to delete${kept}.`;
  const next = `Nothing was done. Do it with: fin-ingest retire ${source} --yes`;
  const what = foreignOnly ? `${source}, what is not its own` : source;
  await terminal.result(
    `${[`${paint("strong", what)}  source ${sourceId}`, ...lines, "", ...wrap(work, width), next].join("\n")}\n`,
  );
}

function removalOf(kind: "hide" | "delete", row: PageRow): ReportedChange {
  const { externalId, title, url = null } = row;
  const audience = {
    before: audienceOfRow(row) ?? null,
    after: kind === "hide" ? ("nobody" as const) : null,
  };
  return { kind, externalId, title, url, reasons: [], audience, error: null };
}
