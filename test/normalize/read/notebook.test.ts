import { describe, expect, it } from "vitest";
import { readNotebook } from "../../../src/normalize/read/notebook/index.ts";
import { startCpuTimer } from "../../setup/time.ts";
import { codes, documentOf, finished } from "./support.ts";

interface TestCell {
  readonly cell_type: string;
  readonly source: string | readonly string[];
  readonly metadata?: Record<string, unknown>;
  readonly outputs?: readonly Record<string, unknown>[];
}

const markdown = (source: string): TestCell => ({ cell_type: "markdown", source });
const code = (source: string, outputs: readonly Record<string, unknown>[] = [], metadata = {}): TestCell => ({
  cell_type: "code",
  source,
  outputs,
  metadata,
});
const stream = (text: string) => ({ output_type: "stream", name: "stdout", text });
const result = (data: Record<string, unknown>, metadata = {}) => ({
  output_type: "execute_result",
  data,
  metadata,
});

async function notebook(cells: readonly TestCell[], metadata: Record<string, unknown> = {}) {
  const [one] = await readNotebook(documentOf(JSON.stringify({ nbformat: 4, metadata, cells })));
  const { html, title } = finished(one);
  return { html, title, codes: codes(one) };
}

const output = (html: string) => `<p><strong>Output</strong></p>\n${html}`;

