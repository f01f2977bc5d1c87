import { Worker } from "node:worker_threads";
import { programEnv } from "../../config/read/env.ts";
import { type Failure, FinIngestError } from "../../errors.ts";
import type { Document, Normalized } from "../document.ts";
import { allowedMs, waitMs } from "./time-limit.ts";

export interface NormalizeLimits {
  /** CPU time for one small document, from the moment its worker begins; a large one gets more. */
  readonly timeMs: number;
  /** A worker's JavaScript heap, in megabytes. */
  readonly heapMb: number;
  readonly workers: number;
  /** How many there may be while documents of slow formats wait; the main thread then has little to do. */
  readonly slowWorkers: number;
}

export type WorkerAnswer =
  | { readonly kind: "ready" }
  | { readonly kind: "pages"; readonly pages: readonly Normalized[] }
  | { readonly kind: "failure"; readonly failure: Failure };

/** Workers run compiled code; when the TypeScript sources run (in tests), they use the build. */
const file = import.meta.url.endsWith(".ts")
  ? new URL("../../../dist/src/normalize/worker/thread-main.js", import.meta.url)
  : new URL("./thread-main.js", import.meta.url);
/** Loading the normaliser takes a fraction of a second; on a machine under load, several. */
const MAX_START_MS = 60_000;
/**
 * The part of the heap for short-lived objects. A page leaves little behind: twice as much takes 30 MB more without a
 * measurable gain.
 */
const YOUNG_MB = 32;
/** Documents with no more characters or bytes take milliseconds, and may wait for each other. */
const MAX_SMALL_SIZE = 64 * 1024;

/** What became of a document that a thread was given. */
export type Outcome =
  | { readonly kind: "pages"; readonly pages: readonly Normalized[] }
  /** The document before it ended the thread: it has to go to another. */
  | { readonly kind: "displaced" };

/** Threads that work on a document now; they share the CPU time of the process. */
const busy = new Set<WorkerThread>();

interface Task {
  readonly document: Document;
  readonly settle: (outcome: Outcome | Error) => void;
}

/**
 * A thread that normalises one document at a time; a second small one may wait in it, so that the thread does not have to
 * wait for its next document. After any failure it is ended and not used again.
 */
export class WorkerThread {
  isAlive = true;
  readonly #worker: Worker;
  readonly #limits: NormalizeLimits;
  /** The current one first. */
  #tasks: Task[] = [];
  #timer: NodeJS.Timeout;
  #readyAt: number | undefined;

