import type { Health, HealthOptions } from "../../answers/health/health.ts";
import type { TestQuestion } from "../../answers/questions/question.ts";
import type { TestReport } from "../../answers/questions/test.ts";
import { exitCode } from "../../errors.ts";
import type { Database } from "../../ledger/database.ts";
import { json } from "../../report/json.ts";
import { questionsOf } from "../answers/question-file.ts";
import { UsageError } from "../fail.ts";
import type { GlobalArguments } from "../global-options.ts";
import { askedPaths, questionOptions } from "../global-options.ts";
import { wholeNumber } from "../values.ts";
import { type Cli, defineVerb } from "../verb.ts";

export const verb = defineVerb({
  options: {
    top: {
      type: "number",
      default: 5,
      describe: "An expected page must be among so many",
      requiresArg: true,
    },
    format: {
      choices: ["text", "json", "junit", "markdown"],
      default: "text",
      describe: "How it is shown",
      requiresArg: true,
    },
    junit: { type: "boolean", default: false, describe: "The same as --format junit" },
    suggest: {
      type: "boolean",
      default: false,
      describe: "Draft questions from titles, headings and FAQ entries, in place of asking any",
    },
    health: {
      type: "boolean",
      default: false,
      describe: "Also name what hinders pages from being answers: near-duplicates, unfound pages and more",
    },
    live: {
      type: "boolean",
      default: false,
      describe: "Also look in Intercom for the pages that questions name; reads only, needs API version 2.16",
    },
    canaries: {
      type: "number",
      describe: "With --live: ask Fin itself so many of the canary questions at most; makes conversations",
      defaultDescription: "none",
      requiresArg: true,
    },
    ...questionOptions,
  },
  positionals: {
    file: { type: "string", describe: "Questions as YAML or CSV" },
    paths: askedPaths,
  },
  examples: [
    ["$0 test questions.yaml", "can what was sent answer them? A proxy of Fin, not Fin"],
    ["$0 test questions.yaml docs/", "can these documents?"],
    ["$0 test helpdesk-export.csv --format markdown", "questions from a helpdesk"],
    ["$0 test --suggest docs/ > questions.yaml", "a file to start from"],
  ],
  exits: { 3: "A question falls short." },
  async run(args, cli) {
    const { openAnswers } = await import("../answers/open.ts");
    if (args.suggest) {
      const opened = await openAnswers({ ...args, paths: [args.file, ...args.paths].filter(isGiven) }, cli);
      try {
        const { draftable } = await import("../../answers/index/listing.ts");
        const { suggestedQuestions } = await import("../../answers/questions/suggest.ts");
        await cli.terminal.result(suggestedQuestions(draftable(opened.index.db, opened.sources)));
      } finally {
        opened.close();
      }
      return exitCode.ok;
    }
    const { file } = args;
    if (file === undefined)
      throw new UsageError(
        "test needs a FILE with questions",
        "fin-ingest test --suggest docs/ > questions.yaml drafts one.",
      );
    if (args.live && args.paths.length > 0)
      throw new UsageError(
        "--live does not go with files or folders",
        "It looks for what was sent to Intercom.",
      );
    if (args.canaries !== undefined && !args.live) throw new UsageError("--canaries goes with --live");
    const top = wholeNumber("--top", args.top, 1);
    const canaries = args.canaries === undefined ? 0 : wholeNumber("--canaries", args.canaries, 1);
    const questions = await questionsOf(file);
    const opened = await openAnswers(args, cli);
    try {
      const { searchFor } = await import("../answers/search.ts");
      const { noting, testQuestions } = await import("../../answers/questions/test.ts");
      const { standing } = await import("../../answers/index/listing.ts");
      const { db } = opened.index;
      const found = new Set<string>();
      const asking = questions.map(({ question }) => question);
      const search = noting(await searchFor(opened, asking, cli), found);
      const offline = testQuestions(questions, search, {
        top,
        sources: opened.sources,
        stands: standing(db),
      });
      const report = args.live ? await liveReport(offline, { questions, canaries }, args, cli) : offline;
      const asked = { pages: found, questions: report.questions };
      const health = args.health ? await healthIn(db, opened.sources, { asked }) : undefined;
      await cli.terminal.result(await rendered(health ? { ...report, health } : report, file, args, cli));
      return report.questions.every(({ passed }) => passed) ? exitCode.ok : exitCode.partial;
    } finally {
      opened.close();
    }
  },
});

async function liveReport(
  report: TestReport,
  { questions, canaries }: { questions: readonly TestQuestion[]; canaries: number },
  args: GlobalArguments,
  cli: Cli,
): Promise<TestReport> {
  const { checkedLive } = await import("../answers/live.ts");
  const checked = await checkedLive(report, args, cli);
  if (canaries === 0) return checked;
  const { askedFin } = await import("../answers/canaries.ts");
  return askedFin(checked, { questions, most: canaries }, args, cli);
}

async function healthIn(
  db: Database,
  sources: readonly string[] | undefined,
  options: HealthOptions,
): Promise<Health> {
  const { draftable } = await import("../../answers/index/listing.ts");
  const { healthOf } = await import("../../answers/health/health.ts");
  return healthOf(draftable(db, sources), options);
}

const isGiven = (path: string | undefined): path is string => path !== undefined;

type Arguments = GlobalArguments & { readonly format: string; readonly junit: boolean };

async function rendered(
  report: TestReport,
  file: string,
  args: Arguments,
  { terminal }: Cli,
): Promise<string> {
  const format = args.json ? "json" : args.junit ? "junit" : args.format;
  switch (format) {
    case "json":
      return json(report);
    case "junit":
      return (await import("../../report/answers/test-junit.ts")).testJunit(report, file);
    case "markdown":
      return (await import("../../report/answers/test-text.ts")).testMarkdown(report);
    default: {
      const { testText } = await import("../../report/answers/test-text.ts");
      const { width, readingWidth, colours } = terminal;
      return testText(report, { width: Math.min(width, readingWidth), colours });
    }
  }
}
