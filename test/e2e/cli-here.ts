import { type ChildProcess, fork } from "node:child_process";
import { tmpdir } from "node:os";
import path from "node:path";
import { countWhileRunning } from "../setup/cpu-time.ts";
import type { CliOptions, CliResult } from "./cli.ts";

const server = path.join(import.meta.dirname, "program-server.mjs");
const guard = path.resolve(import.meta.dirname, "../setup/offline.mjs");

/** Bytes of memory from which on a server is replaced. */
const MAX_MEMORY = 300e6;

/** What the server says of a run. */
type Said =
  | { readonly answer: CliResult; readonly memory: number }
  | { readonly failure: string; readonly answer?: never };

/** The server of this worker, which all files of tests in it share; it ends with the worker. */
let running: ChildProcess | undefined;
let last: Promise<unknown> = Promise.resolve();

/**
 * Runs a command line in a process that has loaded the compiled program before, with output, environment and folder of
 * its own: in a tenth of the time, where the process is not what is tested. One at a time; the others wait.
 */
export function runHere(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const run = last.then(() => runInServer(args, options));
  last = run.catch(() => {});
  return run;
}

async function runInServer(
  args: readonly string[],
  { cwd = process.cwd(), env = {} }: CliOptions,
): Promise<CliResult> {
  running ??= startServer();
  const child = running;
  child.ref();
  child.channel?.ref();
  child.send({ args, cwd, env: { PATH: process.env.PATH, ...env } });
  const said = await new Promise<Said>((resolve) => {
    const ended = () => settle({ failure: "it ended its process" });
    const settle = (what: Said) => {
      child.off("message", settle).off("exit", ended);
      resolve(what);
    };
    child.on("message", settle).on("exit", ended);
  });
  child.channel?.unref();
  child.unref();
  if (said.answer === undefined || said.memory > MAX_MEMORY) {
    child.disconnect();
    running = undefined;
  }
  if (said.answer === undefined) throw new Error(`fin-ingest ${args.join(" ")}: ${said.failure}`);
  return said.answer;
}

function startServer(): ChildProcess {
  const child = fork(server, {
    cwd: "/",
    execArgv: ["--import", guard],
    env: { PATH: process.env.PATH, HOME: tmpdir(), TMPDIR: tmpdir() },
  });
  countWhileRunning(child);
  return child;
}
