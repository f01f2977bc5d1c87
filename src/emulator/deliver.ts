import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { Clock } from "../clock.ts";
import type { Delivery } from "./faults.ts";

/**
 * Sends an answer, or does to the connection what a fault asks for.
 * @param json the reply's body as JSON; empty without a body
 */
export async function deliver(
  delivery: Delivery,
  json: string,
  response: ServerResponse,
  clock: Clock,
  version: string | undefined,
): Promise<void> {
  switch (delivery.as) {
    case "hang":
      return;
    case "reset":
      response.socket?.resetAndDestroy();
      return;
    case "broken": {
      const text = JSON.stringify(delivery.reply.body ?? {});
      response.writeHead(delivery.reply.status, headersOf(delivery, text, clock, version));
      response.write(text.slice(0, text.length / 2), () => response.socket?.destroy());
      return;
    }
    case "answer": {
      const text = delivery.raw?.text ?? json;
      const send = () => {
        response.writeHead(delivery.reply.status, headersOf(delivery, text, clock, version));
        if (delivery.bytesPerSecond === undefined) response.end(text);
      };
      if (delivery.delayMs === undefined && delivery.bytesPerSecond === undefined) return send();
      const gone = new AbortController();
      response.once("close", () => gone.abort());
      try {
        if (delivery.delayMs !== undefined) await clock.sleep(delivery.delayMs, gone.signal);
        send();
        if (delivery.bytesPerSecond !== undefined) {
          await drip(Buffer.from(text), delivery.bytesPerSecond, response, clock, gone.signal);
        }
      } catch (error) {
        if (!gone.signal.aborted) throw error;
      }
    }
  }
}

function headersOf(
  delivery: Extract<Delivery, { as: "answer" | "broken" }>,
  text: string,
  clock: Clock,
  version: string | undefined,
): Record<string, string | number> {
  const raw = delivery.as === "answer" ? delivery.raw : undefined;
  const type = raw?.contentType ?? "application/json; charset=utf-8";
  return {
    Date: new Date(clock.now()).toUTCString(),
    "X-Request-Id": randomUUID(),
    "Cache-Control": "max-age=0, private, must-revalidate",
    ...(version === undefined ? {} : { "Intercom-Version": version }),
    ...(delivery.reply.status === 204
      ? {}
      : { "Content-Type": type, "Content-Length": Buffer.byteLength(text) }),
    ...delivery.reply.headers,
  };
}

async function drip(
  bytes: Buffer,
  perSecond: number,
  response: ServerResponse,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const step = Math.max(1, Math.ceil(perSecond / 20));
  for (let at = 0; at < bytes.length; at += step) {
    response.write(bytes.subarray(at, at + step));
    await clock.sleep((1000 * step) / perSecond, signal);
  }
  response.end();
}
