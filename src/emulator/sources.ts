import { notFound, Refusal } from "./errors.ts";
import { Fields, invalid } from "./fields.ts";
import { listing, windowOf } from "./listing.ts";
import type { Reply, StoredSource } from "./model.ts";
import type { Profile } from "./version.ts";
import type { Call } from "./workspace.ts";

/**
 * `/ai/content_import_sources`. Facts:
 * https://developers.intercom.com/docs/references/rest-api/api.intercom.io/ai-content
 */
const statuses = ["active", "deactivated"] as const;

export function listSources(call: Call): Reply {
  const window = windowOf(call.query, call.limits, call.notes);
  const all = call.library.sources().reverse();
  const start = Math.max(0, (window.page - 1) * window.perPage - call.shift);
  const data = all.slice(start, start + window.perPage).map((source) => describeSource(source, call.profile));
  const counts = { listed: all.length, stated: all.length };
  return { status: 200, body: listing(data, window, counts, `${call.baseUrl}/ai/content_import_sources`) };
}

export function createSource(call: Call): Reply {
  const fields = new Fields(call.body);
  fields.oneOf("sync_behavior", ["api"]);
  const url = sourceUrl(fields, call.profile);
  const status = fields.optionalOneOf("status", statuses) ?? "active";
  const audienceIds = audiences(fields, call) ?? [];
  noteUnknown(fields, call);
  const existing = call.library
    .sources()
    .find((source) => source.url === url && source.syncBehavior === "api");
  if (existing) call.notes.push(`a source with this url exists already: ${existing.id}`);
  const { now } = call;
  const source = call.library.addSource({
    syncBehavior: "api",
    status,
    url,
    audienceIds,
    createdAt: now,
    updatedAt: now,
    lastSyncedAt: now,
  });
  return answer(source, call, "created");
}

export function getSource(call: Call, id: string): Reply {
  return answer(sourceOf(call, id), call);
}

export function updateSource(call: Call, id: string): Reply {
  const source = sourceOf(call, id);
  const fields = new Fields(call.body);
  const behavior = fields.oneOf("sync_behavior", ["api", "automated", "automatic", "manual"]);
  if ((behavior === "api") !== (source.syncBehavior === "api")) {
    throw invalid("sync_behavior", "cannot be changed to or from api");
  }
  const url = sourceUrl(fields, call.profile);
  if (url !== source.url && source.syncBehavior !== "api") throw invalid("url", "cannot be changed");
  const status = fields.optionalOneOf("status", statuses) ?? source.status;
  const audienceIds = audiences(fields, call) ?? source.audienceIds;
  const everywhere = call.profile.sourceAudiences && fields.flag("apply_audience_to_existing_content");
  noteUnknown(fields, call);
  const updated = { ...source, url, status, audienceIds, updatedAt: call.now };
  call.library.replaceSource(updated);
  if (everywhere) applyAudience(call, updated);
  return answer(updated, call, "updated");
}

/** Deletes every page of the source, too. */
export function deleteSource(call: Call, id: string): Reply {
  const source = sourceOf(call, id);
  call.library.removeSource(source.id);
  return { status: 204, effect: "deleted", sourceId: source.id };
}

/** The public shape of a source. */
function describeSource(source: StoredSource, profile: Profile): Record<string, unknown> {
  return {
    type: "content_import_source",
    id: source.id,
    sync_behavior: source.syncBehavior,
    status: source.status,
    url: source.url,
    created_at: source.createdAt,
    updated_at: source.updatedAt,
    last_synced_at: source.lastSyncedAt,
    ...(profile.sourceAudiences ? { audience_ids: source.audienceIds } : {}),
  };
}

function answer(source: StoredSource, call: Call, effect?: "created" | "updated"): Reply {
  return {
    status: 200,
    body: describeSource(source, call.profile),
    sourceId: source.id,
    effect,
  };
}

function sourceOf(call: Call, id: string): StoredSource {
  const source = /^\d{1,15}$/.test(id) ? call.library.source(Number(id)) : undefined;
  if (!source) throw notFound("Content import source");
  return source;
}

function sourceUrl(fields: Fields, profile: Profile): string {
  const url = fields.address("url");
  const host = new URL(url).hostname;
  if (profile.publicSourceUrl && (!host.includes(".") || /^[\d.]+$|^\[/.test(host))) {
    throw invalid("url", "must have a valid public domain");
  }
  return url;
}

function audiences(fields: Fields, call: Call): readonly number[] | undefined {
  if (!call.profile.sourceAudiences) return undefined;
  const ids = fields.ids("audience_ids");
  const unknown = ids?.filter((id) => call.audiences && !call.audiences.has(id)) ?? [];
  if (unknown.length === 0) return ids;
  const message = `audience_ids contains unknown audience IDs: ${unknown.join(", ")}`;
  throw new Refusal(404, "parameter_invalid", message, "audience_ids");
}

function applyAudience(call: Call, source: StoredSource): void {
  for (const page of call.library.pages()) {
    if (page.sourceId === source.id) call.library.replacePage({ ...page, audienceIds: source.audienceIds });
  }
}

function noteUnknown(fields: Fields, call: Call): void {
  for (const field of fields.unknown()) call.notes.push(`unknown field: ${field}`);
}
