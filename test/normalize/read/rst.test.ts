import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { processEnv } from "../../../src/config/read/env.ts";
import { rstFacts } from "../../../src/normalize/read/rst/facts.ts";
import { readRst } from "../../../src/normalize/read/rst/index.ts";
import { prepareRst } from "../../../src/normalize/read/rst/prepare.ts";
import { rstProgram } from "../../../src/normalize/read/rst/program.ts";
import { Warnings } from "../../../src/normalize/warnings.ts";
import { startCpuTimer } from "../../setup/time.ts";
import { codes, documentOf, finished } from "./support.ts";

const program = await rstProgram(processEnv());
const isHere = program?.kind === "docutils";

function prepared(text: string): string {
  return prepareRst(text, new Warnings())
    .replaceAll(/\n{2,}/g, "\n\n")
    .trim();
}

describe("what only Sphinx knows", () => {
  it.each([
    ["a role of code", ":py:func:`~a.b.send`", "``send``"],
    ["a role with a title", ":class:`The client <a.Client>`", "``The client``"],
    ["a document", ":doc:`Setup <../setup>`", "`Setup <../setup.rst>`__"],
    ["a document without words", ":doc:`/guide/first-steps`", "`first steps </guide/first-steps.rst>`__"],
    ["a menu", ":menuselection:`A --> B`", "**A › B**"],
    ["a label elsewhere", ":ref:`some-label`", "some label"],
    ["a role docutils has", "H\\ :sub:`2`\\ O", "H\\ :sub:`2`\\ O"],
    ["a role the text defines", ".. role:: own\n\n:own:`x`", ".. role:: own\n\n:own:`x`"],
    ["literals", "``:doc:`x``` and\n\n::\n\n   :doc:`x`", "``:doc:`x``` and\n\n::\n\n   :doc:`x`"],
    ["a literal of backticks", "Type ```````, then :kbd:`Tab`.", "Type ```````, then ``Tab``."],
    ["pairs that begin no literal", "a`` b :kbd:`Tab` c`` :kbd:`Up`", "a`` b ``Tab`` c`` ``Up``"],
    ["a callout that folds", ".. note::\n   :collapsible: open\n\n   It.", ".. note::\n\n   It."],
    ["a code block", ".. code-block:: python\n   :linenos:\n\n   x = 1", ".. code:: python\n\n   x = 1"],
    [
      "a code block's caption",
      ".. code-block:: sh\n   :caption: a.sh\n\n   ls",
      "**a.sh**\n\n.. code:: sh\n\n   ls",
    ],
    ["only", ".. only:: html\n\n   Text.", "Text."],
    ["only for print", ".. only:: latex\n\n   Text.", ""],
    [
      "a version by its newer name",
      ".. version-changed:: 2.0\n   It.",
      ".. admonition:: Changed in version 2.0\n\n   It.",
    ],
    ["a version", ".. versionadded:: 2.0\n   It.", ".. admonition:: New in version 2.0\n\n   It."],
    ["a version alone", ".. deprecated:: 2.0", ".. warning:: **Deprecated since version 2.0**"],
    ["a signature", ".. py:function:: f(a)\n   :noindex:\n\n   Does.", "``f(a)``\n   Does."],
    ["two signatures", ".. function:: f(a)\n              f(b)", "``f(a)``, ``f(b)``"],
    ["an HTTP route", ".. http:get:: /users\n\n   All.", "``GET /users``\n   All."],
    ["tabs in tabs", ".. tabs::\n\n   .. tab:: A\n\n      a", "**A**\n\na"],
    ["a comment", ".. nothing\n   .. only:: html", ".. nothing\n   .. only:: html"],
    ["a directive in a list", "- a\n\n  .. code-block:: sh\n\n     ls", "- a\n\n  .. code:: sh\n\n     ls"],
    ["a known directive's content", ".. note::\n\n   :doc:`x`", ".. note::\n\n   `x <x.rst>`__"],
    ["metadata", ":orphan:\n:tocdepth: 2\n\nText", "Text"],
  ])("%s", (_name, text, expected) => {
    expect(prepared(text)).toBe(expected);
  });

  it("gives a warning where it is dropped or not known", () => {
    const list = new Warnings();
    prepareRst(
      ".. toctree::\n\n   a\n\n.. automodule:: x\n\n.. include:: y\n\n.. strange:: Z\n\n   kept\n",
      list,
    );
    expect(list.all().map(({ code }) => code)).toEqual([
      "directive-dropped",
      "directive-dropped",
      "include-missing",
      "unknown-directive",
    ]);
  });

  it("is rewritten in linear time, however deep", () => {
    const nested = Array.from({ length: 2_000 }, (_, depth) => `${" ".repeat(depth)}.. only:: html`).join(
      "\n",
    );
    const spent = startCpuTimer();
    for (const text of [
      nested,
      ":a".repeat(500_000),
      ":a:`".repeat(300_000),
      "``".repeat(500_000),
      ".. x::\n".repeat(50_000),
    ])
      prepared(text);
    expect(spent()).toBeLessThan(8_000);
  });
});

