import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { visibleText } from "../web/html.ts";
import { notFound, Refusal } from "./errors.ts";
import { Fields, invalid } from "./fields.ts";
import type { Reply, StoredPage } from "./model.ts";
import type { Call, Workspace } from "./workspace.ts";

/**
 * How Fin tells what it says: in the stream of events; by nothing at all; or to a webhook alone, as where an app has no
 * Server-Sent Events.
 */
export const finTells = ["events", "nothing", "no-address"] as const;

interface Conversation {
  readonly id: string;
  readonly userId: string;
  readonly question: string;
  /** Opens its events. */
  readonly token: string;
}

/** Questions that Fin was asked. Each makes a conversation. */
export class FinAgent {
  /** May be changed at any time. */
  tells: (typeof finTells)[number] = "events";
  readonly conversations: Conversation[] = [];
}

export const eventsPath = "/event-stream";

/** `POST /fin/ask`, of Preview alone: https://developers.intercom.com/docs/references/preview/rest-api/api.intercom.io/fin-agent */
export function askFin({ profile, fin, body, baseUrl, now, notes }: Call): Reply {
  if (!profile.askFin) throw notFound("Requested resource was");
  const fields = new Fields(body);
  const id = fields.text("conversation_id");
  const message = new Fields(objectIn(body, "message"));
  const user = new Fields(objectIn(body, "user"));
  const question = message.text("body");
  if (message.text("author") !== "user") throw invalid("message.author", "must be user");
  const userId = user.text("id");
  if (fin.conversations.some((one) => one.id === id))
    throw new Refusal(400, "parameter_invalid", "A conversation already exists for this ID");
  const known = new Set(["message", "user", "conversation_metadata", "attachments"]);
  notes.push(
    ...fields
      .unknown()
      .filter((name) => !known.has(name))
      .map((name) => `unknown field: ${name}`),
  );
  const conversation = { id, userId, question, token: randomUUID() };
  fin.conversations.push(conversation);
  const channel = encodeURIComponent(`fin_agent_api:emulator:${id}`);
  const address = `${baseUrl}${eventsPath}?channels=${channel}&accessToken=${conversation.token}&rewind=2m`;
  return {
    status: 200,
    body: {
      conversation_id: id,
      user_id: userId,
      status: "thinking",
      created_at_ms: new Date(now * 1000).toISOString(),
      ...(fin.tells === "no-address" ? {} : { sse_subscription_url: address }),
    },
  };
}

/**
 * A conversation's events. It is not Fin that answers: the page that has most of the question's words is quoted. The
 * events are in the envelope of Ably's stream, whose addresses Intercom's are like: https://ably.com/docs/api/sse
 */
export function serveEvents({ fin, library, clock }: Workspace, response: ServerResponse, url: URL): void {
  const conversation = fin.conversations.find(({ token }) => token === url.searchParams.get("accessToken"));
  if (!conversation) {
    response.writeHead(401, { "Content-Type": "application/json" }).end("{}");
    return;
  }
  response.writeHead(200, { "Content-Type": "text/event-stream" });
  if (fin.tells === "nothing") {
    response.flushHeaders();
    return;
  }
  const at = new Date(clock.now()).toISOString();
  const common = { conversation_id: conversation.id, user_id: conversation.userId, created_at_ms: at };
  const body = answerOf(conversation.question, library.pages());
  const message = { id: randomUUID(), author: "fin", body, timestamp_ms: at };
  const events = [
    { event_name: "fin_replied", ...common, message, status: "replying" },
    { event_name: "fin_status_updated", ...common, status: "complete" },
  ];
  for (const event of events) {
    const enveloped = {
      id: randomUUID(),
      name: event.event_name,
      encoding: "json",
      data: JSON.stringify(event),
    };
    response.write(`id: ${enveloped.id}\nevent: message\ndata: ${JSON.stringify(enveloped)}\n\n`);
  }
  response.end();
}

function answerOf(question: string, pages: readonly StoredPage[]): string {
  const words = question.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu) ?? [];
  const fitting = pages
    .filter(({ agent }) => agent)
    .map((page) => {
      const text = `${page.title} ${visibleText(page.html)}`.toLowerCase();
      return { page, fits: words.filter((word) => text.includes(word)).length };
    })
    .sort((a, b) => b.fits - a.fits);
  const [best] = fitting;
  return best && best.fits > words.length / 2 ? best.page.html : "<p>I could not find an answer to that.</p>";
}

function objectIn(body: Readonly<Record<string, unknown>>, name: string): Record<string, unknown> {
  const value = body[name];
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new Refusal(400, "parameter_not_found", `${name} is required`, name);
}
