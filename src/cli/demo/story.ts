import { readFile } from "node:fs/promises";
import { nightly } from "../../../pipelines/nightly.ts";
import type { TextOptions } from "../../report/blocks.ts";
import { type LibraryPage, libraryText } from "../../report/library.ts";
import { count, summaryLine } from "../../report/numbers.ts";
import { painter, wrap } from "../../report/terminal-text.ts";
import { reportText } from "../../report/text.ts";
import type { RunReport } from "../../sync/run-report.ts";
import type { GlobalArguments } from "../global-options.ts";
import { printPlan } from "../print-plan.ts";
import { withRun } from "../run-context.ts";
import type { Stage } from "./stage.ts";

/** One run of the demo: its report, and the writes that Intercom's side counted. */
export interface Act {
  readonly report: RunReport;
  readonly writes: number;
}

/** How the story is told; left out for `--json`, which only wants the acts. */
interface Teller {
  headline(text: string): Promise<void>;
  say(text: string): Promise<void>;
  show(text: string): Promise<void>;
}

/** Tells how a handbook gets into Fin and is kept equal, by really doing it. Resolves to what each run did. */
export async function tell(stage: Stage, args: GlobalArguments): Promise<readonly Act[]> {
  const text = { width: stage.cli.terminal.readingWidth, colours: stage.cli.terminal.colours };
  const teller = args.json ? silent : tellerFor(stage, text);
  const run = () => runNightly(stage, args);

  await teller.headline("The documents");
  await teller.say(
    "A company's handbook: Markdown, MDX and HTML, as its writers keep it in git. This is the whole configuration; customers may be answered from everything but internal/.",
  );
  await teller.show(indented(await yamlOf(stage.config)));

  await teller.headline("fin-ingest plan: look before anything is sent");
  if (!args.json) await showPlan(stage, args, text);

  await teller.headline("fin-ingest nightly: send it");
  const first = await run();
  await teller.show(
    `  ${summaryLine(first.report)}\n  Intercom counted ${count(first.writes, "write")}: the source once, then each page.\n`,
  );

  await teller.headline("What Fin has now");
  await teller.show(libraryText(await libraryOf(stage, args), text));

  await teller.headline("Somebody edits the prices and removes the legacy plans");
  await stage.edit("billing/plans-and-prices.md", [
    ["29 €", "35 €"],
    ["Customers who signed up before 2023 may be on a [legacy plan](legacy-plans.html). ", ""],
  ]);
  await stage.remove("billing/legacy-plans.html");
  const second = await run();
  const untouched = second.report.sources.reduce((sum, source) => sum + source.counts.unchanged, 0);
  await teller.show(reportText(second.report, text));
  await teller.say(
    `Intercom counted ${count(second.writes, "write")}; the other ${count(untouched, "document")} cost none. What was removed is hidden from Fin at once, and deleted only after a week: a mistake can be taken back.`,
  );

  await teller.headline("The next night: nothing has changed");
  const third = await run();
  await teller.show(`  ${summaryLine(third.report)}\n  Intercom counted ${count(third.writes, "write")}.\n`);
  return [first, second, third];
}

const silent: Teller = { headline: async () => {}, say: async () => {}, show: async () => {} };

function tellerFor({ cli: { terminal } }: Stage, text: TextOptions): Teller {
  const paint = painter(text.colours);
  let step = 0;
  return {
    async headline(headline) {
      step += 1;
      await terminal.result(`\n${paint("strong", `${step}. ${headline}`)}\n\n`);
    },
    say: (sentence) => terminal.result(`${wrap(sentence, text.width).join("\n")}\n`),
    show: (block) => terminal.result(block),
  };
}

async function runNightly(stage: Stage, args: GlobalArguments): Promise<Act> {
  const { report, stop } = await withRun(
    { ...args, config: stage.config, concurrency: 5 },
    stage.cli,
    { lock: "nightly" },
    nightly,
  );
  if (stop !== undefined) throw stop;
  return { report, writes: stage.writesSinceLast() };
}

async function showPlan(stage: Stage, args: GlobalArguments, { width }: TextOptions): Promise<void> {
  const options = { format: "text", quiet: true, width } as const;
  await withRun({ ...args, config: stage.config }, stage.cli, {}, (run) =>
    printPlan(run, { removals: true }, options, stage.cli),
  );
}

/** Read back through the same API that Fin's library is filled by. */
function libraryOf(stage: Stage, args: GlobalArguments): Promise<LibraryPage[]> {
  return withRun({ ...args, config: stage.config }, stage.cli, {}, async ({ library, signal }) => {
    const pages: LibraryPage[] = [];
    for await (const page of library.listPages(signal)) pages.push(page);
    return pages;
  });
}

/** The configuration without its comments: the story says what they say. */
async function yamlOf(file: string): Promise<string> {
  const lines = (await readFile(file, "utf8")).trim().split("\n");
  const bare = lines.filter((line) => !line.startsWith("#")).map((line) => line.replace(/\s+# .*$/, ""));
  return bare.join("\n").trim();
}

function indented(text: string): string {
  return `\n${text.replace(/^(?=.)/gm, "  ")}\n`;
}
