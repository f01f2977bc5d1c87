import type { IncomingMessage, ServerResponse } from "node:http";
import { parseBody, type Received, receive } from "./body.ts";
import { deliver } from "./deliver.ts";
import { errorReply, Refusal, refusalReply } from "./errors.ts";
import { type Course, courseOf, type Delivery, undisturbed } from "./faults.ts";
import type { Reply } from "./model.ts";
import { rateHeaders } from "./rate.ts";
import { type Draft, idsOf, record } from "./record.ts";
import { routeOf } from "./routes.ts";
import { profileOf } from "./version.ts";
import type { Workspace } from "./workspace.ts";

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
    course = injectFault(workspace, request, url, draft);
    reply = course.handled ? handle(workspace, request, url, draft, course, now) : { status: 0 };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    reply = refusalReply(error);
  }
  const complete = { ...reply, headers };
  return { reply: complete, delivery: course.deliver(complete, now / 1000) };
}

/** Checks version, Accept, route and body, in this order. @throws Refusal */
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

function injectFault(workspace: Workspace, request: IncomingMessage, url: URL, draft: Draft): Course {
  const { externalId, sourceId } = idsOf(workspace.library, draft);
  const rule = workspace.faults.pick({
    method: request.method ?? "GET",
    path: url.pathname,
    externalId,
    sourceId,
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
    normalized: workspace.html.normalized,
    fin: workspace.fin,
    shift: course.shift,
  };
  return route.handler(call, route.id);
}
