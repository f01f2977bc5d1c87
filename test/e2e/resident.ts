import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { CliResult } from "./cli.ts";
import { runHere, runStepHere } from "./cli-here.ts";

/** The programs, already loaded, for those that can only start a file: scripts, and programs that run them themselves. */
export interface Resident {
  /** Words after which those of a call follow: a small program, which has the call run here. */
  command(program: keyof typeof programs): readonly string[];
  close(): void;
}

/** By the names that they are installed under. */
const programs = { "fin-ingest": runHere, "fin-ingest-ci": runStepHere };

const client = path.join(import.meta.dirname, "resident-client.sh");

/** Starts listening for calls; a call has the folder and the environment of its own process. */
export async function startResident(): Promise<Resident> {
  const server = createServer(answer);
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("there is no port");
  return {
    command: (program) => ["bash", client, String(address.port), program],
    close: () => void server.close(),
  };
}

function answer(socket: Socket): void {
  let asked = "";
  socket.setEncoding("utf8").on("data", async (text) => {
    asked += text;
    // An environment has no empty variable: two ends in a row end it.
    const call = asked.endsWith("\0\0") ? callIn(asked) : undefined;
    if (call === undefined) return;
    const { code, stdout, stderr } = await resultOf(call);
    const folder = mkdtempSync(path.join(tmpdir(), "fin-ingest-answer-"));
    socket.on("close", () => rmSync(folder, { recursive: true, force: true }));
    for (const [name, printed] of Object.entries({ stdout, stderr }))
      writeFileSync(path.join(folder, name), printed);
    socket.end(`${code} ${folder}\n`);
  });
}

interface Call {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A call as resident-client.sh writes it; undefined where it is not all there yet. */
function callIn(asked: string): Call | undefined {
  const [count, cwd = "", ...rest] = asked.split("\0");
  const [program = "", ...args] = rest.slice(0, Number(count));
  const variables = rest.slice(Number(count), -2);
  // Words may be empty, and end as the environment does.
  if (variables.length === 0) return undefined;
  const env = variables.map((variable) => {
    const at = variable.indexOf("=");
    return [variable.slice(0, at), variable.slice(at + 1)] as const;
  });
  return { program, args, cwd, env: Object.fromEntries(env) };
}

async function resultOf(call: Call): Promise<Pick<CliResult, "code" | "stdout" | "stderr">> {
  const { program, args, cwd, env } = call;
  try {
    const run = Object.entries(programs).find(([name]) => name === program)?.[1];
    if (run === undefined) throw new Error(`there is no program ${program}`);
    return await run(args, { cwd, env });
  } catch (error) {
    return { code: 70, stdout: "", stderr: String(error) };
  }
}
