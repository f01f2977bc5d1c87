import { readFile } from "node:fs/promises";
import { Repositories } from "../../../connectors/docs-repo/repositories.ts";
import { ciPlan } from "../../../pipelines/ci.ts";
import { sameSources } from "../../../pipelines/ci-sources.ts";
import { nightly } from "../../../pipelines/nightly.ts";
import type { TextOptions } from "../../report/blocks.ts";
import { ciMarkdown } from "../../report/ci.ts";
import { type LibraryPage, libraryText } from "../../report/library.ts";
import { count, summaryLine } from "../../report/numbers.ts";
import { painter, wrap } from "../../report/terminal-text.ts";
import { reportText } from "../../report/text.ts";
import type { CommitRange } from "../../sync/ci-plan.ts";
import { connectorIo } from "../../sync/list/io.ts";
import type { RunReport } from "../../sync/run-report.ts";
import type { GlobalArguments } from "../global-options.ts";
import { printPlan } from "../print-plan.ts";
import { withRun } from "../run-context.ts";
import { tellQuestion } from "./question.ts";
import type { Stage } from "./stage.ts";

/** One run of the demo: its report, and the writes that the emulator counted. */
export interface DemoRun {
  readonly report: RunReport;
  readonly writes: number;
}

/** Prints the story; silent with `--json`, which only reports the runs. */
export interface Narrator {
  headline(text: string): Promise<void>;
  say(text: string): Promise<void>;
  show(text: string): Promise<void>;
}

/** Shows how a handbook gets into Fin and is kept equal, by really doing it. Resolves to what each run did. */
export async function tellStory(stage: Stage, args: GlobalArguments): Promise<readonly DemoRun[]> {
  const text = { width: stage.cli.terminal.readingWidth, colours: stage.cli.terminal.colours };
  const narrator = args.json ? silent : narratorFor(stage, text);
  const run = () => runNightly(stage, args);

  await narrator.headline("The documents");
  await narrator.say(
    "A company's handbook: Markdown, MDX and HTML, as its writers keep it in git. This is the whole configuration; customers may be answered from everything but internal/.",
  );
  await narrator.show(indented(await yamlOf(stage.config)));

  await narrator.headline("fin-ingest plan: see what would be sent");
  if (!args.json) await displayPlan(stage, args, text);

  await narrator.headline("fin-ingest nightly: send it");
  const first = await run();
  await narrator.show(
    `  ${summaryLine(first.report)}\n  Intercom counted ${count(first.writes, "write")}: the source once, then each page.\n`,
  );

  await narrator.headline("What Fin has now");
  await narrator.show(libraryText(await libraryOf(stage, args), text));

  if (!args.json) await tellPullRequest(stage, args, narrator, text);

  await narrator.headline("Somebody edits the prices and removes the legacy plans");
  await stage.edit("billing/plans-and-prices.md", [
    ["29 €", "35 €"],
    ["Customers who signed up before 2023 may be on a [legacy plan](legacy-plans.html). ", ""],
  ]);
  await stage.remove("billing/legacy-plans.html");
  const second = await run();
  const untouched = second.report.sources.reduce((sum, source) => sum + source.counts.unchanged, 0);
  await narrator.show(reportText(second.report, text));
  await narrator.say(
    `Intercom counted ${count(second.writes, "write")}; the other ${count(untouched, "document")} cost none. The removed page is hidden from Fin at once, and deleted only after a week: a mistake can be undone.`,
  );

  await narrator.headline("The next night: nothing has changed");
  const third = await run();
  await narrator.show(
    `  ${summaryLine(third.report)}\n  Intercom counted ${count(third.writes, "write")}.\n`,
  );

  if (!args.json) await tellQuestion(stage, args, narrator, text, run);
  return [first, second, third];
}

/** Somebody proposes to move a page out of internal/. Nothing of it stays: the next act starts from the same handbook. */
async function tellPullRequest(
  stage: Stage,
  args: GlobalArguments,
  narrator: Narrator,
  text: TextOptions,
): Promise<void> {
  const [from, to] = ["internal/refund-policy.md", "billing/refund-policy.md"] as const;
  await narrator.headline("fin-ingest ci: what a pull request would tell customers");
  const commits = await proposal(stage, from, to);
  if (commits === undefined)
    return narrator.say("(This step compares two commits, and git is not installed here.)");
  const plan = await withRun(
    { ...args, config: stage.config },
    stage.cli,
    {},
    async ({ sources, config, log, signal, normalizer }) =>
      ciPlan(
        await sameSources(sources, commits, {
          baseDir: config.baseDir,
          start: "base",
          repositories: new Repositories(signal),
        }),
        commits,
        (source) => connectorIo({ config, log, signal }, source),
        {
          normalizer,
          secrets: config.secrets,
          file: config.file,
        },
      ),
  );
  await narrator.say(`Somebody moves ${from} to ${to}. The comment on the pull request begins with:`);
  const [intro = "", first = ""] = ciMarkdown(plan).split("\n### ");
  const [, , headline = ""] = intro.split("\n");
  const lines = `${headline}\n\n### ${first.trim()}`.split("\n");
  const wrapped = lines.flatMap((line) => (line === "" ? [""] : wrap(line, text.width - 2)));
  await narrator.show(indented(wrapped.join("\n")));
}

async function proposal(stage: Stage, from: string, to: string): Promise<CommitRange | undefined> {
  try {
    const base = await stage.commit();
    await stage.move(from, to);
    const head = await stage.commit();
    await stage.move(to, from);
    await stage.commit();
    return { base, head };
  } catch {
    return undefined;
  }
}

const silent: Narrator = { headline: async () => {}, say: async () => {}, show: async () => {} };

function narratorFor({ cli: { terminal } }: Stage, text: TextOptions): Narrator {
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

async function runNightly(stage: Stage, args: GlobalArguments): Promise<DemoRun> {
  const { report, stop } = await withRun(
    { ...args, config: stage.config, concurrency: 5 },
    stage.cli,
    { lock: "nightly" },
    nightly,
  );
  if (stop !== undefined) throw stop;
  return { report, writes: stage.writesSinceLast() };
}

async function displayPlan(stage: Stage, args: GlobalArguments, { width }: TextOptions): Promise<void> {
  const options = { format: "text", quiet: true, width } as const;
  await withRun({ ...args, config: stage.config }, stage.cli, {}, (run) =>
    printPlan(run, { removals: true }, options, stage.cli),
  );
}

/** Reads Fin's library back through the API that fills it. */
function libraryOf(stage: Stage, args: GlobalArguments): Promise<LibraryPage[]> {
  return withRun({ ...args, config: stage.config }, stage.cli, {}, async ({ library, signal }) => {
    const pages: LibraryPage[] = [];
    for await (const page of library.listPages(signal)) pages.push(page);
    return pages;
  });
}

/** The configuration without its comments, which the story makes superfluous. */
async function yamlOf(file: string): Promise<string> {
  const lines = (await readFile(file, "utf8")).trim().split("\n");
  const bare = lines.filter((line) => !line.startsWith("#")).map((line) => line.replace(/\s+# .*$/, ""));
  return bare.join("\n").trim();
}

function indented(text: string): string {
  return `\n${text.replace(/^(?=.)/gm, "  ")}\n`;
}
