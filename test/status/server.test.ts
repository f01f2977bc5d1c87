import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectors } from "../../connectors/index.ts";
import { systemClock } from "../../src/clock.ts";
import { loadConfig } from "../../src/config/load.ts";
import { folderStore } from "../../src/ledger/stores/folder.ts";
import { type StatusServer, startStatus } from "../../src/status/server.ts";
import { type Company, startCompany } from "../e2e/company.ts";

let company: Company;
let server: StatusServer;
/** Put together here, so that no scanner of this repository takes it for a key. */
const sampleKey = ["AKIA", "IOSFODNN7", "XQWERTY"].join("");
const hostile = "<img src=x onerror=alert(1)>";

beforeAll(async () => {
  company = await startCompany({ inProcess: true, documents: 3 });
  company.write(
    "docs/hostile.md",
    "# \\<img src=x onerror=alert(1)>\n\nText of a page that wants more, step by step.\n",
  );
  await company.run("nightly");
  company.remove("docs/guide-2.md");
  company.write("docs/key.md", `# Key\n\nThe key is ${sampleKey}, for everybody.\n`);
  await company.run("nightly");
  const config = loadConfig(path.join(company.dir, "config.yaml"), {
    intercom: "required",
    env: { INTERCOM_ACCESS_TOKEN: company.emulator.token, INTERCOM_BASE_URL: company.emulator.url },
    connectors,
  });
  server = await startStatus({
    config,
    clock: systemClock,
    store: folderStore(config.stateDir),
    textOf: async (row) =>
      row.externalId === "guide-3.md"
        ? { kind: "none", why: "Its text is not kept here." }
        : { kind: "kept", html: `<p>Text of ${row.externalId}</p><script>alert(1)</script>` },
    redact: (text) => text.replaceAll(company.emulator.token, "***"),
  });
});
afterAll(async () => {
  await server?.close();
  await company?.close();
});

const get = async (address: string, headers: Record<string, string> = {}) => {
  const response = await fetch(new URL(address, server.url), { headers });
  return { status: response.status, text: await response.text(), headers: response.headers };
};
const titles = (text: string) =>
  [...text.matchAll(/class="title" href="[^"]*">([^<]*)</g)].map(([, title]) => title);

describe("who may ask", () => {
  it.each([
    ["without a token", "/", {}, 404],
    ["with another token", `/${"0".repeat(32)}/`, {}, 404],
    ["for another site", "./", { Origin: "https://evil.example" }, 403],
    ["for another site's script", "./", { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors" }, 403],
  ])("%s: %s %j is refused with %s", async (_, address, headers, status) => {
    const { status: given, text } = await get(address, headers);
    expect(given).toBe(status);
    expect(text).not.toContain("docs");
  });

  it("a foreign name for this machine is refused", async () => {
    const http = await import("node:http");
    const { port, pathname } = new URL(server.url);
    const status = await new Promise((resolve) =>
      http
        .get({ host: "127.0.0.1", port, path: pathname, headers: { Host: "evil.example" } }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        })
        .end(),
    );
    expect(status).toBe(421);
  });

  it("nothing can be changed: only GET is answered", async () => {
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS"])
      expect((await fetch(server.url, { method })).status).toBe(405);
  });

  it("every page is under a policy that lets nothing load, and is not kept", async () => {
    for (const address of ["./", "pages", "health", "runs", "pages/docs/guide-1.md", "nothing"]) {
      const { headers } = await get(address);
      expect(headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
    }
  });
});

describe("what is shown", () => {
  it("sources, numbers by audience, and holds with the command to copy", async () => {
    const { text } = await get("./");
    expect(text).toMatch(/<b>5<\/b><span>pages in all/);
    expect(text).toMatch(/<b>1<\/b><span>[^/]*<\/i>hidden from everyone/);
    expect(text).toContain("held (secret): key.md");
    expect(text).not.toContain(company.emulator.token);
  });

  it.each([
    ["pages", 5],
    ["pages?who=hidden", 1],
    ["pages?who=customers&q=guide", 2],
    ["pages?q=GUIDE-3", 1],
    ["pages?source=docs&page=99", 5],
    ["pages?source=other", 0],
  ])("%s: %s", async (address, count) => {
    expect(titles((await get(address)).text)).toHaveLength(count);
  });

  it("of a hidden page: why, since when, and when it is deleted", async () => {
    expect((await get("pages?who=hidden")).text).toMatch(
      /gone from the source; hidden since .*, deleted from /,
    );
    expect((await get("pages/docs/guide-2.md")).text).toContain("Why it is hidden");
  });

  it("a page as Fin reads it, in a frame that may run nothing", async () => {
    const page = await get("pages/docs/guide-1.md");
    expect(page.text).toContain("guide-1.md/content");
    expect(page.text).not.toContain("Text of guide-1.md");
    const { text, headers } = await get("pages/docs/guide-1.md/content");
    expect(text).toContain("Text of guide-1.md");
    expect(headers.get("content-security-policy")).toMatch(/^sandbox /);
    expect(headers.get("content-security-policy")).not.toContain("script-src");
  });

  it("or why its text is not there", async () => {
    expect((await get("pages/docs/guide-3.md")).text).toContain("Its text is not kept here.");
  });

  it("titles are text", async () => {
    for (const address of ["pages", "pages/docs/hostile.md", "runs"])
      expect((await get(address)).text).not.toContain(hostile);
  });

  it("runs, each with its report", async () => {
    const { text } = await get("runs");
    const addresses = [...text.matchAll(/class="title" href="([^"]*\/runs\/[^"]*)"/g)].map(
      ([, address]) => address ?? "",
    );
    expect(addresses).toHaveLength(2);
    expect((await get(addresses[0] ?? "")).text).toContain("guide-2.md");
  });

  it.each([
    "nothing",
    "pages/docs/none.md",
    "pages/none/guide-1.md",
    "pages/%E0%A4/x",
    "runs/1b4e28ba",
    "../x",
  ])("%s is not there", async (address) => {
    expect((await get(address)).status).toBe(404);
  });

  it("content health, with the page whose new text is not sent", async () => {
    company.write("docs/guide-1.md", `# Guide\n\nThe key is ${sampleKey}.\n`);
    await company.run("nightly");
    const { text } = await get("health");
    expect(text).toContain("Pages older than their documents: 1");
    expect(text).toMatch(/guide-1\.md, sent .* UTC: held \(secret\)/);
    expect(text).not.toContain(sampleKey);
  });
});
