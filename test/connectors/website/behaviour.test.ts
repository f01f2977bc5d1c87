import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, it } from "vitest";
import { website } from "../../../connectors/website/index.ts";
import type { ListingEntry } from "../../../src/connector-kit/listing.ts";
import {
  type ApiReply,
  type ApiRequest,
  type ApiRoutes,
  type ApiServer,
  documentsOf,
  entriesOf,
  startApiServer,
  testIo,
} from "../../../src/connector-kit/testing/index.ts";

const password = "correct-horse-battery";
const html = { "content-type": "text/html" };
const page = (title: string, body = "", head = ""): ApiReply => ({
  headers: html,
  body: `<!doctype html><html><head><title>${title}</title>${head}</head><body><main><h1>${title}</h1><p>Some words about ${title}.</p>${body}</main></body></html>`,
});
const to = (location: string, status = 302): ApiReply => ({ status, headers: { location } });
const links = (...hrefs: string[]) => hrefs.map((href) => `<a href="${href}">x</a>`).join(" ");
const urlset = (base: string, paths: readonly string[], lastmod = "") =>
  `<urlset>${paths.map((one) => `<url><loc>${base}${one}</loc>${lastmod}</url>`).join("")}</urlset>`;

let server: ApiServer;
let cacheDir: string;
beforeEach(() => {
  cacheDir = mkdtempSync(path.join(tmpdir(), "fin-ingest-website-"));
});
afterEach(async () => {
  await server.close();
  rmSync(cacheDir, { recursive: true, force: true });
});

async function serve(routes: Readonly<Record<string, (request: ApiRequest) => ApiReply>>): Promise<void> {
  const all: ApiRoutes = Object.fromEntries(
    Object.entries(routes).map(([path, reply]) => [path.includes(" ") ? path : `GET ${path}`, reply]),
  );
  server = await startApiServer(all);
}
const parse = (given: Record<string, unknown> = {}) =>
  website.options.parse({ start: `${server.url}/`, ...given });
const io = (stored = new Map<string, string>()) => testIo(cacheDir, cacheDir, stored);
const list = (given: Record<string, unknown> = {}, stored?: Map<string, string>) =>
  entriesOf(website.list(parse(given), io(stored)));
const asked = (place: string) => server.requests.filter((request) => request.path === place).length;
const shown = (entries: readonly ListingEntry[]) =>
  entries.map((entry) =>
    "externalId" in entry
      ? `${entry.kind} ${entry.externalId}`
      : entry.kind === "gap"
        ? `gap ${entry.part}`
        : entry.kind,
  );

it("follows redirects within the site once, and drops what is elsewhere, forbidden or not a document", async () => {
  await serve({
    "/robots.txt": () => ({
      headers: { "content-type": "text/plain" },
      body: "User-agent: *\nDisallow: /private",
    }),
    "/": () =>
      page(
        "Home",
        links(
          "/old",
          "/new",
          "/new/#a",
          "/new?utm_source=x",
          "/off",
          "/private/x",
          "/logo.png",
          "/copy",
          "/dead",
          "/sent",
          "/gone",
          "/logout",
          "/no",
          "https://other.example.com/",
        ),
      ),
    "/old": () => to("/new", 301),
    "/new": () => page("New"),
    "/off": () => to("https://other.example.com/page", 301),
    "/logo.png": () => ({ headers: { "content-type": "image/png" }, body: "PNG" }),
    "/copy": () => page("New", "", '<link rel="canonical" href="/new">'),
    "/gone": () => ({ status: 410 }),
    "/no": () => page("No", links("/deep"), '<meta name="robots" content="noindex">'),
    "/sent": () => page("Moved", "", '<meta http-equiv="refresh" content="0; url=/target">'),
    "/target": () => page("Target"),
    "/deep": () => page("Deep"),
  });
  expect(shown(await list())).toEqual([
    "document /",
    "document /new",
    "gone /gone",
    "unpublished /no",
    "document /target",
    "document /deep",
  ]);
  expect([asked("/private/x"), asked("/logout")]).toEqual([0, 0]);
  expect(shown(await list({ max_depth: 0 }))).toEqual(["document /"]);
});

