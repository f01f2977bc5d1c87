import { withFin } from "../../answers/live/canary.ts";
import type { TestQuestion } from "../../answers/questions/question.ts";
import type { Tested, TestReport } from "../../answers/questions/test.ts";
import { createFin } from "../../intercom/fin/ask.ts";
import { count } from "../../report/numbers.ts";
import { configuration } from "../configuration.ts";
import { UsageError } from "../fail.ts";
import type { GlobalArguments } from "../global-options.ts";
import { logFor } from "../run-context.ts";
import type { Cli } from "../verb.ts";

/**
 * A test with Fin's own answers to its canary questions, one after the other, in the order of the file.
 *
 * @param asked.questions those that the report is of, in its order
 * @param asked.most that are asked; the others are named as not asked
 * @throws UsageError where no question is a canary
 */
export async function askedFin(
  report: TestReport,
  { questions, most }: { readonly questions: readonly TestQuestion[]; readonly most: number },
  args: GlobalArguments,
  cli: Cli,
): Promise<TestReport> {
  const canaries = questions.flatMap(({ canary, question }, at) =>
    canary ? [{ canary, question, at }] : [],
  );
  if (canaries.length === 0)
    throw new UsageError(
      "no question is a canary",
      "Give `canary: true` to the questions that Fin is asked.",
    );
  const left = canaries.length - most;
  if (left > 0)
    cli.terminal.note(`Fin is not asked ${count(left, "more canary question")} (--canaries ${most})`);
  const { intercom, finToken } = await configuration(args, cli, "required");
  if (!intercom) throw new UsageError("--canaries needs the workspace's access token");
  const fin = createFin({
    intercom: { ...intercom, token: finToken ?? intercom.token },
    log: await logFor(args, cli),
    clock: cli.clock,
    stopping: cli.signal,
  });
  try {
    const told: Tested[] = [...report.questions];
    for (const { canary, question, at } of canaries.slice(0, most)) {
      const tested = report.questions[at];
      if (tested) told[at] = withFin(tested, canary, await fin.ask(question, cli.signal));
    }
    return { ...report, questions: told };
  } finally {
    await fin.close();
  }
}
