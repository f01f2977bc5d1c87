import { Worker } from "node:worker_threads";
import { programEnv } from "../../config/read/env.ts";
import { type Failure, FinIngestError } from "../../errors.ts";
import type { Document, DocumentFile, Normalized } from "../document.ts";
import type { ConvertedPage } from "../read/reader.ts";
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

/** What a thread is asked for: a document's pages, or the conversion of a file alone. Plain data. */
export type WorkerTask =
  | {
      readonly kind: "normalize";
      readonly document: Document;
      /** Its conversion, where that was done before. */
      readonly converted?: readonly ConvertedPage[] | undefined;
    }
  | { readonly kind: "convert"; readonly document: DocumentFile };

/** What became of a task that went well. */
export type Done =
  | { readonly kind: "pages"; readonly pages: readonly Normalized[] }
  | { readonly kind: "converted"; readonly converted: readonly ConvertedPage[] };

export type WorkerAnswer =
  | { readonly kind: "ready" }
  | Done
  | {
      readonly kind: "failure";
      readonly failure: Failure;
      /** The error was meant for people: the document is at fault, and nothing else. */
      readonly isRefusal: boolean;
    };

/** Workers run compiled code; when the TypeScript sources run (in tests), they use the bundle, which starts sooner. */
const file = import.meta.url.endsWith(".ts")
  ? new URL("../../../dist/bundle/thread-main.js", import.meta.url)
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

/** What became of a task that a thread was given. */
export type Outcome =
  | Done
  /** The document before it ended the thread: it has to go to another. */
  | { readonly kind: "displaced" };

/** Threads that work on a document now; they share the CPU time of the process. */
const busy = new Set<WorkerThread>();

interface Given {
  readonly task: WorkerTask;
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
  #tasks: Given[] = [];
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
  takesBehind(task: WorkerTask): boolean {
    const [first, second] = this.#tasks;
    return first !== undefined && second === undefined && isSmall(first.task) && isSmall(task);
  }

  /** @throws FinIngestError past a limit; the signal's reason when aborted. Either ends the thread. */
  run(task: WorkerTask, signal?: AbortSignal): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const stop = () => {
        const reason = signal?.reason instanceof Error ? signal.reason : new Error("aborted");
        if (this.#tasks[0] === given) this.#end(reason);
        else given.settle(reason);
      };
      const given: Given = {
        task,
        settle: (outcome) => {
          signal?.removeEventListener("abort", stop);
          if (outcome instanceof Error) reject(outcome);
          else resolve(outcome);
        },
      };
      signal?.addEventListener("abort", stop, { once: true });
      this.#tasks.push(given);
      this.#worker.ref();
      if (this.#readyAt === undefined) return;
      this.#send(task);
      if (this.#tasks.length === 1) this.#startTimer();
    });
  }

  async terminate(): Promise<void> {
    this.#end(new Error("the normaliser was closed"));
    await this.#worker.terminate();
  }

  #send(task: WorkerTask): void {
    const { body } = task.document;
    if (typeof body === "string") {
      this.#worker.postMessage(task);
      return;
    }
    // A copy, because sending a view would send the whole buffer behind it.
    const copy = Uint8Array.from(body);
    this.#worker.postMessage({ ...task, document: { ...task.document, body: copy } }, [copy.buffer]);
  }

  #startTimer(): void {
    const [given] = this.#tasks;
    const allowed = allowedMs(this.#limits.timeMs, given ? sizeOf(given.task) : 0);
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
      for (const { task } of this.#tasks) this.#send(task);
    } else {
      const done = this.#tasks.shift();
      done?.settle(answer.kind === "failure" ? failed(answer, done.task) : answer);
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

function isSmall(task: WorkerTask): boolean {
  return sizeOf(task) <= MAX_SMALL_SIZE;
}

/** Bytes, or characters of text. */
function sizeOf({ kind, document }: WorkerTask): number {
  const includes = kind === "normalize" ? Object.values(document.includes ?? {}) : [];
  return includes.reduce((sum, text) => sum + text.length, document.body.length);
}

function failed(
  { failure, isRefusal }: Extract<WorkerAnswer, { kind: "failure" }>,
  { kind }: WorkerTask,
): Error {
  const message = `the document cannot be normalised: ${failure.message}`;
  // A refused conversion may be kept for others; one that failed for another reason may not.
  if (kind === "convert" && !isRefusal) return new Error(message);
  return new FinIngestError(message, failure.hint === undefined ? {} : { hint: failure.hint });
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