it("follows a page that only forwards its reader, also from a sitemap", async () => {
  await serve({
    "/sitemap.xml": () => ({ body: urlset(server.url, ["/sent", "/round"]) }),
    "/sent": () => page("Moved", "", '<meta http-equiv="refresh" content="0; url=/target">'),
    "/round": () => page("Moved", "", '<meta http-equiv="refresh" content="0; url=/sent">'),
    "/target": () => page("Target"),
  });
  expect(shown(await list({ sitemap: true }))).toEqual(["document /target"]);
});

it("reports pages beyond max_pages as a gap, by crawl and by sitemap", async () => {
  await serve({
    "/": () => page("Home", links("/a", "/b", "/c")),
    "/a": () => page("A"),
    "/b": () => page("B"),
    "/c": () => page("C"),
    "/sitemap.xml": () => ({ body: urlset(server.url, ["/a", "/b", "/c"]) }),
  });
  expect(shown(await list({ max_pages: 2 }))).toEqual([
    "document /",
    "document /a",
    "gap pages beyond max_pages (2)",
  ]);
  expect(shown(await list({ max_pages: 2, sitemap: true })).sort()).toEqual([
    "document /a",
    "document /b",
    "gap pages beyond max_pages (2)",
  ]);
});

it("reports documents that became inaccessible or login pages as gaps, with the pages' names", async () => {
  let isClosed = false;
  const then = (name: string, reply: ApiReply) => () => (isClosed ? reply : page(name));
  await serve({
    "/": () => page("Home", links("/a", "/hr/1", "/hr/2", "/account", "/sso", "/users/sign_in")),
    "/a": () => page("A"),
    "/hr/1": then("One", { status: 403 }),
    "/hr/2": then("Two", { status: 403 }),
    "/account": then("Account", {
      headers: html,
      body: "<title>Account</title><body><form>Your password <input type=password></form>",
    }),
    "/users/sign_in": () => page("Welcome", "<input type=password>"),
    "/sso": then("Sso", to("https://login.example.com/oauth2/authorize?client=1")),
  });
  const stored = new Map<string, string>();
  expect(shown(await list({}, stored))).toHaveLength(6);
  isClosed = true;
  const entries = await list({}, stored);
  expect(shown(entries)).toEqual(["document /", "document /a", "gap /hr/", "gap /", "gap /"]);
  expect(JSON.stringify(entries)).toContain("403: /hr/1, /hr/2");
});

it("reports a temporary redirect off the site as a gap when there was a page before", async () => {
  let away = false;
  await serve({
    "/": () => page("Home", links("/a")),
    "/a": () => (away ? to("https://portal.example.com/") : page("A")),
  });
  const stored = new Map<string, string>();
  expect(shown(await list({}, stored))).toEqual(["document /", "document /a"]);
  away = true;
  expect(shown(await list({}, stored))).toEqual(["document /", "gap /"]);
});

it("reads compressed sitemaps; lists the others when one is missing; requests again only where lastmod or the day is new", async () => {
  let lastmod = "<lastmod>2024-05-01</lastmod>";
  await serve({
    "/map.xml": () => ({
      body: `<sitemapindex><sitemap><loc>${server.url}/1.xml.gz</loc></sitemap><sitemap><loc>${server.url}/2.xml</loc></sitemap></sitemapindex>`,
    }),
    "/1.xml.gz": () => ({
      headers: { "content-type": "application/gzip" },
      body: gzipSync(urlset(server.url, ["/a", "/b/", "/b", "/pic.png"], lastmod)),
    }),
    "/a": () => page("A"),
    "/b/": () => page("B"),
    "/pic.png": () => ({ headers: { "content-type": "image/png" }, body: "" }),
  });
  const stored = new Map<string, string>();
  const given = { sitemap: `${server.url}/map.xml` };
  const first = await list(given, stored);
  expect(shown(first)).toEqual([`gap sitemap ${server.url}/2.xml`, "document /a", "document /b"]);
  await list(given, stored);
  expect(asked("/a")).toBe(1);
  await list({ ...given, trust_lastmod: false }, stored);
  expect(asked("/a")).toBe(2);
  lastmod = `<lastmod>${new Date().toISOString().slice(0, 10)}</lastmod>`;
  await list(given, stored);
  const again = await list(given, stored);
  expect(asked("/a")).toBe(4);
  expect(documentsOf(again).map(({ version }) => version)).toEqual(
    documentsOf(first).map(({ version }) => version),
  );
});

