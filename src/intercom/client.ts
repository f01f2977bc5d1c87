import { z } from "zod";
import { type Clock, systemClock } from "../clock.ts";
import type { IntercomConfig } from "../config/types.ts";
import type { Log } from "../log/log.ts";
import { type Call, type Caller, type Counters, perform, type Retries } from "./call.ts";
import { endpoint, headersFor, requireAudiences } from "./connection.ts";
import { IntercomError } from "./errors.ts";
import { walkListing } from "./listing.ts";
import { createPacer, type Pacer } from "./pacer.ts";
import { deletedSchema, listSchema, pageSchema, sourceSchema } from "./schemas.ts";
import { createTransport, type Timeouts } from "./transport.ts";
import type { ContentImportSource, ContentLibrary, ExternalPage, UpsertPage } from "./types.ts";

export interface LibraryOptions {
  readonly intercom: IntercomConfig;
  /** Connections kept open; one request each at a time. */
  readonly concurrency: number;
  readonly log: Log;
  readonly clock?: Clock;
  /** Shared where several libraries use one token; by default this one's own. */
  readonly pacer?: Pacer;
  readonly timeouts?: Partial<Timeouts>;
  readonly retries?: Partial<Retries>;
  /** 0 ≤ r < 1, for the jitter of waits. */
  readonly random?: () => number;
  /** Fires when no further request may be sent; those under way may still be answered. Never after a call's own signal. */
  readonly stopping?: AbortSignal;
  /** The largest answer taken, in bytes. A listing's page carries the HTML of 50 pages. */
  readonly maxBytes?: number;
}

const timeouts: Timeouts = { connect: 10_000, headers: 60_000, idle: 30_000, total: 120_000 };
const retries: Retries = {
  attempts: 6,
  rateLimited: 10,
  backoff: { baseMs: 500, capMs: 15_000 },
  maxRetryAfterMs: 60_000,
};
const mebibyte = 1024 * 1024;

const sourcesPath = "/ai/content_import_sources";
const pagesPath = "/ai/external_pages";
const sourceList = listSchema(sourceSchema);
const pageList = listSchema(pageSchema);
const deletedOrNothing = z.union([deletedSchema, z.strictObject({})]);

/**
 * Intercom's content library over HTTP. One token, one library: pacing is shared by everything that uses it.
 *
 * Failures are IntercomErrors; an abort rejects with the signal's reason at once, and says nothing about
 * whether a write under way took effect.
 *
 * @throws ConfigError when the token or the base URL cannot be sent
 * @see https://developers.intercom.com/docs/references/rest-api/api.intercom.io/ai-content
 */
