import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach } from "vitest";
import { website } from "../../../connectors/website/index.ts";
import type { ListingEntry } from "../../../src/connector-kit/listing.ts";
import {
  type ApiReply,
  type ApiRequest,
  type ApiServer,
  entriesOf,
  startApiServer,
  testIo,
} from "../../../src/connector-kit/testing/index.ts";

export type Answer = (request: ApiRequest) => ApiReply;
const html = { "content-type": "text/html" };

/** A page with a heading, a sentence of its own, and what else is given. */
export const page = (title: string, body = "", head = ""): ApiReply => ({
  headers: html,
  body: `<!doctype html><html><head><title>${title}</title>${head}</head><body><main><h1>${title}</h1><p>Some words about ${title}.</p>${body}</main></body></html>`,
});
export const to = (location: string, status = 302): ApiReply => ({ status, headers: { location } });
export const links = (...hrefs: string[]) => hrefs.map((href) => `<a href="${href}">x</a>`).join(" ");
export const loginForm =
  '<form method="post" action="/session"><input name="user"><input name="pass" type="password"></form>';

/** The entries as lines: `document /a`, `gap /hr/`. */
export const displayed = (entries: readonly ListingEntry[]): string[] =>
  entries.map((entry) =>
    "externalId" in entry
      ? `${entry.kind === "unreadable" && entry.neverDocument ? "left out" : entry.kind} ${entry.externalId}`
      : entry.kind === "gap"
        ? `gap ${entry.part}`
        : entry.kind,
  );

/** A site on loopback for the tests of a file, new for each. */
export function servedSite() {
  let server: ApiServer;
  let cacheDir: string;
  let stored: Map<string, string>;
  let lines: readonly string[] = [];
  beforeEach(() => {
    cacheDir = mkdtempSync(path.join(tmpdir(), "fin-ingest-website-"));
    stored = new Map();
  });
  afterEach(async () => {
    await server.close();
    rmSync(cacheDir, { recursive: true, force: true });
  });
  const options = (given: Record<string, unknown>) =>
    website.options.parse({ start: `${server.url}/`, ...given });
  return {
    /** Answers by path, or by method and path. */
    async serve(routes: Readonly<Record<string, Answer>>): Promise<string> {
      server = await startApiServer(
        Object.fromEntries(
          Object.entries(routes).map(([place, answer]) => [
            place.includes(" ") ? place : `GET ${place}`,
            answer,
          ]),
        ),
      );
      return server.url;
    },
    /** One night; what it remembers is there on the next. */
    list(given: Record<string, unknown> = {}): Promise<ListingEntry[]> {
      const io = testIo(cacheDir, cacheDir, stored);
      lines = io.lines;
      return entriesOf(website.list(options(given), io));
    },
    close: () => server.close(),
    /** What the last listing logged. */
    logged: () => lines.join("\n"),
    check: (given: Record<string, unknown> = {}) =>
      website.check(options(given), testIo(cacheDir, cacheDir, stored)),
    confirm: (id: string, given: Record<string, unknown> = {}) =>
      website.confirm?.(options(given), testIo(cacheDir, cacheDir, stored), id),
    asked: (place: string) => server.requests.filter((request) => request.path === place).length,
    requests: () => server.requests,
  };
}
