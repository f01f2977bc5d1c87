import { describe, expect, it } from "vitest";
import { markdownLinks, routeOfFile } from "../../../connectors/website/hash-routes.ts";
import { refreshTarget } from "../../../connectors/website/page.ts";
import { decodeXml } from "../../../connectors/website/sitemap.ts";
import type { ApiReply } from "../../../src/connector-kit/testing/index.ts";
import { documentsOf } from "../../../src/connector-kit/testing/index.ts";
import { displayed, links, page, servedSite } from "./served.ts";

const site = servedSite();
const pages = { "/": () => page("Home"), "/a": () => page("A"), "/docs/b": () => page("B") };
const urlset = (...locs: string[]) =>
  `<?xml version="1.0"?><urlset>${locs.map((loc) => `<url><loc>${loc}</loc></url>`).join("")}</urlset>`;
const plain = (body: string | Uint8Array, type: string): ApiReply => ({
  headers: { "content-type": type },
  body,
});

describe("sitemaps are found", () => {
  it.each(["/sitemap.xml", "/sitemap-index.xml", "/sitemap_index.xml", "/wp-sitemap.xml"])(
    "at %s",
    async (place) => {
      await site.serve({ ...pages, [place]: () => ({ body: urlset("/a") }) });
      expect(displayed(await site.list({ sitemap: true }))).toEqual(["document /a"]);
    },
  );

  it("where robots.txt names a relative one", async () => {
    const map = { "/docs/map.xml": () => ({ body: urlset("b") }) };
    await site.serve({ ...pages, ...map, "/robots.txt": () => plain("Sitemap: docs/map.xml", "text/plain") });
    expect(displayed(await site.list({ sitemap: true }))).toEqual(["document /docs/b"]);
  });

  it("where the start page links to one", async () => {
    await site.serve({
      ...pages,
      "/": () => page("Home", "", '<link rel="sitemap" href="/docs/map.xml">'),
      "/sitemap.xml": () => page("Not a sitemap"),
      "/docs/map.xml": () => ({ body: urlset("b", "../a") }),
    });
    expect(displayed(await site.list({ sitemap: true }))).toEqual(["document /docs/b", "document /a"]);
  });

  it("or it is said where they were looked for; a site that fails does not look like one without", async () => {
    let status = 404;
    await site.serve({ ...pages, "/sitemap.xml": () => ({ status }) });
    await expect(site.list({ sitemap: true })).rejects.toThrow(/no sitemap found.*\/sitemap_index\.xml/);
    status = 500;
    await expect(site.list({ sitemap: true })).rejects.toThrow(/500/);
  });

  it("whole where one repeats another, is empty or names its index; a part elsewhere or not there is a gap", async () => {
    const index = (...locs: string[]) => ({
      body: `<sitemapindex>${locs.map((loc) => `<sitemap><loc>${loc}</loc></sitemap>`).join("")}</sitemapindex>`,
    });
    let parts = ["/1.xml", "/empty.xml", "/sitemap.xml", "/1.xml", "/2.xml"];
    await site.serve({
      ...pages,
      "/sitemap.xml": () => index(...parts),
      "/1.xml": () => ({ body: urlset("/a", "/a#x") }),
      "/empty.xml": () => ({ body: urlset() }),
      "/2.xml": () => ({ body: urlset("/a", "/docs/b") }),
    });
    const whole = ["document /a", "document /docs/b"];
    expect(displayed(await site.list({ sitemap: true }))).toEqual(whole);
    expect(site.asked("/1.xml")).toBe(1);
    parts = ["/1.xml", "/gone.xml", "/2.xml", "http://127.0.0.1:9/3.xml"];
    const entries = displayed(await site.list({ sitemap: true }));
    expect(entries).toEqual(expect.arrayContaining(whole));
    expect(entries.filter((line) => line.startsWith("gap sitemap"))).toHaveLength(2);
  });

  it.each<[string, Uint8Array]>([
    ["UTF-16 with a mark", Buffer.from(`\ufeff${urlset("/a")}`, "utf16le")],
    ["UTF-16 without one", Buffer.from(urlset("/ä"), "utf16le")],
    ["big-endian UTF-16", Buffer.from(`\ufeff${urlset("/a")}`, "utf16le").swap16()],
    ["Latin-1", Buffer.from(urlset("/ä").replace('"1.0"', '"1.0" encoding="iso-8859-1"'), "latin1")],
    ["UTF-8 that says UTF-16", Buffer.from(urlset("/ä").replace('"1.0"', '"1.0" encoding="utf-16"'))],
  ])("in %s", (_, body) => {
    expect(decodeXml(body)).toMatch(/<loc>\/[aä]<\/loc>/);
  });
});

