import path from "node:path";
import type { Config, SourceConfig } from "../../config/types.ts";
import { exitCode } from "../../errors.ts";
import { ciJson, ciMarkdown } from "../../report/ci.ts";
import { type Gate, gates, unmetGates } from "../../report/ci-gates.ts";
import { ciGithub } from "../../report/ci-github.ts";
import { json } from "../../report/json.ts";
import type { CiPlan, CommitRange } from "../../sync/ci-plan.ts";
import { questionsOf } from "../answers/question-file.ts";
import { failureText, UsageError, unwritableFile } from "../fail.ts";
import { type GlobalArguments, runOptions } from "../global-options.ts";
import { logFor, normalizerFor } from "../run-context.ts";
import { toldRun } from "../told-run.ts";
import { type Cli, defineVerb, runExits } from "../verb.ts";

const formats = ["text", "markdown", "json", "github"] as const;

export const verb = defineVerb({
  options: {
    base: {
      type: "string",
      demandOption: true,
      describe:
        "Branch that the change is for, or a commit before it; compared from where the change left it",
      requiresArg: true,
    },
    head: { type: "string", default: "HEAD", describe: "The same after the change", requiresArg: true },
    apply: {
      type: "boolean",
      default: false,
      describe:
        "Upload the changed documents and hide the deleted ones, instead of only showing them, offline",
    },
    format: {
      choices: formats,
      default: "markdown",
      describe: "Format of the result; github: annotations of a GitHub workflow",
      requiresArg: true,
    },
    out: { type: "string", describe: "Write the result to this file instead", requiresArg: true },
    "fail-on": {
      type: "string",
      describe: `Exit 3 where the change does one of these, with commas between: ${gates.join(", ")}`,
      requiresArg: true,
    },
    questions: {
      type: "string",
      describe: "Also test the change with the questions of this file (YAML or CSV, as test reads it)",
      requiresArg: true,
    },
    "dry-run": runOptions["dry-run"],
    concurrency: runOptions.concurrency,
    report: { ...runOptions.report, describe: "With --apply: also write the report as one HTML file" },
  },
  positionals: {},
  examples: [
    ["$0 ci --base origin/main", "what merging makes Fin learn, change and forget; needs no token"],
    ['$0 ci --base origin/main >> "$GITHUB_STEP_SUMMARY"', "the same in a GitHub workflow"],
    ["$0 ci --base origin/main --fail-on widen-existing", "exit 3 where a page would reach more people"],
    [
      "$0 ci --base origin/main --questions questions.yaml --fail-on questions",
      "exit 3 where a question loses its page",
    ],
    ["$0 ci --base HEAD~1 --apply", "after the merge: send it"],
  ],
  exits: {
    ...runExits,
    3: "Some documents failed, or the change does what --fail-on names, also where something is held.",
  },
  async run(args, cli) {
    const failOn = gatesIn(args["fail-on"]);
    checkQuestions(args, failOn);
    const range = { base: args.base, head: args.head };
    const format = args.json ? "json" : args.format;
    if (args.apply && !args["dry-run"]) return apply(args, cli, range, format);
    const plan = await planOf(args, cli, range);
    await write(plan, format, args.out, cli);
    const { terminal } = cli;
    for (const failure of plan.refused ?? [])
      terminal.note(
        failureText({ failure, exitCode: exitCode.usage }, { colours: terminal.noteColours, verbose: false }),
      );
    if (plan.refused?.length) return exitCode.usage;
    const unmet = unmetGates(plan, failOn);
    if (unmet.length > 0) {
      cli.terminal.note(`not met: --fail-on ${unmet.join(",")}`);
      return exitCode.partial;
    }
    if (plan.held.length > 0) return exitCode.held;
    return plan.failed.length > 0 ? exitCode.partial : exitCode.ok;
  },
});

/** @throws UsageError for a gate that does not exist */
function gatesIn(text: string | undefined): readonly Gate[] {
  const words = (text ?? "").split(",").map((word) => word.trim());
  return words.filter(Boolean).map((word) => {
    const gate = gates.find((one) => one === word);
    if (!gate) throw new UsageError(`--fail-on ${word}: must be of ${gates.join(", ")}`);
    return gate;
  });
}

function checkQuestions(
  args: { questions: string | undefined; apply: boolean; "dry-run": boolean },
  failOn: readonly Gate[],
): void {
  if (args.questions !== undefined && args.apply && !args["dry-run"])
    throw new UsageError("--questions does not go with --apply", "Test the change before it is sent.");
  if (args.questions === undefined && failOn.includes("questions"))
    throw new UsageError("--fail-on questions needs --questions FILE");
}

