import { describe, expect, test } from "vitest";
import type { Emulator } from "../../src/emulator/index.ts";
import { addressOf, selectionOf } from "../../src/emulator/view/selection.ts";
import { call, pageOf, started, withSource } from "./support.ts";

const read = async (emulator: Emulator, path: string) => {
  const response = await fetch(emulator.url + path);
  return { status: response.status, headers: response.headers, text: await response.text() };
};
const add = (emulator: Emulator, source: number, id: string, rest = {}) =>
  call(emulator, "POST", "/ai/external_pages", pageOf(source, id, rest));
const titlesIn = (text: string) =>
  [...text.matchAll(/class="title" href="[^"]*">([^<]*)</g)].map(([, title]) => title);

describe("the library's page", () => {
  test("says what to do when there is nothing", async () => {
    const emulator = await started();
    const { status, text } = await read(emulator, "/");
    expect(status).toBe(200);
    expect(text).toContain("Nothing here yet");
    expect(text).toContain(`base_url: ${emulator.url}`);
    expect(text).not.toContain(emulator.token);
  });

  test("needs no token, leaves no trace in the log", async () => {
    const emulator = await started();
    await read(emulator, "/");
    await read(emulator, "/pages/1");
    expect(emulator.log.last).toBe(0);
  });

  test("shows sources with audience and number of pages, and who may be answered in words", async () => {
    const emulator = await started({ audiences: new Map([[7, "Paying customers"]]) });
    const body = { sync_behavior: "api", url: "https://docs.example.com", audience_ids: [7] };
    await call(emulator, "POST", "/ai/content_import_sources", body);
    await withSource(emulator, "https://help.example.com");
    await add(emulator, 1, "a");
    await add(emulator, 1, "b", { ai_agent_availability: false });
    await add(emulator, 1, "c", { ai_agent_availability: false, ai_copilot_availability: false });
    const { text } = await read(emulator, "/");
    expect(text).toMatch(
      /https:\/\/docs\.example\.com<\/a><\/h3>\s*<dl class="facts"><dt>Pages<\/dt><dd>3<\/dd>/,
    );
    expect(text).toContain("Paying customers");
    expect(text).toContain("<dd>Everyone</dd>");
    for (const words of ["Customers and teammates", "Teammates only", "Hidden from everyone"]) {
      expect(text).toContain(words);
    }
  });

  test("escapes what it shows", async () => {
    const emulator = await started();
    const source = await withSource(emulator, "https://docs.example.com/?a='><tt>");
    await add(emulator, source, `"><img>`, {
      title: "<script>alert(1)</script>",
      url: "https://x.example/?'\"><u>",
    });
    for (const path of ["/", "/?q=<u>\"'", "/pages/1", "/pages/1?as=html", "/pages/1?as=<u>"]) {
      const { text } = await read(emulator, path);
      expect(text).not.toMatch(/<script|<img>|<u>|<tt>/);
    }
  });

  test("finds by title, address, external id and text, within who and source, page by page", async () => {
    const emulator = await started();
    const [one, two] = [await withSource(emulator), await withSource(emulator, "https://help.example.com")];
    for (let n = 1; n <= 30; n++) await add(emulator, one, `g${n}`, { title: `Guide ${n}` });
    await add(emulator, two, "odd/key", { title: "Zebra", html: "<p>About <b>stripes</b> &amp; hooves</p>" });
    await add(emulator, two, "t", { title: "Yak", ai_agent_availability: false });
    const titles = async (query: string) => titlesIn((await read(emulator, `/?${query}`)).text);
    expect(await titles("q=zeb")).toEqual(["Zebra"]);
    expect(await titles("q=ODD/KEY")).toEqual(["Zebra"]);
    expect(await titles("q=stripes+%26+hooves")).toEqual(["Zebra"]);
    expect(await titles("q=/b")).toEqual([]);
    expect(await titles("q=docs.example.com/g3")).toEqual(["Guide 3", "Guide 30"]);
    expect(await titles("who=teammates")).toEqual(["Yak"]);
    expect(await titles(`source=${two}`)).toEqual(["Yak", "Zebra"]);
    expect(await titles("source=x&who=y&page=-1")).toHaveLength(25);
    const first = await titles(`source=${one}`);
    const second = await titles(`source=${one}&page=2`);
    expect([...first, ...second]).toEqual(Array.from({ length: 30 }, (_, n) => `Guide ${n + 1}`));
    expect(await titles(`source=${one}&page=99`)).toEqual(second);
  });
});

describe("one page", () => {
  test("is framed, shown as html, and as Markdown where that is offered", async () => {
    const emulator = await started({ toMarkdown: async (html) => `**${html.length}** <md>` });
    await add(emulator, await withSource(emulator), "a", { html: "\n<p>Hello</p>" });
    expect((await read(emulator, "/pages/1")).text).toContain('src="/pages/1/content" sandbox="allow-popups');
    expect((await read(emulator, "/pages/1?as=html")).text).toContain(
      "\n\n&#60;p&#62;Hello&#60;/p&#62;</pre>",
    );
    expect((await read(emulator, "/pages/1?as=markdown")).text).toContain("\n**13** &#60;md&#62;</pre>");
    const plain = await started();
    await add(plain, await withSource(plain), "a");
    expect((await read(plain, "/pages/1")).text).not.toContain("Markdown");
    expect((await read(plain, "/pages/1?as=markdown")).text).toContain("<iframe");
  });

  test("is served under policies that let nothing run or load", async () => {
    const emulator = await started();
    await add(emulator, await withSource(emulator), "a", { html: "<script>alert(1)</script>" });
    const policy = async (path: string) =>
      (await read(emulator, path)).headers.get("content-security-policy");
    for (const path of ["/", "/pages/1", "/pages/1/content", "/pages/9"]) {
      expect(await policy(path)).toContain("default-src 'none'");
      expect(await policy(path)).not.toMatch(/script-src|unsafe|https?:/);
    }
    expect(await policy("/pages/1/content")).toMatch(/^sandbox allow-popups /);
    expect(await policy("/pages/1/content")).not.toMatch(/allow-scripts|allow-same-origin/);
  });

  test.each(["/pages/9", "/pages/x", "/pages/", "/pages/1/other"])("%s is not found", async (path) => {
    const emulator = await started();
    await add(emulator, await withSource(emulator), "a");
    expect((await read(emulator, path)).status).toBe(404);
  });
});

test("a selection survives its own address", () => {
  const selection = { query: "a & b", who: "hidden", sourceId: 3, page: 2 } as const;
  const { searchParams } = new URL(addressOf(selection, { page: 2 }), "http://x");
  expect(selectionOf(searchParams)).toEqual(selection);
  expect(addressOf({ query: "", page: 1 })).toBe("/");
});
