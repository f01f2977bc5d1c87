import { parentPort } from "node:worker_threads";
import { FinIngestError, toFailure } from "../../errors.ts";
import { normalizeDocument } from "../pipeline.ts";
import { convertFile } from "../read/index.ts";
import type { WorkerAnswer, WorkerTask } from "./thread.ts";

/** What a worker thread runs: it answers documents one at a time, in order. */
const port = parentPort;
if (port === null) throw new Error("this file is a worker's; it is not run by itself");

const answer = (message: WorkerAnswer) => port.postMessage(message);
let last: Promise<void> = Promise.resolve();
port.on("message", (task: WorkerTask) => {
  // In order, so that the time one document takes does not count for the next.
  last = last
    .then(() => perform(task))
    .then(answer, (error: unknown) => {
      const isRefusal = error instanceof FinIngestError;
      answer({ kind: "failure", failure: toFailure(error), isRefusal });
    });
});
answer({ kind: "ready" });

async function perform(task: WorkerTask): Promise<WorkerAnswer> {
  if (task.kind === "convert") return { kind: "converted", converted: await convertFile(task.document) };
  return { kind: "pages", pages: await normalizeDocument(task.document, task.converted) };
}
