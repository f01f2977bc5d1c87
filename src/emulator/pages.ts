import { notFound, Refusal } from "./errors.ts";
import { Fields, invalid } from "./fields.ts";
import { effectOf } from "./library.ts";
import { listing, windowOf } from "./listing.ts";
import type { Effect, Reply, StoredPage, StoredSource } from "./model.ts";
import type { Call } from "./workspace.ts";

/**
 * `/ai/external_pages`. Facts:
 * https://developers.intercom.com/docs/references/rest-api/api.intercom.io/ai-content
 * The order of the listing is not documented: newest first, as in the examples there.
 */
export function listPages(call: Call): Reply {
  const window = windowOf(call.query, call.limits, call.notes);
  const start = Math.max(0, (window.page - 1) * window.perPage - call.shift);
  const data = call.library.slice(start, window.perPage).map((page) => describePage(page));
  const listed = call.library.pageCount;
  const stated = call.profile.countsDeleted ? call.library.pagesEver : listed;
  return {
    status: 200,
    body: listing(data, window, { listed, stated }, `${call.baseUrl}/ai/external_pages`),
  };
}

/** An upsert on (`source_id`, `external_id`): availability is off unless sent, and kept when omitted later. */
export function upsertPage(call: Call): Reply {
  const fields = new Fields(call.body);
  const title = fields.text("title");
  const html = htmlOf(fields);
  const locale = localeOf(fields, call);
  const source = sourceFor(fields.integer("source_id"), call);
  const externalId = fields.text("external_id");
  const url = fields.optionalAddress("url");
  const agent = fields.flag("ai_agent_availability");
  const copilot = fields.flag("ai_copilot_availability");
  const sales = call.profile.salesAgent ? fields.flag("ai_sales_agent_availability") : undefined;
  const before = call.library.find(source.id, externalId);
  noteOdd(fields, call, { url, agent, copilot });
  // That an omitted url is kept on update is not documented: it follows from an update being partial.
  const kept = url ?? before?.url;
  return store(call, source, before, {
    sourceId: source.id,
    externalId,
    title,
    html,
    url: kept,
    locale,
    agent: agent ?? before?.agent ?? false,
    copilot: copilot ?? before?.copilot ?? false,
    salesAgent: sales ?? before?.salesAgent ?? false,
    audienceIds: before?.audienceIds ?? source.audienceIds,
  });
}

export function getPage(call: Call, id: string): Reply {
  return answer(pageOf(call, id));
}

/** Updates by Intercom's own id. Up to 2.16 this takes only the deprecated `fin_availability`, which defaults to true. */
export function updatePage(call: Call, id: string): Reply {
  const before = pageOf(call, id);
  const fields = new Fields(call.body);
  const title = fields.text("title");
  const html = htmlOf(fields);
  const url = call.profile.putDropsUrl ? fields.optionalAddress("url") : fields.address("url");
  const locale = localeOf(fields, call);
  const source = sourceFor(fields.integer("source_id"), call);
  const externalId = fields.optionalText("external_id") ?? before.externalId;
  const availability = putAvailability(fields, call, before);
  noteOdd(fields, call, { url, ...availability });
  const taken = call.library.find(source.id, externalId);
  if (taken && taken.id !== before.id) {
    throw new Refusal(409, "conflict", "external_id is used by another page of this source", "external_id");
  }
  return store(call, source, before, {
    sourceId: source.id,
    externalId,
    title,
    html,
    url,
    locale,
    ...availability,
    audienceIds: before.audienceIds,
  });
}

/** Answers with the page as it was, without its html. */
export function deletePage(call: Call, id: string): Reply {
  const page = pageOf(call, id);
  call.library.removePage(id);
  return answer({ ...page, html: "" }, "deleted");
}

/** The public shape of a page. */
function describePage(page: StoredPage): Record<string, unknown> {
  return {
    type: "external_page",
    id: page.id,
    title: page.title,
    html: page.html,
    url: page.url,
    ai_agent_availability: page.agent,
    ai_copilot_availability: page.copilot,
    ai_sales_agent_availability: page.salesAgent,
    fin_availability: page.agent && page.copilot,
    locale: page.locale,
    source_id: page.sourceId,
    external_id: page.externalId,
    created_at: page.createdAt,
    updated_at: page.updatedAt,
    last_ingested_at: page.lastIngestedAt,
  };
}

