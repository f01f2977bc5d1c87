import type { z } from "zod";
import type { Clock } from "../clock.ts";
import { type Backoff, backoffMs, retryAfterMs, sleep } from "../http/backoff.ts";
import type { Log } from "../log/log.ts";
import type { Head } from "./dispatch.ts";
import {
  asAmbiguous,
  asTryLater,
  describe,
  type IntercomError,
  parseJson,
  type RawAnswer,
  refusal,
  unanswered,
  unproven,
} from "./errors.ts";
import type { Pacer } from "./pacer.ts";
import type { Request, Transport } from "./transport.ts";

export interface Call<T> extends Request {
  readonly schema: z.ZodType<T>;
  /** Sending it twice does no more than sending it once. */
  readonly repeatable: boolean;
  /** Why the answer belongs to another call; undefined when it is ours. */
  readonly mismatch?: (value: T) => string | undefined;
}

export interface Retries {
  /** Failed attempts after which a call fails, those answered 429 not counted. */
  readonly attempts: number;
  /** Attempts answered 429 after which a call fails. */
  readonly rateLimited: number;
  readonly backoff: Backoff;
  /** The longest `Retry-After` that is waited for, milliseconds. */
  readonly maxRetryAfterMs: number;
}

export interface Counters {
  read: number;
  write: number;
  retried: number;
  rateLimited: number;
}

export interface Caller {
  readonly transport: Transport;
  readonly pacer: Pacer;
  readonly clock: Clock;
  readonly log: Log;
  readonly retries: Retries;
  readonly random: () => number;
  readonly counters: Counters;
  /** Called right before each attempt to write; what it throws is thrown, and the attempt is not made. */
  readonly mayWrite?: (() => void) | undefined;
  /** Fires when no further request may be sent, retries included; never after a call's own signal. */
  readonly stopping?: AbortSignal | undefined;
  /** Monotonic milliseconds after which no wait for the rate limit may end (`--max-duration`). */
  readonly deadline?: number | undefined;
  /** Told of each answer's `Date` (server milliseconds), with monotonic times. */
  readonly onDate?: (answer: { date: number; sentAt: number; receivedAt: number }) => void;
  /** Told of a rate limit that lasts longer than we may wait: no request of the run is worth waiting for then. */
  readonly onLater?: ((error: IntercomError) => void) | undefined;
  /** Removes secrets from a text that somebody else wrote. */
  readonly scrub: (text: string) => string;
}

type Attempt<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: IntercomError; readonly retryAfterMs: number | undefined };

/**
 * Sends a call until it is answered, as often as that is safe and useful: a call that is not repeatable is sent
 * again only where the earlier attempt certainly had no effect.
 *
 * @throws IntercomError, or the signal's reason at once when it fires
 */
export async function perform<T>(caller: Caller, call: Call<T>, signal?: AbortSignal): Promise<T> {
  const { clock, counters, random, retries, log, stopping = signal } = caller;
  let failures = 0;
  let limited = 0;
  let ambiguous = false;
  for (;;) {
    const attempt = await once(caller, call, signal);
    if (attempt.ok) return attempt.value;
    const { error } = attempt;
    ambiguous ||= error.ambiguous;
    if (error.status === 429) limited += 1;
    else failures += 1;
    const spent = failures >= retries.attempts || limited >= retries.rateLimited;
    const safe = call.repeatable || !error.ambiguous;
    const patient = isPatient(caller, error, attempt.retryAfterMs ?? 0);
    if (spent || !safe || !patient || !error.retryable) {
      const end = lasting(caller, attempt, ambiguous);
      if (error.status === 429) caller.onLater?.(end);
      throw end;
    }
    counters.retried += 1;
    log.debug("trying again", { why: error.message });
    if (error.status !== 429) {
      await sleep(clock, attempt.retryAfterMs ?? backoffMs(retries.backoff, failures, random()), stopping);
    }
  }
}

function isPatient({ retries, clock, deadline }: Caller, { status }: IntercomError, ms: number): boolean {
  const inTime = status !== 429 || deadline === undefined || clock.monotonic() + ms <= deadline;
  return inTime && ms <= retries.maxRetryAfterMs;
}

/** A call's error in the end; a rate limit is one that passes. */
function lasting(
  { clock }: Caller,
  { error, retryAfterMs: asked }: Extract<Attempt<unknown>, { ok: false }>,
  ambiguous: boolean,
): IntercomError {
  const told =
    error.status === 429 ? asTryLater(error, asked === undefined ? undefined : clock.now() + asked) : error;
  return ambiguous ? asAmbiguous(told) : told;
}

async function once<T>(caller: Caller, call: Call<T>, signal: AbortSignal | undefined): Promise<Attempt<T>> {
  const { transport, pacer, clock, counters, scrub, stopping = signal } = caller;
  const ticket = await pacer.admit(stopping);
  try {
    if (call.method !== "GET") caller.mayWrite?.();
  } catch (error) {
    ticket.lost();
    throw error;
  }
  const sentAt = clock.monotonic();
  counters[call.method === "GET" ? "read" : "write"] += 1;
  let head: Head | undefined;
  try {
    const answer = await transport.send(
      call,
      (received) => {
        head = received;
        ticket.answered(received.status, received.header);
        if (received.status === 429) counters.rateLimited += 1;
        const date = Date.parse(received.header("date") ?? "");
        if (!Number.isNaN(date)) caller.onDate?.({ date, sentAt, receivedAt: clock.monotonic() });
      },
      signal,
    );
    return classifyAnswer(call, { ...rawAnswer(answer), text: answer.text }, answer, scrub);
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    const received = head && { status: head.status, requestId: head.header("x-request-id") };
    return { ok: false, error: unanswered(call, error, received), retryAfterMs: undefined };
  } finally {
    ticket.lost();
  }
}

const rawAnswer = ({ status, header }: Head) => ({
  status,
  contentType: header("content-type") ?? "",
  requestId: header("x-request-id"),
});

function classifyAnswer<T>(
  call: Call<T>,
  raw: RawAnswer,
  head: Head,
  scrub: (text: string) => string,
): Attempt<T> {
  const answer = { ...raw, text: raw.status < 300 ? raw.text : scrub(raw.text) };
  const asked = retryAfterMs(head.header("retry-after"), head.header("date"));
  if (answer.status < 200 || answer.status > 299) {
    return { ok: false, error: refusal(call, answer), retryAfterMs: asked };
  }
  const parsed = call.schema.safeParse(answer.status === 204 ? {} : parseJson(answer.text));
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join(".");
    const why = `is ${describe(answer)}${field ? ` (${field})` : ""}`;
    return { ok: false, error: unproven(call, answer, why), retryAfterMs: undefined };
  }
  const mismatch = call.mismatch?.(parsed.data);
  if (mismatch === undefined) return { ok: true, value: parsed.data };
  return { ok: false, error: unproven(call, answer, scrub(mismatch)), retryAfterMs: undefined };
}
