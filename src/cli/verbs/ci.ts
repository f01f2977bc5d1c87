import path from "node:path";
import type { Config, SourceConfig } from "../../config/types.ts";
import { exitCode } from "../../errors.ts";
import { ciJson, ciMarkdown } from "../../report/ci.ts";
import { type Gate, gates, unmetGates } from "../../report/ci-gates.ts";
import { json } from "../../report/json.ts";
import { questionsOf } from "../answers/question-file.ts";
import { failureText, UsageError } from "../fail.ts";
import { type GlobalArguments, runOptions } from "../global-options.ts";
import { logFor, normalizerFor } from "../run-context.ts";
import { toldRun } from "../told-run.ts";
import { type Cli, defineVerb } from "../verb.ts";

export const verb = defineVerb({
  options: {
    base: {
      type: "string",
      demandOption: true,
      describe: "Commit, branch or tag before the change",
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
      choices: ["markdown", "json"],
      default: "markdown",
      describe: "Format of the result",
      requiresArg: true,
    },
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
  async run(args, cli) {
    const failOn = gatesIn(args["fail-on"]);
    checkQuestions(args, failOn);
    const { configuration } = await import("../configuration.ts");
    const config = await configuration(args, cli, args.apply && !args["dry-run"] ? "required" : "optional");
    const sources = await sourcesHere(config, args, cli);
    const range = { base: args.base, head: args.head };
    const format = args.json ? "json" : args.format;
    if (args.apply && !args["dry-run"]) {
      const { ciApply } = await import("../../../pipelines/ci-apply.ts");
      const only = { ...args, source: sources.map(({ name }) => name) };
      return toldRun(only, cli, { lock: "ci" }, (run) => ciApply(run, range), format);
    }
    const questions = args.questions === undefined ? undefined : await questionsOf(args.questions);
    const { ciPlan } = await import("../../../pipelines/ci.ts");
    const { connectorIo } = await import("../../sync/list/io.ts");
    const context = { config, log: await logFor(args, cli), signal: cli.signal };
    const ioOf = (source: SourceConfig) => connectorIo(context, source);
    const normalizer = await normalizerFor(cli);
    const tools = { normalizer, secrets: config.secrets, file: config.file };
    const planned = questions
      ? (await import("../../../pipelines/ci-questions.ts")).ciPlanWithQuestions(
          sources,
          range,
          ioOf,
          tools,
          questions,
        )
      : ciPlan(sources, range, ioOf, tools);
    const plan = await planned.finally(() => normalizer.close());
    await cli.terminal.result(format === "json" ? json(ciJson(plan)) : ciMarkdown(plan));
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

/** The sources that `--source` selects; without it, those whose folder is in the git repository of the current folder. */
async function sourcesHere(
  config: Config,
  args: GlobalArguments,
  { signal }: Cli,
): Promise<readonly SourceConfig[]> {
  const { selectedSources } = await import("../configuration.ts");
  const sources = selectedSources(config, args.source);
  if (args.source.length > 0 || sources.length < 2) return sources;
  const { gitText } = await import("../../git/git.ts");
  const repositoryOf = (folder: string) =>
    gitText(["rev-parse", "--show-toplevel"], { cwd: folder, signal }).catch(() => undefined);
  const placed = await Promise.all(
    sources.map(async (source) => {
      const folder = folderOf(source);
      const repository =
        folder === undefined ? undefined : await repositoryOf(path.resolve(config.baseDir, folder));
      return { source, repository };
    }),
  );
  const here = await repositoryOf(process.cwd());
  const first = placed.find(({ repository }) => repository !== undefined)?.repository;
  const chosen = placed.some(({ repository }) => repository !== undefined && repository === here)
    ? here
    : first;
  const found = placed.filter(({ repository }) => repository !== undefined && repository === chosen);
  return found.length > 0 ? found.map(({ source }) => source) : sources;
}

/** The `path` of a source that is a folder. */
const folderOf = ({ options }: SourceConfig): string | undefined =>
  typeof options === "object" && options && "path" in options && typeof options.path === "string"
    ? options.path
    : undefined;
