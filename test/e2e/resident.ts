import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import path from "node:path";
import type { CliResult } from "./cli.ts";
import { runHere } from "./cli-here.ts";

/** The program, already loaded, for those that can only start a file: scripts, and programs that run it themselves. */
export interface Resident {
  /** Words after which those of a call follow: a small program, which has the call run here. */
  readonly command: readonly string[];
  close(): void;
}

const client = path.join(import.meta.dirname, "resident-client.mjs");

/** Starts listening for calls; a call has the folder and the environment of its own process. */
export async function startResident(): Promise<Resident> {
  const server = createServer({ allowHalfOpen: true }, answer);
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("there is no port");
  return { command: [client, String(address.port)], close: () => void server.close() };
}

function answer(socket: Socket): void {
  let asked = "";
  socket.setEncoding("utf8").on("data", (text) => {
    asked += text;
  });
  socket.on("end", async () => socket.end(JSON.stringify(await resultOf(asked))));
}

async function resultOf(asked: string): Promise<Pick<CliResult, "code" | "stdout" | "stderr">> {
  const { args, cwd, env } = JSON.parse(asked);
  try {
    return await runHere(args, { cwd, env });
  } catch (error) {
    return { code: 70, stdout: "", stderr: String(error) };
  }
}
