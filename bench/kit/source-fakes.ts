import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** Systems that the bench of connectors reads. */
export const fakeSystems = [
  "confluence cloud",
  "confluence data center",
  "notion",
  "zendesk",
  "website",
] as const;
export type FakeSystem = (typeof fakeSystems)[number];

/** A system's answers; `documents` plain ones, nothing mixed in. */
export interface Fake {
  /** The source's configuration, beside name and url. */
  readonly config: (url: string) => readonly string[];
  /** JSON, or text for a site; undefined: 404. */
  answer(request: FakeRequest): unknown;
}

interface FakeRequest {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
  readonly url: string;
}

export interface RunningFake {
  readonly url: string;
  readonly requests: () => number;
  close(): Promise<void>;
}

/** Serves a fake on 127.0.0.1; every answer takes `delayMs`, as over a network. */
export async function serveFake(fake: Fake, delayMs: number): Promise<RunningFake> {
  let requests = 0;
  let url = "";
  const server = createServer((incoming, response) => {
    void (async () => {
      requests += 1;
      const { pathname, searchParams } = new URL(incoming.url ?? "/", url);
      const body = await bodyOf(incoming);
      await sleep(delayMs);
      const found = fake.answer({ path: pathname, query: searchParams, body, url });
      response.setHeader("content-type", typeof found === "string" ? typeOf(found) : "application/json");
      response.statusCode = found === undefined ? 404 : 200;
      response.end(typeof found === "string" ? found : JSON.stringify(found ?? { message: "not found" }));
    })();
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    requests: () => requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const typeOf = (text: string): string =>
  text.startsWith("<?xml") ? "application/xml" : text.startsWith("<") ? "text/html" : "text/plain";

/** A document's text, different for each. */
export const textOf = (at: number): string =>
  Array.from(
    { length: 8 },
    (_, line) =>
      `<p>Paragraph ${line} of guide ${at}: word${at * 31 + line} explains step ${(at * 7 + line) % 97}.</p>`,
  ).join("");

/** A part of a list that begins at `from`, and where the next one does. */
export function partOf<T>(all: readonly T[], from: number, size: number): { items: T[]; next?: number } {
  const items = all.slice(from, from + size);
  return from + size < all.length ? { items, next: from + size } : { items };
}
