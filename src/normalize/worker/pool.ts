import { availableParallelism } from "node:os";
import { isSlowType } from "../media-types.ts";
import { type Done, type NormalizeLimits, type Outcome, type WorkerTask, WorkerThread } from "./thread.ts";

export type { NormalizeLimits } from "./thread.ts";

/** A real page takes milliseconds; the largest of thousands took 1.2 s. */
export const defaultLimits: NormalizeLimits = {
  timeMs: 10_000,
  heapMb: 512,
  workers: Math.max(availableParallelism() - 1, 1),
  slowWorkers: availableParallelism(),
};

/** @param wanted who states one number of workers means it for all formats */
export function limitsOf(wanted: Partial<NormalizeLimits>): NormalizeLimits {
  const { workers = defaultLimits.workers } = wanted;
  return {
    ...defaultLimits,
    slowWorkers: wanted.workers === undefined ? Math.max(defaultLimits.slowWorkers, workers) : workers,
    ...wanted,
  };
}

/** How many workers a document that waits is worth. */
export function mostWorkers(
  { mediaType }: WorkerTask["document"],
  { workers, slowWorkers }: NormalizeLimits,
): number {
  return isSlowType(mediaType) ? slowWorkers : workers;
}

/** What starting a worker costs, in milliseconds: another one starts only after the others were too few for that long. */
export const WORKER_START_MS = 300;

/** Worker threads, each of which takes one document at a time; a thread that fails is replaced. */
export interface Pool {
  run(task: WorkerTask, signal?: AbortSignal): Promise<Done>;
  close(): Promise<void>;
}

interface Waiting {
  readonly task: WorkerTask;
  readonly begin: (thread: WorkerThread) => void;
  readonly refuse: (reason: unknown) => void;
}

/** Starts no worker yet: one starts when a document finds none idle. */
export function startPool(wanted: Partial<NormalizeLimits> = {}): Pool {
  const limits = limitsOf(wanted);
  const threads = new Set<WorkerThread>();
  const queue: Waiting[] = [];
  let closed = false;

  const start = () => {
    const thread = new WorkerThread(limits);
    threads.add(thread);
    return thread;
  };
  /** An idle thread, else a new one, else one that can queue the document. */
  const threadFor = (task: WorkerTask): WorkerThread | undefined => {
    for (const thread of threads) if (!thread.isAlive) threads.delete(thread);
    const all = [...threads];
    const idle = all.find((thread) => thread.given === 0);
    if (idle) return idle;
    const tooEarly = all.some(({ readyForMs }) => readyForMs < WORKER_START_MS);
    if (threads.size < mostWorkers(task.document, limits) && !tooEarly) return start();
    return all.find((thread) => thread.takesBehind(task));
  };
  /** First in, first out, so that no document waits for ever. */
  const pump = () => {
    for (let next = queue[0]; next; next = queue[0]) {
      const thread = closed ? undefined : threadFor(next.task);
      if (!thread && !closed) return;
      queue.shift();
      if (thread) next.begin(thread);
      else next.refuse(new Error("the normaliser is closed"));
    }
  };
  const placed = (task: WorkerTask, signal: AbortSignal | undefined) =>
    new Promise<Outcome>((resolve, reject) => {
      const begin = (thread: WorkerThread) =>
        signal?.aborted ? reject(signal.reason) : resolve(thread.run(task, signal));
      queue.push({ task, begin, refuse: reject });
      pump();
    });
  return {
    async run(task, signal) {
      for (;;) {
        signal?.throwIfAborted();
        try {
          const outcome = await placed(task, signal);
          if (outcome.kind !== "displaced") return outcome;
        } finally {
          pump();
        }
      }
    },
    async close() {
      closed = true;
      await Promise.all([...threads].map((thread) => thread.terminate()));
      pump();
    },
  };
}
