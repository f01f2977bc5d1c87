import { describe, expect, it } from "vitest";
import { isWikiPart } from "../../../connectors/docs-repo/select.ts";
import { processEnv } from "../../../src/config/read/env.ts";
import { sphinxConfiguration } from "../../../src/normalize/media-types.ts";
import { readMarkdown } from "../../../src/normalize/read/markdown/index.ts";
import { rstFacts } from "../../../src/normalize/read/rst/facts.ts";
import { includedLines } from "../../../src/normalize/read/rst/included.ts";
import { prepareRst } from "../../../src/normalize/read/rst/prepare.ts";
import { rstProgram } from "../../../src/normalize/read/rst/program.ts";
import { Warnings } from "../../../src/normalize/warnings.ts";
import { documentOf } from "./support.ts";

const files = {
  "a.html": "<b>omega</b>",
  "a.csv": "Name,Price\nDisk,10",
  [sphinxConfiguration]: 'edition = "pro"\ntags.add("cloud")\n',
};

function prepared(text: string) {
  const warnings = new Warnings([], text);
  const made = prepareRst(text, warnings, files).replaceAll(/\n{2,}/g, "\n\n");
  return { text: made.trim(), codes: warnings.all().map(({ code }) => code) };
}

describe("Sphinx and its extensions", () => {
  it.each([
    ["raw HTML", ".. raw:: html\n\n   <b>x</b>", ".. raw:: html\n\n   <b>x</b>"],
    ["a file of raw HTML", ".. raw:: html\n   :file: a.html", ".. raw:: html\n\n   <b>omega</b>"],
    ["raw LaTeX", ".. raw:: latex\n\n   x", ""],
    [
      "a table of a file",
      ".. csv-table:: T\n   :file: a.csv\n   :header-rows: 1",
      ".. csv-table:: T\n   :header-rows: 1\n\n   Name,Price\n   Disk,10",
    ],
    ["a tag of the site", ".. only:: html and not latex\n\n   x", "x"],
    ["a tag of others", ".. only:: not html or (text and html)\n\n   x", ""],
    ["a tag that conf.py sets", ".. only:: cloud\n\n   x", "x"],
    ["a setting that holds", ".. ifconfig:: edition == 'pro'\n\n   x", "x"],
    ["a setting that does not", ".. ifconfig:: edition != 'pro'\n\n   x", ""],
    ["productions", ".. productionlist::\n   a: b\n   c: d", ".. code::\n\n   a: b\n   c: d"],
    ["acknowledgements", ".. acks::\n\n   * One", "* One"],
    ["a literal with markup", ".. parsed-literal::\n\n   :guilabel:`A`", ".. parsed-literal::\n\n   **A**"],
    ["a card", ".. card:: T\n\n   H\n   ^^^\n   B\n   +++\n   F", "H\n\n**T**\n\nB\n\nF"],
    ["a button", ".. button-link:: https://x.example.com\n\n   Go", "`Go <https://x.example.com>`__"],
    [
      "code in tabs",
      ".. tab-set-code::\n\n   .. code-block:: sh\n\n      ls",
      "**sh**\n\n.. code:: sh\n\n   ls",
    ],
    ["an author's line", ".. article-info::\n   :author: Ann\n   :date: Jul 24", "Ann · Jul 24"],
    ["badges and icons", "Text\\ :bdg-info:`new` :octicon:`report;1em`", "Text new"],
    [
      "a figure's number",
      ".. _f:\n\n.. figure:: x.png\n\n   The *map*.\n\n:numref:`f`",
      ".. _f:\n\n.. figure:: x.png\n\n   The *map*.\n\nThe map.",
    ],
    [
      "a number in words",
      ".. table:: Prices\n   :name: t\n\n:numref:`Table %s <t>`, :numref:`{number} {name} <t>`",
      ".. table:: Prices\n   :name: t\n\nTable “Prices”, Prices",
    ],
    ["a section by its title", "Part\n====\n\n:ref:`part`", "Part\n====\n\nPart"],
    ["a property", ".. py:property:: a\n   :type: int\n\n   It.", "``property a: int``\n   It."],
    [
      "fields",
      ".. function:: f\n\n   :param str a: x\n   :rtype: int",
      "``f``\n   :Parameter a (str): x\n   :Return type: int",
    ],
  ])("%s", (_name, text, expected) => {
    expect(prepared(text)).toEqual({ text: expected, codes: [] });
  });

  it.each([
    ["a tag that nothing sets", ".. only:: draft\n\n   x", "", "condition-unknown"],
    ["a condition in Python", ".. ifconfig:: level in (1, 2)\n\n   x", "x", "condition-unknown"],
    ["a citation", ":cite:t:`knuth`", "[knuth]", "rst-reference"],
    ["a bibliography", ".. bibliography::", "", "directive-dropped"],
    ["a name", "Use |SUBNET|.", "Use |SUBNET|.\n\n.. |SUBNET| replace:: SUBNET", "substitution-undefined"],
    ["a section of another document", ":ref:`guide/setup:First steps`", "First steps", "rst-reference"],
    ["a table's file", ".. csv-table::\n   :file: gone.csv", "", "include-missing"],
  ])("%s is not resolved, and warned of", (_name, text, expected, code) => {
    expect(prepared(text)).toEqual({ text: expected, codes: [code] });
  });

  it("includes an object of Python with what is put around it", () => {
    const code =
      "import os\n\nclass A:\n    @own\n    def b(self):\n        return 1\n\n    def c(self): pass";
    const options = new Map([
      ["pyobject", "A.b"],
      ["prepend", "# first"],
    ]);
    expect(includedLines(code, options)).toEqual([
      "# first",
      "    @own",
      "    def b(self):",
      "        return 1",
    ]);
  });

  it("asks for the files and the configuration that it needs", () => {
    const text = ".. only:: cloud\n\n   x\n\n.. csv-table::\n   :file: a.csv\n";
    expect(rstFacts(text).includes).toEqual([sphinxConfiguration, "a.csv"]);
  });
});

it.skipIf((await rstProgram(processEnv())) === undefined)(
  "MyST's eval-rst is read as reStructuredText",
  async () => {
    const block = ".. tab-set::\n\n   .. tab-item:: Linux\n\n      Use :guilabel:`Go`.\n";
    const [page] = await readMarkdown(documentOf(`# T\n\n\`\`\`{eval-rst}\n${block}\`\`\`\n\nAfter.\n`));
    expect(page?.html).toMatch(/<strong>Linux<\/strong>[\s\S]*Use <strong>Go<\/strong>[\s\S]*After/);
    expect(page?.html).not.toMatch(/evaluated-rst|tab-item/);
  },
);

it("the templates of a site's theme are not documents", () => {
  expect(["docs/_templates/layout.html", "docs/_templates/x.rst"].map(isWikiPart)).toEqual([true, false]);
});
