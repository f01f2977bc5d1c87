import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { idOf, pathOf, siteOf } from "../../../connectors/website/address.ts";
import {
  classifyAnswer,
  classifyDeparture,
  directivesInHeader,
  leadsToLogin,
} from "../../../connectors/website/classify.ts";
import { presenceBy } from "../../../connectors/website/confirm.ts";
import { findForm } from "../../../connectors/website/login.ts";
import { websiteOptions } from "../../../connectors/website/options.ts";
import { looksLikeLogin, type Outcome } from "../../../connectors/website/outcome.ts";
import { readPage } from "../../../connectors/website/page.ts";
import { robotsOf } from "../../../connectors/website/robots.ts";
import { lastmodMs, parseSitemap } from "../../../connectors/website/sitemap.ts";

const origin = "https://docs.example.com";
const options = (given: Record<string, unknown> = {}) =>
  websiteOptions.parse({ start: `${origin}/guide/`, ...given });
const site = (given: Record<string, unknown> = {}) => siteOf(options(given));

describe("addresses", () => {
  it.each([
    ["/", "/", "index.html"],
    ["/index.html", "/", "index.html"],
    ["/guide/", "/guide", "guide"],
    ["/guide/index.htm", "/guide", "guide"],
    ["/guide#part", "/guide", "guide"],
    ["/a/../guide", "/guide", "guide"],
    ["/%67uide", "/guide", "guide"],
    ["/%c3%bcber", "/%C3%BCber", "über"],
    ["/a%2fb", "/a%2Fb", "a%2Fb"],
    ["/p?b=2&a=1", "/p?a=1&b=2", "p?a=1&b=2"],
    ["/p?utm_source=x&gclid=1", "/p", "p"],
    ["/p/?id=7&utm_medium=mail", "/p?id=7", "p?id=7"],
    ["/p?id=hr%3Aa%2Fb", "/p?id=hr:a/b", "p?id=hr:a/b"],
    ["/p?t=a+b%C3%BC", "/p?t=a%20b%C3%BC", "p?t=a bü"],
    ["/p;jsessionid=0A?PHPSESSID=1", "/p", "p"],
  ])("%s is %s, at %s", (href, id, path) => {
    const url = site().resolve(href, new URL(origin));
    expect(url && [idOf(url), pathOf(url)]).toEqual([id, path]);
  });

  it.each([
    ["https://docs.example.com/guide/x", true],
    ["https://docs.example.com/guide", true],
    ["http://docs.example.com/guide/x", true],
    ["https://docs.example.com/guidebook", false],
    ["https://docs.example.com/", false],
    ["https://other.example.com/guide/x", false],
    ["https://docs.example.com:8443/guide/x", false],
    ["https://docs.example.com/guide/logout", false],
    ["https://docs.example.com/guide/sign-out?next=/", false],
    ["mailto:someone@example.com", false],
    ["javascript:alert(1)", false],
  ])("below /guide/: %s is %s", (href, expected) => {
    const url = site().resolve(href, new URL(origin));
    expect(url !== undefined && site().covers(url)).toBe(expected);
  });

  it("applies include, exclude and ignored parameters", () => {
    const own = site({ include: ["{en,de}/**"], exclude: ["**/draft-*"], ignore_parameters: ["view*"] });
    const covers = (path: string) => own.covers(new URL(path, origin));
    expect(["/en/a", "/de/b/c", "/fr/a", "/en/draft-1", "/guide/a"].map(covers)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(own.resolve("/en/a?viewMode=1&id=2", new URL(origin))?.href).toBe(`${origin}/en/a?id=2`);
  });

  it("an identity is its own identity, and a clean path", () => {
    fc.assert(
      fc.property(fc.webPath(), fc.webQueryParameters(), (path, query) => {
        const url = new URL(`${origin}/${path}?${query}`);
        const id = idOf(url);
        expect(idOf(new URL(id, origin))).toBe(id);
        expect(pathOf(url)).not.toMatch(/^\/|\\|(?:^|\/)\.\.?(?:\/|$)/);
      }),
    );
  });
});

describe("sitemaps", () => {
  it("reads pages, indexes, other namespaces, entities, CDATA and plain text", () => {
    expect(
      parseSitemap(
        `\ufeff<?xml version="1.0"?><!-- made by hand --><s:urlset xmlns:s="x"><s:url><s:loc> ${origin}/a?x=1&amp;y=2 </s:loc><s:lastmod>2024-05-01</s:lastmod></s:url><s:url><s:loc><![CDATA[${origin}/b]]></s:loc></s:url><s:url/></s:urlset>`,
        "here",
      ),
    ).toEqual({
      kind: "pages",
      entries: [{ loc: `${origin}/a?x=1&y=2`, lastmod: "2024-05-01" }, { loc: `${origin}/b` }],
    });
    expect(
      parseSitemap(`<sitemapindex><sitemap><loc>${origin}/1.xml</loc></sitemap></sitemapindex>`, "here"),
    ).toEqual({
      kind: "index",
      sitemaps: [{ loc: `${origin}/1.xml` }],
    });
    expect(parseSitemap("<urlset></urlset>", "here")).toEqual({ kind: "pages", entries: [] });
    expect(parseSitemap(`${origin}/a\r\n\n${origin}/b\n`, "here")).toMatchObject({ entries: [{}, {}] });
  });

  it.each([
    ["a login page", "<!doctype html><html><form><input type=password></form></html>"],
    ["JSON", "{}"],
    ["nothing", ""],
    ["half of it", `<urlset><url><loc>${origin}/a</loc></url>`],
    ["entities of its own", '<!DOCTYPE x [<!ENTITY a "b">]><urlset><url><loc>&a;</loc></url></urlset>'],
    ["too deep", `<urlset>${"<a>".repeat(50)}${"</a>".repeat(50)}</urlset>`],
    ["a feed", "<rss><channel></channel></rss>"],
  ])("refuses %s", (_, text) => {
    expect(() => parseSitemap(text, "here")).toThrow(/here is not a sitemap/);
  });

  it("lets a date without a time end with its day", () => {
    expect(lastmodMs("2024-05-01T10:00:00Z")).toBe(Date.UTC(2024, 4, 1, 10));
    expect(lastmodMs("2024-05-01")).toBeGreaterThan(Date.UTC(2024, 4, 2));
    expect(lastmodMs("yesterday")).toBeUndefined();
  });
});

describe("pages", () => {
  const page = (body: string, head = "") =>
    `<!doctype html><html><head><title>Install</title>${head}</head><body>${body}</body></html>`;
  const words = "word ".repeat(150);
  const judge = (
    html: string,
    given: Record<string, unknown> = {},
    headers: Record<string, string> = {},
    path = "/guide/a",
  ) =>
    classifyAnswer(
      {
        status: 200,
        url: `${origin}${path}`,
        setCookies: [],
        headers: { "content-type": "text/html", ...headers },
        body: Buffer.from(html),
      },
      site(given),
      options(given),
    ).outcome;

  it.each([
    ["text", page("<p>Hello there</p>"), {}, {}, "document"],
    ["no text", page("<div id=root></div><script>run()</script>"), {}, {}, "failed"],
    [
      "noindex",
      page("<p>Hello</p>", '<meta name="Robots" content="NOINDEX, follow">'),
      {},
      {},
      "unpublished",
    ],
    [
      "noindex ignored",
      page("<p>Hello</p>", "<meta name=robots content=none>"),
      { noindex: "ignore" },
      {},
      "document",
    ],
    ["noindex for others", page("<p>Hello</p>", "<meta name=googlebot content=noindex>"), {}, {}, "document"],
    ["noindex as header", page("<p>Hello</p>"), {}, { "x-robots-tag": "noindex" }, "unpublished"],
    [
      "header for others",
      page("<p>Hello</p>"),
      {},
      { "x-robots-tag": "googlebot: noindex, nofollow" },
      "document",
    ],
    ["a password field", page("<p>Welcome</p><form><input type=password></form>"), {}, {}, "denied"],
    ["a password field in a long page", page(`<p>${words}</p><input type=password>`), {}, {}, "document"],
    [
      "a password field in a header",
      page("<header><input type=password></header><p>Hi</p>"),
      {},
      {},
      "document",
    ],
    [
      "login_page.selector",
      page("<p>Hi</p><div class=sso></div>"),
      { login_page: { selector: ".sso" } },
      {},
      "denied",
    ],
    [
      "login_page.text",
      page(`<p>${words} Please  LOG in</p>`),
      { login_page: { text: "please log in" } },
      {},
      "denied",
    ],
    ["login_page.url", page("<p>Hi</p>"), { login_page: { url: "guide/*" } }, {}, "denied"],
    [
      "login_page, and not it",
      page("<form><input type=password></form>Hi"),
      { login_page: { text: "sesame" } },
      {},
      "document",
    ],
    ["an error page", page("<h1>Oh</h1>").replace("Install", "Page not found"), {}, {}, "missing"],
    ["an article on errors", page(`<p>${words}</p>`).replace("Install", "Error 404"), {}, {}, "document"],
    ["JSON", "{}", {}, { "content-type": "application/json" }, "failed"],
    ["an image", "x", {}, { "content-type": "image/png" }, "other"],
    ["Markdown", "# Hi", {}, { "content-type": "text/markdown; charset=utf-8" }, "document"],
    ["PDF", "%PDF", {}, { "content-type": "application/pdf" }, "other"],
    ["PDF as document", "%PDF", { documents: ["pdf"] }, { "content-type": "application/pdf" }, "document"],
  ])("classifies %s", (...[, html, given, headers, kind]) => {
    expect(judge(html, given, headers).kind).toBe(kind);
  });

  it("names the option whose selector is invalid", () => {
    expect(() => judge(page("<p>Hi</p>"), { login_page: { selector: "p[[" } })).toThrow(
      /login_page.selector/,
    );
  });

  it.each([
    ["/guide/b", `${origin}/guide/b`],
    ["/guide/a/", undefined],
    ["https://docs.example.com/", undefined],
    ["https://docs.example.com/guide/", undefined],
    ["https://elsewhere.example.com/guide/b", undefined],
    ["/blog/b", undefined],
  ])("canonical %s means %s", (canonical, expected) => {
    const outcome = judge(page("<p>Hello</p>", `<link rel=canonical href="${canonical}">`));
    expect(outcome.kind === "document" && outcome.canonical).toBe(expected);
  });

  it("reads the encoding that the answer states", () => {
    const answer = {
      status: 200,
      url: `${origin}/guide/a`,
      setCookies: [],
      headers: { "content-type": "text/html; charset=iso-8859-1" },
    };
    const body = Buffer.from("<title>\xdcber</title><p>gr\xfcn</p>", "latin1");
    const { outcome, body: text } = classifyAnswer({ ...answer, body }, site(), options());
    expect(outcome).toMatchObject({ title: "Über" });
    expect(text).toContain("grün");
  });

  it("has one fingerprint for what a reader sees, and a different one after each change of it", () => {
    const of = (html: string) => readPage(html).fingerprint;
    const base = page('<p class="note">Hello <a href="/x">there</a></p><img src="/i.png?v=1" alt="a">');
    const same = [
      base.replace("</body>", "<script nonce=abc>run(123)</script></body>"),
      base.replace("<p ", '<p id="r:4" data-hash="99" '),
      base.replace("v=1", "v=2"),
      base.replace(
        "</head>",
        '<meta name="csrf-token" content="x"><link rel=stylesheet href=/s.9.css></head>',
      ),
      base.replace("</p>", "</p><input type=hidden name=token value=42>"),
    ];
    const other = [
      base.replace("Hello", "Hullo"),
      base.replace("/x", "/y"),
      base.replace("note", "warning"),
      base.replace('alt="a"', 'alt="b"'),
      base.replace("Install", "Set up"),
      base.replace("<p ", "<p hidden "),
    ];
    expect(new Set(same.map(of))).toEqual(new Set([of(base)]));
    expect(new Set([base, ...other].map(of)).size).toBe(other.length + 1);
  });

  it("never throws for what is not a page", () => {
    for (const html of ["<".repeat(50_000), "<div>".repeat(50_000), "\0", `<a href="${"x".repeat(1e6)}">`])
      expect(judge(html).kind).toMatch(/document|failed/);
  });
});

describe("what a site says", () => {
  it("reads directives for all robots and for ours", () => {
    expect(directivesInHeader("noindex, nofollow")).toEqual(["noindex", "nofollow"]);
    expect(directivesInHeader("googlebot: noindex, fin-ingest: nofollow")).toEqual(["nofollow"]);
    expect(directivesInHeader("max-snippet: 20, noindex")).toContain("noindex");
  });

  it("obeys robots.txt, and its rules for this program alone", () => {
    const robots = robotsOf(
      `${origin}/robots.txt`,
      "User-agent: *\nDisallow: /a\nUser-agent: fin-ingest\nDisallow: /b\nCrawl-delay: 2\nSitemap: /s.xml",
    );
    expect([robots.allows(new URL("/a", origin)), robots.allows(new URL("/b/c", origin))]).toEqual([
      true,
      false,
    ]);
    expect(robots).toMatchObject({ delaySeconds: 2, sitemaps: ["/s.xml"] });
  });

  it.each([
    ["https://login.example.com/x", true],
    ["https://example.okta.com/oauth2/authorize", true],
    ["https://sso.example.com/", true],
    ["https://example.com/users/sign_in", true],
    ["https://example.com/blog/authors", false],
    ["https://status.example.com/", false],
  ])("%s looks like a login: %s", (address, expected) => {
    expect(looksLikeLogin(address)).toBe(expected);
  });

  it.each([
    ["https://login.example.com/x", true, false, "denied"],
    ["https://new.example.com/x", true, true, "redirect"],
    ["https://new.example.com/x", false, true, "denied"],
    ["https://new.example.com/x", false, false, "redirect"],
  ])("a redirect to %s (permanent %s, a document before %s) is %s", (to, permanent, before, kind) => {
    expect(classifyDeparture(`${origin}/guide/a`, new URL(to), permanent, before).kind).toBe(kind);
  });

  it.each([
    ["/a", "/login?next=/a", false, {}, true],
    ["/a", "/login?next=/a", true, {}, true],
    ["/guide/signing-in", "/guide/login", true, {}, false],
    ["/guide/log-in", "/guide/login", false, {}, false],
    ["/a", "/b", false, {}, false],
    ["/a", "/door?x=1", false, { login_url: `${origin}/door?x=1` }, true],
    ["/a", "/", false, { login_url: `${origin}/door` }, false],
    [
      "/a",
      "https://accounts.example.net/hello",
      false,
      { login_url: "https://accounts.example.net/in" },
      true,
    ],
  ])(
    "a redirect from %s to %s (permanent %s) with the form %j is a lost session: %s",
    (from, to, permanent, form, expected) => {
      const auth = "login_url" in form ? { auth: { form: { ...form, fields: { user: "x" } } } } : {};
      expect(leadsToLogin(new URL(from, origin), new URL(to, origin), permanent, options(auth))).toBe(
        expected,
      );
    },
  );

  const found = (path: string): Outcome => ({
    kind: "document",
    url: `${origin}${path}`,
    mediaType: "text/html",
    fingerprint: "1",
    links: [],
  });
  const bad = { url: `${origin}/a`, reason: "" };
  it.each<[string, Parameters<typeof presenceBy>[0], string]>([
    ["a page", { outcome: found("/a/") }, "present"],
    [
      "a page that is another's copy",
      { outcome: { ...found("/a"), canonical: `${origin}/b` } as Outcome },
      "unknown",
    ],
    ["410", { outcome: { kind: "gone", ...bad } }, "gone"],
    ["404", { outcome: { kind: "missing", soft: false, ...bad } }, "gone"],
    ["an error page as 200", { outcome: { kind: "missing", soft: true, ...bad } }, "unknown"],
    ["a login page", { outcome: { kind: "denied", login: true, ...bad } }, "unknown"],
    ["no answer", { outcome: { kind: "failed", isTemporary: true, ...bad } }, "unknown"],
    ["a lasting redirect to a page", { outcome: found("/b"), moved: "for good" }, "gone"],
    ["a temporary redirect to a page", { outcome: found("/b"), moved: "for now" }, "unknown"],
    ["a lasting redirect to the start", { outcome: found("/guide"), moved: "for good" }, "unknown"],
  ])("%s, asked for an absent page", (...[, classified, presence]) => {
    expect(presenceBy(classified, "/a", ["/guide"])).toBe(presence);
  });

  it("finds the form that has the fields, with its values", () => {
    const html = `<form action=/search><input name=q></form><form method=post action="/in?next=1"><input type=hidden name=csrf value=t0k><input name=user><input name=pass type=password><input type=checkbox name=stay><input type=submit name=go value=Go></form>`;
    expect(findForm(html, ["user", "pass"])).toEqual({ action: "/in?next=1", given: [["csrf", "t0k"]] });
    expect(findForm(html, ["user", "token"])).toBeUndefined();
  });
});
