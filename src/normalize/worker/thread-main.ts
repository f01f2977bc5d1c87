import { parentPort } from "node:worker_threads";
import { toFailure } from "../../errors.ts";
import type { Document } from "../document.ts";
import { normalizeDocument } from "../pipeline.ts";
import type { WorkerAnswer } from "./thread.ts";

/** What a worker thread runs: it answers documents one at a time, in order. */
const port = parentPort;
if (port === null) throw new Error("this file is a worker's; it is not run by itself");

const answer = (message: WorkerAnswer) => port.postMessage(message);
let last: Promise<void> = Promise.resolve();
port.on("message", (document: Document) => {
  // In order, so that the time one document takes does not count for the next.
  last = last
    .then(() => normalizeDocument(document))
    .then(
      (pages) => answer({ kind: "pages", pages }),
      (error: unknown) => answer({ kind: "failure", failure: toFailure(error) }),
    );
});
answer({ kind: "ready" });
