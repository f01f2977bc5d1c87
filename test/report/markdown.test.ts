import fc from "fast-check";
import MarkdownIt from "markdown-it";
import { describe, expect, test } from "vitest";
import { ciJson, ciMarkdown } from "../../src/report/ci.ts";
import { textDiff } from "../../src/report/diff.ts";
import { reportMarkdown } from "../../src/report/markdown.ts";
import { code, fenced, literal } from "../../src/report/markdown-text.ts";
import type { CiPlan } from "../../src/sync/ci-plan.ts";
import { eventful } from "./reports.ts";

const markdown = new MarkdownIt({ html: true });
const shown = (source: string) => markdown.renderInline(source).replace(/\u200b/g, "");

describe("texts from outside show literally", () => {
  const unescaped = (html: string) =>
    html.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");

  test("whatever they hold", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary-ascii" }), (text) => {
        const plain = text
          .replace(/\s+/g, " ")
          .replace(/\p{Cc}/gu, "\ufffd")
          .trim();
        expect(unescaped(shown(literal(text)))).toBe(plain);
      }),
    );
  });

  test("in a code span and in a fence", () => {
    expect(markdown.renderInline(code("a ``b` c"))).toBe("<code>a ``b` c</code>");
    expect(markdown.render(fenced("one\n```\n````x\ntwo", "diff"))).toBe(
      '<pre><code class="language-diff">one\n```\n````x\ntwo\n</code></pre>\n',
    );
  });
});

test("a report as Markdown: one table row per change, nobody is mentioned, no HTML comes through", () => {
  const text = reportMarkdown(eventful);
  expect(text).toContain("## fin-ingest nightly: held");
  const html = markdown.render(text);
  expect(html.match(/<tr>/g)).toHaveLength(7);
  expect(html).not.toContain("<b>");
  expect(text).not.toMatch(/@everyone/);
  expect(html).toContain("<strong>Held (removal-cap):</strong>");
  expect(html).toContain("Shorten the title.");
  expect(html).toContain("connect ECONNREFUSED");
});

describe("text diffs", () => {
  test("hunks with three lines of context", () => {
    const before = Array.from({ length: 12 }, (_, index) => `line ${index}`).join("\n");
    expect(textDiff(before, before.replace("line 6", "line six"))).toBe(
      [
        "@@ -4,7 +4,7 @@",
        " line 3",
        " line 4",
        " line 5",
        "-line 6",
        "+line six",
        " line 7",
        " line 8",
        " line 9",
      ].join("\n"),
    );
  });
  test("equal texts have none; a last line end is not a difference", () => {
    expect(textDiff("same", "same")).toBe("");
    expect(textDiff("same", "same\n")).toBe("");
  });
});

const page = {
  source: "handbook",
  externalId: "travel.md",
  title: "Travel <policy>",
  url: "https://handbook.example.com/travel",
  words: 1200,
  audience: { before: null, after: "customers" as const },
  markdown: "# Travel\n\nBook early.\n",
  warnings: [{ code: "image-without-alt", message: "an image without text" }],
};
const plan: CiPlan = {
  base: "main",
  head: "HEAD",
  learn: [page],
  change: [
    {
      ...page,
      externalId: "leave.md",
      title: "Leave",
      markdown: "# Leave\n\n30 days.\n",
      audience: { before: "teammates", after: "customers" },
      reasons: ["content", "title"],
      before: { title: "Holidays", markdown: "# Leave\n\n28 days.\n" },
    },
  ],
  forget: [
    {
      source: "handbook",
      externalId: "fax.md",
      title: "Fax",
      url: null,
      audience: { before: "customers", after: null },
      why: "deleted",
    },
  ],
  failed: [{ source: "handbook", externalId: "bad.md", message: "not UTF-8" }],
  held: [
    { source: "handbook", externalId: "keys.md", message: "keys.md is held: a jwt", resolve: "Allow it" },
  ],
};

describe("what a change makes Fin learn", () => {
  test("learn, change, forget, with the texts folded away", () => {
    const text = ciMarkdown(plan);
    expect(text).toContain("Fin will learn **1 page**, change **1 page**, forget **1 page**.");
    expect(text).toContain("Customers will be answered from **2 pages** more than now.");
    const [, first = ""] = text.split("### ");
    expect(first).toBe(
      "Customers will now be answered from\n\n- [Leave](https://handbook.example.com/travel) · `leave.md` · teammates → customers\n- [Travel \\<policy\\>](https://handbook.example.com/travel) · `travel.md` · new page\n\n",
    );
    expect(text).toContain("**1 document could not be read.**");
    expect(text).toContain(
      "- [Travel \\<policy\\>](https://handbook.example.com/travel) · for customers · 1,200 words · 1 warning: an image without text",
    );
    expect(text).toContain(
      "<details><summary>Travel &lt;policy&gt;: what Fin will read</summary>\n\n```markdown\n# Travel",
    );
    expect(text).toContain(
      "- [Leave](https://handbook.example.com/travel) · teammates → customers · content, title · was Holidays",
    );
    expect(text).toContain("-28 days.\n+30 days.");
    expect(text).toContain("### Fin will forget\n\n- Fax · customers → no page · deleted");
    expect(text).toContain("- bad.md: not UTF-8");
    expect(text).toContain("**1 document held: a secret seems to stand there.**");
    expect(text).toContain("### Held, not uploaded\n\n- keys.md is held: a jwt. Allow it");
  });

  test("nothing changed", () => {
    const nothing = ciMarkdown({
      base: "a",
      head: "b",
      learn: [],
      change: [],
      forget: [],
      failed: [],
      held: [],
    });
    expect(nothing).toContain("no document changed");
  });

  test("as long as a comment may be, however much changed", () => {
    const big = { ...page, title: "T".repeat(200), markdown: "word ".repeat(40_000) };
    const many = {
      ...plan,
      learn: Array.from({ length: 500 }, () => big),
      change: Array.from({ length: 500 }, () => ({
        ...big,
        reasons: ["content" as const],
        before: { title: big.title, markdown: "other\n" },
      })),
    };
    for (const maxCharacters of [5_000, 60_000]) {
      const text = ciMarkdown(many, { maxCharacters });
      expect(text.length).toBeLessThanOrEqual(maxCharacters);
      expect(text).toMatch(/… and [\d,]+ more\./);
      expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
    }
  });

  test("as data: the diff in place of the old text", () => {
    expect(ciJson(plan)).toMatchObject({
      learn: [{ externalId: "travel.md", markdown: page.markdown }],
      change: [
        { externalId: "leave.md", titleBefore: "Holidays", diff: expect.stringContaining("+30 days.") },
      ],
      forget: [{ externalId: "fax.md" }],
    });
    expect(JSON.stringify(ciJson(plan))).not.toContain('"before":{"title"');
  });
});

test("what a run with --health found stands at its end, folded up and literally", () => {
  const stale = [{ source: "docs", externalId: "*a*.md", sentAt: null, why: "held (secret): a key" }];
  const told = reportMarkdown({ ...eventful, health: { index: "missing", stale, content: null } });
  expect(told).toContain("<summary>Content health</summary>");
  expect(told).toContain("\\*a\\*.md, sent at an unknown time: held (secret): a key");
  expect(told).toContain("There is no index of what was sent");
  expect(reportMarkdown(eventful)).not.toContain("Content health");
});
