import { describe, expect, it } from "vitest";
import type { MediaType } from "../../../src/normalize/document.ts";
import { normalizeDocument } from "../../../src/normalize/pipeline.ts";

async function textOf(body: string, mediaType: MediaType = "text/markdown") {
  const [page] = await normalizeDocument({ body, mediaType, name: "page.md" });
  return (page?.html ?? "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .replaceAll(/\s+/g, " ");
}

it.each([
  ["GitLab's backticks", "Set $`x_1 * y`$ now.", "$x_1 * y$"],
  [
    "a formula that begins a sentence",
    "$$ a_{b} $$ and text\n\nMore $$ c $$",
    "$$ a_{b} $$ and text</p> <p>More",
  ],
])("%s", async (_name, body, wanted) => expect(await textOf(body)).toContain(wanted));

const formulas = [
  "$a*b*c$",
  "$x_1 + x_2$",
  "$\\bar{x} = \\frac{1}{n}\\sum_{i=1}^{n} x_i$",
  "$\\left\\{ a_i * b_j \\right\\}$",
  "$x_1 \\\\ y_2$",
  "$f_{i}(x)_{j}$",
  "$a_{id=5}$",
  "$\\%$",
  "$n$",
  "$a < b > c$",
  "$\\text{if } x_{#1}$",
  "$f^*$",
  "$$x*y*z$$",
  "$$ a_{i} * b_{j} $$",
  "\\(p*q*r\\)",
  "\\(x\\)",
  "\\(\\alpha_{i}\\)",
  "\\[\\sum_{k=0}^{n} k\\]",
  "$\\{{a}\\}$",
  "$|x|$",
  "${n \\choose k}$",
];

describe("a formula stays as it is written", () => {
  it.each(formulas)("in a sentence: %s", async (formula) => {
    expect(await textOf(`So *much* is ${formula} of *it*.`)).toBe(
      `<p>So <em>much</em> is ${formula} of <em>it</em>.</p>`,
    );
  });
  it.each(formulas.filter((one) => !one.includes("|")))("in a list and a cell: %s", async (formula) => {
    expect(await textOf(`- is ${formula}.\n\n| a |\n|---|\n| ${formula} |`)).toContain(`<td>${formula}</td>`);
  });
  it.each([
    "$$\n\\begin{aligned}\na &= b*c*d \\\\\nx_{1} &= \\{ y_1, y_2 \\}\n\\end{aligned}\n$$",
    "\\[\nE = m*c*2\n\\]",
    "$$ \\sum_{k=0}^{n} \\binom{n}{k} = 2^n $$",
    "$$\n\n\\sum_{k=0}^{n}\n\n$$",
    "\\begin{align*}\na_{1} &= b * c \\\\\nd &= e * f\n\\end{align*}",
    "$$\n# a_{i} * b * c\n- d\n$$",
  ])("on lines of its own: %j", async (formula) => {
    expect(await textOf(`Before.\n\n${formula}\n\nAfter.`)).toBe(
      `<p>Before.</p> <p>${formula.replaceAll(/\s+/g, " ")}</p> <p>After.</p>`,
    );
    expect(await textOf(`Before.\n${formula}\nAfter.`)).toContain(formula.replaceAll(/\s+/g, " "));
    expect(await textOf(`> ${formula.replaceAll("\n", "\n> ")}`)).toContain("<blockquote>");
  });
  it.each(formulas.filter((one) => one.startsWith("$")))("in MDX: %s", async (formula) => {
    const body = `export const a = "$x";\n\nSo *much* is ${formula} of *it* {a}, \`$a*b*c$\`.`;
    expect(await textOf(body, "text/mdx")).toBe(
      `<p>So <em>much</em> is ${formula} of <em>it</em> $x, <code>$a*b*c$</code>.</p>`,
    );
  });
  it("in MDX on lines of its own", async () => {
    expect(await textOf("Before {1}.\n\n$$\n\\sum_{i=1}^{n}\n- b*c*d\n$$\n\nAfter {2}.", "text/mdx")).toBe(
      "<p>Before 1.</p> <p>$$ \\sum_{i=1}^{n} - b*c*d $$</p> <p>After 2.</p>",
    );
  });
  it("kramdown's and MathJax's escaped delimiters are one backslash, labels go", async () => {
    expect(await textOf("Set \\\\(a*b*c\\\\) here.")).toBe("<p>Set \\(a*b*c\\) here.</p>");
    expect(await textOf("$$\na = b\n$$ (eq-1)")).toBe("<p>$$ a = b $$</p>");
    expect(await textOf("$$ a = b $$ {#eq-1}")).toBe("<p>$$ a = b $$</p>");
  });
});

describe("what is not a formula is read as Markdown", () => {
  it.each([
    ["It costs $5 *now* and $6 later.", "<p>It costs $5 <em>now</em> and $6 later.</p>"],
    ["**$A** and **$B** are set.", "<p><strong>$A</strong> and <strong>$B</strong> are set.</p>"],
    ["*$A* or *$B*, say", "<p><em>$A</em> or <em>$B</em>, say</p>"],
    [
      "US$5 [see](https://a.example/x) for US$6",
      '<p>US$5 <a href="https://a.example/x">see</a> for US$6</p>',
    ],
    ["Use `$a` and `$b`.", "<p>Use <code>$a</code> and <code>$b</code>.</p>"],
    [
      "Write \\[optional *x*\\] or \\(see *below*\\).",
      "<p>Write [optional <em>x</em>] or (see <em>below</em>).</p>",
    ],
    ["\\[\\--name=value\\]", "<p>[--name=value]</p>"],
    ["\\$5 and *x* and \\$6", "<p>$5 and <em>x</em> and $6</p>"],
    ["$5\n\n*x* $", "<p>$5</p> <p><em>x</em> $</p>"],
    ["`$a*b$ \\(c\\)`", "<p><code>$a*b$ \\(c\\)</code></p>"],
    ["$$ is money, *really*.", "<p>$$ is money, <em>really</em>.</p>"],
  ])("%j", async (body, expected) => {
    expect(await textOf(body)).toBe(expected);
  });
});
