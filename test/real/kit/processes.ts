import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { connect, createServer } from "node:net";
import path from "node:path";

/** The path of a program, also where `PATH` lacks the folders of daemons. */
export function findProgram(...names: string[]): string | undefined {
  const folders = [...(process.env.PATH ?? "").split(":"), "/usr/sbin", "/usr/lib/git-core"];
  return names
    .flatMap((name) => folders.map((folder) => path.join(folder, name)))
    .find((file) => existsSync(file));
}

/** What of the given programs and folders is not installed. */
export function missing(wanted: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(wanted).flatMap(([name, file]) =>
    file !== undefined && existsSync(file) ? [] : [name],
  );
}

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** A daemon of a test; its output goes to the test's own. */
export interface Daemon {
  stop(): Promise<void>;
}

/** Starts a program that stays in the foreground, and waits until a port or a socket of it answers. */
export async function startDaemon(
  program: string,
  args: readonly string[],
  answersAt: number | string,
  env: Readonly<Record<string, string>> = {},
): Promise<Daemon> {
  const child = spawn(program, args, {
    stdio: ["ignore", process.env.REAL_VERBOSE ? "inherit" : "ignore", "inherit"],
    env: { ...process.env, ...env },
  });
  await untilItAnswers(child, answersAt, path.basename(program));
  return {
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
}

async function untilItAnswers(child: ChildProcess, place: number | string, name: string): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}`);
    if (await answers(place)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill("SIGKILL");
  throw new Error(`${name} does not answer at ${place}`);
}

function answers(place: number | string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = typeof place === "number" ? connect(place, "127.0.0.1") : connect(place);
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}

/** Runs a program to its end and returns what it wrote. @throws where it fails */
export function runProgram(
  program: string,
  args: readonly string[],
  options: { readonly input?: string; readonly cwd?: string; readonly env?: Record<string, string> } = {},
): string {
  return execFileSync(program, args, {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    ...options,
    env: { ...process.env, ...options.env },
  });
}