type Content = Omit<StoredPage, "id" | "createdAt" | "updatedAt" | "lastIngestedAt">;

function store(call: Call, source: StoredSource, before: StoredPage | undefined, content: Content): Reply {
  const { library, now } = call;
  const html = call.normalized === "never" ? content.html : normalizeHtml(content.html);
  const next = { ...content, html, createdAt: before?.createdAt ?? now, updatedAt: now, lastIngestedAt: now };
  const effect = effectOf(before, next);
  const stamped = effect === "same" && before ? { ...next, updatedAt: before.updatedAt } : next;
  const page = before ? { ...stamped, id: before.id } : library.addPage(stamped);
  if (before) library.replacePage(page);
  if (source.lastSyncedAt !== now) library.replaceSource({ ...source, lastSyncedAt: now });
  return answer(call.normalized === "later" ? { ...page, html: content.html } : page, effect);
}

function answer(page: StoredPage, effect?: Effect): Reply {
  return {
    status: 200,
    body: describePage(page),
    pageId: page.id,
    sourceId: page.sourceId,
    externalId: page.externalId,
    effect,
  };
}

function pageOf(call: Call, id: string): StoredPage {
  const page = call.library.page(id);
  if (!page) throw notFound("External page");
  return page;
}

function sourceFor(id: number, call: Call): StoredSource {
  const source = call.library.source(id);
  if (!source) throw new Refusal(404, "not_found", "Content import source not found", "source_id");
  if (source.syncBehavior === "api") return source;
  const message = "source_id must be a content import source whose sync_behavior is api";
  throw new Refusal(422, "parameter_invalid", message, "source_id");
}

/** That `html` is required is documented; that blank counts as missing is taken from how Intercom treats required fields. */
function htmlOf(fields: Fields): string {
  const html = fields.markup("html");
  if (html.trim() !== "") return html;
  throw new Refusal(422, "parameter_invalid", "html can't be blank", "html");
}

function localeOf(fields: Fields, call: Call): string {
  if (call.profile.locales === "en") return fields.oneOf("locale", ["en"]);
  const locale = fields.text("locale");
  if (/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(locale)) return locale;
  throw invalid("locale", "must be a language tag");
}

function putAvailability(
  fields: Fields,
  call: Call,
  before: StoredPage,
): Pick<StoredPage, "agent" | "copilot" | "salesAgent"> {
  const fin = fields.flag("fin_availability");
  if (call.profile.putAvailability === "fin") {
    return { agent: fin ?? true, copilot: fin ?? true, salesAgent: before.salesAgent };
  }
  return {
    agent: fields.flag("ai_agent_availability") ?? fin ?? before.agent,
    copilot: fields.flag("ai_copilot_availability") ?? fin ?? before.copilot,
    salesAgent: fields.flag("ai_sales_agent_availability") ?? before.salesAgent,
  };
}

interface Sent {
  readonly url: string | undefined;
  readonly agent: boolean | undefined;
  readonly copilot: boolean | undefined;
}

/** What Intercom accepts silently and a careful client does not send. */
function noteOdd(fields: Fields, call: Call, sent: Sent): void {
  for (const field of fields.unknown()) call.notes.push(`unknown field: ${field}`);
  if (sent.url === undefined) call.notes.push("no url: Fin will cite nothing");
  if (sent.agent === undefined || sent.copilot === undefined) call.notes.push("availability not sent");
}

/**
 * What becomes of html that is sent. Whether Intercom gives it back byte for byte is not documented, so a client must do
 * with each of these:
 * - `never`: it is kept as it was sent
 * - `at-once`: it is kept normalised, and the answer to the upload already shows it so
 * - `later`: the answer shows what was sent, every later one what was kept
 */
export const htmlHandlings = ["never", "at-once", "later"] as const;
export type HtmlHandling = (typeof htmlHandlings)[number];

/** Html as an editor would write it again: same text, other markup. Doing it twice does nothing more. */
export const normalizeHtml = (html: string): string =>
  html
    .replace(/<(p|h[1-6])>/g, '<$1 class="intercom-align-left">')
    .replace(/<(br|hr)\s*\/?>/g, "<$1 />")
    .replace(/>\s*\n\s*</g, "><")
    .trim();
