import { createHash } from "node:crypto";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { Io } from "../../src/connector-kit/io.ts";
import { FinIngestError } from "../../src/errors.ts";
import { GitError, type GitRun, git } from "../../src/git/git.ts";
import { parseUrl } from "../../src/http/url.ts";
import { type CommitPlace, CommitSnapshot, resolveCommit } from "./commit.ts";
import type { DocsRepoOptions } from "./options.ts";

const FETCH_TIMEOUT_MS = 10 * 60_000;
const FETCHED_REF = "refs/fin-ingest/fetched";

/** A remote: its address, and git settings that carry the token, which is never an argument. */
export interface Remote {
  readonly address: string;
  /** The address for messages, without credentials. */
  readonly displayed: string;
  readonly config: Readonly<Record<string, string>>;
}

/** The host of an address, also of `git@host:path`; "" for a path. */
function hostOf(address: string): string {
  if (parseUrl(address) && address.includes("://")) return new URL(address).hostname;
  return /^(?:[^/@]*@)?(\[[^\]]*\]|[^/:@]+):/.exec(address)?.[1] ?? "";
}

/** The remote that the options name. A path is relative to the configuration file's folder. */
export function remoteOf(
  options: DocsRepoOptions,
  repository: string,
  io: Pick<Io, "baseDir" | "http" | "caFile">,
): Remote {
  const isAddress = /^[a-z][a-z0-9+.-]*:\/\//i.test(repository) || /^[^/\\]+@?[^/\\]*:/.test(repository);
  const address = isAddress ? repository : path.resolve(io.baseDir, repository);
  const host = isAddress ? hostOf(address) : "";
  if (host !== "") io.http.checkHost(host);
  const displayed = address.replace(/\/\/[^/@]*@/, "//");
  const trust: Record<string, string> = io.caFile === undefined ? {} : { "http.sslCAInfo": io.caFile };
  if (options.token === undefined) return { address, displayed, config: trust };
  const basic = Buffer.from(`${options.username ?? "x-access-token"}:${options.token}`).toString("base64");
  const { origin } = new URL(address);
  const header = { [`http.${origin}/.extraHeader`]: `Authorization: Basic ${basic}` };
  return { address, displayed, config: { ...trust, ...header } };
}

/**
 * Fetches the newest commit of `ref` (without its history) into a bare repository in the source's cache folder.
 * With `refetch` false, what was fetched before is used if there is any.
 */
export async function fetchRemote(
  options: DocsRepoOptions,
  repository: string,
  io: Io,
  refetch: boolean,
): Promise<CommitPlace> {
  const remote = remoteOf(options, repository, io);
  const ref = options.ref ?? "HEAD";
  const key = createHash("sha256").update(`${remote.address}\0${ref}`).digest("hex").slice(0, 12);
  const cwd = path.join(io.cacheDir, `${key}.git`);
  const prefix = (options.root ?? "")
    .split(/[/\\]+/)
    .filter((part) => part !== "" && part !== ".")
    .join("/");
  const name = `${remote.displayed} at ${options.ref ?? "its default branch"}`;
  const known = refetch ? undefined : await knownCommit(cwd, io.signal);
  const commit = known ?? (await fetchCommit(remote, ref, cwd, io));
  const place = { cwd, gitDir: cwd, commit, prefix, name };
  if (prefix !== "" && !(await new CommitSnapshot(place, io).rootExists())) {
    throw new FinIngestError(`${name} has no folder ${prefix}`, {
      hint: "Check `root`: a folder inside the repository, spelled as there.",
    });
  }
  return place;
}

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

async function fetchInto(remote: Remote, ref: string, cwd: string, io: Io): Promise<string> {
  await mkdir(cwd, { recursive: true });
  const run: GitRun = { cwd, gitDir: cwd, signal: io.signal, timeoutMs: FETCH_TIMEOUT_MS };
  await git(["init", "--quiet", "--bare", "--template="], run);
  await removeStaleLocks(cwd);
  const args = [
    "fetch",
    "--quiet",
    "--depth=1",
    "--no-tags",
    "--no-recurse-submodules",
    "--no-auto-maintenance",
  ];
  await git([...args, "--force", "--", remote.address, `+${ref}:${FETCHED_REF}`], {
    ...run,
    config: remote.config,
  });
  const commit = await resolveCommit({ cwd, gitDir: cwd }, FETCHED_REF, io.signal);
  if (commit === undefined) throw new FinIngestError(`${ref} of ${remote.displayed} is not a commit`);
  await git(["-c", "gc.autoDetach=false", "gc", "--auto", "--quiet"], run);
  return commit;
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
