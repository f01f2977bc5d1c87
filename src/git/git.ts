import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { childEnv } from "../config/read/env.ts";
import { exitCode, FinIngestError, TryLaterError } from "../errors.ts";
import { endGroup, ownGroup } from "../process-group.ts";

/** The repository a command is about. */
export interface GitPlace {
  /** Folder the command runs in. */
  readonly cwd: string;
  /** A bare repository. Only the one named here is used, never a folder that resembles one. */
  readonly gitDir?: string | undefined;
}

/** How one git command is run. */
export interface GitRun extends GitPlace {
  readonly signal: AbortSignal;
  /** Milliseconds until it is stopped; default two minutes. */
  readonly timeoutMs?: number;
  /** Settings for this command alone, passed through the environment, so that secrets can be among them. */
  readonly config?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Whether the remote may be asked without encryption. */
  readonly isPlainHttp?: boolean;
}

/** git ended with a failure; `stderr` is what it said, shortened. */
export class GitError extends FinIngestError {
  override readonly name = "GitError";
  readonly status: number | null;
  readonly stderr: string;
  constructor(command: string, status: number | null, stderr: string) {
    super(`git ${command} failed${stderr === "" ? ` (exit ${status})` : `: ${stderr}`}`, {
      hint: hintFor(stderr),
      exitCode: exitCode.fatal,
    });
    this.status = status;
    this.stderr = stderr;
  }
}

type Git = ChildProcessByStdio<Writable, Readable, Readable>;

const defaultTimeoutMs = 120_000;
const stderrLimit = 8_000;

/** Settings every command gets: no hooks, monitors, redirects or helpers that could prompt, paths as they are. */
const settings = [
  "core.quotepath=off",
  "core.hooksPath=/dev/null",
  "core.fsmonitor=false",
  "credential.helper=",
  "http.followRedirects=false",
  "safe.bareRepository=explicit",
  "submodule.recurse=false",
  "fetch.recurseSubmodules=false",
].flatMap((setting) => ["-c", setting]);

/**
 * Starts git without prompts, hooks or credential helpers, in a process group of its own. Variables that would
 * point it to another repository (`GIT_DIR`, set inside hooks) are taken away. An abort ends it and its helpers.
 */
export function startGit(args: readonly string[], run: GitRun): Git {
  const child = spawn("git", ["--no-pager", "--no-optional-locks", ...settings, ...args], {
    cwd: run.cwd,
    env: gitEnv(run),
    detached: ownGroup,
    stdio: ["pipe", "pipe", "pipe"],
  });
  const stop = () => stopGit(child);
  run.signal.addEventListener("abort", stop, { once: true });
  child.once("close", () => run.signal.removeEventListener("abort", stop));
  return child;
}

/** Ends git and what it started (ssh, transport helpers), which could outlive it and hold its output open. */
function stopGit(child: Git): void {
  child.stdout.destroy();
  child.stderr.destroy();
  if (child.exitCode === null) endGroup(child, "SIGTERM");
}

/**
 * Runs git and gives its whole output.
 *
 * @throws GitError when it fails, TryLaterError when it takes too long, the signal's reason when aborted.
 */
export async function git(args: readonly string[], run: GitRun): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of gitOutput(args, run)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The same as text without its last line end. */
export async function gitText(args: readonly string[], run: GitRun): Promise<string> {
  return (await git(args, run)).toString("utf8").replace(/\r?\n$/, "");
}

/** The output as it comes. Throws as `git` does, at the end: what was read before is not proof of completeness. */
export async function* gitOutput(args: readonly string[], run: GitRun): AsyncGenerator<Buffer> {
  run.signal.throwIfAborted();
  const timeout = AbortSignal.timeout(run.timeoutMs ?? defaultTimeoutMs);
  const signal = AbortSignal.any([run.signal, timeout]);
  const child = startGit(args, { ...run, signal });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr = shortened(stderr + text);
  });
  const ended = new Promise<{ status: number | null } | { error: Error }>((resolve) => {
    child.once("error", (error) => resolve({ error }));
    child.once("close", (status) => resolve({ status }));
  });
  child.stdin.on("error", () => {}); // git may end before it has read everything; its exit status tells
  child.stdin.end(run.input ?? "");
  let isRead = false;
  try {
    for await (const chunk of child.stdout) yield chunk;
    isRead = true;
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    if (!isRead) stopGit(child);
  }
  const end = await ended;
  run.signal.throwIfAborted();
  const command = args.find((arg) => /^[a-z][a-z-]+$/.test(arg)) ?? "";
  if (timeout.aborted) throw timedOut(command, run.timeoutMs ?? defaultTimeoutMs);
  if ("error" in end) throw startError(end.error);
  if (end.status !== 0) throw new GitError(command, end.status, tidy(stderr));
}

/** NUL-separated records of the output, in batches as they arrive. */
export async function* gitRecords(args: readonly string[], run: GitRun): AsyncGenerator<string[]> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of gitOutput(args, run)) {
    const all = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const end = all.lastIndexOf(0);
    rest = all.subarray(end + 1);
    if (end >= 0) yield all.subarray(0, end).toString("utf8").split("\0");
  }
  if (rest.length > 0) throw new FinIngestError("git's output broke off in the middle of a record");
}

