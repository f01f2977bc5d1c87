import type { Dispatcher } from "undici";
import { openDispatcher } from "../http/proxied.ts";
import { type Answered, dispatch, type Head } from "./dispatch.ts";

/** Milliseconds. */
export interface Timeouts {
  /** Until the connection is open. */
  readonly connect: number;
  /** From the request to the answer's headers. */
  readonly headers: number;
  /** Between two pieces of the answer's body. */
  readonly idle: number;
  /** For one attempt as a whole. */
  readonly total: number;
}

export interface TransportOptions {
  /** Scheme, host and port. */
  readonly origin: string;
  /** Sent with every request. */
  readonly headers: Readonly<Record<string, string>>;
  /** Connections kept open; one request each at a time. */
  readonly connections: number;
  readonly timeouts: Timeouts;
  /** An answer larger than this is refused. */
  readonly maxBytes: number;
}

export interface Request {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** With the query, relative to the origin. */
  readonly path: string;
  readonly body?: string | undefined;
}

/**
 * One attempt of one request, through the proxy of the environment where there is one; knows nothing of retries, pacing or
 * Intercom. Follows no redirects.
 */
export interface Transport {
  /**
   * @param onHead called when status and headers are here, before the body
   * @throws undici's and the system's errors, DeadlineError, BodyTooLargeError, the signal's reason
   */
  send(request: Request, onHead: (head: Head) => void, signal?: AbortSignal): Promise<Answered>;
  close(): Promise<void>;
}

/** Loads undici with the first request: most invocations of the program never send one. */
export function createTransport(options: TransportOptions): Transport {
  const { origin, timeouts, maxBytes } = options;
  const withBody = { ...options.headers, "content-type": "application/json" };
  let pool: Promise<Dispatcher> | undefined;

  async function open(): Promise<Dispatcher> {
    const settings = {
      connections: options.connections,
      connect: { timeout: timeouts.connect },
      headersTimeout: timeouts.headers,
      bodyTimeout: timeouts.idle,
    };
    // What is not encrypted is on this machine, and no proxy leads there.
    if (origin.startsWith("https:")) return openDispatcher(settings);
    const { Pool } = await import("undici");
    return new Pool(origin, settings);
  }

  return {
    async send({ method, path, body }, onHead, signal) {
      pool ??= open();
      const headers = body === undefined ? options.headers : withBody;
      const sending = { origin, method, path, body: body ?? null, headers };
      return dispatch(await pool, sending, { totalMs: timeouts.total, maxBytes, onHead, signal });
    },
    async close() {
      const opened = await pool?.catch(() => undefined);
      pool = undefined;
      await opened?.destroy();
    },
  };
}
