import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { packageRoot } from "../../src/package.ts";
import type { Env } from "./job.ts";

/** The program of this installation: beside this module where both are bundled, else as it was compiled. */
function mainFile(): string {
  const here = import.meta.dirname;
  return path.basename(here) === "bundle"
    ? path.join(here, "main.js")
    : path.join(packageRoot(), "dist/src/cli/main.js");
}

/** What a program needs of its surroundings, and nothing that is confidential. */
const harmless = [
  "PATH",
  "Path",
  "HOME",
  "USERPROFILE",
  "SystemRoot",
  "TMPDIR",
  "TEMP",
  "TMP",
  "LANG",
  "LC_ALL",
  "CI",
  "NODE_OPTIONS",
] as const;

/** Tokens of the host that a run has no use for. */
const hosts = ["GITHUB_TOKEN", "GH_TOKEN", "FIN_CI_TOKEN", "FIN_INGEST_STATE_KEY", "ACTIONS_RUNTIME_TOKEN"];

/** For a plan of a change that nobody has read yet: no variable that could hold a secret. */
export const planEnv = (env: Env): Env =>
  Object.fromEntries(harmless.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));

/** For a run that sends: everything but the host's own tokens. */
export const runEnv = (env: Env): Env =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !hosts.includes(name)));

export interface Ended {
  /** Exit code; 128 and more: a signal ended it. */
  readonly code: number;
  readonly stdout: string;
}

/** Runs fin-ingest to its end. @param onLog gets what it says on stderr */
export type RunProgram = (args: readonly string[], env: Env, onLog: (text: string) => void) => Promise<Ended>;

/**
 * Runs it as a process. Its log goes to this job's; a signal to this process goes to it as well, so that it ends its
 * requests first.
 */
export const runProgram: RunProgram = async (args, env, onLog) => {
  const main = mainFile();
  const child = spawn(process.execPath, [main, ...args], {
    env: { ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stop = (signal: NodeJS.Signals) => child.kill(signal);
  process.on("SIGTERM", stop).on("SIGINT", stop);
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", onLog);
  const [code] = await once(child, "close");
  process.off("SIGTERM", stop).off("SIGINT", stop);
  return { code: typeof code === "number" ? code : 143, stdout };
};