/** What is wrong when git could not be started. */
export function startError(error: Error): Error {
  if (!("code" in error) || error.code !== "ENOENT") return error;
  return new FinIngestError("the git program was not found", {
    hint: "Install git 2.31 or later, or check PATH.",
  });
}

function timedOut(command: string, ms: number): Error {
  return new TryLaterError(`git ${command} took longer than ${Math.round(ms / 1000)} s and was stopped`, {
    hint: "Check the connection to the repository, then run again.",
  });
}

function gitEnv({ config = {}, gitDir, isPlainHttp }: GitRun): NodeJS.ProcessEnv {
  const entries = Object.entries(config);
  return childEnv({
    ...Object.fromEntries(placeVariables.map((name) => [name, undefined])),
    GIT_DIR: gitDir,
    LC_ALL: "C",
    GIT_ALLOW_PROTOCOL: `${isPlainHttp ? "http:" : ""}https:ssh:file`,
    GIT_TERMINAL_PROMPT: "0",
    GIT_ASKPASS: "",
    SSH_ASKPASS: "",
    GCM_INTERACTIVE: "never",
    GIT_SSH_COMMAND: "ssh -o BatchMode=yes -o ConnectTimeout=20",
    GIT_TRACE: undefined,
    GIT_TRACE_CURL: undefined,
    GIT_CURL_VERBOSE: undefined,
    GIT_CONFIG_PARAMETERS: undefined,
    GIT_CONFIG_COUNT: String(entries.length),
    ...Object.fromEntries(
      entries.flatMap(([key, value], at) => [
        [`GIT_CONFIG_KEY_${at}`, key],
        [`GIT_CONFIG_VALUE_${at}`, value],
      ]),
    ),
  });
}

const placeVariables = [
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_INDEX_FILE",
  "GIT_OBJECT_DIRECTORY",
  "GIT_ALTERNATE_OBJECT_DIRECTORIES",
  "GIT_COMMON_DIR",
  "GIT_NAMESPACE",
  "GIT_PREFIX",
  "GIT_LITERAL_PATHSPECS",
  "GIT_GLOB_PATHSPECS",
  "GIT_NOGLOB_PATHSPECS",
  "GIT_ICASE_PATHSPECS",
];

/** The end, from the beginning of a line on: half a line could contain half a secret that nothing recognises. */
function shortened(stderr: string): string {
  if (stderr.length <= stderrLimit) return stderr;
  const end = stderr.slice(-stderrLimit);
  return end.slice(end.indexOf("\n") + 1);
}

/** git's own words without progress noise and without credentials in addresses. */
function tidy(stderr: string): string {
  return stderr
    .replaceAll(/\/\/[^/@\s]*@/g, "//")
    .split(/[\r\n]+/)
    .map((line) => line.replace(/^(?:fatal|error|remote): /, "").trim())
    .filter((line) => line !== "" && !/^hint:/.test(line))
    .slice(-4)
    .join("; ");
}

const hints: readonly (readonly [RegExp, string])[] = [
  [
    /dubious ownership/i,
    "The folder belongs to another user. If you trust it: git config --global --add safe.directory FOLDER, as the user that runs fin-ingest.",
  ],
  [
    /certificate problem|certificate verif|unable to get (?:local )?issuer|self.signed certificate|CAfile|sslCAInfo/i,
    "Nobody here vouches for its certificate. If your company's own authority issued it, name that authority's certificate with the source's `ca_file`.",
  ],
  [
    /authentication failed|could not read (?:username|password)|terminal prompts disabled|invalid credentials|error: 40[13]/i,
    "Check the source's `token`: it must be valid and may read this repository.",
  ],
  [
    /redirect|returned error: 30[1278]/i,
    "The repository has moved: give the address it redirects to as `repository`. Redirects are not followed.",
  ],
  [/could not resolve hostname/i, "Check the address and the network."],
  [
    /does not appear to be a git repository/i,
    "Check `repository`: no repository is at that address, or the credentials may not see it.",
  ],
  [
    /permission denied|host key verification failed|could not read from remote/i,
    "For ssh, the agent must hold a key that may read the repository, and known_hosts its host key.",
  ],
  [/repository .*not found/i, "Check `repository`, and that the credentials may see it."],
  [
    /couldn't find remote ref HEAD/i,
    "The repository is empty, or has no default branch: push its first commit, or name a branch with `ref`.",
  ],
  [
    /couldn't find remote ref|not our ref/i,
    "Check `ref`: a branch, a tag or a full commit id of the repository.",
  ],
  [
    /could not resolve host|failed to connect|timed out|connection/i,
    "Check the network and the proxy settings.",
  ],
  [/no space left/i, "Make room on the disk that holds the state folder."],
];

const hintFor = (stderr: string): string | undefined => hints.find(([pattern]) => pattern.test(stderr))?.[1];
