import fc from "fast-check";
import MarkdownIt, { type Token } from "markdown-it";
import footnote from "markdown-it-footnote";
import { describe, expect, it } from "vitest";
import { skipIdleSteps } from "../../../src/normalize/read/markdown/core.ts";
import { askByFirstCharacter } from "../../../src/normalize/read/markdown/rule-table.ts";
import { leanStates } from "../../../src/normalize/read/markdown/states.ts";
import { markdownFiles, markdownTexts } from "../support/markdown-texts.ts";

const stock = new MarkdownIt({ html: true, linkify: true }).use(footnote);
const quick = new MarkdownIt({ html: true, linkify: true })
  .use(footnote)
  .use(askByFirstCharacter)
  .use(leanStates)
  .use(skipIdleSteps);
for (const { linkify } of [stock, quick]) linkify.set({ fuzzyLink: false, fuzzyEmail: false });

describe("markdown-it with fewer questions and leaner tokens", () => {
  it("gives the same tokens: real files", { timeout: 180_000 }, () => {
    for (const { name, body } of markdownFiles())
      expect(plain(quick.parse(body, {})), name).toBe(plain(stock.parse(body, {})));
  });

  it("gives the same HTML: everything beside everything", () => {
    fc.assert(
      fc.property(markdownTexts, (text) => {
        expect(quick.render(text)).toBe(stock.render(text));
      }),
      { numRuns: 3_000 },
    );
  });

  it.each(["", " ", "\n", "a", "a\n", "\t \n  ", "a\n  ", "  a", "\n\n a\n\n  \t"])(
    "finds the lines of %j alike",
    (text) => {
      const [one, other] = [stock, quick].map((md) => new md.block.State(text, md, {}, []));
      for (const name of ["bMarks", "eMarks", "tShift", "sCount", "bsCount", "lineMax"] as const)
        expect(other?.[name], name).toEqual(one?.[name]);
    },
  );

  it("refuses a rule of which it is not stated what it begins with", () => {
    const md = new MarkdownIt();
    md.block.ruler.before("paragraph", "new_rule", () => false);
    expect(() => md.use(askByFirstCharacter)).toThrow("new_rule");
  });
});

/** What tokens hold, whatever their class. */
const plain = (tokens: readonly Token[]): string => JSON.stringify(tokens, properties, 1);

const properties =
  "type tag nesting level attrs map content markup info block hidden children meta id subId label".split(" ");
