import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { actionOf, isActingLink, isViewOf, type LinkSigns } from "../../../connectors/website/acting.ts";
import { readPage } from "../../../connectors/website/page.ts";
import { isSessionParameter, withoutSessionIds } from "../../../connectors/website/session-ids.ts";

const origin = "https://wiki.example.com";
const random = "q7f3k9x2m4v8b1n6c5z0";

describe("addresses that are not requested", () => {
  it.each([
    "/logout",
    "/wp-login.php?action=logout&_wpnonce=0a1b2c3d4e",
    "/doku.php?id=start&do=logout&sectok=",
    "/index.php?title=Special:UserLogout&returnto=Main+Page",
    "/index.php/Special:UserLogout",
    "/wiki/Spezial:Abmelden",
    "/logout_page.php",
    "/accounts/logout/",
    "/secure/Logout!default.jspa",
    "/_layouts/15/SignOut.aspx",
    "/ucp.php?mode=logout&sid=1",
    "/index.php?option=com_users&task=user.logout",
    "/index.php?r=site/logout",
    "/?q=user/logout",
    "/?loginOp=logout",
    "/home?logout=1",
    "/xwiki/bin/logout/XWiki/XWikiLogout",
    "/index.php?title=A&action=rollback&token=x",
    "/index.php?title=A&action=edit&redlink=1",
    "/index.php?title=A&veaction=edit",
    "/index.php?title=A&oldid=7",
    "/index.php?title=A&printable=yes",
    "/index.php?title=Special:RecentChanges",
    "/index.php?title=Special:LongPages&limit=20&offset=40",
    "/wiki/Special:ApiHelp/query",
    "/index.php?title=Spezial:Version",
    "/api.php?action=help&modules=main",
    "/wp-json/wp/v2/posts/7",
    "/lib/exe/fetch.php?media=a.png",
    "/doku.php?id=a&do=edit",
    "/doku.php?id=a&do=export_pdf",
    "/doku.php?id=a&rev=1700000000",
    "/a?print=1",
    "/a?_csrf_token=x",
    "/shop?add-to-cart=7",
    "/post/?replytocom=9",
  ])("%s", (href) => {
    expect(actionOf(new URL(href, origin))).toBeDefined();
  });

  it.each([
    "/guide/how-to-log-out-of-all-devices",
    "/guide/edit-your-profile",
    "/guide/delete",
    "/api/users/delete",
    "/guide/print",
    "/doku.php?id=logout:policy",
    "/doku.php?id=start&do=show",
    "/index.php?title=Help:Editing",
    "/index.php?title=Special:AllPages",
    "/index.php?title=Special offers: spring",
    "/docs/api.php",
    "/guide/wp-json",
    "/search?q=sign+out",
    "/docs?version=3",
    "/articles?action=view&id=3",
    "/changelog?tag=history",
  ])("but %s is", (href) => {
    expect(actionOf(new URL(href, origin))).toBeUndefined();
  });
});

const signs = (given: Partial<LinkSigns>): LinkSigns => ({
  label: "x",
  names: "",
  rel: "",
  isConfirmed: false,
  inBoilerplate: false,
  ...given,
});

describe("links that are not followed", () => {
  it.each<[string, string, Partial<LinkSigns>, boolean]>([
    ["one whose label logs out", "/s?x=1", { label: "Abmelden", inBoilerplate: true }, true],
    ["one whose item logs out", "/bye", { names: "pt-logout" }, true],
    ["one that is confirmed", "/wiki/a", { isConfirmed: true }, true],
    ["a tool of the page", "/wiki/a/edit", { names: "icon icon-edit" }, true],
    ["one that robots must not follow", "/wiki/a/history", { rel: "nofollow" }, true],
    ["a page of Redmine's that nobody has written", "/wiki/b?parent=a", { names: "wiki-page new" }, true],
    ["an article about it", "/help/12-sign-out", { label: "Sign out" }, false],
    ["an article named like an action", "/api/users/delete", { label: "Delete" }, false],
    ["a button to a page", "/guide/a", { names: "btn btn-primary" }, false],
    ["a page that its author does not vouch for", "/guide/a", { rel: "nofollow" }, false],
  ])("%s: %s", (_, href, given, expected) => {
    expect(isActingLink(href, signs(given))).toBe(expected);
  });
});

describe("links that show their page in another way", () => {
  const here = new URL("https://redmine.example.com/projects/handbook/wiki/Install");
  it.each<[string, string, Partial<LinkSigns>, boolean]>([
    ["its history, as a tool", "Install/history", { label: "History", names: "icon icon-history" }, true],
    ["its versions, counted", "Install/history", { label: "3 revisions" }, true],
    ["its versions, counted in German", "Install/revisions", { label: "1 Version" }, true],
    ["its text", "Install.txt", { label: "TXT" }, true],
    ["its text, in a wiki's start page", "Wiki/Install.txt", { label: "TXT", rel: "nofollow" }, true],
    ["a document about a history", "Install/history", { label: "History" }, false],
    ["a document of another name", "Install/history-of-installs", { label: "12 pages" }, false],
    ["another document of the site", "Manual.html", { label: "HTML" }, false],
    ["a manual that robots must not follow", "/files/manual.pdf", { label: "PDF", rel: "nofollow" }, false],
    [
      "a page of another site",
      "https://example.com/projects/handbook/wiki/Install.txt",
      { label: "TXT" },
      false,
    ],
    ["what is not an address", "http://[", { label: "TXT" }, false],
  ])("%s: %s", (_, href, given, expected) => {
    expect(isViewOf(here, href, signs(given))).toBe(expected);
  });

  it("what one link says of an address counts for all of them", () => {
    const html =
      '<a class="icon icon-history" href="/a/history">History</a> <a href="/a/history">Earlier</a> <a href="/b">B</a>';
    expect(readPage(html, "https://redmine.example.com/a").links).toEqual(["/b"]);
  });
});

describe("session ids in addresses", () => {
  it.each([
    ["PHPSESSID", "abc", true],
    ["jsessionid", "0000007b", true],
    ["ASPSESSIONIDQQCATBSD", "x", true],
    ["sid", random, true],
    ["s", "0123456789abcdef0123456789abcdef", true],
    ["sid", "12", false],
    ["s", "invoice", false],
    ["id", random, false],
    ["session", "spring-2026", false],
  ])("%s=%s is one: %s", (name, value, expected) => {
    expect(isSessionParameter(name, value)).toBe(expected);
  });

  it.each([
    ["/a;jsessionid=0000007b", "/a"],
    ["/a;JSESSIONID=1.node2/b", "/a/b"],
    ["/(S(lit3py55t21z5v55vlm25s55))/a.aspx", "/a.aspx"],
    ["/map;zoom=3", "/map;zoom=3"],
    ["/f(x)", "/f(x)"],
  ])("%s is %s", (path, expected) => {
    expect(withoutSessionIds(path)).toBe(expected);
  });

  it("a path without one stays as it is, and none is left", () => {
    fc.assert(
      fc.property(fc.webPath(), fc.stringMatching(/^[0-9A-F]{8,32}$/), (path, id) => {
        fc.pre(!/[;(]/.test(path));
        expect(withoutSessionIds(path)).toBe(path);
        expect(withoutSessionIds(`${path}/a;jsessionid=${id}`)).toBe(`${path}/a`);
      }),
    );
  });
});
