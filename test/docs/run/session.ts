import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Emulator, startEmulator } from "../../../src/emulator/index.ts";
import { loadPipeline } from "../../../src/normalize/index.ts";
import { engine, mainFile } from "../../e2e/cli.ts";
import { startResident } from "../../e2e/resident.ts";
import type { ShellBlock } from "./blocks.ts";

/** A terminal in which the blocks of one page are run, one after the other. */
export interface Session {
  /** Where it began. */
  readonly folder: string;
  /** Of an Intercom that its environment names. */
  readonly emulator: Emulator;
  /** A text of the page as it is here: the port 8787, which may be taken, is another one. */
  here(text: string): string;
  /** Runs a block and resolves to its exit code and output; `HASH` becomes the one printed last. */
  run(block: Pick<ShellBlock, "text" | "mode">): Promise<{ code: number | null; output: string }>;
  close(): Promise<void>;
}

/** Opens a terminal in an empty folder, with the program and an emulated Intercom, and nothing of the developer's. */
export async function openSession(): Promise<Session> {
  const home = await mkdtemp(path.join(tmpdir(), "fin-ingest-docs-"));
  const [bin, folder] = [path.join(home, "bin"), path.join(home, "work")];
  for (const each of [bin, folder]) await mkdir(each);
  const resident = await startResident();
  const own = path.join(home, "own");
  await mkdir(own);
  await writeProgram(own, [process.execPath, ...engine, mainFile]);
  // A page with twenty commands would load the program twenty times. A fleet's worker starts the program that it is.
  await writeProgram(
    bin,
    resident.command("fin-ingest"),
    `case "$1 $2" in --version* | "fleet worker") exec "${own}/fin-ingest" "$@" ;; esac`,
  );
  await writeFile(path.join(home, ".gitconfig"), "[user]\n\tname = T\n\temail = t@example.com\n");
  const { toMarkdown } = await loadPipeline();
  const emulator = await startEmulator({ toMarkdown });
  const state = path.join(home, "environment");
  const environment = {
    PATH: `${bin}:${process.env.PATH ?? ""}`,
    HOME: home,
    INTERCOM_ACCESS_TOKEN: emulator.token,
    INTERCOM_BASE_URL: emulator.url,
  };
  await writeFile(state, `cd "${folder}"\n`);
  const port = await freePort();
  const here = (text: string) => text.replaceAll("8787", String(port));
  const background: ChildProcess[] = [];
  let printed = "";
  const script = (text: string) =>
    `source "${state}"\ntrap 'code=$?; { export -p; echo "cd \\"$PWD\\""; } >"${state}"; exit $code' EXIT\nset -eo pipefail\n${text}`;
  return {
    folder,
    emulator,
    here,
    async run({ text, mode }) {
      const hash = [...printed.matchAll(/--approve-\w+ ([0-9a-f]{8,})/g)].at(-1)?.[1];
      const typed = here(hash === undefined ? text : text.replaceAll(/\bHASH\b/g, hash));
      const lasting = mode.kind === "background" ? `PATH="${own}:$PATH"\n` : "";
      const child = spawn("bash", ["-c", script(lasting + typed)], {
        env: environment,
        stdio: ["ignore", "pipe", "pipe"],
        // A group of its own: what it starts ends with it.
        detached: true,
      });
      const done = ended(child, mode.kind === "background" ? /https?:\/\// : undefined);
      if (mode.kind === "background") background.push(child);
      const { code, output } = await done;
      printed += output;
      return { code, output };
    },
    async close() {
      await Promise.all(background.map((child) => stopped(child)));
      resident.close();
      await emulator.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** Writes a shell script that is called as fin-ingest is. */
async function writeProgram(folder: string, command: readonly string[], before = ""): Promise<void> {
  const words = command.map((word) => `"${word}"`).join(" ");
  await writeFile(path.join(folder, "fin-ingest"), `#!/bin/sh\n${before}\nexec ${words} "$@"\n`, {
    mode: 0o755,
  });
}

/** Resolves when the command ends, or has printed what it is to print first. */
function ended(
  child: ChildProcess,
  until: RegExp | undefined,
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    let output = "";
    const take = (text: string) => {
      output += text;
      if (until?.test(output)) resolve({ code: 0, output });
    };
    child.stdout?.setEncoding("utf8").on("data", take);
    child.stderr?.setEncoding("utf8").on("data", take);
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}

/** Ends a command with all that it started. */
async function stopped(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const closed = new Promise((resolve) => child.on("close", resolve));
  process.kill(-child.pid, "SIGTERM");
  await closed;
}

/** A port that nothing listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("there is no port");
  return address.port;
}
