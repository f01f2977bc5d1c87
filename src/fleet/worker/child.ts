import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { Readable } from "node:stream";
import type { Env } from "../../config/read/env.ts";
import { linesOf } from "../../lines.ts";
import type { Conversions } from "../conversions/open.ts";
import { answerRun, channelToRun } from "../conversions/worker-side.ts";
import type { Pipeline, Workspace } from "../file/types.ts";
import type { Ended } from "./verdict.ts";

/** How a run is started. */
export interface ChildOptions {
  readonly workspace: Workspace;
  readonly pipeline: Pipeline;
  readonly maxDuration?: string | undefined;
  /** The environment of the worker: the run finds its secrets in it. */
  readonly env: Env;
  readonly logFormat: "pretty" | "json";
  /** Takes what the run says on stderr, line by line. */
  readonly say: (line: string) => void;
  /** Absent: the run converts its files itself. */
  readonly conversions?: Pick<Conversions, "ask" | "revision"> | undefined;
  /** Ends the run as SIGTERM does. */
  readonly signal: AbortSignal;
}

/** After SIGTERM a run has ten seconds by its own rules; this is for one that hangs. */
const KILL_MS = 15_000;

/**
 * Runs one workspace as a process of this same program. So a run that crashes, takes all memory or loads a connector of
 * somebody's own takes nothing else with it, its exit code is the outside contract's, and its configuration and secrets
 * are read by it alone. The channel between the two ends with either: a run whose worker is gone ends within seconds.
 */
export async function runChild(options: ChildOptions): Promise<Ended> {
  const { workspace, signal, say, conversions } = options;
  if (signal.aborted) return { kind: "handed-back" };
  const child = fork(programFile(), [...runArguments(options)], {
    cwd: path.dirname(workspace.config),
    env: {
      ...options.env,
      // Metrics and messages bear the name.
      FIN_INGEST_WORKSPACE: workspace.name,
      // Tells the run that its worker answers what it asks over the channel.
      FIN_INGEST_FLEET_CONVERSIONS: conversions && "on",
    },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    // Files cross the channel as bytes.
    serialization: "advanced",
  });
  const ended = new AbortController();
  if (conversions) answerRun(channelToRun(child), conversions.revision, conversions.ask, ended.signal);
  const hearing = lastWordsIn(child.stderr ?? Readable.from([]), say);
  let killing: NodeJS.Timeout | undefined;
  const stop = () => {
    child.kill("SIGTERM");
    killing = setTimeout(() => child.kill("SIGKILL"), KILL_MS);
  };
  signal.addEventListener("abort", stop, { once: true });
  try {
    const closed: Promise<[number | null, NodeJS.Signals | null]> = once(child, "close").then(
      ([own, ended]) => [own, ended],
    );
    const [[code, by], lastWords] = await Promise.all([closed, hearing]);
    if (signal.aborted && (code === null || code === 143)) return { kind: "handed-back" };
    if (code === null) return { kind: "killed", signal: by ?? "a signal" };
    return { kind: "exited", code, ...(lastWords !== undefined && { lastWords }) };
  } finally {
    ended.abort();
    clearTimeout(killing);
    signal.removeEventListener("abort", stop);
  }
}

/** Passes every line on; the reason that the last line of an error gives, if any has one. */
async function lastWordsIn(stderr: Readable, say: (line: string) => void): Promise<string | undefined> {
  let last: string | undefined;
  for await (const line of linesOf(stderr)) {
    if (/^error: /.test(line)) last = line.replace(/^error: /, "").slice(0, 500);
    say(line);
  }
  return last;
}

/**
 * What `status --json` says of a workspace; undefined where it says nothing. It reads the state whichever kind it is.
 */
export async function statusOf(workspace: Workspace, env: Env): Promise<string | undefined> {
  const child = fork(programFile(), ["status", "--json", ...configArguments(workspace)], {
    cwd: path.dirname(workspace.config),
    env: { ...env },
    stdio: ["ignore", "pipe", "ignore", "ipc"],
  });
  const pieces: Buffer[] = [];
  let size = 0;
  child.stdout?.on("data", (piece: Buffer) => {
    size += piece.length;
    if (size <= MAX_STATUS_BYTES) pieces.push(piece);
  });
  const [code] = await once(child, "close");
  return code === 0 && size <= MAX_STATUS_BYTES ? Buffer.concat(pieces).toString() : undefined;
}

const MAX_STATUS_BYTES = 32_000_000;

function* runArguments({ workspace, pipeline, maxDuration, logFormat }: ChildOptions): Generator<string> {
  yield pipeline;
  yield* configArguments(workspace);
  yield* ["--no-progress", "--quiet", "--log-format", logFormat];
  if (maxDuration !== undefined) yield* ["--max-duration", maxDuration];
}

function* configArguments({ config, environment }: Workspace): Generator<string> {
  yield* ["--config", config];
  if (environment !== undefined) yield* ["--env", environment];
}

/** The file that this program was started by. */
function programFile(): string {
  const file = process.argv[1];
  if (file === undefined) throw new Error("the program does not know the file that it was started by");
  return file;
}
