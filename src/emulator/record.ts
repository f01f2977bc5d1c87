import type { IncomingMessage } from "node:http";
import type { Library } from "./library.ts";
import type { LogEntry } from "./log.ts";
import type { Reply } from "./model.ts";
import type { Route } from "./routes.ts";
import type { Profile } from "./version.ts";
import type { Workspace } from "./workspace.ts";

/** What is known of a request while it is handled; becomes its log entry. */
export interface Draft {
  profile?: Profile;
  body?: Record<string, unknown>;
  route?: Route;
  fault?: string;
  readonly notes: string[];
}

/** The ids a request names, or those of the page it names. */
export function idsOf(
  library: Library,
  { route, body }: Draft,
): Pick<Reply, "sourceId" | "externalId" | "pageId"> {
  if (route?.collection === "content_import_sources") return route.id ? { sourceId: Number(route.id) } : {};
  const page = route?.id ? library.page(route.id) : undefined;
  const sourceId = typeof body?.source_id === "number" ? body.source_id : page?.sourceId;
  const externalId = typeof body?.external_id === "string" ? body.external_id : page?.externalId;
  return {
    pageId: route?.id || undefined,
    sourceId,
    externalId,
  };
}

interface Outcome {
  readonly at: number;
  readonly bytes: number;
  readonly status: number | null;
  readonly reply: Partial<Reply>;
  readonly size: number;
}

export function record(
  workspace: Workspace,
  request: IncomingMessage,
  url: URL,
  draft: Draft,
  { at, bytes, status, reply, size }: Outcome,
): LogEntry {
  const named = idsOf(workspace.library, draft);
  const entry = {
    at,
    method: request.method ?? "GET",
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    version: draft.profile?.version,
    status,
    effect: reply.effect,
    fault: draft.fault,
    sourceId: reply.sourceId ?? named.sourceId,
    externalId: reply.externalId ?? named.externalId,
    pageId: reply.pageId ?? named.pageId,
    agent: request.headers["user-agent"],
    bytes,
    notes: draft.notes,
    body: draft.body,
    answer: reply.body,
  };
  return workspace.log.add(entry, size);
}
