import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { documentFacts, references } from "../../../src/normalize/read/document-facts.ts";
import { anyCharacter, runs } from "../../setup/properties.ts";
import { startCpuTimer } from "../../setup/time.ts";

describe("facts", () => {
  it("reads the front matter", () => {
    const text =
      "---\nid: intro\nslug: /start/here\ntitle: Start\ntags: [a, b]\nkeywords: 'b, c'\nlabels:\n  - {label: d, permalink: /d}\n---\nBody";
    expect(documentFacts(text, "text/markdown")).toEqual({
      id: "intro",
      slug: "/start/here",
      title: "Start",
      labels: ["a", "b", "d", "c"],
      includes: [],
      links: [],
    });
    expect(documentFacts("---\npermalink: /p/\nid: 7\n---\n", "text/html")).toMatchObject({
      slug: "/p/",
      id: "7",
    });
    expect(documentFacts("---\nid: x\n---\n", "text/plain")).toEqual({ labels: [], includes: [], links: [] });
  });

  it.each([
    ["draft: true", "draft: true"],
    ["Draft: yes", "draft: true"],
    ["draft: 'true'", "draft: true"],
    ["published: false", "published: false"],
    ["unlisted: true", "unlisted: true"],
    ["hidden: true", "hidden: true"],
    ["status: Draft", "status: draft"],
    ["draft: true\ntitle: a: b", "draft: true"],
    ["draft: false", undefined],
    ["published: true", undefined],
    ["published: 2024-01-01", undefined],
    ["status: stable", undefined],
  ])("withholds for %j: %s", (yaml, reason) => {
    expect(documentFacts(`---\n${yaml}\n---\nBody`, "text/markdown").unpublished).toBe(reason);
  });

  it("lists what is included, as written", () => {
    const mdx = `import Note from './_note.mdx';\nimport B from "../b.md"\nimport { Tabs } from '@theme/Tabs';\n\n<Note/>\n\n\`\`\`js\nimport C from './c.mdx'\n\`\`\``;
    expect(documentFacts(mdx, "text/mdx").includes).toEqual(["./_note.mdx", "../b.md"]);
    const markdown =
      '[!INCLUDE [x](../i/a.md)]\n\n--8<-- "s/b.md:part"\n\n{% include-markdown "c.md" %}\n\n:::code language="js" source="d.js":::';
    expect(documentFacts(markdown, "text/markdown").includes).toEqual([
      "../i/a.md",
      "s/b.md",
      "c.md",
      "d.js",
    ]);
  });

  it.each([
    ["[a](../b.md)", ["../b.md"]],
    ["[a](b.md#c 'title')", ["b.md#c"]],
    ["[a](<b c.md>)", ["b c.md"]],
    ["[a](b_(1).md)", ["b_(1).md"]],
    [String.raw`[a](b\_c.md)`, ["b_c.md"]],
    ["[a](/root/b)", ["/root/b"]],
    ["[r]: ./b.md", ["./b.md"]],
    ["   [r]: <./b.md>", ["./b.md"]],
    ['<a href="b.html">', ["b.html"]],
    ["<Card href='/x' />", ["/x"]],
    ['<Link to="../b">', ["../b"]],
    ['<Card href={"/x"} />', ["/x"]],
    ['[a]({{< ref "b.md" >}})', ["b.md"]],
    ["[a](b.md) [c](b.md)", ["b.md"]],
    ["![a](b.png) [a](https://x.example) [a](mailto:a@b) [a](#c) [a](//x/y)", []],
    ["```\n[a](b.md)\n```", []],
    ["a [b](c\n", ["c"]],
  ])("links of %s", (text, links) => {
    expect(documentFacts(text, "text/mdx").links).toEqual(links);
  });

  it("never throws, and stays linear", () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (text) => {
        expect(Array.isArray(documentFacts(text, "text/mdx").links)).toBe(true);
      }),
    );
    for (const part of ["](", "[", 'href="', "[!INCLUDE [", "{%", "import a from '", "-8<-", "[a]: "]) {
      const spent = startCpuTimer();
      documentFacts(part.repeat(200_000 / part.length), "text/mdx");
      expect(spent()).toBeLessThan(2000);
    }
  });

  it("finds the same references without reading anything else", () => {
    const part = fc.constantFrom(
      ..."---\n|+++\n|...\n|a: b\n|title: x\n|- a\n|[|text\n|---js\n|\ufeff|\r\n|[a](b.md)\n|import A from './_a.mdx'\n|{% include b.md %}\n|```\n".split(
        "|",
      ),
    );
    const text = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(
        text,
        fc.constantFrom("text/markdown", "text/mdx", "text/html", "text/plain"),
        (one, type) => {
          const { includes, links } = documentFacts(one, type);
          expect(references(one, type)).toMatchObject({ includes, links });
        },
      ),
      { numRuns: runs(1000) },
    );
  });
});
