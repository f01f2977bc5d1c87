import { systemClock } from "../../../src/clock.ts";
import { isRefusal } from "../../../src/connector-kit/auth.ts";
import type { Io } from "../../../src/connector-kit/io.ts";
import { isAboutOneObject } from "../../../src/connector-kit/one-object.ts";
import { FinIngestError, toFailure } from "../../../src/errors.ts";
import { sleep } from "../../../src/http/backoff.ts";
import { HttpError } from "../../../src/http/errors.ts";
import type { Client } from "../client.ts";
import { AsyncId, Converted, ConvertedLater } from "../schema.ts";

/** Storage format to be rendered by Confluence. */
export interface Conversion {
  readonly storage: string;
  /** Of the page to which it belongs: titles and files without a space or page are looked up there. */
  readonly id: string;
  /** `export_view`, `view` or `styled_view`. */
  readonly to: string;
  readonly maxBytes: number;
}

export type Convert = (conversion: Conversion, signal: AbortSignal) => Promise<string>;

/** Milliseconds before each question whether a conversion is done; it is kept for five minutes. */
const POLLS = [25, 50, 150, 300, 500, 1000, 1000, 2000, 2000, 3000, 5000, 5000, 10_000];

/**
 * Cloud converts in the background: the first request names a task, and its result is asked for.
 * https://developer.atlassian.com/cloud/confluence/rest/v1/api-group-content-body/
 * @throws FinIngestError where it fails, or takes longer than half a minute
 */
export const cloudConvert =
  (client: Client): Convert =>
  async ({ storage, id, to, maxBytes }, signal) => {
    const path = "/rest/api/contentbody/convert/async";
    const json = { value: storage, representation: "storage" };
    const asked = { query: { contentIdContext: id }, json };
    const { asyncId } = await client.post(`${path}/${to}`, asked, AsyncId, signal);
    for (const wait of POLLS) {
      await sleep(systemClock, wait, signal);
      const task = await client.ask(
        `${path}/${encodeURIComponent(asyncId)}`,
        {},
        ConvertedLater,
        signal,
        maxBytes,
      );
      if (typeof task.value === "string") return task.value;
      if (task.error || task.status === "FAILED")
        throw new FinIngestError(`Confluence cannot convert it: ${task.error ?? task.status}`);
    }
    throw new FinIngestError("Confluence has not converted it in half a minute");
  };

/** https://developer.atlassian.com/server/confluence/rest/v930/api-group-content-body */
export const serverConvert =
  (client: Client): Convert =>
  async ({ storage, to, maxBytes }, signal) => {
    const json = { value: storage, representation: "storage" };
    const path = `/rest/api/contentbody/convert/${to}`;
    return (await client.post(path, { query: {}, json, maxBytes }, Converted, signal)).value;
  };

/**
 * A conversion that is worth trying: undefined where Confluence refuses it or fails. Where it refuses the first one (a
 * token without the scope, an old server), none is asked for again.
 */
export function tryConversion(
  convert: Convert,
  { log }: Pick<Io, "log">,
): (...request: Parameters<Convert>) => Promise<string | undefined> {
  let works: boolean | undefined;
  return async (conversion, signal) => {
    if (works === false) return undefined;
    try {
      const html = await convert(conversion, signal);
      works = true;
      return html;
    } catch (error) {
      signal.throwIfAborted();
      // Atlassian's gateway answers 401 where the token lacks the scope.
      const lacksScope = error instanceof FinIngestError && statusOf(error) === 401;
      if (!lacksScope && !isAboutOneObject(error)) throw error;
      if (lacksScope || isRefusal(error) || statusOf(error) === 405) works ??= false;
      log.debug("the page is rendered here", { id: conversion.id, why: toFailure(error).message });
      return undefined;
    }
  };
}

/** The status behind an error that other words were added to. */
export const statusOf = (error: unknown): number | undefined => {
  if (error instanceof HttpError) return error.status;
  return error instanceof FinIngestError ? statusOf(error.cause) : undefined;
};
