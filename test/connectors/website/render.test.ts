import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { website } from "../../../connectors/website/index.ts";
import {
  type ApiServer,
  documentsOf,
  entriesOf,
  startApiServer,
  testIo,
} from "../../../src/connector-kit/testing/index.ts";
import { chromiumPath, whyNoBrowser } from "../../setup/chromium.ts";

const token = "render-s3cr3t";
let site: ApiServer;
let other: ApiServer;
let cacheDir: string;

const shell = (title: string, script: string) => ({
  headers: { "content-type": "text/html" },
  body: `<!doctype html><title>${title}</title><div id="app"></div><img src="/pixel.png"><script>${script}</script><script src="/app.js"></script>`,
});

beforeEach(async () => {
  cacheDir = mkdtempSync(path.join(tmpdir(), "fin-ingest-render-"));
  other = await startApiServer({
    "GET /beacon": () => ({ body: "" }),
    "GET /data.json": () => ({ json: {} }),
  });
  site = await startApiServer({
    "GET /": () =>
      shell(
        "Home",
        `window.wanted = "home"; navigator.sendBeacon?.("${other.url}/beacon"); fetch("${other.url}/data.json").catch(() => {}); new WebSocket("${other.url.replace("http", "ws")}/beacon");`,
      ),
    "GET /guide": () =>
      shell(
        "Guide",
        'window.wanted = "guide"; open("/popup"); navigator.serviceWorker?.register("/sw.js").catch(() => {});',
      ),
    "GET /away": () => shell("Away", 'location.href = "/login?next=away";'),
    "GET /app.js": () => ({
      headers: { "content-type": "text/javascript" },
      body: 'fetch("/api/" + window.wanted).then((r) => r.json()).then(({ html }) => { document.getElementById("app").innerHTML = html; });',
    }),
    "GET /api/:name": ({ params, headers }) => ({
      json: {
        html:
          headers["x-token"] === token
            ? `<h1>Text of ${params.name}</h1><p>Rendered words.</p><a href="/guide">g</a> <a href="/away">a</a>`
            : "who are you?",
      },
    }),
  });
});
afterEach(async () => {
  await Promise.all([site.close(), other.close()]);
  rmSync(cacheDir, { recursive: true, force: true });
});

const parse = (render: unknown) =>
  website.options.parse({
    start: `${site.url}/`,
    render,
    auth: { header: { name: "x-token", value: token } },
  });
const chromium = { chromium: chromiumPath, sandbox: process.getuid?.() !== 0 };

describe.skipIf(chromiumPath === undefined)(`rendered pages${whyNoBrowser}`, () => {
  it("reads what scripts add, follows the links there, and sends requests to the site only", async () => {
    const io = testIo(cacheDir, cacheDir);
    const entries = await entriesOf(website.list(parse(chromium), io));
    const documents = documentsOf(entries);
    expect(documents.map(({ externalId }) => externalId)).toEqual(["/", "/guide"]);
    const bodies = await Promise.all(documents.map(({ load }) => load(io.signal)));
    expect(bodies.map(({ body }) => /Text of \w+/.exec(String(body))?.[0])).toEqual([
      "Text of home",
      "Text of guide",
    ]);
    expect(entries.filter(({ kind }) => kind === "gap")).toEqual([]);
    expect(io.lines.join("\n")).toContain("login page: /away");
    expect(other.requests).toEqual([]);
    expect(
      site.requests.map(({ path }) => path).filter((path) => /png|popup|login|sw\.js/.test(path)),
    ).toEqual([]);
    expect(JSON.stringify([entries, io.lines])).not.toContain(token);
    const again = documentsOf(await entriesOf(website.list(parse(chromium), io)));
    expect(again.map(({ version }) => version)).toEqual(documents.map(({ version }) => version));
  }, 60_000);

  it("names the selector that never matched", async () => {
    const listing = entriesOf(
      website.list(
        parse({ ...chromium, wait_for: "#never", timeout_seconds: 0.5 }),
        testIo(cacheDir, cacheDir),
      ),
    );
    await expect(listing).rejects.toMatchObject({ hint: expect.stringContaining("wait_for") });
  }, 30_000);
});

it("says what to install where there is no Chromium", async () => {
  const listing = entriesOf(
    website.list(parse({ chromium: "/nowhere/chromium" }), testIo(cacheDir, cacheDir)),
  );
  await expect(listing).rejects.toMatchObject({
    message: expect.stringContaining("Chromium could not be started"),
    hint: expect.stringContaining("playwright-core install chromium"),
  });
});