describe("reStructuredText without a program", () => {
  it("fails for the document, and says what to install", async () => {
    for (const PATH of ["", "/nonexistent"]) {
      await expect(readRst(documentOf("Text"), { env: { PATH } })).rejects.toMatchObject({
        message: expect.stringContaining("neither docutils nor pandoc is installed"),
        hint: expect.stringContaining("pip install docutils"),
      });
    }
  });
});

describe.skipIf(process.platform === "win32")("a program beside this one", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "fin-ingest-rst-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function fake(name: string, script: string): Promise<{ PATH: string; SECRET: string }> {
    const bin = await mkdtemp(join(folder, "bin-"));
    await writeFile(join(bin, name), `#!/bin/sh\nif [ "$1" = "--version" ]; then exit 0; fi\n${script}\n`);
    await chmod(join(bin, name), 0o755);
    return { PATH: `${bin}:/bin:/usr/bin`, SECRET: "x" };
  }
  /** Real programs on the usual paths would be found first. */
  const only = (env: { PATH: string }) => ({ ...env, PATH: env.PATH.split(":")[0] ?? "" });

  it("is pandoc without docutils, and gets the text, flags and no environment", async () => {
    const env = await fake("pandoc", 'read line; echo "<html><body><p>$line $* [$SECRET]</p></body></html>"');
    const [one] = await readRst(documentOf("Text\n"), { env: only(env) });
    expect(one?.html).toContain("Text -f rst -t html5 --sandbox");
    expect(one?.html).toContain("[]");
    expect(one?.html).not.toContain("body");
  });

  it("is started for each document where it is a Python that cannot serve", async () => {
    const serves = 'case "$1" in -c) echo "not ready"; exit 0;; esac; [ "$3" = "--version" ] && exit 0';
    const env = await fake(
      "python3",
      `${serves}; read line; echo "<html><body><p>$line $2</p></body></html>"`,
    );
    for (const text of ["One\n", "Two\n"]) {
      const [one] = await readRst(documentOf(text), { env: only(env) });
      expect(one?.html).toContain(`${text.trim()} docutils`);
    }
  });

  it.each([
    ["fails", "echo 'line one' >&2; echo 'what is wrong' >&2; exit 3", "what is wrong", 600_000],
    ["takes too long", "while :; do :; done", "longer than", 700],
    ["writes too much", "while :; do echo 0123456789; done", "too large", 600_000],
  ])("that %s ends in an error with a hint", async (_name, script, message, timeMs) => {
    const env = await fake("pandoc", script);
    await expect(
      readRst(documentOf("Text"), { env: only(env), timeMs, maxOutputBytes: 10_000 }),
    ).rejects.toMatchObject({
      message: expect.stringContaining(message),
      hint: expect.any(String),
    });
  });
});

