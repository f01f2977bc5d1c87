import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { elementChildren, findFirst } from "../../../src/html/dom.ts";
import { parseHtml } from "../../../src/html/parse.ts";
import { isHeldLoss, unexplainedLoss } from "../../../src/normalize/check/account/account.ts";
import { scanMarkdown } from "../../../src/normalize/check/account/markdown-scan.ts";
import { notRespelt } from "../../../src/normalize/check/account/respelt.ts";
import { WordSketch } from "../../../src/normalize/check/account/sketch.ts";
import type { MediaType, TextType } from "../../../src/normalize/document.ts";
import { normalizeDocument } from "../../../src/normalize/pipeline.ts";

const treeOf = (html: string) => {
  const { tree } = parseHtml(html);
  return findFirst(tree, ({ name }) => name === "body") ?? tree;
};
const blocksOf = (html: string) => elementChildren(treeOf(html));
const words = (count: number, name = "w") => Array.from({ length: count }, (_, n) => `${name}${n}`).join(" ");

/** What is lost of a text in a page of this HTML. */
const lossOf = (
  text: string,
  html: string,
  more: { mediaType?: TextType; explained?: string[]; whole?: string } = {},
) =>
  unexplainedLoss({
    title: "",
    blocks: blocksOf(html),
    root: treeOf(html),
    source: { text, from: 0, mediaType: more.mediaType ?? "text/markdown" },
    dropped: [],
    explained: more.explained ?? [],
    wholeTree: () => treeOf(more.whole ?? html),
  });

describe("words that no reason explains", () => {
  test.each([
    // words of the source, words lost, is a loss, is held
    [100, 9, false, false],
    [100, 10, true, false],
    [500, 10, false, false],
    [499, 10, true, false],
    [100, 30, true, false],
    [100, 31, true, true],
    [30, 9, false, false],
    [10, 10, true, true],
  ])("%i words, %i of them lost: a loss: %s, held: %s", (all, lost, isLoss, held) => {
    const kept = words(all - lost);
    const loss = lossOf(`${kept} ${words(lost, "gone")}`, `<p>${kept}</p>`);
    expect(loss).toEqual(isLoss ? expect.objectContaining({ words: lost, of: all }) : undefined);
    expect(loss !== undefined && isHeldLoss(loss)).toBe(held);
  });

  test("are quoted from where most of them stood, with their line", () => {
    const text = `# A\n\nkept one\n\n${words(12, "gone")}\n\nkept two`;
    expect(lossOf(text, "<p>A kept one</p><p>kept two</p>")).toMatchObject({
      begin: "gone0 gone1 gone2 gone3 gone4 gone5 gone6 gone7 gone8 gone9 …",
      line: 5,
    });
  });

  test.each<[what: string, text: string, html: string, more?: Parameters<typeof lossOf>[2]]>([
    ["in a comment", `Kept. <!-- ${words(40)} -->`, "<p>Kept.</p>"],
    ["in addresses", `[Kept](https://example.com/${words(20).replaceAll(" ", "/")})`, "<p>Kept</p>"],
    ["in tags", `<div ${words(20)}>Kept</div>`, "<p>Kept</p>"],
    ["hidden", `Kept <p hidden>${words(40)}</p>`, "<p>Kept</p>", { whole: `Kept<p hidden>${words(40)}</p>` }],
    ["left out with a warning", `Kept ${words(40)}`, "<p>Kept</p>", { explained: [words(40)] }],
    ["spelt together", words(40), `<p>${words(40).replaceAll(" ", "")}</p>`],
    ["said twice in the source", `${words(40)}\n\n${words(40)}`, `<p>${words(40)}</p>`],
    ["moved", `${words(20, "a")}\n\n${words(20, "b")}`, `<p>${words(20, "b")}</p><p>${words(20, "a")}</p>`],
    ["numbers of lists", "1. a\n2. b\n".repeat(12), `<ol>${"<li>a</li><li>b</li>".repeat(12)}</ol>`],
    ["escapes", "snake\\_case \\*x\\* ".repeat(12), `<p>${"snake_case *x* ".repeat(12)}</p>`],
    ["in two colours", "**de**fine it ".repeat(12), `<p>${"<strong>de</strong>fine it ".repeat(12)}</p>`],
    ["Chinese beside marks", "**你好**世界".repeat(12), `<p>${"<strong>你好</strong>世界".repeat(12)}</p>`],
  ])("are not those %s", (_what, text, html, more) => {
    expect(lossOf(text, html, more)).toBeUndefined();
  });

  test("are found in code, too", () => {
    expect(lossOf(`Kept\n\n\`\`\`js title=x\n${words(40)}\n\`\`\`\n`, "<p>Kept</p>")?.words).toBe(40);
  });

  test("a longer text is never taken for one that is all there", () => {
    const paragraph = fc.array(fc.stringMatching(/^[a-z]{3,9}$/), { minLength: 12, maxLength: 30 });
    const run = fc.property(
      fc.array(paragraph, { minLength: 2, maxLength: 8 }),
      fc.nat(),
      (paragraphs, choice) => {
        const texts = paragraphs.map((one, at) => one.map((word) => `${word}${at}`).join(" "));
        const without = choice % texts.length;
        const html = texts.map((text, at) => (at === without ? "" : `<p>${text}</p>`)).join("");
        expect(lossOf(texts.join("\n\n"), html)?.words).toBe(paragraphs[without]?.length);
        expect(lossOf(texts.join("\n\n"), texts.map((text) => `<p>${text}</p>`).join(""))).toBeUndefined();
      },
    );
    fc.assert(run);
  });
});

