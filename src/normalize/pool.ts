import { availableParallelism } from "node:os";
import pLimit from "p-limit";
import type { Document, Normalized } from "../model.ts";
import { type NormalizeLimits, WorkerThread } from "./worker-thread.ts";

export type { NormalizeLimits } from "./worker-thread.ts";

/** A real page takes milliseconds; the largest of thousands took 1.2 s. */
export const defaultLimits: NormalizeLimits = {
  timeMs: 10_000,
  heapMb: 512,
  workers: Math.max(availableParallelism() - 1, 1),
};

/** Worker threads that take documents one at a time each; a thread that came to harm is replaced by a fresh one. */
export interface Pool {
  run(document: Document, signal?: AbortSignal): Promise<readonly Normalized[]>;
  close(): Promise<void>;
}

/** Starts nothing yet: a worker begins with the first document that finds none idle. */
export function startPool(wanted: Partial<NormalizeLimits> = {}): Pool {
  const limits = { ...defaultLimits, ...wanted };
  const lane = pLimit(limits.workers);
  const threads = new Set<WorkerThread>();
  const idle: WorkerThread[] = [];
  let closed = false;

  const start = () => {
    const thread = new WorkerThread(limits);
    threads.add(thread);
    return thread;
  };
  const anIdleOne = () => {
    let thread = idle.pop();
    for (; thread?.isAlive === false; thread = idle.pop()) threads.delete(thread);
    return thread;
  };
  return {
    run: (document, signal) =>
      lane(async () => {
        signal?.throwIfAborted();
        if (closed) throw new Error("the normaliser is closed");
        const thread = anIdleOne() ?? start();
        try {
          return await thread.run(document, signal);
        } finally {
          if (thread.isAlive) idle.push(thread);
          else threads.delete(thread);
        }
      }),
    async close() {
      closed = true;
      await Promise.all([...threads].map((thread) => thread.terminate()));
    },
  };
}