describe.skipIf(!isHere)("reStructuredText through docutils (skipped where it is not installed)", () => {
  it("becomes a page", async () => {
    const text = [
      "Title",
      "=====",
      "",
      ".. note:: See :doc:`other` [1]_.",
      "",
      ".. code-block:: python",
      "",
      "   x = ``1``",
      "",
      "Part",
      "----",
      "",
      ".. list-table:: T",
      "   :header-rows: 1",
      "",
      "   * - a",
      "     - b",
      "   * - 1",
      "     - 2",
      "",
      "``code``",
      "",
      "| one",
      "| two",
      "",
      ".. math:: x^2",
      "",
      ".. image:: a.png",
      "   :alt: What it shows",
      "",
      ".. [1] A *note*.",
    ].join("\n");
    const [one] = await readRst(documentOf(text));
    const { html, title } = finished(one, { links: { "other.rst": "https://docs.example.com/other" } });
    expect(title).toBe("Title");
    expect(html).toBe(
      '<blockquote>\n<p><strong>Note</strong></p>\n<p>See <a href="https://docs.example.com/other">other</a> <sup>[1]</sup>.</p>\n</blockquote>\n' +
        '<pre><code class="language-python">x = ``1``</code></pre>\n<h2>Part</h2>\n' +
        "<table>\n<caption>T</caption>\n<thead>\n<tr><th>a</th><th>b</th></tr>\n</thead>\n<tbody>\n<tr><td>1</td><td>2</td></tr>\n</tbody>\n</table>\n" +
        "<p><code>code</code></p>\n<p>one<br>two</p>\n" +
        '<pre><code class="language-latex">x^2</code></pre>\n<p><em>Image: What it shows</em></p>\n<p>[1] A <em>note</em>.</p>',
    );
  });

  it("reads nothing from disk, and no script comes out", async () => {
    const text =
      ".. include:: /etc/passwd\n\n.. raw:: html\n\n   <script>x</script>\n\n.. csv-table::\n   :file: /etc/passwd\n\n.. note::\n\n   .. include:: /etc/passwd\n\n.. role:: raw-html(raw)\n   :format: html\n\n:raw-html:`<b>`\n\nText";
    const [one] = await readRst(documentOf(text));
    expect(one?.html).not.toMatch(/root:/);
    expect(codes(one)).toContain("include-missing");
    const { html } = finished(one);
    expect(html).not.toContain("<script");
    expect(html).toContain("Text");
  });

  it("is served by one process, in which no document sees another", async () => {
    const texts = [
      ".. role:: own\n\n:own:`x`\n\n.. |name| replace:: Text of the first\n\n|name|\n",
      ":own:`x` and |name|\n",
      "Title\n=====\n\n.. default-role:: strong\n\n`a`\n",
      "`a`\n",
    ];
    const [own, , strong, plain] = await Promise.all(texts.map((text) => readRst(documentOf(text))));
    const [, alone] = await Promise.all([readRst(documentOf("")), readRst(documentOf(texts[1] ?? ""))]);
    expect(own?.[0]?.html).toContain("Text of the first");
    expect(alone?.[0]?.html).not.toContain("Text of the first");
    expect(alone?.[0]?.html).toContain("<code>x</code> and name");
    expect(strong?.[0]?.html).toContain("<strong>a</strong>");
    expect(plain?.[0]?.html).toContain("<cite>a</cite>");
    const [other, usual] = await Promise.all(
      [".. role:: emphasis(strong)\n\n:emphasis:`a`\n", ":emphasis:`a`\n"].map((text) =>
        readRst(documentOf(text)),
      ),
    );
    expect(other?.[0]?.html).toContain("<strong");
    expect(usual?.[0]?.html).toContain("<em>a</em>");
  });

  it("goes on where one child of that process has had its share of documents", async () => {
    const pages = await Promise.all(
      Array.from({ length: 120 }, (_, at) => readRst(documentOf(`Number ${at}\n`))),
    );
    pages.forEach(([page], at) => {
      expect(page?.html).toContain(`Number ${at}<`);
    });
  });

  it("is made again after a document that is too much", async () => {
    const limits = { timeMs: 1_000, maxOutputBytes: 20_000 };
    const far = `${Array.from({ length: 30_000 }, (_, at) => `- *a* |b${at}|\n`).join("")}`;
    await expect(readRst(documentOf(far), limits)).rejects.toThrow(/CPU time|too long/);
    await expect(
      readRst(documentOf("word ".repeat(9_000).replaceAll(/(.{70}) /g, "$1\n")), limits),
    ).rejects.toThrow("too large");
    expect((await readRst(documentOf("Text"), limits))[0]?.html).toContain("Text");
  });

  it("copes with broken markup, long lines and other scripts", async () => {
    const [one] = await readRst(
      documentOf(`*a \`b |c| d_ \n\n${"word ".repeat(4_000)}\n\nÜber 日本語\n\nT\n=\n-\n`),
    );
    expect(one?.html).toContain("日本語");
    expect(one?.html.match(/word/g)).toHaveLength(4_000);
    expect(one?.html).not.toContain("system-message");
  });
});

it.skipIf(isHere)("docutils is not installed: its own tests are skipped", () => {});

