import { ConfigError, FinIngestError, TryLaterError } from "../errors.ts";
import { HttpError } from "../http/errors.ts";
import { LoginRefusedError } from "./oauth.ts";

/**
 * Whether a failure may be about the one object that was asked for: a refusal (400, 403, 404), a server's fault (500,
 * 504), an answer that does not come in time or has an odd shape. A listing goes on after it and names the object, or
 * the part behind it. Not: credentials that are refused, a system that cannot be reached or says "later", an abort.
 */
export function isAboutOneObject(error: unknown): error is FinIngestError {
  if (!(error instanceof FinIngestError)) return false;
  if (error instanceof TryLaterError || error instanceof ConfigError) return false;
  if (causes(error).some((one) => one instanceof LoginRefusedError)) return false;
  const http = httpErrorOf(error);
  return http === undefined || (http.status !== 401 && !http.unsent);
}

/** Whether a system could not answer what it was asked for, so that it may be able to answer a part of it. */
export function isServerFault(error: unknown): boolean {
  const http = httpErrorOf(error);
  if (http === undefined || !isAboutOneObject(error)) return false;
  if (http.status !== undefined) return http.status >= 500;
  return http.kind === "network" || http.kind === "too-large";
}

/** The HTTP error behind an error that other words were added to. */
const httpErrorOf = (error: unknown): HttpError | undefined =>
  causes(error).find((one) => one instanceof HttpError);

/** The error, and those that it adds words to. */
function causes(error: unknown): unknown[] {
  return error instanceof FinIngestError && error.cause !== undefined
    ? [error, ...causes(error.cause)]
    : [error];
}