describe("one pass over Markdown", () => {
  const sketch = new WordSketch();
  const counted = (text: string) => {
    sketch.begin();
    scanMarkdown(text, sketch);
    sketch.boundary();
    return sketch.words;
  };
  test.each([
    ["one two", 2],
    ["[one](https://a.b/c 'd') two", 2],
    ["<b>one</b> <!-- x\ny --> two", 2],
    ["one &amp; two", 2],
    ["[a]: https://example.com\n\none", 1],
    ["[^1]: a note", 3],
    ["```js\none two\n```\nthree", 3],
    ["> ~~~\n> one <b> two\n> ~~~\n", 3],
    ["``one`` `two`", 2],
    ["```one``` two", 2],
    ["a < b and c", 4],
    ["- {#id} one", 1],
    ["import X from 'y'\n\none", 1],
    ["text <script>\nvar a;\n</script> after", 2],
  ])("%j has %i words", (text, expected) => {
    expect(counted(text)).toBe(expected);
  });

  test.each(["<", "<a ", "](", "{#", "&a", "```\n", "<!--", "[a]: ", "1. ", "<script>"])(
    "%j without end takes few steps",
    (piece) => {
      const start = process.cpuUsage();
      counted(piece.repeat(30_000 / piece.length));
      const { user, system } = process.cpuUsage(start);
      expect((user + system) / 1e6).toBeLessThan(0.75);
    },
  );
});

test("words in another spelling are there", () => {
  const own = ["gold", "badges", "gone", "for", "ever"];
  expect(notRespelt([0, 1, 2, 3, 4], own, ["12goldbadges", "x"])).toEqual([2, 3, 4]);
  expect(notRespelt([0], own, ["marigolds"])).toEqual([0]);
});

describe("a document", () => {
  const codes = async (body: string, mediaType: MediaType) =>
    (await normalizeDocument({ body, mediaType, name: "x" })).map(({ warnings, lost }) => ({
      codes: warnings.map(({ code }) => code).filter((code) => code === "text-lost"),
      lost,
    }));

  test.each<[what: string, mediaType: MediaType, body: string]>([
    ["Markdown", "text/markdown", `# T\n\n${words(60)}\n\n| a | b |\n|---|---|\n| ${words(5)} | c |\n`],
    [
      "a component that is dropped",
      "text/mdx",
      `<DocCardList>${words(40)}</DocCardList>\n\nKept ${words(9)}\n`,
    ],
    ["an expression", "text/mdx", `Kept.\n\n{[${words(40).replaceAll(" ", ", ")}].map((x) => x)}\n`],
    ["a form", "text/html", `<p>${words(20)}</p><form><select><option>${words(40)}</select></form>`],
    ["a page with menus", "text/html", `<!doctype html><nav>${words(90)}</nav><main><p>${words(30)}</main>`],
    ["a video", "text/html", `<p>${words(20)}</p><video src="https://a.b/c"><p>${words(40)}</p></video>`],
  ])("%s has nothing that is not explained", async (_what, mediaType, body) => {
    expect(await codes(body, mediaType)).toEqual([{ codes: [], lost: undefined }]);
  });
});

test("a soft hyphen does not end a word of the sketch either", () => {
  const sketch = new WordSketch();
  sketch.begin();
  sketch.add("the own\u00ader");
  sketch.turn();
  sketch.add("the owner");
  expect([sketch.words, sketch.lost()]).toEqual([2, 0]);
});