describe("the facts of a reStructuredText", () => {
  it("are title, labels and links", () => {
    const text =
      ":orphan:\n:tags: a, b\n\n.. _top:\n\n=====\nTitle\n=====\n\n.. tags:: c\n\nSee `x <other.rst>`_, :doc:`/guide/a`, :doc:`T <../b>`, :download:`f.zip`, `w <https://example.com>`_, `i <top_>`_.\n\n.. _far: far/away.rst\n.. image:: a.png\n";
    expect(rstFacts(text)).toEqual({
      title: "Title",
      labels: ["a", "b", "c"],
      includes: [],
      links: ["other.rst", "/guide/a.rst", "../b.rst", "f.zip", "far/away.rst"],
      shown: ["/guide/a.rst"],
      sections: { top: "Title" },
    });
  });

  it.each([
    [":draft:", "draft: true"],
    [":draft: false", undefined],
    [":status: Draft", "status: draft"],
    ["Title\n=====\n\n:draft:", undefined],
  ])("unpublished by %j", (text, unpublished) => {
    expect(rstFacts(`${text}\n\nText`).unpublished).toBe(unpublished);
  });

  it("take linear time", () => {
    const spent = startCpuTimer();
    for (const piece of ["<a", "<a>`", ":doc:`", ".. _a", "====\n", "a\n="]) rstFacts(piece.repeat(300_000));
    expect(spent()).toBeLessThan(5_000);
  });
});

describe.runIf(isHere)("names that stand for something else", () => {
  const read = async (text: string) => {
    const [page] = await readRst(documentOf(`Title\n=====\n\n${text}\n`));
    return { html: page?.html.replaceAll(/\s+/g, " ") ?? "", warnings: page?.warnings ?? [] };
  };

  it("does not fail for an undefined one in the text of another", async () => {
    const { html, warnings } = await read("Use |a| now.\n\n.. |a| replace:: one |br| two |product| end");
    expect(html).toContain("<p>Use one <br> two product end now.</p>");
    expect(warnings.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      "substitution-undefined: |br| is not defined in this document, and is read as a line break (line 6).",
      "substitution-undefined: |product| is not defined in this document, and is shown as words (line 6).",
    ]);
  });

  it.each([
    ["a break", "A |x| b.\n\n.. |x| raw:: html\n\n   <br />", "<p>A <br> b.</p>"],
    ["words", "A |x| b.\n\n.. |x| raw:: html\n\n   <b>must</b>", "<p>A must b.</p>"],
    ["an icon", "A |x| b.\n\n.. |x| raw:: html\n\n   <i class=a></i>", "<p>A b.</p>"],
    ["a table's cell", "+------+\n| a |x||\n+------+\n\n.. |x| replace:: y", "<p>a y</p>"],
    ["a table's borders", "+-+-+\n|a|b|\n+-+-+", "<td><p>b</p></td>"],
    ["code", "``a |x| b``, `|x|`_, and::\n\n  |x|\n\n.. _|x|: y.html", "|x|"],
  ])("reads one that is raw, in a table, or in code: %s", async (_name, text, expected) => {
    const { html, warnings } = await read(text);
    expect(html).toContain(expected);
    expect(warnings).toEqual([]);
  });
});

describe("files that a reStructuredText includes", () => {
  const includes = {
    "a.txt": "One\n\n.. include:: b.txt\n",
    "b.txt": "Two",
    "c.py": "# top\n    x = 1\n    y = 2\n# end\n",
  };
  const put = (text: string) => prepareRst(text, new Warnings(), includes);

  it.each<[string, string, string]>([
    ["text, also within one another", ".. include:: a.txt", "One\n\n\nTwo"],
    ["in a list", "* x\n\n  .. include:: b.txt", "* x\n\n\n  Two"],
    [
      "code",
      ".. literalinclude:: c.py\n   :language: python\n   :lines: 2-3\n   :dedent:",
      ".. code:: python\n\n   x = 1\n   y = 2",
    ],
    [
      "between marks",
      ".. literalinclude:: c.py\n   :start-after: top\n   :end-before: end\n   :dedent:",
      ".. code::\n\n   x = 1\n   y = 2",
    ],
    ["text as code", ".. include:: b.txt\n   :literal:", ".. code::\n\n   Two"],
  ])("%s", (_name, text, wanted) => expect(put(text).trim()).toBe(wanted));

  it("end where they include one another for ever", () => {
    const list = new Warnings();
    const text = prepareRst(".. include:: a", list, { a: "x\n\n.. include:: a\n" });
    expect(text.match(/x/g)).toHaveLength(8);
    expect(list.all().map(({ code }) => code)).toEqual(["include-missing"]);
  });

  it("are named for the connector", () => {
    const text = ".. include:: a.txt\n\n  .. literalinclude:: x/c.py\n\n.. include:: <isonum.txt>\n";
    expect(rstFacts(text).includes).toEqual(["a.txt", "x/c.py"]);
  });
});
