import { z } from "zod";
import { type Api, apiAt } from "../api.ts";
import type { Env } from "../job.ts";
import type { Note, Notes } from "../notes.ts";

/** Comments of one review that are looked through at most, for one that is ours. */
const MAX_PAGES = 50;
const PER_PAGE = 100;

const path = (text: string): string => text.split("/").map(encodeURIComponent).join("/");

const githubComments = z.array(
  z.object({
    id: z.number(),
    body: z.string().nullish(),
    user: z.object({ type: z.string().optional() }).nullish(),
  }),
);

/** https://docs.github.com/en/rest/issues/comments; a token of `contents: read, pull-requests: write`. */
export function githubNotes(env: Env, token: string, review: number): Notes {
  const api = githubApi(env, token);
  const issues = `/repos/${path(env.GITHUB_REPOSITORY ?? "")}/issues`;
  return {
    async *list() {
      for (let page = 1; page <= MAX_PAGES; page++) {
        const comments = githubComments.parse(
          await api("GET", `${issues}/${review}/comments?per_page=${PER_PAGE}&page=${page}`),
        );
        // Whoever may write here could change a person's comment, and that person could change it again.
        for (const { id, body, user } of comments)
          yield { id, body: body ?? "", isOwn: user?.type === "Bot" };
        if (comments.length < PER_PAGE) return;
      }
    },
    create: async (body) => void (await api("POST", `${issues}/${review}/comments`, { body })),
    update: async (id, body) => void (await api("PATCH", `${issues}/comments/${id}`, { body })),
  };
}

const pullRequestSchema = z.object({ state: z.string(), head: z.object({ sha: z.string() }) });

/** https://docs.github.com/en/rest/pulls/pulls#get-a-pull-request: the commit it is at, and whether it is open. */
export async function githubPullRequest(
  env: Env,
  token: string,
  number: number,
): Promise<{ readonly head: string; readonly isOpen: boolean }> {
  const api = githubApi(env, token);
  const { state, head } = pullRequestSchema.parse(
    await api("GET", `/repos/${path(env.GITHUB_REPOSITORY ?? "")}/pulls/${number}`),
  );
  return { head: head.sha, isOpen: state === "open" };
}

const githubApi = (env: Env, token: string): Api =>
  apiAt(env.GITHUB_API_URL ?? "https://api.github.com", {
    authorization: `Bearer ${token}`,
    accept: "application/vnd.github+json",
    "x-github-api-version": "2022-11-28",
  });

const gitlabUser = z.object({ id: z.number() });
const gitlabComments = z.array(
  z.object({ id: z.number(), body: z.string(), system: z.boolean().optional(), author: gitlabUser }),
);

/** https://docs.gitlab.com/api/notes/#merge-requests; a project access token with the scope `api`. */
export function gitlabNotes(env: Env, token: string, review: number): Notes {
  const api = apiAt(env.CI_API_V4_URL ?? "https://gitlab.com/api/v4", { "private-token": token });
  const project = env.CI_MERGE_REQUEST_PROJECT_ID ?? env.CI_PROJECT_ID ?? "";
  const notes = `/projects/${encodeURIComponent(project)}/merge_requests/${review}/notes`;
  return {
    async *list() {
      const me = gitlabUser.parse(await api("GET", "/user"));
      for (let page = 1; page <= MAX_PAGES; page++) {
        const query = `per_page=${PER_PAGE}&page=${page}&order_by=created_at&sort=asc`;
        const found = gitlabComments.parse(await api("GET", `${notes}?${query}`));
        for (const { id, body, system, author } of found)
          if (!system) yield { id, body, isOwn: author.id === me.id };
        if (found.length < PER_PAGE) return;
      }
    },
    create: async (body) => void (await api("POST", notes, { body })),
    update: async (id, body) => void (await api("PUT", `${notes}/${id}`, { body })),
  };
}

const bitbucketComments = z.object({
  values: z.array(
    z.object({
      id: z.number(),
      content: z.object({ raw: z.string().nullish() }),
      deleted: z.boolean().optional(),
    }),
  ),
  next: z.string().optional(),
});

/**
 * https://developer.atlassian.com/cloud/bitbucket/rest/api-group-pullrequests/; a repository access token with the scope
 * `pullrequest:write`. Such a token can change its own comments alone, so a refusal tells whose a comment is.
 */
export function bitbucketNotes(env: Env, token: string, review: number): Notes {
  const api = apiAt(env.BITBUCKET_API_URL ?? "https://api.bitbucket.org/2.0", {
    authorization: `Bearer ${token}`,
  });
  const comments = `/repositories/${path(env.BITBUCKET_REPO_FULL_NAME ?? "")}/pullrequests/${review}/comments`;
  const content = (body: string) => ({ content: { raw: body } });
  return {
    async *list(): AsyncGenerator<Note> {
      for (let page = 1; page <= MAX_PAGES; page++) {
        const found = bitbucketComments.parse(
          await api("GET", `${comments}?pagelen=${PER_PAGE}&page=${page}`),
        );
        for (const { id, content, deleted } of found.values)
          if (!deleted) yield { id, body: content.raw ?? "", isOwn: undefined };
        // The address of the next page is not followed: the token goes to one host only.
        if (found.next === undefined) return;
      }
    },
    create: async (body) => void (await api("POST", comments, content(body))),
    update: async (id, body) => void (await api("PUT", `${comments}/${id}`, content(body))),
  };
}
