import { z } from "zod";
import { CiJobError, type Env, type Job } from "../job.ts";

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads, as far as it is used. */
const eventSchema = z.object({
  before: z.string().optional(),
  deleted: z.boolean().optional(),
  ref: z.string().optional(),
  repository: z.object({ private: z.boolean().optional(), visibility: z.string().optional() }).optional(),
  pull_request: z
    .object({
      number: z.number().int().positive(),
      base: z.object({ ref: z.string(), sha: z.string() }),
      head: z.object({ sha: z.string() }),
    })
    .optional(),
  merge_group: z.object({ base_sha: z.string(), head_sha: z.string() }).optional(),
  workflow_run: z
    .object({
      event: z.string(),
      head_sha: z.string(),
      conclusion: z.string().nullish(),
    })
    .optional(),
});
export type GithubEvent = z.infer<typeof eventSchema>;

/** @throws CiJobError where the runner's event file does not hold an event */
export function githubEvent(text: string): GithubEvent {
  try {
    return eventSchema.parse(JSON.parse(text));
  } catch {
    throw new CiJobError("GITHUB_EVENT_PATH does not name the event of a workflow.");
  }
}

/** What the clone has: the parents of HEAD, and whether a name leads to a commit in it. */
export interface Clone {
  readonly parents: readonly string[];
  readonly has: (name: string) => boolean;
}

/**
 * What a workflow's event asks for.
 *
 * @throws CiJobError for events that would run a fork's files with this repository's secrets
 */
export function githubJob(env: Env, event: GithubEvent, clone: Clone): Job {
  const { GITHUB_EVENT_NAME: name } = env;
  if (name === "pull_request" && event.pull_request) return pullRequest(event.pull_request, clone);
  if (name === "merge_group" && event.merge_group) {
    const { base_sha: base, head_sha: head } = event.merge_group;
    return { kind: "plan", base, head, commit: head, review: null };
  }
  if (name === "push") return push(event);
  if (name === "schedule" || name === "workflow_dispatch" || name === "repository_dispatch")
    return { kind: "nightly" };
  if (name === "workflow_run") return { kind: "comment" };
  if (name === "pull_request_target")
    throw new CiJobError(
      "pull_request_target would give a fork's files this repository's token. Use pull_request, and for forks the two workflows of docs/ci.md.",
    );
  throw new CiJobError(`There is nothing to do on the event ${name ?? "(none)"}. Set mode to choose.`);
}

function pullRequest({ number, base, head }: NonNullable<GithubEvent["pull_request"]>, clone: Clone): Job {
  const [first, second] = clone.parents;
  const change = { kind: "plan", commit: head.sha, review: number } as const;
  // The host's own merge of the two: what it brings to its first parent is what merging would do.
  if (first !== undefined && second === head.sha) return { ...change, base: first, head: "HEAD" };
  // The event's base is the branch as it was at some earlier push.
  const tip = `refs/remotes/origin/${base.ref}`;
  return { ...change, base: clone.has(tip) ? tip : base.sha, head: head.sha };
}

function push({ ref = "", before = "", deleted }: GithubEvent): Job {
  if (deleted) return { kind: "nothing", why: "the branch was deleted" };
  if (ref.startsWith("refs/tags/")) return { kind: "nothing", why: "a tag changes no document" };
  return { kind: "apply", base: before };
}
