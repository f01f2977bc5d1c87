import { type ChildProcess, fork } from "node:child_process";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { countWhileRunning } from "../setup/cpu-time.ts";
import { type CliOptions, type CliResult, engine } from "./cli.ts";

const server = path.join(import.meta.dirname, "program-server.mjs");

/** Bytes of memory from which on a server is replaced. */
const MAX_MEMORY = 300e6;

/** What the server says of a run. */
type Said =
  | { readonly answer: CliResult; readonly memory: number }
  | { readonly failure: string; readonly answer?: never };

type Run = (args: readonly string[], options?: CliOptions) => Promise<CliResult>;

/** A program that is loaded in a process of its own, and runs one command line after the other there. */
export interface LoadedProgram {
  run: Run;
  /** A step of a job of a CI host, as fin-ingest-ci runs it; a run that it starts is one of this process too. */
  runStep: Run;
  /** Ends its process; it starts again with the next run. */
  close(): void;
}

/** Loads nothing yet. @param folder of the compiled program: what holds `src` */
export function loadedProgram(folder: string): LoadedProgram {
  let running: ChildProcess | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const close = () => {
    if (running?.connected) running.disconnect();
    running = undefined;
  };
  const runInServer = async (
    program: "cli" | "step",
    args: readonly string[],
    { cwd = process.cwd(), env = {} }: CliOptions,
  ) => {
    running ??= startServer(folder);
    const said = await answerOf(running, { program, args, cwd, env: { PATH: process.env.PATH, ...env } });
    if (said.answer === undefined || said.memory > MAX_MEMORY) close();
    if (said.answer === undefined) throw new Error(`fin-ingest ${args.join(" ")}: ${said.failure}`);
    return said.answer;
  };
  const inTurn =
    (program: "cli" | "step"): Run =>
    (args, options = {}) => {
      const run = last.then(() => runInServer(program, args, options));
      last = run.catch(() => {});
      return run;
    };
  return { run: inTurn("cli"), runStep: inTurn("step"), close };
}

async function answerOf(child: ChildProcess, asked: object): Promise<Said> {
  child.ref();
  child.channel?.ref();
  child.send(asked);
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
  return said;
}

function startServer(folder: string): ChildProcess {
  const compiled = pathToFileURL(path.join(folder, "/")).href;
  const child = fork(server, [compiled], {
    cwd: "/",
    execArgv: [...engine],
    env: { PATH: process.env.PATH, HOME: tmpdir(), TMPDIR: tmpdir() },
  });
  countWhileRunning(child);
  return child;
}

/** The project's program, which all files of tests in a worker share; its process ends with the worker. */
const own = loadedProgram(path.resolve(import.meta.dirname, "../../dist"));

/**
 * Runs a command line in a process that has loaded the compiled program before, with output, environment and folder of
 * its own: in a tenth of the time, where the process is not what is tested. One at a time; the others wait.
 */
export const runHere: Run = own.run;

/** The same for a step of a job of a CI host. */
export const runStepHere: Run = own.runStep;
