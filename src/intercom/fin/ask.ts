import { randomUUID } from "node:crypto";
import { z } from "zod";
import { systemClock } from "../../clock.ts";
import { FinIngestError } from "../../errors.ts";
import { DeadlineError, withDeadline } from "../../http/deadline.ts";
import { perform } from "../call.ts";
import { type CallerOptions, createCaller } from "../caller.ts";
import { endpoint } from "../connection.ts";
import { IntercomError } from "../errors.ts";
import { eventsOf, type FinEvent } from "./events.ts";

/**
 * What Fin said to a question.
 * - `replied`: it did
 * - `escalated`: it handed the question to a person
 * - `silent`: it ended without a reply, or none came in time
 * - `unheard`: it was asked, but Intercom names no address where its reply can be read
 */
export interface FinReply {
  readonly state: "replied" | "escalated" | "silent" | "unheard";
  /** As HTML; null: there is none. */
  readonly html: string | null;
}

export interface Fin {
  /**
   * Asks Fin a question that stands for itself, and waits for the reply. Makes a conversation in the workspace, which
   * may be billed, and a user with the id `fin-ingest-canary` where there is none.
   * @throws FinIngestError where the question is refused or its reply cannot be read
   */
  ask(question: string, signal: AbortSignal): Promise<FinReply>;
  close(): Promise<void>;
}

export interface FinOptions extends Omit<CallerOptions, "concurrency"> {
  /** Milliseconds that a reply is waited for; two minutes by default: the stream's access token lasts three. */
  readonly waitMs?: number;
}

const path = "/fin/ask";
const accepted = z.object({ conversation_id: z.string(), sse_subscription_url: z.url().nullish() });

/**
 * Fin itself, over the Fin Agent API. Only the API version Preview describes `/fin/ask`, so that is what is asked for,
 * whatever the configuration has for pages.
 * @see https://developers.intercom.com/docs/guides/fin-agent-api
 */
export function createFin(options: FinOptions): Fin {
  const { clock = systemClock, waitMs = 120_000 } = options;
  const intercom = { ...options.intercom, version: "Preview" };
  const { origin, prefix } = endpoint(intercom.baseUrl);
  const counters = { read: 0, write: 0, retried: 0, rateLimited: 0 };
  const caller = createCaller({ ...options, intercom, concurrency: 1 }, origin, counters, () => {});
  return {
    async ask(question, signal) {
      const body = JSON.stringify({
        conversation_id: `fin-ingest-${randomUUID()}`,
        message: { author: "user", body: question, timestamp: new Date(clock.now()).toISOString() },
        user: { id: "fin-ingest-canary" },
      });
      // A second request for the same conversation would be refused.
      const call = {
        method: "POST",
        path: prefix + path,
        body,
        schema: accepted,
        repeatable: false,
      } as const;
      const answer = await perform(caller, call, signal).catch(withHint);
      const { conversation_id, sse_subscription_url: address } = answer;
      if (!address) return { state: "unheard", html: null };
      const read = (within: AbortSignal) => reply(address, { origin, conversation: conversation_id }, within);
      try {
        return await withDeadline(waitMs, signal, read);
      } catch (error) {
        if (error instanceof DeadlineError) return { state: "silent", html: null };
        throw error;
      }
    },
    close: () => caller.transport.close(),
  };
}

/** The Fin Agent API has keys of its own, which may do nothing else. */
function withHint(error: unknown): never {
  const isRefused = error instanceof IntercomError && [401, 403, 404].includes(error.status ?? 0);
  if (!isRefused) throw error;
  throw new FinIngestError(error.message, {
    hint: "The Fin Agent API is to be asked for, and has a key of its own (Fin AI Agent › Deploy › Fin Agent API): give it as ask.fin_token.",
    cause: error,
  });
}

async function reply(
  address: string,
  { origin, conversation }: { origin: string; conversation: string },
  signal: AbortSignal,
): Promise<FinReply> {
  const parts: string[] = [];
  for await (const event of eventsOf(address, origin, signal)) {
    if (event.conversationId !== conversation) continue;
    if (event.kind === "replied") parts.push(event.html);
    else if (endings.has(event.status)) return ended(event, parts);
  }
  return ended(undefined, parts);
}

/** Where Fin hands control back. */
const endings: ReadonlySet<string> = new Set(["awaiting_user_reply", "escalated", "resolved", "complete"]);

function ended(event: Extract<FinEvent, { kind: "status" }> | undefined, parts: readonly string[]): FinReply {
  const html = parts.length === 0 ? null : parts.join("\n");
  if (event?.status === "escalated") return { state: "escalated", html };
  return { state: html === null ? "silent" : "replied", html };
}
