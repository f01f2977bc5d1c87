import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { excludingPattern } from "../../../connectors/website/endless.ts";
import { similarity, sketchOf } from "../../../connectors/website/near-duplicates.ts";
import type { ApiRequest } from "../../../src/connector-kit/testing/index.ts";
import { displayed, links, page, servedSite, to } from "./served.ts";

const site = servedSite();
const documents = (entries: Parameters<typeof displayed>[0]) =>
  displayed(entries).filter((line) => line.startsWith("document"));
const days = [...Array(28).keys()].map((day) => day + 1).join(" ");

describe("a crawl of addresses without end", () => {
  it("of session ids in paths and queries is the site's pages, on both nights", async () => {
    let visit = 0;
    const names = ["/a", "/b", "/c"];
    const answer =
      (title: string) =>
      ({ headers }: ApiRequest) => {
        visit += 1;
        const id = visit.toString(16).padStart(8, "0");
        const suffix = headers.cookie?.includes("JSESSIONID") ? "" : `;jsessionid=${id}?PHPSESSID=${id}`;
        return page(title, links(...names.map((name) => `${name}${suffix}`)));
      };
    await site.serve(Object.fromEntries(["/", ...names].map((name) => [name, answer(name)])));
    const expected = ["document /", ...names.map((name) => `document ${name}`)];
    expect(displayed(await site.list())).toEqual(expected);
    expect(displayed(await site.list())).toEqual(expected);
    expect(site.requests().filter(({ path }) => path.includes(";"))).toEqual([]);
  });

  it.each([
    ["answers 404 without a session in the address", {}],
    [
      "redirects to the same address with a session in it",
      { "/a": () => to("/a;jsessionid=0a"), "/b": () => to("/b;jsessionid=0b") },
    ],
  ])("reads a site that %s", async (_, more) => {
    await site.serve({
      "/": () => page("Home", links("/a;jsessionid=0a", "/b;jsessionid=0b")),
      "/a;jsessionid=0a": () => page("A", links("/b;jsessionid=0b")),
      "/b;jsessionid=0b": () => page("B"),
      ...more,
    });
    expect(displayed(await site.list())).toEqual(["document /", "document /a", "document /b"]);
  });

  it("keeps the cookies that the site sets", async () => {
    const cookies: (string | undefined)[] = [];
    await site.serve({
      "/": () => {
        const { headers, ...reply } = page("Home", links("/a"));
        return { ...reply, headers: { ...headers, "set-cookie": "JSESSIONID=1; Path=/" } };
      },
      "/a": ({ headers }) => {
        cookies.push(headers.cookie);
        return page("A");
      },
    });
    await site.list();
    expect(cookies).toEqual(["JSESSIONID=1"]);
  });

  it.each([
    [
      "a calendar in the query",
      "/events",
      ({ query }: ApiRequest) => {
        const month = Number(query.get("month") ?? "1");
        return page(
          "Events",
          `<p>Month ${month}: ${days}. No events.</p>${links(`/events?month=${month + 1}`)}`,
        );
      },
      'exclude: ["events?month=*"]',
    ],
    [
      "the orders and filters of a list",
      "/list",
      ({ query }: ApiRequest) => {
        const used = [...query.keys()];
        const further = ["colour", "size", "sort", "shop"].flatMap((name) =>
          [1, 2, 3, 4, 5].map((value) => `/list?${new URLSearchParams([...query, [name, String(value)]])}`),
        );
        return page(
          "List",
          `<p>Chair, table, lamp, shelf, desk, sofa, bed: ${used}. ${days}</p>${links(...further)}`,
        );
      },
      "exclude",
    ],
  ])("stops in %s, and says how to leave it out", async (_, start, answer, hint) => {
    await site.serve({
      "/": () => page("Home", links(start, "/a")),
      "/a": () => page("A"),
      [start]: answer,
    });
    const entries = await site.list({ max_pages: 2_000 });
    const listed = documents(entries);
    expect(listed).toEqual(expect.arrayContaining(["document /", "document /a", `document ${start}`]));
    expect(listed.length).toBeLessThan(6);
    expect(site.requests().length).toBeLessThan(120);
    expect(JSON.stringify(entries.filter(({ kind }) => kind === "unreadable"))).toContain(
      JSON.stringify(hint).slice(1, -1),
    );
  });

  it("stops in the versions of a wiki's pages, of which each has few", async () => {
    const names = [...Array(24).keys()].map((n) => `/wiki/Page${n}`);
    const text = (n: number, version: number) =>
      `<p>Topic ${n * 7919} is about part ${n} of machine ${n * 31} in hall ${n + 3}, as ${n * 17} says, since ${n * 53} and until ${n * 97}. Version ${version}.</p>`;
    await site.serve({
      "/": () => page("Home", links(...names)),
      ...Object.fromEntries(
        names.flatMap((name, n) => [
          [name, () => page(name, text(n, 3) + links(...[1, 2].map((version) => `${name}/${version}`)))],
          ...[1, 2].map((version) => [`${name}/${version}`, () => page(name, text(n, version))] as const),
        ]),
      ),
    });
    const entries = await site.list();
    expect(documents(entries)).toEqual(["document /", ...names.map((name) => `document ${name}`)]);
    expect(entries.filter(({ kind }) => kind === "unreadable")).toHaveLength(1);
    expect(JSON.stringify(entries)).toContain("wiki/*/[0-9]*");
    expect(site.requests().length).toBeLessThan(names.length + 20);
  });

  it("stops in a calendar whose dates are folders", async () => {
    const months = [...Array(36).keys()].map((n) => `/cal/${2020 + Math.floor(n / 12)}/${(n % 12) + 1}`);
    await site.serve({
      "/": () => page("Home", links("/a", months[0] ?? "")),
      "/a": () => page("A"),
      ...Object.fromEntries(
        months.map((month, n) => [
          month,
          () => page("Events", `<p>${days}</p>${links(months[n + 1] ?? "/a")}`),
        ]),
      ),
    });
    const entries = await site.list();
    expect(documents(entries).length).toBeLessThan(4);
    expect(site.requests().length).toBeLessThan(20);
    expect(JSON.stringify(entries)).toContain("cal/*/*");
  });

  it("reads documents that differ in a parameter or a number, and those that `include` names by it", async () => {
    const names = [...Array(20).keys()];
    const text = (n: number) =>
      `<p>Topic ${n * 7919} is about part ${n} of machine ${n * 31} in hall ${n + 3}.</p>`;
    let isAlike = false;
    await site.serve({
      "/": () => page("Home", links(...names.flatMap((n) => [`/doku.php?id=p${n}`, `/releases/${n}`]))),
      "/doku.php": ({ query }) =>
        isAlike
          ? page("Form", `<p>${days}</p>`)
          : page(`P${query.get("id")}`, text(Number(query.get("id")?.slice(1)))),
      ...Object.fromEntries(names.map((n) => [`/releases/${n}`, () => page(`Release ${n}`, text(n + 100))])),
    });
    expect(documents(await site.list())).toHaveLength(41);
    isAlike = true;
    const named = await site.list({ include: ["index.html", "doku.php?id=*"] });
    expect(documents(named)).toHaveLength(21);
  });
});

describe("texts that are alike", () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{3,9}$/), { minLength: 3, maxLength: 300 });

  it("a text is like itself, as much as another is like it, and a changed word changes little", () => {
    fc.assert(
      fc.property(words, words, (one, other) => {
        expect(similarity(sketchOf(one), sketchOf(one))).toBe(1);
        expect(similarity(sketchOf(one), sketchOf(other))).toBe(similarity(sketchOf(other), sketchOf(one)));
      }),
    );
    const long = [...Array(300).keys()].map((n) => `w${n}`);
    expect(similarity(sketchOf(long), sketchOf(long.with(150, "changed")))).toBeGreaterThan(0.8);
    expect(similarity(sketchOf(long), sketchOf(long.map((word) => `${word}x`)))).toBe(0);
  });

  it.each([
    ["/calendar?month=5", "calendar?month=*"],
    ["/events/2024/05/", "events/*/*"],
    ["/?page=2", "index.html?page=*"],
  ])("%s is left out with %s", (href, expected) => {
    expect(excludingPattern(new URL(href, "https://a.example.com"))).toBe(expected);
  });
});
