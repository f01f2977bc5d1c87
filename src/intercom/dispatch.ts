import type { Dispatcher } from "undici";
import { BodyTooLargeError } from "../http/body.ts";
import { DeadlineError, onAbort } from "../http/deadline.ts";

/** Status and headers of an answer. */
export interface Head {
  readonly status: number;
  /** The first header of this name (lower case). */
  readonly header: (name: string) => string | undefined;
}

/** A whole answer. */
export interface Answered extends Head {
  readonly text: string;
}

interface Limits {
  readonly totalMs: number;
  readonly maxBytes: number;
  /** Called when status and headers are here, before the body. */
  readonly onHead: (head: Head) => void;
  readonly signal: AbortSignal | undefined;
}

/**
 * Sends one request and collects its answer. Rejects at once when the time is over or the signal fires, even where
 * the connection is slow to notice.
 *
 * undici's `request()` makes a stream of every answer and listens to a signal for it: an eighth of what an upload costs
 * us, for bodies that are taken whole.
 * @throws undici's and the system's errors, DeadlineError, BodyTooLargeError, the signal's reason
 * @see https://undici.nodejs.org/#/docs/api/Dispatcher?id=dispatcherdispatchoptions-handler
 */
export function dispatch(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  { totalMs, maxBytes, onHead, signal }: Limits,
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    let controller: Dispatcher.DispatchController | undefined;
    let ended: { readonly error: Error } | "answered" | undefined;
    let head: Head | undefined;
    const chunks: Buffer[] = [];
    let size = 0;

    const timer = setTimeout(() => giveUp(new DeadlineError(totalMs)), totalMs);
    const forget = onAbort(signal, () => giveUp(signal?.reason));
    const end = (how: NonNullable<typeof ended>) => {
      ended = how;
      clearTimeout(timer);
      forget();
    };
    /** Rejects before it cuts the connection, whose error is not the reason. */
    const giveUp = (reason: unknown) => {
      if (ended) return;
      const error = reason instanceof Error ? reason : new Error(String(reason), { cause: reason });
      end({ error });
      reject(reason);
      controller?.abort(error);
    };

    dispatcher.dispatch(request, {
      onRequestStart(started) {
        controller = started;
        // Given up while it waited for a connection: it is not sent any more.
        if (ended && ended !== "answered") started.abort(ended.error);
      },
      onResponseStart(_, status, headers) {
        if (ended || status < 200) return;
        const header = (name: string) => {
          const value = headers[name];
          return Array.isArray(value) ? value[0] : value;
        };
        head = { status, header };
        try {
          onHead(head);
        } catch (error) {
          giveUp(error);
        }
      },
      onResponseData(_, chunk) {
        size += chunk.length;
        if (size > maxBytes) giveUp(new BodyTooLargeError(maxBytes));
        else if (!ended) chunks.push(chunk);
      },
      onResponseEnd() {
        if (ended || !head) return;
        end("answered");
        const [only] = chunks;
        const bytes = only && chunks.length === 1 ? only : Buffer.concat(chunks, size);
        resolve({ ...head, text: bytes.toString("utf8") });
      },
      onResponseError(_, error) {
        if (ended) return;
        end({ error });
        reject(error);
      },
    });
  });
}
