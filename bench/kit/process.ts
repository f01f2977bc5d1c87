import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import path from "node:path";
import { childFile, mainFile, withFolder } from "./folders.ts";

/** What a process used from its start to its end. */
export interface Usage {
  /** From start to end, as measured by the process that started it. */
  readonly ms: number;
  /** User and system time of all its threads. */
  readonly cpuMs: number;
  /** The most memory it used at once, all threads included. */
  readonly peakBytes: number;
}

export interface Ended extends Usage {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly nodeFlags?: readonly string[];
  /** Killed after this many milliseconds; default ten minutes. */
  readonly timeoutMs?: number;
}

/** Runs fin-ingest to its end. A preloaded hook reads the process's own peak memory and CPU time as it exits. */
export const runProgram = (args: readonly string[], options: RunOptions = {}): Promise<Ended> =>
  runNode([mainFile, ...args], options);

/** Runs any script to its end, like `runProgram`. */
export function runNode(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return withFolder(async (folder) => {
    const file = path.join(folder, "usage.json");
    const hook = ["--import", childFile("usage-at-exit")];
    const begun = performance.now();
    const child = spawn(process.execPath, [...(options.nodeFlags ?? []), ...hook, ...args], {
      cwd: options.cwd,
      env: { ...bareEnv(), ...options.env, BENCH_USAGE_FILE: file },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: options.timeoutMs ?? 600_000,
      killSignal: "SIGKILL",
    });
    const stdout = textOf(child.stdout);
    const stderr = textOf(child.stderr);
    await once(child, "close");
    const ms = performance.now() - begun;
    const used: Omit<Usage, "ms"> = JSON.parse(readFileSync(file, "utf8"));
    return { ...used, ms, code: child.exitCode, stdout: stdout(), stderr: stderr() };
  });
}

/** An environment without the user's settings, which would be measured, too. */
export function bareEnv(): Record<string, string> {
  return { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "", TMPDIR: process.env.TMPDIR ?? "/tmp" };
}

function textOf(stream: NodeJS.ReadableStream): () => string {
  let text = "";
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    text += chunk;
  });
  return () => text;
}

/**
 * Runs one of `bench/children` in its own process, gives it `task` and resolves to its answer (`answer.ts`). The child
 * measures peak memory and CPU time itself.
 */
export async function ask<Answer>(
  name: string,
  task: unknown,
  options: { readonly nodeFlags?: readonly string[]; readonly timeoutMs?: number } = {},
): Promise<Answer> {
  const child = start(name, options.nodeFlags);
  const timer = setTimeout(() => child.kill("SIGKILL"), options.timeoutMs ?? 600_000);
  try {
    return await request<Answer>(child, task);
  } finally {
    clearTimeout(timer);
    await stop(child);
  }
}

/** A child that answers several requests, one after the other, until it is stopped. */
export function start(name: string, nodeFlags: readonly string[] = []): ChildProcess {
  return fork(childFile(name), { execArgv: [...nodeFlags], env: { ...bareEnv(), ...peersEnv() } });
}

const peersEnv = (): Record<string, string> =>
  process.env.BENCH_PEERS === undefined ? {} : { BENCH_PEERS: process.env.BENCH_PEERS };

export function request<Answer>(child: ChildProcess, task: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null, signal: string | null) =>
      reject(new Error(`a measuring process ended with ${signal ?? code}`));
    child.once("exit", onExit);
    child.once("message", (message: { answer?: Answer; error?: string }) => {
      child.off("exit", onExit);
      // The child is a script of ours: it answers with JSON of the type that the caller names.
      if (message.error === undefined) resolve(message.answer as Answer);
      else reject(new Error(message.error));
    });
    child.send(JSON.stringify(task));
  });
}

export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill("SIGKILL");
  await exit;
}