type CiArguments = GlobalArguments & {
  readonly apply: boolean;
  readonly out: string | undefined;
  readonly questions: string | undefined;
};
type Format = (typeof formats)[number];

/** Sends the change, with the configuration of the work tree and its secrets. */
async function apply(
  args: CiArguments & Parameters<typeof toldRun>[0],
  cli: Cli,
  range: CommitRange,
  format: Format,
): Promise<number> {
  const { configuration } = await import("../configuration.ts");
  const config = await configuration(
    args,
    cli,
    "required",
    args.source.length > 0
      ? undefined
      : ({ connector, keys }) => connector === "docs-repo" && keys.has("path"),
  );
  const { docsRepoSources, sourcesHere } = await import("../../../pipelines/ci-sources.ts");
  const { selectedSources } = await import("../configuration.ts");
  const selected = selectedSources(config, args.source);
  const { Repositories } = await import("../../../connectors/docs-repo/repositories.ts");
  const repositories = new Repositories(cli.signal);
  const sources =
    args.source.length > 0
      ? docsRepoSources(selected)
      : await sourcesHere(docsRepoSources(selected), config.baseDir, repositories);
  const only = { ...args, source: sources.map(({ name }) => name) };
  const { ciApply } = await import("../../../pipelines/ci-apply.ts");
  const printed = format === "github" ? "markdown" : format;
  return toldRun(only, cli, { lock: "ci" }, (run) => ciApply(run, range, repositories), printed);
}

/** What the change does, from git's objects alone: nothing of the configuration is resolved, whoever wrote it. */
async function planOf(args: CiArguments, cli: Cli, range: CommitRange): Promise<CiPlan> {
  const questions = args.questions === undefined ? undefined : await questionsOf(args.questions);
  const { ciSources } = await import("../../../pipelines/ci-sources.ts");
  const { Repositories } = await import("../../../connectors/docs-repo/repositories.ts");
  const { readConfigFile } = await import("../../config/load.ts");
  const { configFile } = await import("../config-file.ts");
  const given = configFile(args.config);
  if (given !== args.config) cli.terminal.note(`using ${given}`);
  const file = path.resolve(given);
  const { sources, notCompared } = await ciSources({
    file,
    environment: args.env,
    range,
    start: args.apply ? "base" : "merge-base",
    asked: args.source,
    readFile: () => readConfigFile(given, file),
    repositories: new Repositories(cli.signal),
  });
  const { connectorIo } = await import("../../sync/list/io.ts");
  const baseDir = path.dirname(file);
  const config: Config = {
    file,
    baseDir,
    stateDir: path.join(baseDir, ".fin-ingest"),
    sources: [],
    secrets: [],
  };
  const context = { config, log: await logFor(args, cli), signal: cli.signal };
  const ioOf = (source: SourceConfig) => connectorIo(context, source);
  const normalizer = await normalizerFor(cli);
  const tools = { normalizer, secrets: [], file };
  try {
    if (questions === undefined) {
      const { ciPlan } = await import("../../../pipelines/ci.ts");
      return { ...(await ciPlan(sources, range, ioOf, tools)), notCompared };
    }
    const { ciPlanWithQuestions } = await import("../../../pipelines/ci-questions.ts");
    return { ...(await ciPlanWithQuestions(sources, range, ioOf, tools, questions)), notCompared };
  } finally {
    await normalizer.close();
  }
}

async function write(plan: CiPlan, format: Format, out: string | undefined, cli: Cli): Promise<void> {
  const text = await rendered(plan, format, cli);
  if (out === undefined) return cli.terminal.result(text);
  const { writeFile } = await import("node:fs/promises");
  await writeFile(out, text.endsWith("\n") ? text : `${text}\n`).catch((error) => {
    throw unwritableFile("--out", out, error);
  });
}

async function rendered(plan: CiPlan, format: Format, { terminal }: Cli): Promise<string> {
  switch (format) {
    case "json":
      return json(ciJson(plan));
    case "github":
      return ciGithub(plan);
    case "markdown":
      return ciMarkdown(plan);
    case "text": {
      const { ciText } = await import("../../report/ci-text.ts");
      return ciText(plan, { width: terminal.width, colours: terminal.colours });
    }
  }
}
