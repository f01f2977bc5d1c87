import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { exitCode } from "../../src/errors.ts";
import { ciMarkdown } from "../../src/report/ci.ts";
import { ciGithub } from "../../src/report/ci-github.ts";
import { code } from "../../src/report/markdown-text.ts";
import type { CiPlan } from "../../src/sync/ci-plan.ts";
import { ApiError } from "./api.ts";
import type { Host } from "./hosts/host.ts";
import type { Env, Job } from "./job.ts";
import { keepNote, markerOf } from "./notes.ts";
import { ciPlanOf, planTally, readOwnPlan, type Tally, withinLimits } from "./plan-file.ts";
import { planEnv, type RunProgram, runEnv } from "./program.ts";
import { reportSummary, reportTally } from "./report.ts";
import type { Settings } from "./settings.ts";

export interface Surroundings {
  readonly env: Env;
  readonly host: Host;
  readonly settings: Settings;
  /** Gets what the program logs. */
  readonly log: (text: string) => void;
  readonly runProgram: RunProgram;
}

/** Names of the files in the job's folder. */
export const planName = "plan.json";
const commentName = "comment.md";

/** A folder in the clone that no commit and no listing takes for documents. */
function makeFolder(folder: string): void {
  if (mkdirSync(folder, { recursive: true }) !== undefined)
    writeFileSync(path.join(folder, ".gitignore"), "*\n");
}

/** Does the job, and tells its host. Resolves to the exit code that the job ends with. */
export async function runJob(job: Exclude<Job, { kind: "comment" }>, at: Surroundings): Promise<number> {
  if (job.kind === "nothing") {
    at.host.say("notice", `Nothing to do: ${job.why}.`);
    return exitCode.ok;
  }
  return job.kind === "plan" ? plan(job, at) : send(job, at);
}

const common = ({ config, environment, sources }: Settings): string[] => [
  `--config=${config}`,
  ...(environment === "" ? [] : [`--env=${environment}`]),
  ...sources.map((source) => `--source=${source}`),
];

/** What a change does. Gets no variable that could hold a secret: a fork may have written what it reads. */
async function plan(job: Extract<Job, { kind: "plan" }>, at: Surroundings): Promise<number> {
  const { env, host, settings } = at;
  const file = path.join(settings.out, planName);
  makeFolder(settings.out);
  rmSync(file, { force: true });
  const args = ["ci", ...common(settings), `--base=${job.base}`, `--head=${job.head}`, "--format=json"];
  if (settings.failOn !== "") args.push(`--fail-on=${settings.failOn}`);
  if (settings.questions !== "") args.push(`--questions=${settings.questions}`);
  const ended = await host.quietly(() => at.runProgram([...args, `--out=${file}`], planEnv(env), at.log));
  if (![exitCode.ok, exitCode.partial, exitCode.held, exitCode.usage].includes(ended.code as 0))
    return ended.code;
  const own = planIn(file);
  if (own === undefined) {
    host.say("error", "There is no plan of this change; the log of this step says why.");
    return ended.code;
  }
  const found = ciPlanOf(own);
  const text = commentText(found, job.commit, host);
  writeFileSync(file, `${JSON.stringify({ review: job.review, plan: withinLimits(own) })}\n`);
  writeFileSync(path.join(settings.out, commentName), text);
  host.annotate(ciGithub(found));
  host.summary(text);
  tellTally(planTally(found), host, settings);
  host.output("plan", file);
  if (job.review !== null) await comment(job.review, found, job.commit, at);
  return ended.code;
}

/** The plan that the program wrote; undefined where it came to none. */
function planIn(file: string) {
  try {
    return readOwnPlan(file);
  } catch {
    return undefined;
  }
}

/** What is said of a plan: the plan, and which commit it is about. */
function commentText(found: CiPlan, commit: string, { comments }: Pick<Host, "comments">): string {
  return `${ciMarkdown(found, comments)}\nCommit ${code(commit)}\n`;
}

/** Writes or corrects the one comment of this workspace. That it cannot be written is no fault of the change. */
export async function comment(
  review: number,
  found: CiPlan,
  commit: string,
  at: Surroundings,
): Promise<void> {
  const { host, settings } = at;
  if (settings.comment === "off") return;
  const notes = settings.token === "" ? undefined : host.notes(review, settings.token);
  if (!notes)
    return host.say("notice", "No comment: this job has no token for it. The plan is in its summary.");
  const says = [found.refused, found.failed, found.notCompared, found.ruleWarnings];
  const isNeeded =
    settings.comment === "always" ||
    Object.values(planTally(found)).some((count) => count > 0) ||
    says.some((list) => (list?.length ?? 0) > 0);
  const marker = markerOf([settings.config, settings.environment]);
  try {
    const outcome = await keepNote(notes, { marker, text: commentText(found, commit, host), isNeeded });
    at.log(`comment: ${outcome}\n`);
  } catch (error) {
    const why = error instanceof ApiError ? error.message : "the host's answer was not understood";
    host.say("warning", `No comment: ${why}. May this job's token write comments?`);
  }
}

/** A run that sends: with this job's secrets, and the configuration that is checked out. */
async function send(job: Extract<Job, { kind: "apply" | "nightly" }>, at: Surroundings): Promise<number> {
  const { env, host, settings } = at;
  const verb = job.kind === "apply" ? ["ci", "--apply", `--base=${job.base}`] : ["nightly"];
  const args = [...verb, ...common(settings), "--json", "--no-progress"];
  const ended = await host.quietly(() => at.runProgram(args, runEnv(env), at.log));
  const summary = reportSummary(ended.stdout, host.isPublic);
  if (summary !== undefined) host.summary(summary);
  tellTally(reportTally(ended.stdout), host, settings);
  if (ended.code === exitCode.tryLater) {
    host.say("warning", "Not finished: something said to try again later. The next run continues.");
    return exitCode.ok;
  }
  if (ended.code === exitCode.held)
    host.say("error", "Something is held; the summary says what, and what resolves it.");
  return ended.code;
}

/** As outputs of the step, and as a file of variables for hosts that take one. */
function tellTally(tally: Tally, host: Host, { out }: Settings): void {
  for (const [name, count] of Object.entries(tally)) host.output(name, count);
  makeFolder(out);
  const lines = Object.entries(tally).map(([name, count]) => `FIN_${name.toUpperCase()}=${count}\n`);
  writeFileSync(path.join(out, "outputs.env"), lines.join(""));
}
