import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { FinIngestError } from "../../../errors.ts";
import { endGroup } from "../../../process-group.ts";
import { docutilsScript } from "./docutils-script.ts";
import { apart, docutilsArgs, type RunLimits } from "./program.ts";

/** Why a server could not be used at all; the text was not looked at. */
class NoServer extends Error {}

const greeting = Buffer.from("ready");
const HEADER_BYTES = 5;
/** A busy machine gives a process a small share of its cores. */
const CLOCK_PER_CPU = 6;

const servers = new Map<string, DocutilsServer | "cannot serve">();

/**
 * The page that docutils makes of a text, by a process that serves all texts of this thread.
 *
 * @returns undefined where this Python cannot serve: without `fork`, for example
 * @throws FinIngestError when docutils cannot make a page within the limits
 */
export async function servedPage(
  python: string,
  path: string,
  text: string,
  limits: RunLimits,
): Promise<string | undefined> {
  const key = [python, path, limits.timeMs, limits.maxOutputBytes].join("\0");
  const server = servers.get(key) ?? new DocutilsServer(python, path, limits);
  servers.set(key, server);
  if (server === "cannot serve") return undefined;
  try {
    return await server.page(text);
  } catch (error) {
    if (!(error instanceof NoServer)) throw error;
    servers.set(key, "cannot serve");
    return undefined;
  }
}

type Server = ChildProcessByStdio<Writable, Readable, null>;

/** One Python that keeps docutils loaded and turns one text after another into HTML. */
class DocutilsServer {
  #server: Promise<Server> | undefined;
  #last: Promise<unknown> = Promise.resolve();
  readonly #python: string;
  readonly #path: string;
  readonly #limits: RunLimits;

  /**
   * @param python the interpreter that has docutils
   * @param path PATH of the process
   * @param limits of one document: `timeMs` of CPU time, and six times as long on the clock
   */
  constructor(python: string, path: string, limits: RunLimits) {
    this.#python = python;
    this.#path = path;
    this.#limits = limits;
  }

  /**
   * The page of a text, after the texts before it.
   *
   * @throws FinIngestError when docutils cannot make one within the limits
   * @throws NoServer when this Python cannot serve
   */
  page(text: string): Promise<string> {
    const next = this.#last.then(() => this.#ask(text));
    this.#last = next.catch(() => {});
    return next;
  }

  async #ask(text: string): Promise<string> {
    this.#server ??= this.#start();
    const server = await this.#server;
    keepAlive(server, true);
    try {
      const body = Buffer.from(text);
      const head = Buffer.alloc(4);
      head.writeUInt32BE(body.length);
      server.stdin.write(Buffer.concat([head, body]));
      const { status, payload } = await this.#withinLimits(server, answer(server, this.#limits));
      if (status !== 0) throw new FinIngestError(payload.toString());
      return payload.toString();
    } catch (error) {
      // After a failure nothing is known of its state.
      this.#server = undefined;
      endGroup(server, "SIGKILL");
      throw error;
    } finally {
      keepAlive(server, false);
    }
  }

  async #start(): Promise<Server> {
    const { timeMs, maxOutputBytes } = this.#limits;
    const cpuSeconds = Math.max(1, Math.ceil(timeMs / 1000));
    const args = ["-c", docutilsScript, String(cpuSeconds), String(maxOutputBytes), ...docutilsArgs];
    const server = spawn(this.#python, args, { ...apart(this.#path), stdio: ["pipe", "pipe", "ignore"] });
    server.stdin.on("error", () => {}); // its end is seen where its answer is awaited
    try {
      const hello = await this.#withinLimits(server, bytes(server, greeting.length));
      if (hello.equals(greeting)) return server;
      throw new NoServer("it does not say that it is ready");
    } catch (error) {
      endGroup(server, "SIGKILL");
      throw error instanceof NoServer ? error : new NoServer(String(error), { cause: error });
    }
  }

  async #withinLimits<T>(server: Server, answered: Promise<T>): Promise<T> {
    const timer = setTimeout(() => endGroup(server, "SIGKILL"), this.#limits.timeMs * CLOCK_PER_CPU);
    try {
      return await answered;
    } finally {
      clearTimeout(timer);
    }
  }
}

async function answer(server: Server, { maxOutputBytes }: RunLimits) {
  const head = await bytes(server, HEADER_BYTES);
  const length = head.readUInt32BE(1);
  if (length > maxOutputBytes) throw new FinIngestError("what comes out is too large");
  return { status: head[0], payload: await bytes(server, length) };
}

/** @throws FinIngestError when the process ends before so many came */
function bytes({ stdout, exitCode, signalCode }: Server, count: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      const chunk: unknown = count === 0 ? Buffer.alloc(0) : stdout.read(count);
      if (Buffer.isBuffer(chunk) && chunk.length === count) done(() => resolve(chunk));
      else if (chunk !== null || exitCode !== null || signalCode !== null) ended();
    };
    const ended = () => done(() => reject(new FinIngestError("docutils ended, or took too long")));
    const done = (result: () => void) => {
      stdout.off("readable", settle).off("end", ended).off("close", ended).off("error", ended);
      result();
    };
    stdout.on("readable", settle).on("end", ended).on("close", ended).on("error", ended);
    settle();
  });
}

/** A server that waits for the next text does not keep the program from ending; it ends with its input. */
function keepAlive(server: Server, isBusy: boolean): void {
  for (const one of [server, ...server.stdio]) {
    if (one && "ref" in one && "unref" in one) call(one[isBusy ? "ref" : "unref"], one);
  }
}

const call = (method: unknown, of: unknown) => {
  if (typeof method === "function") method.call(of);
};