it("requests only changes of each page, follows the links of unchanged ones, and returns what it read", async () => {
  let text = "one";
  const given: string[] = [];
  const answer =
    (name: string, body: string) =>
    (request: ApiRequest): ApiReply => {
      const etag = `"${name}${body.length}${body}"`;
      if (request.headers["if-none-match"] === etag) return { status: 304, headers: { etag } };
      given.push(name);
      const reply = page(name, body);
      return { ...reply, headers: { ...reply.headers, etag } };
    };
  await serve({
    "/": (request) => answer("home", links("/a"))(request),
    "/a": (request) => answer("a", `<p>${text}</p>`)(request),
  });
  const stored = new Map<string, string>();
  await list({}, stored);
  expect(shown(await list({}, stored))).toEqual(["document /", "document /a"]);
  expect(given).toEqual(["home", "a"]);
  text = "three";
  const documents = documentsOf(await list({}, stored));
  const bodies = await Promise.all(documents.map(({ load }) => load(new AbortController().signal)));
  expect(bodies.map(({ body }) => String(body).includes("three"))).toEqual([false, true]);
  expect(given).toEqual(["home", "a", "a", "home"]);
});

it("obeys the delay that robots.txt asks for", async () => {
  await serve({
    "/robots.txt": () => ({
      body: "User-agent: fin-ingest\nCrawl-delay: 0.15",
      headers: { "content-type": "text/plain" },
    }),
    "/": () => page("Home", links("/a", "/b")),
    "/a": () => page("A"),
    "/b": () => page("B"),
  });
  const began = performance.now();
  await list();
  expect(performance.now() - began).toBeGreaterThan(290);
});

it("refuses to start where robots.txt forbids it, unless `ignore_robots` is set", async () => {
  await serve({
    "/robots.txt": () => ({ headers: { "content-type": "text/plain" }, body: "User-agent: *\nDisallow: /" }),
    "/": () => page("Home"),
  });
  await expect(list()).rejects.toThrow(/robots.txt forbids/);
  expect(shown(await list({ ignore_robots: true }))).toEqual(["document /"]);
});

it("makes documents of PDF files where they are wanted", async () => {
  await serve({
    "/": () => page("Home", links("/a.pdf")),
    "/a.pdf": () => ({
      headers: { "content-type": "application/pdf" },
      body: Buffer.from("%PDF-1.7 \xff", "latin1"),
    }),
  });
  expect(shown(await list())).toEqual(["document /"]);
  const [, pdf] = documentsOf(await list({ documents: ["pdf"] }));
  expect(await pdf?.load(new AbortController().signal)).toMatchObject({
    mediaType: "application/pdf",
    name: "a.pdf",
    body: Buffer.from("%PDF-1.7 \xff", "latin1"),
  });
});

it("gives up on a site that stopped answering", async () => {
  await serve({
    "/sitemap.xml": () => ({
      body: urlset(
        server.url,
        [...Array(30).keys()].map((n) => `/${n}`),
      ),
    }),
    ...Object.fromEntries([...Array(30).keys()].map((n) => [`/${n}`, () => ({ status: 500 })])),
  });
  await expect(list({ sitemap: true })).rejects.toThrow(/does not answer/);
  expect(asked("/29")).toBe(0);
});

