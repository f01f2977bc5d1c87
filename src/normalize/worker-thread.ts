import { Worker } from "node:worker_threads";
import { programEnv } from "../config/env.ts";
import { FinIngestError } from "../errors.ts";
import type { Document, Failure, Normalized } from "../model.ts";

export interface NormalizeLimits {
  /** For one document, from the moment its worker begins. */
  readonly timeMs: number;
  /** A worker's JavaScript heap, in megabytes. */
  readonly heapMb: number;
  readonly workers: number;
}

export type WorkerAnswer =
  | { readonly kind: "ready" }
  | { readonly kind: "pages"; readonly pages: readonly Normalized[] }
  | { readonly kind: "failure"; readonly failure: Failure };

/** Workers run compiled code; from the TypeScript sources, where tests run, that is the build's. */
const file = import.meta.url.endsWith(".ts")
  ? new URL("../../dist/src/normalize/worker.js", import.meta.url)
  : new URL("./worker.js", import.meta.url);
/** Loading the normaliser takes a fraction of a second; on a machine under load, several. */
const startMs = 60_000;
/** Of the heap; what is short-lived lives here. */
const youngMb = 64;

/** One thread that normalises one document at a time. After any trouble it is ended and not used again. */
export class WorkerThread {
  isAlive = true;
  readonly #worker: Worker;
  readonly #limits: NormalizeLimits;
  readonly #ready: Promise<unknown>;
  #settle: ((outcome: WorkerAnswer | Error) => void) | undefined;

  constructor(limits: NormalizeLimits) {
    this.#limits = limits;
    const young = Math.min(youngMb, Math.ceil(limits.heapMb / 4));
    this.#worker = new Worker(file, {
      // A hostile document finds no secrets in its thread; programs that convert are found on PATH.
      env: programEnv(),
      execArgv: [],
      resourceLimits: {
        maxOldGenerationSizeMb: limits.heapMb - young,
        maxYoungGenerationSizeMb: young,
      },
    });
    this.#worker.on("message", (answer: WorkerAnswer) => this.#finish(answer));
    this.#worker.on("error", (error: NodeJS.ErrnoException) =>
      this.#end(error.code === "ERR_WORKER_OUT_OF_MEMORY" ? tooMuchMemory(limits.heapMb) : error),
    );
    this.#worker.on("exit", () => this.#end(new Error("the worker ended")));
    this.#ready = this.#answer(startMs, () => new Error("the normaliser's worker does not start"));
    // Reported by the first document, which waits for it.
    this.#ready.catch(() => {});
  }

  /** @throws FinIngestError past a limit; the signal's reason when aborted. Either ends the thread. */
  async run(document: Document, signal?: AbortSignal): Promise<readonly Normalized[]> {
    this.#worker.ref();
    const stop = () => this.#end(signal?.reason instanceof Error ? signal.reason : new Error("aborted"));
    signal?.addEventListener("abort", stop, { once: true });
    try {
      await this.#ready;
      signal?.throwIfAborted();
      const { body } = document;
      // A copy of its own: a view into a larger buffer would be sent with all of it.
      const sent = typeof body === "string" ? document : { ...document, body: Uint8Array.from(body) };
      this.#worker.postMessage(sent, typeof sent.body === "string" ? [] : [sent.body.buffer as ArrayBuffer]);
      const answer = await this.#answer(this.#limits.timeMs, () => tooSlow(this.#limits.timeMs));
      if (answer.kind === "pages") return answer.pages;
      const failure = answer.kind === "failure" ? answer.failure : { message: "no page came" };
      throw new FinIngestError(
        `the document cannot be normalised: ${failure.message}`,
        failure.hint === undefined ? {} : { hint: failure.hint },
      );
    } finally {
      signal?.removeEventListener("abort", stop);
      this.#worker.unref();
    }
  }

  async terminate(): Promise<void> {
    this.#end(new Error("the normaliser was closed"));
    await this.#worker.terminate();
  }

  #answer(withinMs: number, late: () => Error): Promise<WorkerAnswer> {
    return new Promise((resolve, reject) => {
      if (!this.isAlive) {
        reject(new Error("the worker ended"));
        return;
      }
      const timer = setTimeout(() => this.#end(late()), withinMs);
      this.#settle = (outcome) => {
        clearTimeout(timer);
        this.#settle = undefined;
        if (outcome instanceof Error) reject(outcome);
        else resolve(outcome);
      };
    });
  }

  #finish(outcome: WorkerAnswer | Error): void {
    this.#settle?.(outcome);
  }

  #end(why: Error): void {
    if (!this.isAlive) return;
    this.isAlive = false;
    void this.#worker.terminate();
    this.#finish(why);
  }
}

const hint =
  "Nothing was uploaded of it. Split the document, or leave it out (a rule with `exclude: true`); if it is an ordinary page, report it.";

function tooSlow(ms: number): FinIngestError {
  return new FinIngestError(`normalising the document took longer than ${ms / 1000} s`, { hint });
}

function tooMuchMemory(mb: number): FinIngestError {
  return new FinIngestError(`normalising the document took more than ${mb} MB of memory`, { hint });
}