  constructor(limits: NormalizeLimits) {
    this.#limits = limits;
    const young = Math.min(YOUNG_MB, Math.ceil(limits.heapMb / 4));
    this.#worker = new Worker(file, {
      // A hostile document must not find secrets in its thread; external converters need PATH.
      env: programEnv(),
      execArgv: [],
      resourceLimits: {
        maxOldGenerationSizeMb: limits.heapMb - young,
        maxYoungGenerationSizeMb: young,
      },
    });
    this.#worker.on("message", (answer: WorkerAnswer) => this.#take(answer));
    this.#worker.on("error", (error: NodeJS.ErrnoException) =>
      this.#end(error.code === "ERR_WORKER_OUT_OF_MEMORY" ? tooMuchMemory(limits.heapMb) : error),
    );
    this.#worker.on("exit", () => this.#end(new Error("the worker ended")));
    this.#timer = setTimeout(
      () => this.#end(new Error("the normaliser's worker does not start")),
      MAX_START_MS,
    ).unref();
  }

  /** Documents that it has not answered yet. */
  get given(): number {
    return this.#tasks.length;
  }

  /** How long it has been ready to work, in milliseconds; 0 while it starts. */
  get readyForMs(): number {
    return this.#readyAt === undefined ? 0 : performance.now() - this.#readyAt;
  }

  /** Whether a document may wait in it for the current one. */
  takesBehind(document: Document): boolean {
    const [first, second] = this.#tasks;
    return first !== undefined && second === undefined && isSmall(first.document) && isSmall(document);
  }

  /** @throws FinIngestError past a limit; the signal's reason when aborted. Either ends the thread. */
  run(document: Document, signal?: AbortSignal): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const stop = () => {
        const reason = signal?.reason instanceof Error ? signal.reason : new Error("aborted");
        if (this.#tasks[0] === task) this.#end(reason);
        else task.settle(reason);
      };
      const task: Task = {
        document,
        settle: (outcome) => {
          signal?.removeEventListener("abort", stop);
          if (outcome instanceof Error) reject(outcome);
          else resolve(outcome);
        },
      };
      signal?.addEventListener("abort", stop, { once: true });
      this.#tasks.push(task);
      this.#worker.ref();
      if (this.#readyAt === undefined) return;
      this.#send(document);
      if (this.#tasks.length === 1) this.#startTimer();
    });
  }

  async terminate(): Promise<void> {
    this.#end(new Error("the normaliser was closed"));
    await this.#worker.terminate();
  }

  #send(document: Document): void {
    const { body } = document;
    // A copy, because sending a view would send the whole buffer behind it.
    const sent = typeof body === "string" ? document : { ...document, body: Uint8Array.from(body) };
    this.#worker.postMessage(sent, typeof sent.body === "string" ? [] : [sent.body.buffer as ArrayBuffer]);
  }

  #startTimer(): void {
    const [task] = this.#tasks;
    const allowed = allowedMs(this.#limits.timeMs, task ? sizeOf(task.document) : 0);
    const startedAt = performance.now();
    const cpuAtStart = process.cpuUsage();
    const wait = (ms: number) => {
      this.#timer = setTimeout(look, ms);
    };
    const look = () => {
      const { user, system } = process.cpuUsage(cpuAtStart);
      const wallMs = performance.now() - startedAt;
      const next = waitMs(allowed, { wallMs, cpuMs: (user + system) / 1000, busy: busy.size });
      if (next === undefined) this.#end(tooSlow(allowed));
      else wait(next);
    };
    busy.add(this);
    wait(allowed);
  }

  #take(answer: WorkerAnswer): void {
    if (!this.isAlive) return;
    clearTimeout(this.#timer);
    if (answer.kind === "ready") {
      this.#readyAt = performance.now();
      for (const { document } of this.#tasks) this.#send(document);
    } else {
      const done = this.#tasks.shift();
      done?.settle(answer.kind === "pages" ? answer : failed(answer.failure));
    }
    busy.delete(this);
    if (this.#tasks.length > 0) this.#startTimer();
    else this.#worker.unref();
  }

  #end(why: Error): void {
    if (!this.isAlive) return;
    this.isAlive = false;
    busy.delete(this);
    clearTimeout(this.#timer);
    void this.#worker.terminate();
    this.#worker.unref();
    const [first, ...others] = this.#tasks;
    this.#tasks = [];
    first?.settle(why);
    for (const task of others) task.settle({ kind: "displaced" });
  }
}

function isSmall(document: Document): boolean {
  return sizeOf(document) <= MAX_SMALL_SIZE;
}

/** Bytes, or characters of text. */
function sizeOf({ body, includes }: Document): number {
  return Object.values(includes ?? {}).reduce((sum, text) => sum + text.length, body.length);
}

function failed({ message, hint: advice }: Failure): FinIngestError {
  return new FinIngestError(
    `the document cannot be normalised: ${message}`,
    advice === undefined ? {} : { hint: advice },
  );
}

const hint =
  "Nothing was uploaded of it. Split the document, or leave it out (a rule with `exclude: true`); if it is an ordinary page, report it.";

function tooSlow(ms: number): FinIngestError {
  return new FinIngestError(
    `normalising the document took longer than ${Math.round(ms / 100) / 10} s of CPU time`,
    {
      hint,
    },
  );
}

function tooMuchMemory(mb: number): FinIngestError {
  return new FinIngestError(`normalising the document took more than ${mb} MB of memory`, { hint });
}
