import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { Io } from "../../src/connector-kit/io.ts";
import { FinIngestError } from "../../src/errors.ts";
import { GitError, type GitRun, git } from "../../src/git/git.ts";
import { type CommitPlace, CommitSnapshot, resolveCommit } from "./commit.ts";
import type { DocsRepoOptions } from "./options.ts";
import { type Remote, remoteOf } from "./remote-address.ts";

const FETCH_TIMEOUT_MS = 10 * 60_000;
const FETCHED_REF = "refs/fin-ingest/fetched";

/**
 * Fetches the newest commit of `ref` (without its history) into a bare repository in the source's cache folder.
 * With `refetch` false, what was fetched before is used if there is any.
 */
export async function fetchRemote(
  options: DocsRepoOptions,
  repository: string,
  io: Io,
  refetch: boolean,
): Promise<Fetched> {
  const remote = await remoteOf(options, repository, io);
  const ref = options.ref ?? "HEAD";
  const cwd = cloneFolder(io, `${remote.address}\0${ref}`);
  const prefix = (options.root ?? "")
    .split(/[/\\]+/)
    .filter((part) => part !== "" && part !== ".")
    .join("/");
  const name = `${remote.displayed} at ${options.ref ?? "its default branch"}`;
  const known = refetch ? undefined : await knownCommit(cwd, io.signal);
  const commit = known ?? (await fetchCommit(remote, ref, cwd, io));
  const place = { cwd, gitDir: cwd, commit, prefix, name, followsSubmodules: options.submodules !== false };
  if (prefix !== "" && !(await new CommitSnapshot(place, io).rootExists())) {
    throw new FinIngestError(`${name} has no folder ${prefix}`, {
      hint: "Check `root`: a folder inside the repository, spelled as there.",
    });
  }
  return { place, remote };
}

/** A commit of a remote, in the source's cache folder. */
export interface Fetched {
  readonly place: CommitPlace;
  readonly remote: Remote;
}

/** The bare repository of one remote and ref. */
function cloneFolder({ cacheDir }: Pick<Io, "cacheDir">, key: string): string {
  return path.join(cacheDir, `${createHash("sha256").update(key).digest("hex").slice(0, 12)}.git`);
}

/**
 * Fetches one commit of a remote by its id, unless it was fetched before. Servers that give out only the ends of branches
 * are asked for all of these.
 * @param key what tells this copy from others of the same remote
 */
export async function fetchCommitById(remote: Remote, commit: string, key: string, io: Io): Promise<string> {
  const cwd = cloneFolder(io, `${remote.address}\0${key}`);
  const place = { cwd, gitDir: cwd };
  const isThere = await stat(path.join(cwd, "HEAD")).catch(() => undefined);
  if (isThere && (await resolveCommit(place, commit, io.signal))) return cwd;
  try {
    await fetchCommit(remote, commit, cwd, io);
  } catch (error) {
    if (!(error instanceof GitError) || !UNADVERTISED.test(error.stderr)) throw error;
    const run = { ...place, ...runOf(remote), signal: io.signal, timeoutMs: FETCH_TIMEOUT_MS };
    await git([...fetchArgs, "--force", "--", remote.address, "+refs/heads/*:refs/fin-ingest/heads/*"], run);
    if (!(await resolveCommit(place, commit, io.signal))) throw error;
  }
  return cwd;
}

const UNADVERTISED = /unadvertised object|not our ref|no such remote ref|couldn't find remote ref/i;

const runOf = ({ config, isPlainHttp }: Remote): Pick<GitRun, "config" | "isPlainHttp"> => ({
  config,
  isPlainHttp,
});

async function knownCommit(cwd: string, signal: AbortSignal): Promise<string | undefined> {
  if (!(await stat(path.join(cwd, "HEAD")).catch(() => undefined))) return undefined;
  return resolveCommit({ cwd, gitDir: cwd }, FETCHED_REF, signal);
}

async function fetchCommit(remote: Remote, ref: string, cwd: string, io: Io): Promise<string> {
  try {
    return await fetchInto(remote, ref, cwd, io);
  } catch (error) {
    if (!(error instanceof GitError) || !DAMAGED.test(error.stderr)) throw error;
    io.log.warn("the local copy of the repository is damaged and is fetched again", {
      repository: remote.displayed,
    });
    await rm(cwd, { recursive: true, force: true });
    return fetchInto(remote, ref, cwd, io);
  }
}

const fetchArgs = ["fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-auto-maintenance"];

async function fetchInto(remote: Remote, ref: string, cwd: string, io: Io): Promise<string> {
  await mkdir(cwd, { recursive: true });
  const run: GitRun = { cwd, gitDir: cwd, signal: io.signal, timeoutMs: FETCH_TIMEOUT_MS };
  if (!(await isRepository(cwd))) await git(["init", "--quiet", "--bare", "--template="], run);
  const before = await fetchedBefore(cwd);
  await removeStaleLocks(cwd);
  await git([...fetchArgs, "--depth=1", "--force", "--", remote.address, `+${ref}:${FETCHED_REF}`], {
    ...run,
    ...runOf(remote),
  });
  const commit = await resolveCommit({ cwd, gitDir: cwd }, FETCHED_REF, io.signal);
  if (commit === undefined) throw new FinIngestError(`${ref} of ${remote.displayed} is not a commit`);
  // What was there before was tidied then.
  if (commit !== before) await git(["-c", "gc.autoDetach=false", "gc", "--auto", "--quiet"], run);
  return commit;
}

/** Whether an earlier run made everything that a bare repository consists of; git makes again what is missing. */
async function isRepository(cwd: string): Promise<boolean> {
  const parts = ["HEAD", "config", "objects", "refs"].map((name) => stat(path.join(cwd, name)));
  return (await Promise.allSettled(parts)).every(({ status }) => status === "fulfilled");
}

/** What the last run fetched; undefined where that is not in a file of its own, and then counts as something else. */
async function fetchedBefore(cwd: string): Promise<string | undefined> {
  return (await readFile(path.join(cwd, FETCHED_REF), "utf8").catch(() => undefined))?.trim();
}

/** Errors of a local repository that a remote cannot cause. */
const DAMAGED =
  /(?:object file|loose object|packfile|pack) .*(?:empty|corrupt|mismatch|not match|not accessible)|bad object|not a git repository: '\.|index file corrupt|bad config|did not send all necessary objects|missing (?:blob|tree|commit)/i;

/** Locks that a killed run left: no fetch takes longer than its timeout. */
async function removeStaleLocks(cwd: string): Promise<void> {
  for (const folder of [cwd, path.join(cwd, "refs/fin-ingest")]) {
    for (const name of await readdir(folder).catch(() => [])) {
      if (!name.endsWith(".lock")) continue;
      const file = path.join(folder, name);
      const made = (await stat(file).catch(() => undefined))?.mtimeMs ?? Date.now();
      if (Date.now() - made > FETCH_TIMEOUT_MS) await rm(file, { force: true });
    }
  }
}
