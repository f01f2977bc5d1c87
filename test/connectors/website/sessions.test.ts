import { describe, expect, it } from "vitest";
import type { ApiReply, ApiRequest } from "../../../src/connector-kit/testing/index.ts";
import { type Answer, displayed, links, loginForm, page, servedSite, to } from "./served.ts";

const site = servedSite();
const password = "correct-horse-battery";

/** A site that is read with a session; its own cookie's name ends with a digest, as WordPress has it. */
async function membersOnly(pages: Readonly<Record<string, ApiReply | Answer>>) {
  let logins = 0;
  let sessions: string[] = [];
  const refuse: Answer = () => page("Log in", loginForm);
  const guarded =
    (reply: ApiReply | Answer): Answer =>
    (request: ApiRequest) => {
      if (!sessions.some((one) => request.headers.cookie?.includes(one))) return refuse(request);
      return typeof reply === "function" ? reply(request) : reply;
    };
  const url = await site.serve({
    "/in": () => page("Welcome", loginForm),
    "POST /session": ({ body }) => {
      if (new URLSearchParams(body).get("pass") !== password) return to("/in");
      logins += 1;
      const cookie = `members_logged_in_0f3c=s${logins}e`;
      sessions.push(cookie);
      return { status: 302, headers: { location: "/", "set-cookie": `${cookie}; Path=/; HttpOnly` } };
    },
    ...Object.fromEntries(Object.entries(pages).map(([path, reply]) => [path, guarded(reply)])),
  });
  const form = (success?: Record<string, string>) => ({
    auth: {
      form: {
        login_url: `${url}/in`,
        fields: { user: "reader", pass: password },
        ...(success ? { success } : {}),
      },
    },
  });
  return { form, logins: () => logins, end: () => (sessions = []) };
}

it("recognises a login by a cookie whose name ends with anything", async () => {
  const { form } = await membersOnly({ "/": page("Home") });
  expect(displayed(await site.list(form({ cookie: "members_logged_in_*" })))).toEqual(["document /"]);
  await expect(site.list(form({ cookie: "wordpress_logged_in_*" }))).rejects.toThrow(
    /no cookie wordpress_logged_in_\*/,
  );
});

it("stays logged in: never follows what logs out, acts or carries a token", async () => {
  const acting = [
    "/wp-login.php?action=logout&_wpnonce=1",
    "/doku.php?id=start&do=logout&sectok=",
    "/index.php?title=Special:UserLogout",
    "/logout_page.php",
    "/a?action=delete",
  ];
  const { form, logins } = await membersOnly({
    "/": page("Home", `${links(...acting, "/a")}<li id="pt-logout"><a href="/bye">Tschüss</a></li>`),
    "/a": page(
      "A",
      '<a class="icon icon-edit" href="/a/edit">Edit</a> <a data-method="delete" href="/b">B</a>',
    ),
    "/away": to("/wp-login.php?action=logout"),
  });
  expect(displayed(await site.list(form()))).toEqual(["document /", "document /a"]);
  const asked = site.requests().map(({ path }) => path);
  expect(asked.filter((path) => !["/robots.txt", "/in", "/session", "/", "/a"].includes(path))).toEqual([]);
  expect(logins()).toBe(1);
});

it("does not log in again for each page that is for others, where the start page shows that it is logged in", async () => {
  const closed = [...Array(6).keys()].map((n) => `/closed/${n}`);
  const { form, logins } = await membersOnly({
    "/": page("Home", links(...closed, "/a")),
    "/a": page("A"),
    ...Object.fromEntries(
      closed.map((path) => [path, page("Protected", '<input type="password" name="post_password">')]),
    ),
  });
  const open = ["document /", "document /a", ...closed.map((path) => `left out ${path}`)];
  expect(displayed(await site.list(form({ text: "words about home" })))).toEqual(open);
  expect(logins()).toBe(1);
  expect(displayed(await site.list(form()))).toEqual(open);
  // Its own, two that help no page, and one for the second look.
  expect(logins()).toBeLessThanOrEqual(1 + 4);
});

it("does not take a document with a password of its own for a lost session", async () => {
  const own =
    '<form method="post" action="/wp-login.php?action=postpass"><input type="password" name="post_password"><input type="submit" name="Submit" value="Enter"></form>';
  const { form, logins } = await membersOnly({
    "/": page("Home", links("/closed", "/a")),
    "/a": page("A"),
    "/closed": page("Protected: Prices", own),
  });
  expect(displayed(await site.list(form({ cookie: "members_logged_in_*" })))).toEqual([
    "document /",
    "document /a",
    "left out /closed",
  ]);
  expect(logins()).toBe(1);
});

it("logs in again when the session ends, also where the site then answers 403", async () => {
  let isLost = false;
  const site403 = await membersOnly({
    "/": page("Home", links("/a", "/b")),
    "/a": page("A"),
    "/b": () => {
      if (isLost) return page("B");
      isLost = true;
      site403.end();
      return { status: 403 };
    },
  });
  const { form, logins } = site403;
  expect(displayed(await site.list(form()))).toEqual(["document /", "document /a", "document /b"]);
  expect(logins()).toBe(2);
});

describe("noindex behind a login", () => {
  const head = '<meta name="robots" content="noindex,nofollow">';
  it("is about search engines, unless the options say otherwise", async () => {
    const { form } = await membersOnly({ "/": page("Home", links("/a"), head), "/a": page("A", "", head) });
    expect(displayed(await site.list(form()))).toEqual(["document /", "document /a"]);
    expect(JSON.stringify(await site.check(form()))).toContain("noindex");
    expect(displayed(await site.list({ ...form(), noindex: "withhold" }))).toEqual(["unpublished /"]);
  });

  it("counts on a site without one", async () => {
    await site.serve({ "/": () => page("Home", links("/a")), "/a": () => page("A", "", head) });
    expect(displayed(await site.list())).toEqual(["document /", "unpublished /a"]);
  });
});
