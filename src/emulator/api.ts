import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../clock.ts";
import { parseBody, type Received, receive } from "./body.ts";
import { deliver } from "./deliver.ts";
import { errorReply, Refusal, refusalReply } from "./errors.ts";
import type { Faults } from "./fault-rules.ts";
import { type Course, courseOf, type Delivery, undisturbed } from "./faults.ts";
import type { Library } from "./library.ts";
import type { ListingLimits } from "./listing.ts";
import type { LogEntry, RequestLog } from "./log.ts";
import type { Reply } from "./model.ts";
import { type RateMeter, rateHeaders } from "./rate.ts";
import { type Route, routeOf } from "./routes.ts";
import { type Profile, profileOf } from "./version.ts";

/** Everything a request to the API can touch. */
export interface Workspace {
  readonly library: Library;
  readonly log: RequestLog;
  readonly faults: Faults;
  readonly rate: RateMeter;
  readonly clock: Clock;
  readonly token: string;
  /** The API version of requests that name none. */
  readonly appVersion: string;
  readonly limits: ListingLimits;
  readonly audiences: ReadonlyMap<number, string> | undefined;
}

/** What is found out about a request on its way; becomes its log entry. */
interface Draft {
  profile?: Profile;
  body?: Record<string, unknown>;
  route?: Route;
  fault?: string;
  readonly notes: string[];
}

/** Answers one request to the API; resolves when the answer has left or the connection is gone. */
export async function serveApi(
  workspace: Workspace,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const at = workspace.clock.now();
  const received = await receive(request);
  const draft: Draft = { notes: [] };
  if (!received) {
    draft.notes.push("the client went away while sending");
    record(workspace, request, url, draft, { at, bytes: 0, status: null, reply: {}, size: 0 });
    return;
  }
  const { reply, delivery } = answer(workspace, request, received, url, draft);
  const sent = delivery.as === "answer" ? delivery.reply : undefined;
  const body = delivery.as === "answer" && !delivery.raw ? delivery.reply.body : undefined;
  const text = body === undefined ? "" : JSON.stringify(body);
  const size = received.bytes + text.length;
  record(workspace, request, url, draft, {
    at,
    bytes: received.bytes,
    status: sent?.status ?? null,
    reply: { ...reply, body },
    size,
  });
  await deliver(delivery, text, response, workspace.clock, draft.profile?.version);
}

function answer(
  workspace: Workspace,
  request: IncomingMessage,
  received: NonNullable<Received>,
  url: URL,
  draft: Draft,
): { reply: Reply; delivery: Delivery } {
  const now = workspace.clock.now();
  if (request.headers.authorization !== `Bearer ${workspace.token}`) {
    const reply = errorReply(401, { code: "unauthorized", message: "Access Token Invalid" });
    return { reply, delivery: undisturbed.deliver(reply, now / 1000) };
  }
  const allowance = workspace.rate.take(now);
  const headers = rateHeaders(allowance);
  let course: Course = undisturbed;
  let reply: Reply;
  try {
    if (!allowance.allowed) throw new Refusal(429, "rate_limit_exceeded", "Exceeded rate limit");
    admit(workspace, request, received, url, draft);
    course = meetFault(workspace, request, url, draft);
    reply = course.handled ? handle(workspace, request, url, draft, course, now) : { status: 0 };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    reply = refusalReply(error);
  }
  const complete = { ...reply, headers };
  return { reply: complete, delivery: course.deliver(complete, now / 1000) };
}

/** Version, Accept, route and body, in this order. */
function admit(
  workspace: Workspace,
  request: IncomingMessage,
  received: NonNullable<Received>,
  url: URL,
  draft: Draft,
): void {
  const version = request.headers["intercom-version"];
  if (version === undefined) draft.notes.push("no Intercom-Version header");
  draft.profile = profileOf(version?.toString(), workspace.appVersion);
  const accept = request.headers.accept ?? "*/*";
  if (!/(^|[\s,])(\*\/\*|application\/(\*|json))/i.test(accept)) {
    const message = "The Accept header should send a media type of application/json";
    throw new Refusal(406, "media_type_not_acceptable", message);
  }
  const method = request.method ?? "GET";
  draft.route = routeOf(method, url.pathname);
  if (method === "POST" || method === "PUT") draft.body = parseBody(received.data, request);
  else if (received.bytes > 0) draft.notes.push("a body where none is expected");
}

function meetFault(workspace: Workspace, request: IncomingMessage, url: URL, draft: Draft): Course {
  const { externalId, sourceId } = idsOf(workspace.library, draft);
  const rule = workspace.faults.pick({
    method: request.method ?? "GET",
    path: url.pathname,
    ...(externalId === undefined ? {} : { externalId }),
    ...(sourceId === undefined ? {} : { sourceId }),
  });
  if (!rule) return undisturbed;
  draft.fault = rule.name ?? rule.fault.kind;
  const course = courseOf(rule.fault);
  if (course.sourceDeleted && sourceId !== undefined) workspace.library.removeSource(sourceId);
  return course;
}

function handle(
  workspace: Workspace,
  request: IncomingMessage,
  url: URL,
  draft: Draft,
  course: Course,
  now: number,
): Reply {
  const { route, profile } = draft;
  if (!route || !profile) throw new TypeError("a request is handled before it was admitted");
  const call = {
    library: workspace.library,
    profile,
    now: Math.floor(now / 1000),
    query: url.searchParams,
    body: draft.body ?? {},
    notes: draft.notes,
    baseUrl: `http://${request.headers.host ?? url.host}`,
    limits: workspace.limits,
    audiences: workspace.audiences,
    shift: course.shift,
  };
  return route.handler(call, route.id);
}

/** The ids a request names, or those of the page it names. */
function idsOf(library: Library, { route, body }: Draft): Pick<Reply, "sourceId" | "externalId" | "pageId"> {
  if (route?.collection === "content_import_sources") return route.id ? { sourceId: Number(route.id) } : {};
  const page = route?.id ? library.page(route.id) : undefined;
  const sourceId = typeof body?.source_id === "number" ? body.source_id : page?.sourceId;
  const externalId = typeof body?.external_id === "string" ? body.external_id : page?.externalId;
  return {
    ...(route?.id ? { pageId: route.id } : {}),
    ...(sourceId === undefined ? {} : { sourceId }),
    ...(externalId === undefined ? {} : { externalId }),
  };
}

interface Outcome {
  readonly at: number;
  readonly bytes: number;
  readonly status: number | null;
  readonly reply: Partial<Reply>;
  readonly size: number;
}

function record(
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
    bytes,
    notes: draft.notes,
    body: draft.body,
    answer: reply.body,
  };
  return workspace.log.add(entry, size);
}
