import { parentPort } from "node:worker_threads";
import { toFailure } from "../errors.ts";
import type { Document } from "../model.ts";
import { normalizeDocument } from "./documents.ts";
import type { WorkerAnswer } from "./worker-thread.ts";

/** What a worker thread runs: one document in, one answer out. */
const port = parentPort;
if (port === null) throw new Error("this file is a worker's; it is not run by itself");

const answer = (message: WorkerAnswer) => port.postMessage(message);
port.on("message", (document: Document) => {
  normalizeDocument(document).then(
    (pages) => answer({ kind: "pages", pages }),
    (error: unknown) => answer({ kind: "failure", failure: toFailure(error) }),
  );
});
answer({ kind: "ready" });