/** A site whose pages need a session; the form has a token against forgery. */
async function guarded(): Promise<{ sessions: Set<string>; logins: () => number }> {
  const sessions = new Set<string>();
  let logins = 0;
  const inside = (reply: ApiReply) => (request: ApiRequest) =>
    [...sessions].some((one) => request.headers.cookie?.includes(`session=${one}`))
      ? reply
      : to(`/login?next=${request.path}`);
  const form =
    '<form method="post" action="/session"><input type="hidden" name="csrf" value="t0ken"><input name="user"><input name="pass" type="password"></form>';
  await serve({
    "/login": () => ({
      headers: { ...html, "set-cookie": ["csrf=t0ken; Path=/; HttpOnly", "lang=en"] },
      body: `<title>Welcome</title><body>${form}`,
    }),
    "POST /session": ({ body, headers }) => {
      const sent = new URLSearchParams(body);
      const isRight =
        sent.get("pass") === password &&
        sent.get("csrf") === "t0ken" &&
        headers.cookie?.includes("csrf=t0ken");
      if (!isRight) return to("/login?wrong=1", 303);
      logins += 1;
      sessions.add(`s${logins}`);
      return {
        status: 303,
        headers: { location: "/", "set-cookie": `session=s${logins}; Path=/; HttpOnly` },
      };
    },
    "/": inside(page("Home", links("/a", "/b", "/login", "/logout"))),
    "/a": inside(page("A")),
    "/b": inside(page("B")),
  });
  return { sessions, logins: () => logins };
}
const form = (more: Record<string, unknown> = {}, pass = password) => ({
  auth: { form: { login_url: `${server.url}/login`, fields: { user: "reader", pass }, ...more } },
});

it("logs in through a form, and again when the session ends", async () => {
  const { sessions, logins } = await guarded();
  const stored = new Map<string, string>();
  expect(shown(await list(form(), stored)).sort()).toEqual(["document /", "document /a", "document /b"]);
  expect(logins()).toBe(1);
  const entries = website.list(parse(form()), io());
  const seen: ListingEntry[] = [];
  for await (const entry of entries) {
    if (seen.length === 0) sessions.clear();
    seen.push(entry);
  }
  expect(shown(seen).sort()).toEqual(["document /", "document /a", "document /b"]);
  expect(logins()).toBe(3);
  expect(await website.check(parse(form()), io())).toMatchObject([
    { what: "login", result: "ok" },
    { what: "noindex", result: "ok" },
    { what: "robots.txt" },
    { result: "ok" },
  ]);
});

it.each([
  ["a wrong password", {}, "wr0ng-secret", /login page was answered again/],
  [
    "a text that does not follow",
    { success: { text: "dashboard" } },
    password,
    /does not contain "dashboard"/,
  ],
  ["a cookie that does not come", { success: { cookie: "sid" } }, password, /no cookie sid/],
  ["another page that follows", { success: { url: "home/**" } }, password, /not at home/],
  [
    "nothing to select",
    { success: { selector: "#me" } },
    password,
    /nothing on the page that followed matches #me/,
  ],
  [
    "fields that are not there",
    { fields: { email: "reader", pass: password } },
    password,
    /no form there has the fields email/,
  ],
])("says that the login failed: %s", async (_, more, pass, message) => {
  await guarded();
  const failure = await list(form(more, pass)).catch((error: unknown) => error);
  expect(failure).toMatchObject({
    message: expect.stringMatching(message),
    hint: expect.stringContaining("auth.form"),
  });
  const results = await website.check(parse(form(more, pass)), io());
  expect(results).toMatchObject([{ what: "login", result: "failed" }]);
  expect(JSON.stringify([failure, String(failure), results])).not.toContain(pass);
});

it.each([
  ["cookie", { success: { cookie: "session" } }],
  ["text and address", { success: { text: "words about home", url: "index.html" } }],
  ["selector", { success: { selector: "a[href='/logout']" } }],
])("knows that the login worked: %s", async (_, more) => {
  await guarded();
  expect(shown(await list(form(more)))).toHaveLength(3);
});

it("distinguishes absences: 404, 410, an error page, a moved page, and a site without its start page", async () => {
  let home: ApiReply = page("Home");
  await serve({
    "/": () => home,
    "/gone": () => ({ status: 410 }),
    "/soft": () => page("Page not found"),
    "/moved": () => to("/here", 301),
    "/lost": () => to("/", 301),
    "/here": () => page("Here"),
  });
  const confirm = (id: string) => website.confirm?.(parse(), io(), id);
  const all = ["/missing", "/gone", "/soft", "/moved", "/lost", "/here"];
  expect(await Promise.all(all.map(confirm))).toEqual([
    "gone",
    "gone",
    "unknown",
    "gone",
    "unknown",
    "present",
  ]);
  home = { status: 404 };
  expect(await Promise.all(["/missing", "/gone"].map(confirm))).toEqual(["unknown", "gone"]);
});
