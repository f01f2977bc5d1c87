import { isUtf8 } from "node:buffer";
import type { IncomingMessage } from "node:http";
import { Refusal } from "./errors.ts";

const MAX_BODY_BYTES = 5 * 1024 * 1024;
/** How much is read and discarded so that a client can finish sending and read the refusal. */
const MAX_DRAINED_BYTES = 64 * 1024 * 1024;

/** Undefined: the client went away before the body was complete. */
export type Received = { readonly bytes: number; readonly data: Buffer | "too-large" } | undefined;

/** Reads a request's body, at most `MAX_BODY_BYTES` of it. Never rejects. */
export function receive(request: IncomingMessage): Promise<Received> {
  return new Promise((resolve) => {
    let bytes = 0;
    let chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
      else chunks = [];
      if (bytes > MAX_DRAINED_BYTES) request.destroy();
    });
    request.on("end", () =>
      resolve({ bytes, data: bytes > MAX_BODY_BYTES ? "too-large" : Buffer.concat(chunks, bytes) }),
    );
    request.on("close", () => resolve(undefined));
    request.on("error", () => resolve(undefined));
  });
}

/**
 * The JSON object in a body.
 * @throws Refusal 413 too large, 415 not declared as JSON, 400 not a JSON object in UTF-8
 */
export function parseBody(data: Buffer | "too-large", request: IncomingMessage): Record<string, unknown> {
  if (data === "too-large") throw new Refusal(413, "payload_too_large", "The request body is over 5 MB");
  const type = request.headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json" || request.headers["content-encoding"]) {
    throw new Refusal(415, "media_type_not_acceptable", "The Content-Type header should be application/json");
  }
  const parsed = isUtf8(data) ? parseJson(data.toString("utf8")) : undefined;
  if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) return { ...parsed };
  throw new Refusal(400, "bad_request", "The request body is not a JSON object in UTF-8");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
