import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { startApiServer } from "../../src/connector-kit/testing/index.ts";
import { startEmulator } from "../../src/emulator/index.ts";
import type { RunReport } from "../../src/sync/run-report.ts";
import { runHere } from "./cli-here.ts";

/** Two systems; the first one answers with what the test says. */
async function setUp() {
  const state = { refusal: undefined as { status: number; after: number } | undefined, from: 0, bodies: 0 };
  const items = Array.from({ length: 6 }, (_, id) => ({ id: `d${id}`, v: "1" }));
  const busy = () =>
    state.refusal && { status: state.refusal.status, headers: { "retry-after": `${state.refusal.after}` } };
  const server = await startApiServer({
    "GET /list": () => ({ json: { items } }),
    "GET /doc/:id": ({ params }) => {
      state.bodies += 1;
      const refused = state.bodies > state.from ? busy() : undefined;
      return refused ?? { json: { body: `<p>The text of ${params.id}, like no other.</p>` } };
    },
    "GET /other": () => ({ json: { items: [{ id: "o1", v: "1", body: "<p>Another text, of o1.</p>" }] } }),
  });
  const emulator = await startEmulator({ ratePer10s: Number.POSITIVE_INFINITY });
  const dir = mkdtempSync(path.join(tmpdir(), "fin-ingest-told-"));
  const source = (name: string, rest: string) => `  ${name}:
    connector: rest
    url: https://${name}.example.com
    visible_to: customers
    allow_private_addresses: true
    load_concurrency: 1
${rest}`;
  const write = (more = "") =>
    writeFileSync(
      path.join(dir, "config.yaml"),
      `intercom: {token: "\${INTERCOM_ACCESS_TOKEN}", base_url: "${emulator.url}"}
sources:
${source("busy", `${more}    list: {url: "${server.url}/list", records: "$.items[*]"}\n    fields: {id: $.id, version: $.v}\n    detail: {url: "${server.url}/doc/{$.id}", body: $.body}\n`)}${source("calm", `    list: {url: "${server.url}/other", records: "$.items[*]"}\n    fields: {id: $.id, version: $.v, body: $.body}\n`)}`,
    );
  write();
  onTestFinished(async () => {
    await server.close();
    await emulator.close();
    rmSync(dir, { recursive: true, force: true });
  });
  const run = async (...flags: string[]) => {
    const { code, stdout, stderr } = await runHere(["nightly", "--json", ...flags], {
      cwd: dir,
      env: { INTERCOM_ACCESS_TOKEN: emulator.token },
    });
    const report = stdout === "" ? undefined : (JSON.parse(stdout) as RunReport);
    return { code, stderr, report };
  };
  const pages = () => [...emulator.state.pages()].map(({ externalId }) => externalId).sort();
  return { state, server, emulator, write, run, pages };
}

describe("told to wait", () => {
  it("by a source for longer than max_wait: exit 5, what came is sent, other sources too, and the next run goes on", async () => {
    const { state, server, run, pages } = await setUp();
    Object.assign(state, { refusal: { status: 429, after: 4_000 }, from: 2 });
    const first = await run();
    expect(first.code, first.stderr).toBe(5);
    expect(first.stderr).toMatch(/wait until \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/);
    expect(pages()).toEqual(["d0", "d1", "o1"]);
    expect(first.report?.sources.every(({ counts }) => counts.fail === 0)).toBe(true);
    expect(server.requests.filter(({ path: place }) => place.startsWith("/doc/"))).toHaveLength(3);
    state.refusal = undefined;
    const second = await run();
    expect(second.code, second.stderr).toBe(0);
    expect(pages()).toEqual(["d0", "d1", "d2", "d3", "d4", "d5", "o1"]);
  });

  it("by a source within its time: waits as long as it is told, and sends everything", async () => {
    const { state, run, pages } = await setUp();
    Object.assign(state, { refusal: { status: 503, after: 1 }, from: 2 });
    setTimeout(() => {
      state.refusal = undefined;
    }, 300);
    const { code, stderr } = await run();
    expect(code, stderr).toBe(0);
    expect(pages()).toHaveLength(7);
  });

  it.each([
    ["max_wait", "    max_wait: 10s\n", []],
    ["--max-duration", "", ["--max-duration", "10s"]],
  ])("for longer than %s: exit 5 at once", async (_, more, flags) => {
    const { state, write, run } = await setUp();
    write(more);
    Object.assign(state, { refusal: { status: 429, after: 60 }, from: 0 });
    expect((await run(...flags)).code).toBe(5);
  });

  it("by Intercom, again and again: exit 5, no document's failure, and the next run goes on", async () => {
    const { emulator, run, pages } = await setUp();
    emulator.faults.set([
      {
        match: { method: "POST", path: "/ai/external_pages" },
        fault: { kind: "status", status: 429, rate: "none", retryAfter: 4_000 },
      },
    ]);
    const { code, stderr, report } = await run();
    expect(code, stderr).toBe(5);
    expect(report?.sources.every(({ counts }) => counts.fail === 0)).toBe(true);
    emulator.faults.clear();
    expect((await run()).code).toBe(0);
    expect(pages()).toHaveLength(7);
  });
});
