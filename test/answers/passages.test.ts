import fc from "fast-check";
import { expect, test } from "vitest";
import { MAX_WORDS, passagesOf } from "../../src/answers/text/passages.ts";
import { normalizeDocument } from "../../src/normalize/pipeline.ts";

const markdown = async (body: string) =>
  (await normalizeDocument({ body, mediaType: "text/markdown", name: "x.md" })).flatMap(({ html }) =>
    passagesOf(html),
  );

test("a passage stands under its headings, and a heading over headings alone makes none", async () => {
  expect(
    await markdown(
      "Intro.\n\n## Install\n\n### Windows\n\nRun it.\n\n### Linux\n\nBuild it.\n\n## Use\n\nGo.\n",
    ),
  ).toEqual([
    { section: [], text: "Intro." },
    { section: ["Install", "Windows"], text: "Run it." },
    { section: ["Install", "Linux"], text: "Build it." },
    { section: ["Use"], text: "Go." },
  ]);
});

test("a heading with nothing under it is a passage without text", async () => {
  expect(await markdown("# Title\n\n## One\n\n## Two\n\nText.\n\n### Three\n")).toEqual([
    { section: ["One"], text: "" },
    { section: ["Two"], text: "Text." },
    { section: ["Two", "Three"], text: "" },
  ]);
});

test("a table's cells follow the heads of their columns, and code keeps its lines", async () => {
  const [table, code] = await markdown(
    "## Prices\n\n| Plan | Price |\n| --- | --- |\n| Pro | 20 € |\n| Team | |\n\n## Code\n\n```sh\nif true; then\n  npm ci\nfi\n```\n",
  );
  expect(table?.text).toBe("Plan: Pro · Price: 20 €\nPlan: Team");
  expect(code?.text).toBe("if true; then\n  npm ci\nfi");
});

test("several head rows are one head", () => {
  const html =
    "<table><thead><tr><th>Plan</th><th>Included</th></tr><tr><th>Plan</th><th>Labels</th></tr></thead><tbody><tr><td>Solo</td><td>200</td></tr></tbody></table>";
  expect(passagesOf(html)).toEqual([{ section: [], text: "Plan: Solo · Included Labels: 200" }]);
});

test("lists keep their items and what is nested in them", async () => {
  const [list] = await markdown("- one\n  - inner\n- two\n\n  more\n\n1. first\n");
  expect(list?.text.split("\n")).toEqual(["- one", "  - inner", "- two", "  more", "- first"]);
});

test("a long section is cut between its lines, never within one", () => {
  const paragraph = `<p>${"word ".repeat(100).trim()}</p>`;
  const passages = passagesOf(`<h2>Long</h2>\n${paragraph.repeat(6)}<p>${"x ".repeat(900).trim()}</p>`);
  expect(passages.map(({ text }) => text.split(/\s+/).length)).toEqual([200, 200, 200, 900]);
  expect(passages.every(({ section }) => section.join() === "Long")).toBe(true);
});

const word = fc.stringMatching(/^[a-z<&>"']{1,12}$/);
const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

test("no word of a page is lost, and no passage of many lines is too long", () => {
  const block = fc.record({
    kind: fc.constantFrom("p", "h2", "h3", "pre", "li", "td"),
    words: fc.array(word, { minLength: 1, maxLength: 60 }),
  });
  fc.assert(
    fc.property(fc.array(block, { maxLength: 30 }), (blocks) => {
      const html = blocks
        .map(({ kind, words }) => {
          const text = escaped(words.join(" "));
          if (kind === "pre") return `<pre><code>${text}</code></pre>`;
          if (kind === "li") return `<ul>\n<li>${text}</li>\n</ul>`;
          if (kind === "td") return `<table>\n<tbody>\n<tr><td>${text}</td></tr>\n</tbody>\n</table>`;
          return `<${kind}>${text}</${kind}>`;
        })
        .join("\n");
      const passages = passagesOf(html);
      const said = passages
        .flatMap(({ section, text }) => [...section, text])
        .join(" ")
        .split(/\s+/);
      for (const { words } of blocks) for (const one of words) expect(said).toContain(one);
      for (const { text } of passages)
        if (text.includes("\n")) expect(text.split(/\s+/).length).toBeLessThanOrEqual(MAX_WORDS + 30);
    }),
  );
});

test("whatever is not a page's HTML is text, and nothing throws", () => {
  fc.assert(
    fc.property(fc.string(), (html) => {
      passagesOf(html);
    }),
  );
  expect(passagesOf("<p>1 < 2 <b attr=x>").map(({ text }) => text)).toEqual(["1 < 2 <b attr=x>"]);
});
