import { FinIngestError } from "../errors.ts";
import { displayUrl } from "./url.ts";

export type HttpErrorKind =
  /** Answered, with a status that is not a success. */
  | "status"
  /** Not answered, or not completely. */
  | "network"
  /** Refused by us: an address, a redirect, a scheme. */
  | "refused"
  /** The body is larger than allowed, unpacked or as sent. */
  | "too-large"
  /** The body cannot be unpacked. */
  | "encoding";

interface Details {
  readonly kind: HttpErrorKind;
  /** GET where it is not given. */
  readonly method?: string;
  readonly url: URL | string;
  readonly status?: number | undefined;
  readonly excerpt?: string | undefined;
  readonly hint?: string | undefined;
  readonly retryable: boolean;
  readonly retryAfterMs?: number | undefined;
  readonly unsent?: boolean;
  readonly code?: string | undefined;
  readonly saysLater?: boolean | undefined;
  readonly cause?: unknown;
}

/** What the body of a refusal says, in the words of a system that has its own shape for it. */
export interface Refusal {
  /** The system's name for the reason: `userRateLimitExceeded`. */
  readonly code?: string | undefined;
  /** For people, in place of the body's beginning. */
  readonly said?: string | undefined;
  /** Whether the system refuses for now and for everything, as a 429 does. */
  readonly saysLater?: boolean | undefined;
}

/** A request to a source that failed. Message, `url` and `excerpt` carry no credentials. */
export class HttpError extends FinIngestError {
  override readonly name = "HttpError";
  readonly kind: HttpErrorKind;
  /** HTTP status; undefined when no answer came. */
  readonly status: number | undefined;
  /** Where the request went, after redirects. */
  readonly url: string;
  /** The beginning of the answer's text. */
  readonly excerpt: string | undefined;
  /** The fault may pass by itself. */
  readonly retryable: boolean;
  /** How long the server asks to wait, milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** The request cannot have reached the server: it is down, or its name or address is wrong. */
  readonly unsent: boolean;
  /** The system's own name for the reason, where `readRefusal` read it. */
  readonly code: string | undefined;
  /** The system refuses for now and for everything, whatever the status. */
  readonly saysLater: boolean;

  constructor(what: string, details: Details) {
    const url = displayUrl(details.url);
    const { method = "GET" } = details;
    // Of what is asked in another protocol only the host is known here.
    super(`${method === "CONNECT" ? new URL(url).hostname : `${method} ${url}`}: ${what}`, {
      hint: details.hint,
      cause: details.cause,
    });
    this.kind = details.kind;
    this.status = details.status;
    this.url = url;
    this.excerpt = details.excerpt;
    this.retryable = details.retryable;
    this.retryAfterMs = details.retryAfterMs;
    this.unsent = details.unsent ?? false;
    this.code = details.code;
    this.saysLater = details.saysLater ?? false;
  }
}
