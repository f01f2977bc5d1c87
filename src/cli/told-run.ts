import type { Finished } from "../../pipelines/run.ts";
import type { TestQuestion } from "../answers/questions/question.ts";
import type { Config } from "../config/types.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Log } from "../log/log.ts";
import type { Teller } from "../notify/tell.ts";
import type { EndedRun } from "../notify/types.ts";
import type { CheckedReport } from "../report/answers/run-health.ts";
import type { RunContext } from "../sync/context.ts";
import { describe, UsageError } from "./fail.ts";
import { exitCodeOf, type Format, finish } from "./finish.ts";
import type { GlobalArguments, HealthArguments } from "./global-options.ts";
import { type RunNeeds, warnOfUnknownApproval, withRun } from "./run-context.ts";
import type { Cli } from "./verb.ts";

type Arguments = GlobalArguments & { readonly report?: string | undefined } & Partial<HealthArguments>;

type Needs = RunNeeds & Required<Pick<RunNeeds, "lock">>;

/**
 * A run that sends: performs it, prints its report, and tells its end where the configuration says (`notify`, `ping`,
 * `metrics`), also when it ends before it begins. Resolves to the exit code.
 *
 * @throws whatever ended it before there was a report
 */
export async function toldRun(
  args: Parameters<typeof withRun>[0] & Arguments,
  cli: Cli,
  needs: Needs,
  work: (run: RunContext) => Promise<Finished>,
  format?: Format,
): Promise<number> {
  let teller: Teller | undefined;
  const configured = async (config: Config, log: Log) => {
    teller = tellerFor(config, log, cli);
    if (teller) await (await import("../notify/tell.ts")).tellStart(teller);
  };
  const tellEnd = async (run: Omit<EndedRun, "pipeline" | "workspace">, ledger?: Ledger) => {
    if (!teller) return;
    const tell = await import("../notify/tell.ts");
    const workspace = cli.env.FIN_INGEST_WORKSPACE;
    const of = workspace ? { workspace } : {};
    await tell.tellEnd(teller, { pipeline: needs.lock, ...of, ...run }, ledger);
  };
  const questions = await healthQuestions(args);
  let hasEnded = false;
  try {
    return await withRun(args, cli, { ...needs, configured }, async (run) => {
      const finished = await work(run);
      warnOfUnknownApproval(run);
      const health = questions && (await runHealth(run, questions));
      const failure = finished.stop === undefined ? undefined : describe(finished.stop).failure;
      hasEnded = true;
      // Before the report is printed: nothing may follow its last line.
      await tellEnd(
        { exitCode: exitCodeOf(finished), report: finished.report, ...(failure && { failure }) },
        run.ledger,
      );
      const report = { ...finished.report, ...health };
      return finish({ ...finished, report }, args, cli, { stateDir: run.config.stateDir, format });
    });
  } catch (error) {
    const { exitCode, failure } = describe(error);
    if (!hasEnded) await tellEnd({ exitCode, failure });
    throw error;
  }
}

/** The questions that a run's health is looked at with; undefined: it is not looked at. @throws before anything is sent */
async function healthQuestions({
  health,
  questions,
}: Arguments): Promise<readonly TestQuestion[] | undefined> {
  if (!health && questions !== undefined) throw new UsageError("--questions goes with --health");
  if (!health) return undefined;
  return questions === undefined ? [] : (await import("./answers/question-file.ts")).questionsOf(questions);
}

/** What the pages are like as answers after the run. What cannot be looked at does not fail a run that has done its work. */
async function runHealth(
  { config, sources, ledger, closeIndex, log }: RunContext,
  questions: readonly TestQuestion[],
): Promise<Pick<CheckedReport, "health">> {
  const { readHealth } = await import("../status/health.ts");
  const names = sources.map(({ name }) => name);
  const asked = questions.length > 0 ? { questions } : {};
  try {
    closeIndex?.();
    return { health: readHealth(ledger, { stateDir: config.stateDir, sources: names, ...asked }) };
  } catch (error) {
    log.warn("the content's health could not be looked at", { error: String(error) });
    return {};
  }
}

function tellerFor({ tell, stateDir }: Config, log: Log, { terminal, clock }: Cli): Teller | undefined {
  if (!tell) return undefined;
  const redact = (text: string) => terminal.redact(text);
  return { settings: tell, stateDir, redact, log, now: () => clock.now() };
}
