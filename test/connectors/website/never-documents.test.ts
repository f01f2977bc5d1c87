import { expect, it } from "vitest";
import type { ApiReply } from "../../../src/connector-kit/testing/index.ts";
import { displayed, links, loginForm, page, servedSite, to } from "./served.ts";

const site = servedSite();

const refusals: readonly [string, () => ApiReply][] = [
  ["401", () => ({ status: 401 })],
  ["403", () => ({ status: 403 })],
  ["a login form", () => page("Members", loginForm)],
  ["a form for a post's password", () => page("Protected", '<input type="password" name="post_password">')],
  ["a redirect in a circle", () => to("/x?again=1")],
  ["a redirect to a login", () => to("/login?next=/x")],
];

it.each(refusals)(
  "%s is left out where it never was a document, and a gap where it was one",
  async (_, refuse) => {
    let isClosed = true;
    await site.serve({
      "/": () => page("Home", links("/a", "/x")),
      "/a": () => page("A"),
      "/x": () => (isClosed ? refuse() : page("X")),
      "/login": () => page("Log in", loginForm),
    });
    expect(displayed(await site.list())).toEqual(["document /", "document /a", "left out /x"]);
    isClosed = false;
    expect(displayed(await site.list())).toEqual(["document /", "document /a", "document /x"]);
    isClosed = true;
    const entries = await site.list();
    expect(displayed(entries)).toContain("gap /");
    expect(JSON.stringify(entries)).toMatch(/\/x.*`exclude`/);
  },
);

it("names refused pages by what tells them apart: their query", async () => {
  let isClosed = false;
  await site.serve({
    "/": () => page("Home", links("/doku.php?id=hr:pay", "/doku.php?id=guide")),
    "/doku.php": ({ query }) =>
      isClosed && query.get("id") === "hr:pay" ? { status: 403 } : page(query.get("id") ?? ""),
  });
  await site.list();
  isClosed = true;
  expect(JSON.stringify(await site.list())).toContain("/doku.php?id=hr:pay");
  expect(displayed(await site.list({ exclude: ["doku.php?id=hr:*"] }))).toEqual([
    "document /",
    "document /doku.php?id=guide",
  ]);
});

it("a lasting error that never was a document is no gap; a passing one is", async () => {
  let status = 405;
  await site.serve({ "/": () => page("Home", links("/x")), "/x": () => ({ status }) });
  expect(displayed(await site.list())).toEqual(["document /", "left out /x"]);
  status = 500;
  expect(displayed(await site.list())).toEqual(["document /", "unreadable /x", "gap /"]);
});

it("a wiki's pages for what is not there, or not for the reader, are no documents although they answer 200", async () => {
  await site.serve({
    "/": () => page("Home", links("/none", "/closed", "/article")),
    "/none": () => page("This topic does not exist yet"),
    "/closed": () => page("Permission Denied"),
    "/article": () => page("Permission denied when uploading"),
  });
  const auth = { auth: { basic: { username: "reader", password: "correct-horse" } } };
  expect(displayed(await site.list(auth))).toEqual(["document /", "document /article", "left out /closed"]);
  expect(site.logged()).toContain("/none");
});

it("what leads to a page that is not there is named in the log, and nothing else is made of it", async () => {
  await site.serve({
    "/": () => page("Home", links("/x", "/y")),
    "/x": () => ({ status: 404 }),
    "/y": () => ({ status: 400 }),
  });
  expect(displayed(await site.list())).toEqual(["document /", "left out /y"]);
  expect(site.logged()).toContain("the site answers 404: /x");
});
