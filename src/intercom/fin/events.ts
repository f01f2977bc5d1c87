import { createParser } from "eventsource-parser";
import { z } from "zod";
import { FinIngestError } from "../../errors.ts";
import { BodyTooLargeError } from "../../http/body.ts";
import { openDispatcher } from "../../http/proxied.ts";
import { parseJson, unanswered } from "../errors.ts";

/** What Fin tells of a conversation. */
export type FinEvent =
  | { readonly kind: "replied"; readonly conversationId: string; readonly html: string }
  | { readonly kind: "status"; readonly conversationId: string; readonly status: string };

const event = z.discriminatedUnion("event_name", [
  z
    .object({
      event_name: z.literal("fin_replied"),
      conversation_id: z.string(),
      message: z.object({ body: z.string() }),
    })
    .transform(({ conversation_id, message }): FinEvent => {
      return { kind: "replied", conversationId: conversation_id, html: message.body };
    }),
  z
    .object({
      event_name: z.literal("fin_status_updated"),
      conversation_id: z.string(),
      status: z.string(),
    })
    .transform(({ conversation_id, status }): FinEvent => {
      return { kind: "status", conversationId: conversation_id, status };
    }),
]);

/** A stream of one short answer is smaller by far. */
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * Reads a conversation's events until the stream ends. Other kinds of events are passed over.
 *
 * The address carries its own short-lived token, so ours is not sent; it has to be an https address, or one of the API's
 * own origin. The events' shapes are Intercom's; how they stand in the stream Intercom does not say. Its addresses are
 * like those of Ably, whose stream puts each message's data as text into an envelope; both ways are understood.
 * @throws FinIngestError
 * @see https://developers.intercom.com/docs/references/preview/rest-api/api.intercom.io/fin-agent
 * @see https://ably.com/docs/api/sse
 */
export async function* eventsOf(
  address: string,
  origin: string,
  signal: AbortSignal,
): AsyncGenerator<FinEvent> {
  const url = new URL(address);
  if (url.protocol !== "https:" && url.origin !== origin)
    throw new FinIngestError(`Intercom names ${url.origin} for Fin's reply, which is not an https address`);
  const { request } = await import("undici");
  let waiting: FinEvent[] = [];
  const parser = createParser({
    onEvent: ({ data }) => {
      const told = eventIn(data);
      if (told) waiting.push(told);
    },
  });
  const decoder = new TextDecoder();
  let bytes = 0;
  const dispatcher = url.protocol === "https:" ? await openDispatcher() : undefined;
  try {
    const headers = { accept: "text/event-stream" };
    const { statusCode, body } = await request(url, { headers, signal, ...(dispatcher && { dispatcher }) });
    if (statusCode !== 200)
      throw new FinIngestError(`${url.host} answered HTTP ${statusCode} for Fin's reply`);
    for await (const chunk of body) {
      bytes += chunk.length;
      if (bytes > MAX_BYTES) throw new BodyTooLargeError(MAX_BYTES);
      parser.feed(decoder.decode(chunk, { stream: true }));
      yield* waiting;
      waiting = [];
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof FinIngestError ? error : unanswered({ method: "GET", path: url.pathname }, error);
  } finally {
    await dispatcher?.destroy();
  }
}

function eventIn(text: string): FinEvent | undefined {
  const data = parseJson(text);
  const bare = event.safeParse(data);
  if (bare.success) return bare.data;
  const { data: inside } = z.object({ data: z.unknown() }).catch({ data: undefined }).parse(data);
  return event.safeParse(typeof inside === "string" ? parseJson(inside) : inside).data;
}
