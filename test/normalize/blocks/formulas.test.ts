import { describe, expect, test } from "vitest";
import { flat } from "../support/normalized.ts";

describe("MathML", () => {
  test.each<[string, string, string]>([
    ["a fraction", "<mfrac><mn>1</mn><mn>2</mn></mfrac>", "\\frac{1}{2}"],
    ["numbers without a line", '<mfrac linethickness="0"><mi>n</mi><mi>k</mi></mfrac>', "\\binom{n}{k}"],
    ["a root", "<msqrt><mi>a</mi><mo>+</mo><mi>b</mi></msqrt>", "\\sqrt{a+b}"],
    ["another root", "<mroot><mi>x</mi><mn>3</mn></mroot>", "\\sqrt[3]{x}"],
    ["scripts", "<msubsup><mi>x</mi><mi>i</mi><mn>12</mn></msubsup>", "x_i^{12}"],
    [
      "a script of several signs",
      "<msup><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></msup>",
      "{a+b}^2",
    ],
    [
      "a sum",
      "<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><mi>i</mi>",
      "∑_{i=1}^n",
    ],
    [
      "a table",
      "<mtable><mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr><mtr><mtd><mi>c</mi></mtd><mtd><mi>d</mi></mtd></mtr></mtable>",
      "\\begin{matrix}a &amp; b \\\\ c &amp; d\\end{matrix}",
    ],
    [
      "scripts before and behind",
      "<mmultiscripts><mi>C</mi><mn>6</mn><none/><mprescripts/><none/><mn>14</mn></mmultiscripts>",
      "{}^{14}C_6",
    ],
    ["functions", "<mi>sin</mi><mi>x</mi>", "sin x"],
    ["fences", "<mfenced><mi>a</mi><mi>b</mi></mfenced>", "(a,b)"],
    ["words", "<mi>x</mi><mtext>if</mtext><mi>y</mi>", "x if y"],
    ["what is not shown", "<mphantom><mn>9</mn></mphantom><mn>1</mn>", "<code>1</code>"],
  ])("%s", (_name, inner, wanted) => expect(flat(`<p>So <math>${inner}</math>.</p>`)).toContain(wanted));

  test("a formula nested deeply is read without its structure", () => {
    const html = `<p><math>${"<msqrt>".repeat(300)}<mi>x</mi>${"</msqrt>".repeat(300)}</math></p>`;
    expect(flat(html)).toContain("x");
  });
});

describe("a formula is read once", () => {
  test.each<[string, string]>([
    [
      "MathJax 2",
      '<span class="MathJax_Preview">y = 2</span><span class="MathJax" id="M"><nobr>y=2</nobr></span><script type="math/tex">y = 2</script>',
    ],
    [
      "MathJax 2, displayed",
      '<div class="MathJax_Display"><span class="MathJax">y=2</span></div><script type="math/tex; mode=display">y = 2</script>',
    ],
    [
      "MathJax 3",
      '<mjx-container class="MathJax"><mjx-math aria-hidden="true"><mjx-mi>y</mjx-mi></mjx-math><mjx-assistive-mml><math><mi>y</mi><mo> = </mo><mn>2</mn></math></mjx-assistive-mml></mjx-container>',
    ],
    ["WordPress", '<img class="latex" alt="$y = 2$" src="/l.png">'],
    ["MediaWiki", '<img class="mwe-math-fallback-image-inline" alt="{\\displaystyle y = 2}">'],
  ])("%s", (_name, formula) => {
    const html = flat(`<p>Here is ${formula} as said.</p>`).replaceAll(" ", "");
    expect(html).toContain("<code>y=2</code>");
    expect(html.split("y=2")).toHaveLength(2);
  });
});

describe("a formula that a service draws", () => {
  test.each<[string, string]>([
    ["CodeCogs", "https://latex.codecogs.com/svg.image?%5Cfrac%7Ba%7D%7Bb%7D"],
    [
      "CodeCogs, with how it is drawn",
      "//latex.codecogs.com/png.latex?\\dpi{150}&space;\\bg_white&space;\\frac{a}{b}",
    ],
    ["Google Charts", "https://chart.googleapis.com/chart?cht=tx&amp;chl=%5Cfrac%7Ba%7D%7Bb%7D"],
    ["GitHub", "https://render.githubusercontent.com/render/math?math=%5Cfrac%7Ba%7D%7Bb%7D"],
    ["WordPress", "https://s0.wp.com/latex.php?latex=%5Cfrac%7Ba%7D%7Bb%7D&amp;bg=fff"],
    ["Upmath", "https://i.upmath.me/svg/%5Cfrac%7Ba%7D%7Bb%7D"],
  ])("%s", (_name, src) => {
    expect(flat(`<p>So <img src="${src}">.</p>`)).toContain("<code>\\frac{a}{b}</code>");
  });

  test.each([
    "https://x.example/formula/%5Cfrac",
    "/chart?cht=tx&amp;chl=a",
    "https://chart.googleapis.com/chart?cht=p3&amp;chl=a",
  ])("any other picture is none: %s", (src) =>
    expect(flat(`<p>So <img src="${src}" alt="a pie"> it is.</p>`)).not.toContain("<code>"),
  );
});