export function createContentLibrary(options: LibraryOptions): ContentLibrary {
  const { intercom } = options;
  const { origin, prefix } = endpoint(intercom.baseUrl);
  const counters: Counters = { read: 0, write: 0, retried: 0, rateLimited: 0 };
  const caller = createCaller(options, origin, counters);
  const at = (path: string) => `${prefix}${path}`;
  const ask = <T>(call: Call<T>, signal?: AbortSignal) => perform(caller, call, signal);

  function list<T extends { readonly id: string | number }>(
    path: string,
    schema: ReturnType<typeof listSchema<T>>,
    signal: AbortSignal | undefined,
  ): AsyncIterable<T> {
    const read = (next: string) => ask({ method: "GET", path: next, schema, repeatable: true }, signal);
    return walkListing({ path: at(path), origin, read, idOf: ({ id }) => id });
  }

  return {
    listSources: (signal) => list<ContentImportSource>(sourcesPath, sourceList, signal),
    listPages: (signal) => list<ExternalPage>(pagesPath, pageList, signal),

    async createSource({ url, audienceIds }, signal) {
      if (audienceIds) requireAudiences(intercom.version);
      const body = JSON.stringify({
        sync_behavior: "api",
        url,
        audience_ids: audienceIds,
      });
      const call = { method: "POST", path: at(sourcesPath), body, schema: sourceSchema } as const;
      return ask({ ...call, repeatable: false, mismatch: notApiSource }, signal);
    },

    async updateSource(id, { url, audienceIds }, signal) {
      if (audienceIds !== undefined) requireAudiences(intercom.version);
      const body = JSON.stringify({
        sync_behavior: "api",
        url,
        ...(audienceIds === undefined
          ? {}
          : { audience_ids: audienceIds, apply_audience_to_existing_content: true }),
      });
      const call = { method: "PUT", path: at(`${sourcesPath}/${id}`), body, schema: sourceSchema } as const;
      return ask({ ...call, repeatable: true, mismatch: (source) => otherId(source.id, id) }, signal);
    },

    getPage: (id, signal) =>
      unlessMissing(
        ask(
          {
            method: "GET",
            path: at(pagePath(id)),
            schema: pageSchema,
            repeatable: true,
            mismatch: (page) => otherId(page.id, id),
          },
          signal,
        ),
      ),

    upsertPage(page, signal) {
      const body = JSON.stringify(upsertBody(page));
      const call = { method: "POST", path: at(pagesPath), body, schema: pageSchema } as const;
      return ask({ ...call, repeatable: true, mismatch: (echo) => otherPage(echo, page) }, signal);
    },

    async deletePage(id, signal) {
      const call = { method: "DELETE", path: at(pagePath(id)), schema: deletedOrNothing } as const;
      const mismatch = (echo: z.output<typeof deletedOrNothing>) =>
        "id" in echo ? otherId(echo.id, id) : undefined;
      await unlessMissing(ask({ ...call, repeatable: true, mismatch }, signal));
    },

    get requests() {
      return { ...counters };
    },
    close: () => caller.transport.close(),
  };
}

function createCaller(options: LibraryOptions, origin: string, counters: Counters): Caller {
  const { intercom, log, clock = systemClock } = options;
  const onPause = (ms: number) =>
    log.info(`Intercom's rate limit is reached; going on in ${Math.ceil(ms / 1000)} s`);
  return {
    transport: createTransport({
      origin,
      headers: headersFor(intercom),
      connections: options.concurrency,
      timeouts: { ...timeouts, ...options.timeouts },
      maxBytes: options.maxBytes ?? 64 * mebibyte,
    }),
    pacer: options.pacer ?? createPacer({ clock, onPause }),
    clock,
    log,
    retries: { ...retries, ...options.retries },
    random: options.random ?? Math.random,
    counters,
    stopping: options.stopping,
    scrub: (text) => text.replaceAll(intercom.token, "[token]"),
  };
}

const pagePath = (id: string): string => `${pagesPath}/${encodeURIComponent(id)}`;

/** Always with the availability: without it, Intercom creates pages that nothing uses. */
function upsertBody({ sourceId, externalId, title, html, url, locale, agent, copilot }: UpsertPage) {
  return {
    source_id: sourceId,
    external_id: externalId,
    title,
    html,
    url,
    locale,
    ai_agent_availability: agent,
    ai_copilot_availability: copilot,
  };
}

function otherPage(echo: ExternalPage, { sourceId, externalId }: UpsertPage): string | undefined {
  if (echo.sourceId === sourceId && echo.externalId === externalId) return undefined;
  return `is about another page (source ${echo.sourceId}, external_id ${JSON.stringify(echo.externalId)})`;
}

function otherId(echoed: string | number, id: string | number): string | undefined {
  return echoed === id ? undefined : `is about another id (${echoed})`;
}

function notApiSource({ syncBehavior }: ContentImportSource): string | undefined {
  return syncBehavior === "api" ? undefined : `is about a source with sync_behavior ${syncBehavior}`;
}

/** Undefined where Intercom itself says that it does not have it; a 404 about something else is an error. */
async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof IntercomError && isMissing(error)) return undefined;
    throw error;
  }
}

/** Codes that may come with a 404 and say nothing about what was asked for. */
const notAboutPresence = /^parameter_|^token_|unauthorized|forbidden|restricted/;

function isMissing({ status, code }: IntercomError): boolean {
  return status === 404 && code !== undefined && !notAboutPresence.test(code);
}
