import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { startCompany } from "./company.ts";

interface Told {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/** What a webhook, a monitor and an OTLP receiver are asked. `status`: what it answers. */
async function startReceiver(status: (path: string) => number = () => 200) {
  const told: Told[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const { method = "", url = "" } = request;
    told.push({ method, path: url, body });
    response.writeHead(status(url)).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  /** Requests since the last call. */
  return { url, take: () => told.splice(0) };
}

async function startTold(status?: (path: string) => number) {
  const receiver = await startReceiver(status);
  const settings = `notify: {webhook: "${receiver.url}/hook/s3cretpath", on: [hold, fail, recovered, first-success]}
ping: ${receiver.url}/ping/s3cretuuid
metrics: {file: out/fin.prom, otlp: "${receiver.url}/otlp"}
`;
  const company = await startCompany({ settings, documents: 12, inProcess: true });
  onTestFinished(() => company.close());
  company.write("out/.keep", "");
  return { ...company, take: receiver.take };
}

const hooks = (told: readonly Told[]) =>
  told.filter((one) => one.path.startsWith("/hook")).map(({ body }) => JSON.parse(body));
const pings = (told: readonly Told[]) =>
  told.filter((one) => one.path.startsWith("/ping")).map((one) => `${one.method} ${one.path}`);
const [start, well, fail] = [
  "GET /ping/s3cretuuid/start",
  "POST /ping/s3cretuuid",
  "POST /ping/s3cretuuid/fail",
];

/** Seconds, as the last run wrote them. */
const oldestUnsynced = (dir: string): number =>
  Number(
    /^fin_ingest_oldest_unsynced_change_age_seconds\{source="docs"\} (.+)$/m.exec(
      readFileSync(path.join(dir, "out/fin.prom"), "utf8"),
    )?.[1],
  );

describe("somebody is told", () => {
  test("of the first night, of a hold with its command, of the night that is well again, and of nothing else", async () => {
    const { run, take, remove, commit, write, dir } = await startTold();
    expect((await run("nightly")).code).toBe(0);
    const first = take();
    expect(hooks(first)).toMatchObject([
      { event: "first-success", points: [], summary: expect.stringContaining("create") },
    ]);
    expect(pings(first)).toEqual([start, well]);
    expect(readFileSync(path.join(dir, "out/fin.prom"), "utf8")).toMatch(
      /fin_ingest_pages\{source="docs",state="live"\} 13\n/,
    );
    const otlp = first.find((one) => one.path === "/otlp/v1/metrics");
    expect(JSON.parse(otlp?.body ?? "{}")).toHaveProperty("resourceMetrics");

    expect((await run("nightly")).code).toBe(0);
    expect(hooks(take())).toEqual([]);

    for (let n = 1; n <= 11; n += 1) remove(`docs/guide-${n}.md`);
    commit();
    const held = await run("nightly");
    expect(held.code).toBe(4);
    const told = take();
    expect(pings(told)).toEqual([start, fail]);
    const [hold] = hooks(told);
    expect(hold).toMatchObject({
      event: "hold",
      points: [{ source: "docs", resolve: expect.stringMatching(/--\w/) }],
    });
    expect(held.stdout.replaceAll(/\s+/g, " ")).toContain(hold.points[0].resolve);
    await run("nightly");
    expect(oldestUnsynced(dir)).toBeGreaterThan(0);
    take();

    for (let n = 1; n <= 11; n += 1)
      write(`docs/guide-${n}.md`, `# Guide ${n}\n\nHow to do thing ${n}, step by step.\n`);
    commit();
    expect((await run("nightly")).code).toBe(0);
    expect(hooks(take())).toMatchObject([{ event: "recovered" }]);
    expect(oldestUnsynced(dir)).toBe(0);
  });

  test("of a run that ended before it began", async () => {
    const { run, take, emulator } = await startTold();
    await emulator.close();
    expect((await run("nightly")).code).not.toBe(0);
    const told = take();
    expect(hooks(told)).toMatchObject([{ event: "fail", title: "fin-ingest nightly had failures" }]);
    expect(pings(told)).toEqual([start, fail]);
  });

  test("never of a plan, a dry run or a pull request", async () => {
    const { run, take } = await startTold();
    await run("plan");
    await run("nightly", "--dry-run");
    expect(take()).toEqual([]);
  });
});

test("a receiver that fails is a warning before the last line, names no address, and changes nothing", async () => {
  const { run, dir } = await startTold((at) => (at.startsWith("/hook") ? 404 : 200));
  const { code, stderr } = await run("nightly");
  expect(code).toBe(0);
  expect(stderr).toMatch(/warning: notify\.webhook: nobody was told: 127\.0\.0\.1:\d+ answered 404/);
  expect(stderr.trim().split("\n").at(-1)).toMatch(/^create /);
  expect(stderr).not.toContain("s3cret");
  expect(existsSync(path.join(dir, ".fin-ingest/notify.json"))).toBe(true);
});
