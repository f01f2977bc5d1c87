import { retryAfterMs, toldWaitMs } from "./backoff.ts";
import { BodyTooLargeError, EncodingError } from "./body.ts";
import { HttpError, type Refusal } from "./errors.ts";
import { faultOf } from "./faults.ts";
import { HostRefusedError } from "./hosts.ts";
import { AddressNotPrivateError, AddressRefusedError } from "./lookup.ts";
import { excerpt } from "./url.ts";

/** Statuses of faults that may pass by themselves; other 5xx do not. */
const passingStatus = new Set([408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529]);

/** The error for an answer that is not a success. */
export function statusError(
  url: URL,
  status: number,
  headers: Readonly<Record<string, string>>,
  {
    body,
    secrets,
    method,
    refusal = {},
  }: { body: Uint8Array; secrets: readonly string[]; method: string; refusal?: Refusal | undefined },
): HttpError {
  const said =
    refusal.said === undefined
      ? excerpt(body, headers["content-type"] ?? "text/plain", secrets)
      : excerpt(Buffer.from(refusal.said), "text/plain", secrets);
  const hint = hintFor(status);
  // A rate limit that resets says nothing of faults.
  const { code, saysLater } = refusal;
  const wait =
    status === 429 || saysLater ? toldWaitMs(headers) : retryAfterMs(headers["retry-after"], headers.date);
  return new HttpError(`answered ${status}${said ? `: ${said}` : ""}`, {
    kind: "status",
    method,
    url,
    status,
    excerpt: said,
    hint,
    retryAfterMs: wait,
    retryable: passingStatus.has(status) || saysLater === true,
    code,
    saysLater,
  });
}

function hintFor(status: number): string | undefined {
  if (status === 401) return "The source asks for credentials, or does not accept those it got.";
  if (status === 403) return "The source knows who asks and refuses: check permissions.";
  if (status === 404 || status === 410) return "Nothing is at this address: check the URL.";
  if (status === 429 || status === 529) return "The source limits requests. Run again later.";
  return undefined;
}

/** The error for a request that brought no complete answer. */
export function faultError(error: unknown, url: URL, method = "GET"): HttpError {
  if (error instanceof HttpError) return error;
  if (error instanceof AddressNotPrivateError) {
    const hint = "On the way over the internet anybody could read or change it: use https.";
    return new HttpError(`not requested: ${error.message}`, {
      kind: "refused",
      method,
      url,
      hint,
      retryable: false,
    });
  }
  if (error instanceof AddressRefusedError || error instanceof HostRefusedError) {
    const hint =
      error instanceof AddressRefusedError
        ? "If the source is in your own network: allow_private_addresses: true."
        : "Add the host to the source's allow_hosts, if it may ask it.";
    const refused = { kind: "refused", method, url, hint, retryable: false } as const;
    return new HttpError(`not requested: ${error.message}`, refused);
  }
  if (error instanceof BodyTooLargeError) {
    return new HttpError(error.message, { kind: "too-large", method, url, retryable: false });
  }
  if (error instanceof EncodingError) {
    return new HttpError(error.message, {
      kind: "encoding",
      method,
      url,
      cause: error,
      retryable: error.damaged,
    });
  }
  const fault = faultOf(error);
  const { text, hint, passing: retryable, unsent } = fault;
  return new HttpError(text, { kind: "network", method, url, hint, cause: error, retryable, unsent });
}

/** The error for a redirect that is not followed. */
export function redirectError(url: URL, why: string, method = "GET"): HttpError {
  const hint = "Give the address it redirects to, if that is the one you mean.";
  return new HttpError(why, { kind: "refused", method, url, hint, retryable: false });
}
