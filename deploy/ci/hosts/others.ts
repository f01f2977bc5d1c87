import { type Env, type Job, reviewNumber } from "../job.ts";

/** https://docs.gitlab.com/ci/variables/predefined_variables/ */
export function gitlabJob(env: Env): Job {
  const source = env.CI_PIPELINE_SOURCE;
  if (env.CI_MERGE_REQUEST_IID !== undefined) {
    // Only in pipelines of merged results; it is what the merge commit was made from.
    const base = env.CI_MERGE_REQUEST_TARGET_BRANCH_SHA || env.CI_MERGE_REQUEST_DIFF_BASE_SHA || "";
    const isTrain = env.CI_MERGE_REQUEST_EVENT_TYPE === "merge_train";
    return {
      kind: "plan",
      base,
      head: env.CI_COMMIT_SHA ?? "HEAD",
      commit: env.CI_MERGE_REQUEST_SOURCE_BRANCH_SHA || (env.CI_COMMIT_SHA ?? "HEAD"),
      review: isTrain ? null : reviewNumber(env.CI_MERGE_REQUEST_IID),
    };
  }
  if (env.CI_COMMIT_TAG !== undefined) return { kind: "nothing", why: "a tag changes no document" };
  if (source === "push") return { kind: "apply", base: env.CI_COMMIT_BEFORE_SHA ?? "" };
  return { kind: "nightly" };
}

/** https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets/ */
export function bitbucketJob(env: Env): Job {
  if (env.BITBUCKET_PR_ID !== undefined) {
    const base = env.BITBUCKET_PR_DESTINATION_COMMIT || `origin/${env.BITBUCKET_PR_DESTINATION_BRANCH ?? ""}`;
    const commit = env.BITBUCKET_COMMIT ?? "HEAD";
    return { kind: "plan", base, head: "HEAD", commit, review: reviewNumber(env.BITBUCKET_PR_ID) };
  }
  if (env.BITBUCKET_TAG !== undefined) return { kind: "nothing", why: "a tag changes no document" };
  // Bitbucket does not say what a push began from: it is the first parent after a merge or a squash.
  return { kind: "apply", base: "HEAD^1" };
}
