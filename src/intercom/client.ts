import { z } from "zod";
import type { VisibleTo } from "../audience.ts";
import { systemClock } from "../clock.ts";
import { salesAgentRequests, unknownFlagWarner } from "./availability.ts";
import { type Call, type Counters, perform } from "./call.ts";
import { type CallerOptions, createCaller } from "./caller.ts";
import { endpoint, knowsAudiences, knowsContentSearch, requireAudiences } from "./connection.ts";
import { asAmbiguous, IntercomError } from "./errors.ts";
import { walkListing } from "./listing.ts";
import { deletedSchema, foundSchema, listSchema, pageSchema, sourceSchema } from "./schemas.ts";
import { observe, type ServerClock } from "./server-clock.ts";
import type { ContentImportSource, ContentLibrary, ExternalPage, UpsertPage } from "./types.ts";

const sourcesPath = "/ai/content_import_sources";
const pagesPath = "/ai/external_pages";
const sourceList = listSchema(sourceSchema);
const pageList = listSchema(pageSchema);
const foundList = listSchema(foundSchema);
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
export function createContentLibrary(options: CallerOptions): ContentLibrary {
  const { intercom } = options;
  const { origin, prefix } = endpoint(intercom.baseUrl);
  const counters: Counters = { read: 0, write: 0, retried: 0, rateLimited: 0 };
  const { clock = systemClock } = options;
  let witness: ServerClock | undefined;
  const caller = createCaller(options, origin, counters, (answer) => {
    witness = observe(witness, answer);
  });
  const at = (path: string) => `${prefix}${path}`;
  const ask = <T>(call: Call<T>, signal?: AbortSignal) => perform(caller, call, signal);
  const warnOfFlags = unknownFlagWarner(options.log);
  const takesSalesAgent = salesAgentRequests(intercom.version);
  const askForPage = async (call: Call<ExternalPage>, signal?: AbortSignal) => {
    const page = await ask(call, signal);
    warnOfFlags(page);
    return page;
  };

  /** Sets the sales agent's flag of a page that was just sent. What was sent stands, whatever becomes of this. */
  async function setSalesAgent(id: string, page: UpsertPage, signal: AbortSignal | undefined) {
    const body = JSON.stringify({ ...upsertBody(page), ai_sales_agent_availability: page.salesAgent });
    const mismatch = (echo: ExternalPage) => otherPage(echo, page) ?? otherAvailability(echo, page);
    const call = { method: "PUT", path: at(pagePath(id)), body, schema: pageSchema, mismatch } as const;
    try {
      return await askForPage({ ...call, repeatable: true }, signal);
    } catch (error) {
      throw error instanceof IntercomError ? asAmbiguous(error) : error;
    }
  }

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
    async *listPages(signal) {
      for await (const page of list<ExternalPage>(pagesPath, pageList, signal)) {
        warnOfFlags(page);
        yield page;
      }
    },

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

    async rewriteSource({ id, url, syncBehavior, status, audienceIds }, signal) {
      // Without its status, Intercom's default would make a deactivated source active.
      const body = JSON.stringify({
        sync_behavior: syncBehavior,
        url,
        status,
        ...(audienceIds && knowsAudiences(intercom.version) ? { audience_ids: audienceIds } : {}),
      });
      const call = { method: "PUT", path: at(`${sourcesPath}/${id}`), body, schema: sourceSchema } as const;
      await ask({ ...call, repeatable: true, mismatch: (source) => otherId(source.id, id) }, signal);
    },

    getPage: (id, signal) =>
      unlessMissing(
        askForPage(
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

    salesAgentRequests: takesSalesAgent,

    async upsertPage(page, signal) {
      const flag = takesSalesAgent === "upsert" ? { ai_sales_agent_availability: page.salesAgent } : {};
      const body = JSON.stringify({ ...upsertBody(page), ...flag });
      const call = { method: "POST", path: at(pagesPath), body, schema: pageSchema } as const;
      const mismatch = (echo: ExternalPage) => otherPage(echo, page);
      const sent = await askForPage({ ...call, repeatable: true, mismatch }, signal);
      const asWanted = page.salesAgent === undefined || sent.salesAgent === page.salesAgent;
      return asWanted || takesSalesAgent !== "update" ? sent : setSalesAgent(sent.id, page, signal);
    },

    searchContent: knowsContentSearch(intercom.version)
      ? async ({ query, as }, signal) => {
          const path = at(`/content/search?${searchQuery(query, as)}`);
          const call = { method: "GET", path, schema: foundList, repeatable: true } as const;
          return (await ask(call, signal)).data;
        }
      : undefined,

    async deletePage(id, signal) {
      const call = { method: "DELETE", path: at(pagePath(id)), schema: deletedOrNothing } as const;
      const mismatch = (echo: z.output<typeof deletedOrNothing>) =>
        "id" in echo ? otherId(echo.id, id) : undefined;
      await unlessMissing(ask({ ...call, repeatable: true, mismatch }, signal));
    },

    serverTime: () => witness && clock.monotonic() + (witness.low + witness.high) / 2,
    get requests() {
      return { ...counters };
    },
    close: () => caller.transport.close(),
  };
}

/** The longest query that the search takes, and its longest page. */
const [MAX_QUERY, MAX_FOUND] = [500, 50];

function searchQuery(query: string, as: VisibleTo): URLSearchParams {
  return new URLSearchParams({
    query: query.slice(0, MAX_QUERY).toWellFormed(),
    content_types: "external_content",
    per_page: String(MAX_FOUND),
    [as === "customers" ? "fin_service_state" : "copilot_state"]: "on",
  });
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

/** After an update, whose defaults for omitted flags differ between versions, all of them must be as they were sent. */
function otherAvailability(echo: ExternalPage, page: UpsertPage): string | undefined {
  const wrong = (["agent", "copilot", "salesAgent"] as const).filter((flag) => echo[flag] !== page[flag]);
  return wrong.length > 0 ? `has another availability than was sent (${wrong.join(", ")})` : undefined;
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
