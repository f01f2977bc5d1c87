import { rm, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { FinIngestError } from "../../src/errors.ts";
import { redactor } from "../../src/log/redact.ts";
import { together } from "../../src/preview/collection.ts";
import type { PageMaker } from "../../src/preview/pages.ts";
import { collectionOf, documentAt, folderOf, folderPreview, get, markdownEntry, started } from "./support.ts";

const titlesIn = (text: string) =>
  [...text.matchAll(/class="title" href="[^"]*">([^<]*)</g)].map(([, title]) => title);
const relIn = (text: string, rel: string) =>
  new RegExp(`<a rel="${rel}" href="([^"]*)"`).exec(text)?.[1]?.replaceAll("&#38;", "&");

describe("the list", () => {
  test("shows a folder's documents as a docs-repo source selects them", async () => {
    const folder = await folderOf({
      "a.md": "# Alpha\n\nOne two three. ![](x.png)\n",
      "sub/b.html": "<title>Beta</title><main><h1>Beta</h1><p>Hello there</p></main>",
      "draft.md": "---\ndraft: true\n---\n# Gamma\n",
      "_hidden.md": "# Not listed\n",
      "logo.svg": "<svg/>",
    });
    const { status, text } = await get(await started(folderPreview(folder)), "/");
    expect(status).toBe(200);
    expect(titlesIn(text)).toEqual(["Alpha", "draft.md", "Beta"]);
    expect(text).toContain("2 documents, 1 more that is not sent");
    expect(text).toMatch(/draft\.md — draft: true/);
    expect(text).toContain('<span class="badge off">unpublished</span>');
    expect(text.match(/class="badge/g)).toHaveLength(1);
    expect(text).toMatch(/class="number some">1 warning</);
  });

  test("is filtered by text and by warnings, and turned", async () => {
    const entries = Array.from({ length: 120 }, (_, n) =>
      markdownEntry(
        `guide-${n}.md`,
        n % 10 === 0
          ? `# Guide ${n}\n\n![](x.png) text of a few more words`
          : `# Guide ${n}\n\ntext of a few more words`,
      ),
    );
    const server = await started(collectionOf(entries));
    const titles = async (address: string) => titlesIn((await get(server, address)).text);
    const first = await get(server, "/");
    expect(titlesIn(first.text)).toHaveLength(50);
    expect(relIn(first.text, "prev")).toBeUndefined();
    const second = await get(server, relIn(first.text, "next") ?? "");
    expect(titlesIn(second.text)[0]).toBe("Guide 50");
    expect(relIn(second.text, "prev")).toBe("/");
    expect(await titles("/?q=GUIDE-11")).toEqual([
      "Guide 11",
      ...Array.from({ length: 10 }, (_, n) => `Guide 11${n}`),
    ]);
    const warned = await titles("/?warned=1");
    expect(warned).toEqual(Array.from({ length: 12 }, (_, n) => `Guide ${n * 10}`));
    expect(await titles("/?q=11&warned=1")).toEqual(["Guide 110"]);
    expect((await get(server, "/?q=nothing-like-it")).text).toContain("Nothing fits.");
    const one = await get(server, documentAt("guide-40.md", "&warned=1"));
    expect(relIn(one.text, "next")).toContain("key=guide-50.md");
    expect(relIn(one.text, "prev")).toContain("key=guide-30.md");
    expect(relIn((await get(server, documentAt("guide-0.md"))).text, "prev")).toBeUndefined();
  });

  test("says of each document who may be answered from it, where its source says so", async () => {
    const server = await started(
      collectionOf([
        markdownEntry("all.md", "# All\n\ntext", {}, "customers"),
        markdownEntry("staff.md", "# Staff\n\ntext", {}, "teammates"),
      ]),
    );
    const { text } = await get(server, "/");
    expect([...text.matchAll(/class="badge \w+">(\w+)</g)].map(([, word]) => word)).toEqual([
      "customers",
      "teammates",
    ]);
  });

  test("a document that fails is one line; the others stay", async () => {
    const failing = {
      ...markdownEntry("bad.md", ""),
      kind: "document" as const,
      load: () => Promise.reject(new FinIngestError("it is on fire", { hint: "Put it out." })),
    };
    const server = await started(collectionOf([failing, markdownEntry("good.md", "# Good\n\ntext")]));
    const { text } = await get(server, "/");
    expect(text).toContain("bad.md — it is on fire");
    expect(titlesIn(text)).toEqual(["bad.md", "Good"]);
    const one = await get(server, documentAt("bad.md"));
    expect(one.status).toBe(200);
    expect(one.text).toMatch(/it is on fire[\s\S]*Put it out\./);
  });

  test("a remote collection is listed once, and again on request; a listing that throws is reported", async () => {
    const collection = collectionOf([markdownEntry("a.md", "# A")]);
    const server = await started(collection);
    await get(server, "/");
    await get(server, documentAt("a.md"));
    expect(collection.listings).toBe(1);
    await get(server, "/?again=1");
    expect(collection.listings).toBe(2);
    const broken = collectionOf([], {
      // biome-ignore lint/correctness/useYield: it fails before it yields
      async *list() {
        throw new FinIngestError("no permission <b>", { hint: "Ask for it." });
      },
    });
    const { status, text } = await get(await started(broken), "/");
    expect(status).toBe(500);
    expect(text).toMatch(/no permission &#60;b&#62;[\s\S]*Ask for it/);
  });

  test("gaps, and documents with one name, are shown", async () => {
    const twice = { kind: "not-sent", state: "unreadable", key: "x", reason: "two have the id" } as const;
    const server = await started({
      ...collectionOf([]),
      async *list() {
        yield { kind: "gap", part: "space HR", reason: "answered 403" };
        yield twice;
        yield twice;
      },
    });
    const { text } = await get(server, "/");
    expect(text).toMatch(/could not be listed[\s\S]*space HR<\/code>: answered 403/);
    expect(titlesIn(text)).toEqual(["x", "x (2)"]);
    expect((await get(server, documentAt("x (2)"))).text).toContain("It is not sent: two have the id");
  });
});

describe("one document", () => {
  const html =
    "<html><head><title>T</title></head><body><nav>Home Products</nav><main><h1>Install &lt;it&gt;</h1><p>Run the installer and wait for it to end.</p></main></body></html>";

  test("source on the left, result on the right, in four ways", async () => {
    const folder = await folderOf({ "a.html": html });
    const server = await started(folderPreview(folder, "https://docs.example.com/"));
    const { text } = await get(server, documentAt("a.html"));
    expect(text).toContain("<h1>Install &#60;it&#62;</h1>");
    expect(text).toContain("<mark>Home Products</mark>");
    expect(text).toContain('<li id="L1">&#60;html&#62;');
    expect(text).toMatch(/<iframe [^>]*src="\/content\?key=a.html" sandbox="allow-popups/);
    expect(text).toContain('href="https://docs.example.com/a"');
    expect(text).toContain("boilerplate-dropped");
    expect(text).toContain("Dropped (2)");
    const view = async (as: string) => (await get(server, documentAt("a.html", `&as=${as}`))).text;
    expect(await view("markdown")).toContain("\nRun the installer and wait for it to end.</pre>");
    expect(await view("html")).toContain("&#60;p&#62;Run the installer");
    expect(await view("dropped")).toMatch(/href="#L1">Line 1<\/a><q>Home Products<\/q>/);
    const frame = await get(server, "/content?key=a.html");
    expect(frame.text).toContain("<p>Run the installer and wait for it to end.</p>");
  });

  test("is read again: an edit appears, and its version changes", async () => {
    const folder = await folderOf({ "a.md": "# One\n\nSee <!-- -->it.\n", "b.md": "# B" });
    const server = await started(folderPreview(folder));
    expect((await get(server, documentAt("a.md"))).text).toContain("<h1>One</h1>");
    await get(server, "/");
    const before = (await get(server, "/version?key=a.md")).text;
    expect((await get(server, "/version?key=a.md")).text).toBe(before);
    await writeFile(path.join(folder, "a.md"), "# Two\n\nOther text.\n");
    await utimes(path.join(folder, "a.md"), new Date(), new Date(Date.now() + 5_000));
    expect((await get(server, documentAt("a.md"))).text).toContain("<h1>Two</h1>");
    expect((await get(server, "/version?key=a.md")).text).not.toBe(before);
    await writeFile(path.join(folder, "new.md"), "# New");
    await rm(path.join(folder, "b.md"));
    await expect.poll(async () => titlesIn((await get(server, "/")).text)).toEqual(["Two", "New"]);
  });

  test("several pages of one document have an address each", async () => {
    const page = (n: number) => ({
      title: `Part ${n}`,
      html: `<p>text ${n}</p>`,
      words: 2,
      warnings: [],
      markdown: async () => `text ${n}`,
    });
    const maker: PageMaker = { pagesOf: async () => [page(1), page(2)], close: async () => {} };
    const server = await started(collectionOf([markdownEntry("a.md", "text 1 text 2")]), { maker });
    const first = await get(server, documentAt("a.md"));
    expect(first.text).toMatch(/<nav aria-label="Pages of this document">[\s\S]*Part 1[\s\S]*Part 2/);
    const second = await get(server, documentAt("a.md", "&part=1&as=markdown"));
    expect(second.text).toContain("<h1>Part 2</h1>");
    expect(second.text).toContain("\ntext 2</pre>");
    expect((await get(server, "/content?key=a.md&part=1")).text).toContain("<p>text 2</p>");
    expect((await get(server, documentAt("a.md", "&part=99"))).status).toBe(200);
  });

  test("a binary source is not displayed as text", async () => {
    const body = new Uint8Array([80, 75, 3, 4, 0, 0, 0, 1]);
    const entry = markdownEntry("a.md", "", { body });
    const { text } = await get(await started(collectionOf([entry])), documentAt("a.md"));
    expect(text).toContain("This is not text: 8 bytes");
  });

  test("says what a run would hold; configured secrets are masked", async () => {
    const entry = markdownEntry("a.md", "# A\n\nThe key is correct-horse-battery.\n");
    const secrets = { allowed: [], own: ["correct-horse-battery"] };
    const server = await started(collectionOf([entry], { secrets }), {
      redact: redactor(["correct-horse-battery"]),
    });
    for (const address of [documentAt("a.md"), "/content?key=a.md", documentAt("a.md", "&as=markdown")]) {
      const { text } = await get(server, address);
      expect(text).not.toContain("correct-horse");
      expect(text).toContain("[redacted]");
    }
    expect((await get(server, documentAt("a.md"))).text).toContain("is not uploaded: it seems to hold");
  });
});

describe("nothing escapes", () => {
  const name = `"><img src=x onerror=alert(1)><script>alert(2)</script>'.md`;
  const body = `# <u>Hi</u> "</textarea></iframe><script>alert(3)</script>\n\n</li></ol><tt>x</tt>\n`;

  test("names, content, queries and errors are escaped", async () => {
    const server = await started(
      collectionOf([
        { ...markdownEntry(name, body), title: "<tt>title</tt>" },
        { kind: "not-sent", state: "unpublished", key: "<tt>k", reason: "<tt>why" },
      ]),
    );
    const key = encodeURIComponent(name);
    for (const address of [
      "/",
      "/?q=%22%3E%3Ctt%3E",
      "/%3Ctt%3E",
      documentAt("<tt>k"),
      documentAt("<tt>nope"),
      ...["page", "markdown", "html", "dropped", "<tt>"].map((as) => `/document?key=${key}&as=${as}`),
    ]) {
      const { text } = await get(server, address);
      const own = text.replace(/<script>\nconst isTyping[\s\S]*?<\/script>/, "");
      expect(own, address).not.toMatch(/<tt|<script|<img|<u>|<textarea/);
    }
  });

  test("policies: only the preview's own script, nothing at all in the frame", async () => {
    const server = await started(collectionOf([markdownEntry("a.md", "# A")]));
    for (const address of ["/", documentAt("a.md"), "/nope", "/content?key=a.md", "/version?key=a.md"]) {
      const { headers } = await get(server, address);
      const policy = String(headers["content-security-policy"] ?? "");
      if (headers["content-type"]?.startsWith("text/html")) expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/unsafe|https?:|\*/);
      expect(headers).toMatchObject({
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
        "cross-origin-resource-policy": "same-origin",
      });
    }
    const frame = String((await get(server, "/content?key=a.md")).headers["content-security-policy"]);
    expect(frame).toMatch(/^sandbox allow-popups /);
    expect(frame).not.toMatch(/script-src|allow-scripts|allow-same-origin/);
  });

  test.each([
    "/nope",
    "/document",
    "/document?key=b",
    "/content?key=b",
    "/version?key=a.md",
    "/document/a.md",
  ])("%s is not found", async (address) => {
    const server = await started(collectionOf([markdownEntry("a.md", "# A")]));
    expect((await get(server, address)).status).toBe(404);
  });

  test.each([
    "evil.example",
    "evil.example:80",
    "127.0.0.1.evil.example",
    "localhost@evil.example",
    "0.0.0.0",
  ])("the Host %j is refused", async (host) => {
    const server = await started(collectionOf([markdownEntry("a.md", "# Private")]));
    const { status, text } = await get(server, "/", { headers: { host } });
    expect(status).toBe(421);
    expect(text).not.toContain("Private");
  });

  test.each(["POST", "PUT", "DELETE", "OPTIONS", "HEAD"])("%s is refused", async (method) => {
    const server = await started(collectionOf([markdownEntry("a.md", "# A")]));
    const { status, headers } = await get(server, "/", { method });
    expect({ status, allow: headers.allow }).toEqual({ status: 405, allow: "GET" });
  });

  test("a taken port is reported", async () => {
    const server = await started(collectionOf([]));
    const port = Number(new URL(server.url).port);
    await expect(started(collectionOf([]), { port })).rejects.toThrow(/cannot listen on 127\.0\.0\.1/);
  });

  test("closing ends the reading of documents", async () => {
    const entry = {
      ...markdownEntry("slow.md", ""),
      kind: "document" as const,
      load: (signal: AbortSignal) =>
        sleep(60_000, undefined, { signal }).then(() => Promise.reject(new Error())),
    };
    const server = await started(collectionOf([entry]));
    const pending = get(server, documentAt("slow.md")).catch(() => "cut off");
    await sleep(50);
    await server.close();
    expect(await pending).toBe("cut off");
  });
});

test("several collections are one, in order", async () => {
  const both = together([
    collectionOf([markdownEntry("a.md", "# A")], { local: true }),
    collectionOf([markdownEntry("a.md", "# B")], { name: "Other" }),
  ]);
  expect(both).toMatchObject({ name: "A collection, Other", local: false });
  expect(titlesIn((await get(await started(both), "/")).text)).toEqual(["A", "B"]);
});