it.each([
  ["rules sent as HTML", "User-agent: *\nDisallow: /private/\n", ["document /"]],
  ["a page", "<!doctype html><title>Not found</title>", ["document /", "document /private/x"]],
])("robots.txt is obeyed whatever its type says: %s", async (_, body, expected) => {
  await site.serve({
    "/robots.txt": () => plain(body, "text/html"),
    "/": () => page("Home", links("/private/x")),
    "/private/x": () => page("X"),
  });
  expect(displayed(await site.list())).toEqual(expected);
});

it.each([
  ["0;url=/a", "/a"],
  ["0; URL='/a'", "/a"],
  ['1;url="/a?b=1;c" x', "/a?b=1;c"],
  ["0,/a", "/a"],
  ["0 /a", "/a"],
  ["0;/a", "/a"],
  [".5; url = /a", "/a"],
  ["5.25;url=/a", "/a"],
  ["  3  ;  UrL  =  /a  ", "/a"],
  ["0", undefined],
  ["30", undefined],
  ["300;url=/a", undefined],
  ["url=/a", undefined],
  ["0;url=", undefined],
  ["0url=/a", undefined],
])("a refresh %j leads to %s", (content, expected) => {
  expect(refreshTarget(content)).toBe(expected);
});

describe("pages behind #", () => {
  it("are named where only a browser draws them", async () => {
    await site.serve({ "/": () => page("Docs", links("#/install", "#!upgrade", "#heading")) });
    expect(displayed(await site.list())).toEqual(["document /"]);
    expect(site.logged()).toMatch(/2 addresses behind # \(such as #\/install\).*`render: true`/);
  });

  it("are named where a sitemap lists them", async () => {
    const url = await site.serve({
      "/": () => page("Docs"),
      "/sitemap.xml": () => ({ body: urlset(`${url}/`, `${url}/#/install`, `${url}/#/upgrade`) }),
    });
    expect(displayed(await site.list({ sitemap: true }))).toEqual(["document /"]);
    expect(site.logged()).toContain("2 addresses behind #");
  });

  it("are Markdown files of a docsify site, cited where readers see them", async () => {
    const url = await site.serve({
      "/": () => ({
        headers: { "content-type": "text/html" },
        body: `<title>Docs</title><div id="app">Loading</div><script>window.$docsify = {}</script><script src="//cdn.example.com/docsify@4/lib/docsify.min.js"></script>`,
      }),
      "/README.md": () => plain("# Docs\n\nSee [more](deep/).", "application/octet-stream"),
      "/_sidebar.md": () => plain("* [Install](install.md)\n* [Upgrade](/upgrade?id=now)\n", "text/plain"),
      "/install.md": () => plain("# Install\n\nRun it.", "text/markdown"),
      "/upgrade.md": () => plain("# Upgrade\n\nRun it again.", "text/markdown"),
      "/deep/README.md": () => plain("# Deep\n\nWater.", "text/markdown"),
    });
    const documents = documentsOf(await site.list());
    expect(documents.map((one) => `${one.externalId} ${one.url}`).sort()).toEqual([
      `/README.md ${url}/#/`,
      `/deep/README.md ${url}/#/deep/`,
      `/install.md ${url}/#/install`,
      `/upgrade.md ${url}/#/upgrade`,
    ]);
  });

  it.each([
    ["[a](b.md#c) and [d](</e/>)", ["b.md", "/e/README.md"]],
    ["[a](https://x.example.com/b) ![i](pic.png) [c](#/d)", ["pic.png", "/d.md"]],
    ["[a](#part)", []],
  ])("Markdown %s leads to %j", (text, expected) => {
    expect(markdownLinks(text)).toEqual(expected);
  });

  it("a file of a site in a folder has its route there", () => {
    const start = new URL("https://a.example.com/docs/");
    expect(routeOfFile(new URL("guide/a.md", start), start)).toBe("https://a.example.com/docs/#/guide/a");
  });
});