describe("a notebook", () => {
  it.each([
    [
      "Markdown",
      markdown("Some *text*, `code` and\n\n| a | b |\n|---|---|\n| 1 | 2 |"),
      "<p>Some <em>text</em>, <code>code</code> and</p>\n<table>\n<thead>\n<tr><th>a</th><th>b</th></tr>\n</thead>\n<tbody>\n<tr><td>1</td><td>2</td></tr>\n</tbody>\n</table>",
    ],
    ["code", code("x = 1 < 2"), '<pre><code class="language-python">x = 1 &lt; 2</code></pre>'],
    [
      "code in another language",
      code("%%bash\nls"),
      '<pre><code class="language-bash">%%bash\nls</code></pre>',
    ],
    ["source in lines", { cell_type: "markdown", source: ["a\n", "b"] }, "<p>a b</p>"],
    ["raw text", { cell_type: "raw", source: "<b>a</b>\n\nb" }, "<p>&lt;b&gt;a&lt;/b&gt;</p>\n<p>b</p>"],
    ["streams", code("", [stream("a\n"), stream("b\n")]), output("<pre><code>a\nb</code></pre>")],
    [
      "a progress bar",
      code("", [stream("1%\r50%\r100%\r\nend\r")]),
      output("<pre><code>100%\nend</code></pre>"),
    ],
    ["a result", code("", [result({ "text/plain": ["1\n", "2"] })]), output("<pre><code>1\n2</code></pre>")],
    [
      "a table",
      code("", [
        result({
          "text/plain": "a",
          "text/html":
            "<div><style scoped>x{}</style><table><tr><th>a</th></tr><tr><td>1</td></tr></table></div>",
        }),
      ]),
      output(
        "<table>\n<thead>\n<tr><th>a</th></tr>\n</thead>\n<tbody>\n<tr><td>1</td></tr>\n</tbody>\n</table>",
      ),
    ],
    [
      "an image with words",
      code("", [result({ "image/png": "AAAA" }, { alt: "Rises" })]),
      output("<p><em>Image: Rises</em></p>"),
    ],
    [
      "an error",
      code("", [
        { output_type: "error", ename: "E", evalue: "v", traceback: ["\u001b[0;31mE\u001b[0m: v", "at x"] },
      ]),
      output("<pre><code>E: v\nat x</code></pre>"),
    ],
    ["hidden input", code("x", [stream("y")], { tags: ["hide-input"] }), output("<pre><code>y</code></pre>")],
    [
      "hidden output",
      code("x", [stream("y")], { tags: ["remove_output"] }),
      '<pre><code class="language-python">x</code></pre>',
    ],
    ["a hidden cell", code("x", [stream("y")], { tags: ["hide_cell"] }), ""],
    ["folded input", code("x", [], { jupyter: { source_hidden: true } }), ""],
    ["nothing known", { cell_type: "code", source: "", outputs: [{ output_type: "strange" }, {}] }, ""],
  ])("%s", async (_name, cell, html) => {
    const page = await notebook([cell]);
    expect(page.html).toBe(html);
    expect(page.codes).toEqual([]);
  });

  it.each([
    [
      "its first heading",
      [markdown("text"), markdown("## The *first*\n\ntext"), markdown("# Other")],
      {},
      "The first",
    ],
    ["its metadata", [markdown("# A")], { title: "Stated" }, "Stated"],
    [
      "its front matter",
      [{ cell_type: "raw", source: "---\ntitle: Front\n---" }, markdown("# A")],
      {},
      "Front",
    ],
    ["its name", [code("# no heading")], {}, "document"],
  ])("has its title from %s", async (_name, cells, metadata, title) => {
    expect((await notebook(cells, metadata)).title).toBe(title);
  });

  it("takes the kernel's language", async () => {
    expect((await notebook([code("x")], { kernelspec: { language: "R" } })).html).toContain("language-r");
    expect((await notebook([code("x")], { language_info: { name: "julia" } })).html).toContain(
      "language-julia",
    );
  });

  it.each([
    [
      "an image without words",
      [result({ "image/png": "AAAA", "text/plain": "<Figure>" })],
      "image-without-alt",
    ],
    ["a widget", [result({ "application/vnd.jupyter.widget-view+json": {} })], "notebook-output-dropped"],
    ["a long output", [stream("line\n".repeat(300))], "notebook-output-cut"],
    ["a wide output", [stream("x".repeat(30_000))], "notebook-output-cut"],
  ])("notes %s", async (_name, outputs, noted) => {
    const page = await notebook([code("", outputs)]);
    expect(page.codes).toEqual([noted]);
    expect(page.html.length).toBeLessThan(25_000);
  });

  it("reads format 3", async () => {
    const cells = [
      { cell_type: "heading", level: 2, source: "Old" },
      {
        cell_type: "code",
        language: "ruby",
        input: ["x"],
        outputs: [
          { output_type: "pyout", text: ["1"] },
          { output_type: "pyerr", ename: "E", evalue: "v" },
        ],
      },
    ];
    const [one] = await readNotebook(
      documentOf(JSON.stringify({ nbformat: 3, metadata: {}, worksheets: [{ cells }] })),
    );
    expect(one?.title).toBe("Old");
    expect(finished(one).html).toBe(
      `<pre><code class="language-ruby">x</code></pre>\n${output("<pre><code>1</code></pre>\n<pre><code>E: v</code></pre>")}`,
    );
  });

  it.each([
    ["text", "not json", "not valid JSON"],
    ["a merge conflict", '{\n<<<<<<< HEAD\n"a": 1\n=======\n', "merge conflict"],
    ["other JSON", '{"a": 1}', "no cells"],
    ["a list", "[]", "no cells"],
    ["deep nesting", "[".repeat(300_000), "not valid JSON"],
  ])("fails clearly on %s", async (_name, text, message) => {
    await expect(readNotebook(documentOf(text))).rejects.toMatchObject({
      message: expect.stringContaining(message),
      hint: expect.any(String),
    });
  });

  it("copes with values of the wrong type, and lets no script through", async () => {
    const odd = [
      null,
      3,
      { cell_type: 1 },
      { cell_type: "code", source: { a: 1 }, outputs: "x", metadata: [] },
      {
        cell_type: "code",
        source: [1, "a"],
        outputs: [
          null,
          { output_type: "stream", text: 3 },
          result({
            "text/html": "<table><tr><td><script>alert(1)</script>a</td><td onclick=x>b</td></tr></table>",
          }),
        ],
      },
    ];
    const [one] = await readNotebook(documentOf(JSON.stringify({ nbformat: 4, cells: odd })));
    expect(finished(one).html).toBe(
      `<pre><code class="language-python">a</code></pre>\n${output("<table>\n<tbody>\n<tr><td>a</td><td>b</td></tr>\n</tbody>\n</table>")}`,
    );
  });

  it("takes linear time", async () => {
    const spent = startCpuTimer();
    for (const piece of ["<style", "\r", "\u001b[", "<style></style>", "a\r"]) {
      await notebook([
        code("", [stream(piece.repeat(200_000)), result({ "text/html": `<table>${piece.repeat(100_000)}` })]),
      ]);
    }
    expect(spent()).toBeLessThan(8_000);
  });
});
