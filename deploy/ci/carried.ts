import { readFileSync } from "node:fs";
import path from "node:path";
import { exitCode } from "../../src/errors.ts";
import { ApiError } from "./api.ts";
import { githubEvent } from "./hosts/github.ts";
import { githubPullRequest } from "./hosts/notes.ts";
import { CiJobError } from "./job.ts";
import { ciPlanOf, planTally, readCarriedPlan } from "./plan-file.ts";
import { comment, planName, type Surroundings } from "./run.ts";

/**
 * Comments with a plan that another workflow made, without this repository's token: all of it may be a fork's, so it is
 * data. The number it gives counts only where that pull request is at the commit that the other workflow ran on.
 *
 * @throws CiJobError where it is not a plan, or this is not the job for it
 */
export async function postCarriedPlan(at: Surroundings): Promise<number> {
  const { env, host, settings } = at;
  if (host.name !== "github") throw new CiJobError("mode comment is for workflows of GitHub.");
  const run = githubEvent(readFileSync(env.GITHUB_EVENT_PATH ?? "", "utf8")).workflow_run;
  if (run?.event !== "pull_request")
    throw new CiJobError("mode comment is for workflow_run, after a workflow on pull_request.");
  const { review, plan } = readCarriedPlan(path.join(settings.out, planName));
  if (review === null) throw new CiJobError("The plan names no pull request.");
  const pull = await pullRequest(at, review);
  if (pull?.head !== run.head_sha || !pull.isOpen) {
    host.say(
      "warning",
      `Not posted: pull request ${review} is not open at the commit that the plan was made of.`,
    );
    return exitCode.ok;
  }
  const found = ciPlanOf(plan);
  for (const [name, count] of Object.entries(planTally(found))) host.output(name, count);
  await comment(review, found, run.head_sha, at);
  return exitCode.ok;
}

/** Undefined where there is none of this number. */
async function pullRequest({ env, settings }: Surroundings, review: number) {
  try {
    return await githubPullRequest(env, settings.token, review);
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    if (error instanceof ApiError) throw new CiJobError(`The pull request cannot be read: ${error.message}.`);
    throw error;
  }
}
