import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { appendFileSync, readFileSync } from "node:fs";
import type { Env, Job } from "../job.ts";
import type { Notes } from "../notes.ts";
import { type Clone, githubEvent, githubJob } from "./github.ts";
import { bitbucketNotes, githubNotes, gitlabNotes } from "./notes.ts";
import { bitbucketJob, gitlabJob } from "./others.ts";

export type Level = "notice" | "warning" | "error";

/** Where a job runs: what the host says, and how it is told something. */
export interface Host {
  readonly name: "github" | "gitlab" | "bitbucket" | "shell";
  /** Whether everybody can read its logs, summaries and caches. */
  readonly isPublic: boolean;
  /** Characters that a comment takes, and whether it folds texts. */
  readonly comments: { readonly maxCharacters: number; readonly texts: "folded" | "none" };
  /** @throws CiJobError for an event that nothing can be done on */
  job(): Job;
  notes(review: number, token: string): Notes | undefined;
  say(level: Level, message: string): void;
  /** Prints lines that are commands of the host already. */
  annotate(lines: string): void;
  /** Runs `work` while nothing that it prints is taken for a command. */
  quietly<T>(work: () => Promise<T>): Promise<T>;
  summary(markdown: string): void;
  output(name: string, value: string | number): void;
}

type Print = (text: string) => void;

export function hostOf(env: Env, print: Print): Host {
  if (env.GITHUB_ACTIONS === "true") return github(env, print);
  if (env.GITLAB_CI === "true")
    return {
      ...plain(print),
      name: "gitlab",
      isPublic: env.CI_PROJECT_VISIBILITY === "public",
      job: () => gitlabJob(env),
      notes: (review, token) => gitlabNotes(env, token, review),
    };
  if (env.BITBUCKET_BUILD_NUMBER !== undefined)
    return {
      ...plain(print),
      name: "bitbucket",
      // Its comments take 32,768 characters, and print HTML as it is written.
      comments: { maxCharacters: 30_000, texts: "none" },
      job: () => bitbucketJob(env),
      notes: (review, token) => bitbucketNotes(env, token, review),
    };
  return plain(print);
}

/** A job that no host is known of: a shell, Jenkins, Buildkite. */
const plain = (print: Print): Host => ({
  name: "shell",
  isPublic: false,
  comments: { maxCharacters: 60_000, texts: "folded" },
  job: () => ({ kind: "nightly" }),
  notes: () => undefined,
  say: (level, message) => print(`${level}: ${message}\n`),
  annotate: () => {},
  quietly: (work) => work(),
  summary: print,
  output: () => {},
});

/** https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions */
function github(env: Env, print: Print): Host {
  const event = githubEvent(readFileSync(env.GITHUB_EVENT_PATH ?? "", "utf8"));
  const append = (file: string | undefined, text: string) => {
    if (file) appendFileSync(file, text);
  };
  const { repository } = event;
  return {
    ...plain(print),
    name: "github",
    // Unknown counts as public: what is kept from others then is kept from nobody who may read it.
    isPublic: repository?.visibility ? repository.visibility === "public" : repository?.private !== true,
    job: () => githubJob(env, event, clone()),
    notes: (review, token) => githubNotes(env, token, review),
    say: (level, message) => print(`::${level}::${data(message)}\n`),
    annotate: print,
    async quietly(work) {
      const end = randomUUID();
      print(`::stop-commands::${end}\n`);
      try {
        return await work();
      } finally {
        print(`\n::${end}::\n`);
      }
    },
    summary: (markdown) => append(env.GITHUB_STEP_SUMMARY, markdown),
    output: (name, value) => append(env.GITHUB_OUTPUT, `${name}=${oneLine(String(value))}\n`),
  };
}

const data = (text: string): string =>
  text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");

const oneLine = (text: string): string => text.replace(/[\r\n]+/g, " ");

/** The clone in the working folder. */
function clone(): Clone {
  const git = (...args: string[]): string => {
    try {
      return execFileSync("git", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
    } catch {
      return "";
    }
  };
  return {
    parents: git("rev-parse", "HEAD^@").split("\n").filter(Boolean),
    has: (name) => git("rev-parse", "--verify", "--quiet", `${name}^{commit}`) !== "",
  };
}
