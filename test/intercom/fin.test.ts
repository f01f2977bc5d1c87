import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { startEmulator } from "../../src/emulator/index.ts";
import { createFin } from "../../src/intercom/fin/ask.ts";
import { createLog } from "../../src/log/log.ts";

const closing: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const log = await createLog({ format: "pretty", level: "warn", write: () => {}, redact: (text) => text });

/** A Fin Agent API that tells these events, each as one message's data; `stays`: it never ends the stream. */
async function finTelling(
  events: (conversation: string) => readonly unknown[],
  { address, stays = false }: { address?: string; stays?: boolean } = {},
) {
  const seen: http.IncomingMessage[] = [];
  let conversation = "";
  const server = http.createServer(async (request, response) => {
    seen.push(request);
    if (request.method === "POST") {
      let body = "";
      for await (const chunk of request) body += chunk;
      conversation = JSON.parse(body).conversation_id;
      const sse_subscription_url = address ?? `http://${request.headers.host}/stream?accessToken=x`;
      response.writeHead(200, { "content-type": "application/json" });
      response.end(
        JSON.stringify({ conversation_id: conversation, status: "thinking", sse_subscription_url }),
      );
      return;
    }
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const event of events(conversation)) response.write(`data: ${JSON.stringify(event)}\n\n`);
    if (!stays) response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  const { port } = server.address() as AddressInfo;
  return { seen, fin: finAt(`http://127.0.0.1:${port}`, "Fin's own key") };
}

function finAt(baseUrl: string, token: string, waitMs = 300) {
  const fin = createFin({
    intercom: { token: token.replaceAll(" ", "-"), baseUrl, version: "2.15" },
    log,
    waitMs,
  });
  closing.push(() => fin.close());
  return fin;
}

const never = new AbortController().signal;
const replied = (conversation_id: string, body: string) => ({
  event_name: "fin_replied",
  conversation_id,
  message: { author: "fin", body },
});
const status = (conversation_id: string, value: string) => ({
  event_name: "fin_status_updated",
  conversation_id,
  status: value,
});

test("an answer in several parts, beside chunks and other conversations", async () => {
  const { fin, seen } = await finTelling((id) => [
    { event_name: "fin_reply_chunk", conversation_id: id, chunk_text: "Wi" },
    replied("another", "<p>Not ours.</p>"),
    replied(id, "<p>Within 14 days.</p>"),
    { name: "fin_replied", data: JSON.stringify(replied(id, "<p>Ask us.</p>")) },
    status("another", "escalated"),
    status(id, "complete"),
    replied(id, "<p>Too late.</p>"),
  ]);
  expect(await fin.ask("How long?", never)).toEqual({
    state: "replied",
    html: "<p>Within 14 days.</p>\n<p>Ask us.</p>",
  });
  expect(
    seen.map(({ method, headers }) => [method, headers.authorization, headers["intercom-version"]]),
  ).toEqual([
    ["POST", "Bearer Fin's-own-key", "Preview"],
    ["GET", undefined, undefined],
  ]);
});

test.each([
  [
    "handed to a person",
    (id: string) => [replied(id, "<p>One moment.</p>"), status(id, "escalated")],
    "escalated",
  ],
  ["ended without a reply", (id: string) => [status(id, "complete")], "silent"],
  ["cut off", () => [], "silent"],
])("%s", async (_, events, state) => {
  const { fin } = await finTelling(events);
  expect((await fin.ask("How long?", never)).state).toBe(state);
});

test("no reply in time", async () => {
  const { fin } = await finTelling(() => [], { stays: true });
  expect(await fin.ask("How long?", never)).toEqual({ state: "silent", html: null });
});

test("an address that is neither https nor the API's own is not asked", async () => {
  const { fin, seen } = await finTelling(() => [], { address: "http://127.0.0.2:1/stream" });
  await expect(fin.ask("How long?", never)).rejects.toThrow("not an https address");
  expect(seen).toHaveLength(1);
});

test("a refusal says that the Fin Agent API has a key of its own", async () => {
  const emulator = await startEmulator();
  closing.push(() => emulator.close());
  await expect(finAt(emulator.url, "other").ask("How long?", never)).rejects.toMatchObject({
    hint: expect.stringContaining("ask.fin_token"),
  });
});
