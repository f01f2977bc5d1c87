import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
/**
 * The program as it is published, which starts in half the time of the compiled one; another one (an installed package's)
 * can be named in the environment.
 */
export const mainFile = process.env.FIN_INGEST_MAIN ?? path.join(root, "dist/bundle/main.js");
/** The program as it was compiled. */
export const compiledMain = path.join(root, "dist/src/cli/main.js");
const guard = path.join(root, "test/setup/offline.mjs");
/**
 * What Node is started with for a program of a few moments. To optimise code that runs a few dozen times costs V8 more
 * than it saves: a fifth of a run.
 */
export const engine: readonly string[] = ["--no-opt", "--import", guard];

export interface CliOptions {
  readonly cwd?: string;
  /** Laid over an environment that holds PATH and HOME alone: nothing of the developer's leaks in. */
  readonly env?: Readonly<Record<string, string>>;
  /** Another program than the project's bundle. */
  readonly main?: string;
  /** Milliseconds after which the program is killed and the call rejects; default ten minutes: only the backstop. */
  readonly timeoutMs?: number;
}

export interface CliResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program under way. */
export interface RunningCli {
  readonly child: ChildProcess;
  readonly done: Promise<CliResult>;
  /** Resolves once the output so far matches; rejects when the program ends before. */
  until(pattern: RegExp): Promise<RegExpExecArray>;
}

/** Runs the program to its end, offline but for loopback. */
export function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  return launch(args, options).done;
}

type OnFinished = (clean: () => void | Promise<void>) => void;

/** Starts the program; it is killed when the test ends, if it still runs then. */
export function startCli(
  args: readonly string[],
  options: CliOptions = {},
  onFinished: OnFinished = onTestFinished,
): RunningCli {
  const running = launch(args, options);
  onFinished(() => {
    if (isRunning(running.child)) running.child.kill("SIGKILL");
  });
  return running;
}

const isRunning = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode === null && signalCode === null;

function launch(args: readonly string[], options: CliOptions): RunningCli {
  const { cwd = root, env = {}, main = mainFile, timeoutMs = 600_000 } = options;
  const child = spawn(process.execPath, [...engine, main, ...args], {
    cwd,
    env: { PATH: process.env.PATH ?? "", HOME: tmpdir(), TMPDIR: tmpdir(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const shown = () => `fin-ingest ${args.join(" ")}\n${stdout}\n${stderr}`;
  const done = (async () => {
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = child.kill("SIGKILL");
    }, timeoutMs);
    const [code, signal]: [number | null, NodeJS.Signals | null] = await once(child, "close").then(
      ([own, by]) => [own, by],
    );
    clearTimeout(timer);
    if (timedOut) throw new Error(`killed after ${timeoutMs} ms: ${shown()}`);
    return { code, signal, stdout, stderr };
  })();
  done.catch(() => {});
  return {
    child,
    done,
    async until(pattern) {
      for (;;) {
        const found = pattern.exec(stdout + stderr);
        if (found) return found;
        if (!isRunning(child)) throw new Error(`ended before ${pattern}: ${shown()}`);
        await Promise.race([once(child.stdout, "data"), once(child.stderr, "data"), once(child, "close")]);
      }
    },
  };
}

/**
 * An empty folder that is removed when the test ends. Tests that run concurrently hand in their context's
 * `onTestFinished`.
 */
export async function tempFolder(onFinished: OnFinished = onTestFinished): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "fin-ingest-e2e-"));
  onFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
