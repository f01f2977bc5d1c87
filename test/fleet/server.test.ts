import http from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FleetStatus, WorkspaceStatus } from "../../src/fleet/status/read.ts";
import { serveFleet } from "../../src/fleet/status/server.ts";
import type { KeptStatus } from "../../src/fleet/store/kept-status.ts";

const tokens = { acme: "a".repeat(24), beta: "b".repeat(24) };

const workspace = (name: string): WorkspaceStatus => ({
  name,
  isConfigured: true,
  state: "dead",
  pipeline: "nightly",
  dueAt: null,
  why: `exit code 1: Secret plan of ${name}`,
  lastRun: {
    pipeline: "nightly",
    startedAt: "2026-03-02T02:15:00Z",
    endedAt: "2026-03-02T02:16:00Z",
    exitCode: 4,
    failure: null,
  },
  nextRun: null,
  knowledgeFrom: "2026-03-02T02:15:00Z",
  sources: 1,
  live: 1234,
  hidden: 1,
  holds: 1,
  asOf: null,
});
const status: FleetStatus = {
  now: "2026-03-02T03:15:00Z",
  queue: { due: 0, later: 0, running: 0, dead: 2 },
  conversions: { waiting: 5, running: 2, stored: 1204 },
  workers: [],
  workspaces: [workspace("acme"), workspace("beta"), workspace("gamma")],
};
const kept = (name: string): KeptStatus => ({
  sources: [{ name: "docs", live: 1234, hidden: 1, lastComplete: null }],
  orphans: [],
  holds: [{ source: "docs", rule: "secret", message: `Held <b>of ${name}</b>`, resolve: "see it" }],
  hidden: [{ source: "docs", externalId: "x", title: `Title of ${name}`, why: "its document is gone" }],
  hiddenCount: 1,
});

describe("the fleet in a browser", () => {
  let server: Awaited<ReturnType<typeof serveFleet>>;
  let origin: string;
  beforeAll(async () => {
    server = await serveFleet({
      workspaces: [
        { name: "acme", config: "a", schedules: [], statusToken: tokens.acme },
        { name: "beta", config: "b", schedules: [], statusToken: tokens.beta },
        { name: "gamma", config: "c", schedules: [] },
      ],
      read: async () => status,
      keptOf: async (name) => kept(name),
      port: 0,
      redact: (text) => text,
    });
    origin = new URL(server.url).origin;
  });
  afterAll(() => server?.close());

  const ask = (path: string, options: http.RequestOptions = {}) =>
    new Promise<{ status: number | undefined; body: string; headers: http.IncomingHttpHeaders }>(
      (resolve, reject) => {
        const request = http.request(new URL(path, origin), options, (response) => {
          let body = "";
          response.setEncoding("utf8").on("data", (text: string) => {
            body += text;
          });
          response.on("end", () => resolve({ status: response.statusCode, body, headers: response.headers }));
        });
        request.on("error", reject).end();
      },
    );

  it("lists every workspace by its figures, without a title or a message of any", async () => {
    const { status: code, body, headers } = await ask(new URL(server.url).pathname);
    expect(code).toBe(200);
    for (const word of [
      "acme",
      "beta",
      "gamma",
      "1,234",
      "nightly given up",
      "exit code 4",
      "1h00m",
      "1,204 results kept",
    ])
      expect(body).toContain(word);
    expect(body).not.toMatch(/Title of|Held|Secret plan/);
    for (const token of Object.values(tokens)) expect(body).not.toContain(token);
    expect(headers["content-security-policy"]).toContain("default-src 'none'");
    expect(headers["referrer-policy"]).toBe("no-referrer");
  });

  it("opens a workspace by its own token, and nothing of the others", async () => {
    const { status: code, body } = await ask(`/${tokens.acme}/`);
    expect(code).toBe(200);
    for (const word of ["Title of acme", "Held &#60;b&#62;of acme", "Secret plan of acme"])
      expect(body).toContain(word);
    expect(body).not.toMatch(/beta|gamma/);
    expect(body).not.toContain(tokens.acme);
  });

  it.each([
    ["no token", "/", {}, 404],
    ["another token", `/${"c".repeat(24)}/`, {}, 404],
    ["a part of a token", `/${tokens.acme.slice(1)}/`, {}, 404],
    ["a page that there is not", `/${tokens.acme}/pages`, {}, 404],
    ["another method", `/${tokens.acme}/`, { method: "POST" }, 405],
    ["another host name", `/${tokens.acme}/`, { headers: { host: "fleet.example.com" } }, 421],
    ["another site", `/${tokens.acme}/`, { headers: { origin: "https://evil.example.com" } }, 403],
  ])("refuses %s", async (_what, path, options, code) => {
    const answer = await ask(path, options);
    expect(answer.status).toBe(code);
    expect(answer.body).not.toMatch(/acme|Title/);
  });
});
