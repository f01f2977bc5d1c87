import { type ExitCode, exitCode, FinIngestError } from "../errors.ts";
import { faultOf } from "../http/faults.ts";
import { hintFor } from "./hints.ts";
import { errorListSchema } from "./schemas.ts";

/** A call's method and path: its name in messages. */
export interface CallName {
  readonly method: string;
  /** Path on the API, without origin. */
  readonly path: string;
}

interface Details extends CallName {
  readonly hint?: string | undefined;
  readonly cause?: unknown;
  readonly status?: number | undefined;
  readonly code?: string | undefined;
  readonly field?: string | undefined;
  readonly requestId?: string | undefined;
  readonly retryable: boolean;
  readonly ambiguous: boolean;
  /** Of a call that may go through later. */
  readonly exitCode?: ExitCode;
}

/** A call to Intercom that failed. Branch on `code`, not on `status` alone: one status carries many codes. */
export class IntercomError extends FinIngestError {
  override readonly name = "IntercomError";
  /** HTTP status; undefined when no answer came. */
  readonly status: number | undefined;
  /** Intercom's own code, `parameter_invalid`; undefined when the answer is not Intercom's error envelope. */
  readonly code: string | undefined;
  readonly field: string | undefined;
  /** Intercom's support asks for it. */
  readonly requestId: string | undefined;
  readonly method: string;
  readonly path: string;
  /** The fault may pass by itself. */
  readonly retryable: boolean;
  /** The write may have taken effect nevertheless. */
  readonly ambiguous: boolean;

  constructor(message: string, details: Details) {
    super(message, { hint: details.hint, cause: details.cause, exitCode: details.exitCode });
    this.status = details.status;
    this.code = details.code;
    this.field = details.field;
    this.requestId = details.requestId;
    this.method = details.method;
    this.path = details.path;
    this.retryable = details.retryable;
    this.ambiguous = details.ambiguous;
  }
}

/** The parts of an answer that errors use. */
export interface RawAnswer {
  readonly status: number;
  readonly text: string;
  readonly contentType: string;
  /** The `X-Request-Id` header. */
  readonly requestId: string | undefined;
}

const retryableStatus = new Set([408, 409, 429]);

/** The error for an answer other than 2xx. */
export function refusal(call: CallName, answer: RawAnswer): IntercomError {
  const { status } = answer;
  const envelope = errorListSchema.safeParse(parseJson(answer.text)).data;
  const first = envelope?.errors[0];
  const code = first?.code;
  const field = first?.field ?? undefined;
  const requestId = envelope?.request_id ?? answer.requestId;
  const said = envelope?.errors.map((error) => error.message ?? error.code).join("; ") ?? describe(answer);
  const about = [code, field && `field ${field}`, `HTTP ${status}`, requestId && `request ${requestId}`];
  return new IntercomError(
    `Intercom refused ${call.method} ${call.path}: ${said} (${about.filter(Boolean).join(", ")})`,
    {
      ...call,
      status,
      code,
      field,
      requestId,
      hint: envelope
        ? (wrongAddress(call, status) ?? hintFor({ status, code, field, message: said }))
        : (notIntercom(status) ?? hintFor({ status, code, field, message: said })),
      retryable: retryableStatus.has(status) || status >= 500,
      ambiguous: isWrite(call) && (status >= 500 || status === 408),
    },
  );
}

/** The error for a 2xx that is not JSON, has other fields, or answers another call. */
export function unproven(call: CallName, answer: RawAnswer, why: string): IntercomError {
  const { status, requestId } = answer;
  const about = [`HTTP ${status}`, requestId && `request ${requestId}`].filter(Boolean).join(", ");
  return new IntercomError(`Intercom's answer to ${call.method} ${call.path} ${why} (${about})`, {
    ...call,
    status,
    requestId,
    hint: "Check intercom.region or base_url, and proxies in between. The next run sends this again.",
    retryable: true,
    ambiguous: isWrite(call),
  });
}

/** The error for a request without an answer. */
export function unanswered(
  call: CallName,
  error: unknown,
  received?: { status: number; requestId: string | undefined },
): IntercomError {
  const fault = faultOf(error);
  const status = received && `HTTP ${received.status}`;
  const request = received?.requestId && `request ${received.requestId}`;
  const about = [status, request].filter(Boolean).join(", ");
  return new IntercomError(
    `Intercom did not answer ${call.method} ${call.path}: ${fault.text}${about ? ` (${about})` : ""}`,
    {
      ...call,
      status: received?.status,
      requestId: received?.requestId,
      cause: error,
      hint: fault.hint ?? "Check the network, proxies and intercom.region or base_url.",
      retryable: fault.passing,
      ambiguous: isWrite(call) && !fault.unsent,
    },
  );
}

/** The same error, for a write of which an earlier attempt may have taken effect. */
export function asAmbiguous(error: IntercomError): IntercomError {
  if (error.ambiguous) return error;
  return new IntercomError(error.message, {
    ...error,
    hint: error.hint,
    cause: error.cause,
    ambiguous: true,
  });
}

/** The same error, for a rate limit that lasts longer than we may wait. @param at when to come back, epoch milliseconds */
export function asTryLater(error: IntercomError, at: number | undefined): IntercomError {
  const when = at === undefined ? "later" : `after ${new Date(at).toISOString().replace(/\.\d+Z$/, "Z")}`;
  return new IntercomError(error.message, {
    ...error,
    hint: `Run again ${when}: what was sent is recorded. If it happens often, look for what else uses Intercom's rate limit.`,
    cause: error.cause,
    exitCode: exitCode.tryLater,
  });
}

/** JSON, or undefined. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Describes an answer that is not the JSON that was expected. */
export function describe({ text, contentType }: RawAnswer): string {
  if (text.trim() === "") return "an empty answer";
  if (/html/i.test(contentType) || /^\s*<(!doctype|html)/i.test(text)) return "an HTML page instead of JSON";
  return parseJson(text) === undefined ? "an answer that is not complete JSON" : "JSON of another shape";
}

const isWrite = ({ method }: CallName): boolean => method !== "GET";

/** The list of sources is there for every workspace, so what does not know it is not the API, or lies below another path. */
function wrongAddress({ method, path }: CallName, status: number): string | undefined {
  if (status !== 404 || method !== "GET" || !path.endsWith("/ai/content_import_sources")) return undefined;
  return "Check intercom.base_url: the API is not below that address. Without it, intercom.region chooses the address.";
}

/** A refusal without Intercom's envelope usually comes from a proxy. */
function notIntercom(status: number): string | undefined {
  if (status >= 500 || status === 429 || status === 413) return undefined;
  return "This answer is not from Intercom's API. Check intercom.region or base_url, and proxies in between.";
}
