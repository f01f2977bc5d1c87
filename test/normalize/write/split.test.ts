import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Normalized } from "../../../src/normalize/document.ts";
import { normalizeDocument } from "../../../src/normalize/pipeline.ts";

const paragraph = (words: string) => `${words} ${"and so on, step by step, ".repeat(12)}`;

/** The pages of a Markdown text, given the bytes of HTML that each may have. */
function pagesOf(body: string, maxPageBytes: number): Promise<readonly Normalized[]> {
  const url = "https://docs.example.com/guide";
  return normalizeDocument({
    body,
    mediaType: "text/markdown",
    name: "guide.md",
    url,
    options: { maxPageBytes },
  });
}

const shown = (pages: readonly Normalized[]) => pages.map(({ title, part }) => [part?.id ?? null, title]);

const guide = [
  "# Guide",
  paragraph("Before you begin"),
  "## Install",
  paragraph("Installing"),
  "### Windows",
  paragraph("On Windows"),
  "### macOS",
  paragraph("On macOS"),
  "## Use",
  paragraph("Using"),
].join("\n\n");

describe("a long document", () => {
  test("that fits stays one page", async () => {
    expect(shown(await pagesOf(guide, 200_000))).toEqual([[null, "Guide"]]);
  });

  test("is split at its highest headings, and deeper only where necessary, with title paths", async () => {
    expect(shown(await pagesOf(guide, 1200))).toEqual([
      [null, "Guide"],
      ["install", "Guide › Install"],
      ["use", "Guide › Use"],
    ]);
    const deep = await pagesOf(guide, 500);
    expect(shown(deep)).toEqual([
      [null, "Guide"],
      ["install", "Guide › Install"],
      ["windows", "Guide › Install › Windows"],
      ["macos", "Guide › Install › macOS"],
      ["use", "Guide › Use"],
    ]);
    expect(deep[0]?.warnings.map(({ code }) => code)).toEqual(["page-split"]);
    expect(deep[2]?.part).toEqual({ id: "windows", anchor: "windows" });
  });

  test("whose text begins with a heading has a page that lists its sections", async () => {
    const [own] = await pagesOf(`# Guide\n\n## One\n\n${paragraph("1")}\n\n## Two\n\n${paragraph("2")}`, 400);
    expect(own).toMatchObject({ title: "Guide", html: "<ul>\n<li>One</li>\n<li>Two</li>\n</ul>" });
  });

  test("takes its ids from the headings' own, and numbers those that come twice", async () => {
    const html = `<h1>G</h1><p>${paragraph("0")}</p><h2 id="Set_up">Install</h2><p>${paragraph("1")}</p>
      <section id="again"><h2>Notes</h2><p>${paragraph("2")}</p></section><h2>Notes</h2><p>${paragraph("3")}</p>
      <h2>Notes</h2><p>${paragraph("4")}</p>`;
    const pages = await normalizeDocument({
      body: html,
      mediaType: "text/html",
      name: "g",
      options: { maxPageBytes: 400 },
    });
    expect(pages.map(({ part }) => part)).toEqual([
      undefined,
      { id: "set_up", anchor: "Set_up" },
      { id: "again", anchor: "again" },
      { id: "notes", anchor: "notes" },
      { id: "notes-1", anchor: "notes-1" },
    ]);
  });

  test("without headings is split between its blocks, and a block that is too long stays whole", async () => {
    const rows = Array.from({ length: 60 }, (_, n) => `| ${n} | row number ${n} |`).join("\n");
    const pages = await pagesOf(
      `# Log\n\n${paragraph("a")}\n\n${paragraph("b")}\n\n| n | what |\n| - | - |\n${rows}`,
      600,
    );
    expect(shown(pages)).toEqual([
      [null, "Log"],
      ["page-2", "Log (2)"],
      ["page-3", "Log (3)"],
    ]);
    expect(pages[2]?.html.match(/<tr>/g)).toHaveLength(61);
    expect(pages[0]?.warnings.map(({ code }) => code)).toEqual(["page-split", "page-long"]);
  });
});

const word = fc.stringMatching(/^[a-z]{3,8}$/);
const block = fc.oneof(
  { weight: 3, arbitrary: fc.array(word, { minLength: 3, maxLength: 30 }).map((words) => words.join(" ")) },
  fc.tuple(fc.integer({ min: 2, max: 4 }), word).map(([level, words]) => `${"#".repeat(level)} ${words}`),
);

const wordsIn = (text: string) => text.replace(/<[^>]*>/g, " ").match(/[a-z]+/g) ?? [];

test("no word is lost, whatever is split; every page keeps to the limit or holds a single block", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(block, { minLength: 1, maxLength: 30 }), async (blocks) => {
      const body = `# Title\n\n${blocks.join("\n\n")}`;
      const [whole] = await pagesOf(body, 5_000_000);
      const pages = await pagesOf(body, 300);
      const all = pages.flatMap(({ title, html }) => [...wordsIn(title), ...wordsIn(html)]);
      const counted = new Map<string, number>();
      for (const one of all) counted.set(one, (counted.get(one) ?? 0) + 1);
      for (const one of new Set(wordsIn(whole?.html ?? ""))) expect(counted.get(one) ?? 0).toBeGreaterThan(0);
      expect(new Set(pages.map(({ part }) => part?.id)).size).toBe(pages.length);
      for (const { html } of pages)
        expect(html.length <= 300 || html.split("\n<p>").length === 1, html).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test("an edit in one section changes no other page and no id", async () => {
  const before = await pagesOf(guide, 500);
  const after = await pagesOf(guide.replace("On macOS", "Only on macOS 15"), 500);
  expect(shown(after)).toEqual(shown(before));
  const changed = after.filter(({ html }, index) => html !== before[index]?.html);
  expect(changed.map(({ part }) => part?.id)).toEqual(["macos"]);
});
