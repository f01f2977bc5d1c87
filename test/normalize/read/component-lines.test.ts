import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Document } from "../../../src/normalize/document.ts";
import { normalizeDocument } from "../../../src/normalize/pipeline.ts";

async function htmlOf(body: string) {
  const document: Document = { body, mediaType: "text/markdown", name: "page.md", title: "Page" };
  const [page] = await normalizeDocument(document);
  return (page?.html ?? "").replaceAll(/\s*\n\s*/g, "\n").trim();
}

const lead = (text: string) => `<p><strong>${text}</strong></p>`;
const quote = (title: string, body: string) => `<blockquote>\n${lead(title)}\n${body}\n</blockquote>`;

describe("components in Markdown that take a line", () => {
  it.each([
    ["a callout", "<Note>Be *careful*</Note>", quote("Note", "<p>Be <em>careful</em></p>")],
    ["a callout behind text", "Text\n<Tip>Try</Tip>", `<p>Text</p>\n${quote("Tip", "<p>Try</p>")}`],
    [
      "tabs, a line each",
      '<Tabs>\n<TabItem value="a" label="npm">Run `npm i`</TabItem>\n<TabItem value="b" label="Yarn">Run `yarn`</TabItem>\n</Tabs>',
      `${lead("npm")}\n<p>Run <code>npm i</code></p>\n${lead("Yarn")}\n<p>Run <code>yarn</code></p>`,
    ],
    [
      "tabs in one line",
      '<Tabs><TabItem label="A">one</TabItem><TabItem label="B">two</TabItem></Tabs>',
      `${lead("A")}\n<p>one</p>\n${lead("B")}\n<p>two</p>`,
    ],
    [
      "a callout in an item",
      "- item\n\n  <Warning>Hot</Warning>",
      `<ul>\n<li><p>item</p>${quote("Warning", "<p>Hot</p>")}</li>\n</ul>`,
    ],
    [
      "details in details",
      '<Accordion title="Q">See <Accordion title="R">A</Accordion></Accordion>',
      `${lead("Q")}\n<p>See R A</p>`,
    ],
    ["a title with an angle bracket", '<Card title="a > b">Body</Card>', `${lead("a &gt; b")}\n<p>Body</p>`],
    ["an empty one", "<Card></Card>\n\nText", "<p>Text</p>"],
  ])("%s", async (_name, text, expected) => {
    expect(await htmlOf(text)).toBe(expected);
  });

  it.each([
    ["a badge", '<Badge text="new"/> feature', "<p>new feature</p>"],
    ["a component in a sentence", 'See <Card title="Start">Begin</Card> now', "<p>See Start Begin now</p>"],
    ["text behind the component", '<Card title="Start">Begin</Card> and more', "<p>Start Begin and more</p>"],
    ["one that is never closed", "<Note>Careful", "<p>Careful</p>"],
    ["a type in angle brackets", "<Name> stands for yours", "<p>&lt;Name&gt; stands for yours</p>"],
  ])("not %s, which stands in a sentence", async (_name, text, expected) => {
    expect(await htmlOf(text)).toBe(expected);
  });

  it("keeps every word, however they are nested", async () => {
    const names = fc.constantFrom("Note", "TabItem", "Card", "Steps", "Badge", "Unknown");
    const { tree } = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { depthSize: "small" },
        fc.constantFrom("alpha", "beta", "gamma"),
        fc
          .tuple(names, tie("tree"), tie("tree"))
          .map(([name, one, two]) => `<${name} title="said">${one} ${two}</${name}>`),
      ),
    }));
    const words = (text: string) => text.match(/alpha|beta|gamma/g) ?? [];
    await fc.assert(
      fc.asyncProperty(tree, async (text) => {
        expect(words(await htmlOf(text))).toEqual(words(text));
      }),
    );
  });
});
