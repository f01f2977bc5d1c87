import { describe, expect, it } from "vitest";
import { processEnv } from "../../../src/config/read/env.ts";
import { readRst, withoutMessages } from "../../../src/normalize/read/rst/index.ts";
import { prepareRst } from "../../../src/normalize/read/rst/prepare.ts";
import { rstProgram } from "../../../src/normalize/read/rst/program.ts";
import { rewriteAroundTables } from "../../../src/normalize/read/rst/tables.ts";
import { Warnings } from "../../../src/normalize/warnings.ts";
import { documentOf } from "./support.ts";

const isHere = (await rstProgram(processEnv()))?.kind === "docutils";
const longer = (text: string) => text.replaceAll("x", "(longer)");
const lines = (...all: string[]) => all.join("\n");

describe("a table's columns grow with what stands in them", () => {
  it.each([
    [
      "of a grid",
      lines("+---+---+", "| x | b |", "+===+===+", "| c | x |", "|   | d |", "+---+---+"),
      lines(
        "+----------+----------+",
        "| (longer) | b        |",
        "+==========+==========+",
        "| c        | (longer) |",
        "|          | d        |",
        "+----------+----------+",
      ),
    ],
    [
      "where cells span columns and rows",
      lines("+---+---+", "| a x b |", "+---+---+", "| c | x |", "|   +---+", "|   | e |", "+---+---+"),
      lines(
        "+---+----------+",
        "| a (longer) b |",
        "+---+----------+",
        "| c | (longer) |",
        "|   +----------+",
        "|   | e        |",
        "+---+----------+",
      ),
    ],
    [
      "of a simple one",
      lines("==  ==", "x   b", "==  ==", "c   x", "------", "x  y", "==  =="),
      lines(
        "========  ==",
        "(longer)  b",
        "========  ==",
        "c         (longer)",
        "------------",
        "(longer)  y",
        "========  ==",
      ),
    ],
    [
      "with letters that are two columns wide",
      lines("+----+---+", "| 字 | x |", "+----+---+"),
      lines("+----+----------+", "| 字 | (longer) |", "+----+----------+"),
    ],
  ])("%s", (_, written, made) => {
    expect(rewriteAroundTables(`x\n\n${written}\n\nx`, longer)).toBe(`(longer)\n\n${made}\n\n(longer)`);
  });
  it("and nothing moves where nothing is rewritten", () => {
    const table = lines("+---+---+", "| a | b |", "+===+===+", "| c     |", "+---+---+");
    expect(rewriteAroundTables(table, longer)).toBe(table);
  });
  it("a role may go on in the next line of its cell", () => {
    const table = lines("+-----------+---+", "| :ref:`the | a |", "| rule <r>` | b |", "+-----------+---+");
    expect(prepareRst(table, new Warnings())).toContain(
      lines("+-----------+---+", "| the rule  | a |", "|           | b |", "+-----------+---+"),
    );
  });
});

describe("what docutils could not read", () => {
  const message = (content: string) =>
    `<p>A</p><aside class="system-message">\n<p class="system-message-title">System Message: ERROR/3</p>\n<p>Malformed table.</p>\n${content}</aside>\n<p>B</p>`;
  it("stays as it is written, with a warning", () => {
    const warnings = new Warnings();
    const kept = '<pre class="literal-block">=====\nwords</pre>\n';
    expect(withoutMessages(message(kept), warnings)).toBe(`<p>A</p>${kept.trim()}<p>B</p>`);
    expect(warnings.all()).toMatchObject([
      { code: "rst-unread", message: expect.stringMatching(/Malformed table/) },
    ]);
  });
  it("and other messages go", () => {
    const page = `${message("")}<a href="#system-message-1"><span class="problematic" id="p">x_</span></a>`;
    expect(withoutMessages(page, new Warnings())).toBe(
      '<p>A</p><p>B</p><span class="problematic" id="p">x_</span>',
    );
  });
  it.skipIf(!isHere)("is never lost", async () => {
    const text = "A :ref:`x`\n\n===  ===\na    b\n===  ===\nlonger words\n===  ===\n\nEnd xx_\n";
    const [page] = await readRst(documentOf(text));
    expect(page?.html).toContain("longer words");
    expect(page?.html).not.toContain("system-message");
    expect(page?.warnings.map(({ code }) => code)).toContain("rst-unread");
  });
});

it.skipIf(!isHere)("a file in Markdown that a text includes is read as Markdown", async () => {
  const body = "Title\n=====\n\n.. include:: ../README.md\n   :parser: myst_parser.sphinx_\n\nEnd.\n";
  const includes = { "../README.md": "Read **me**:\n\n| A |\n| - |\n| 1 |\n" };
  const [page] = await readRst(documentOf(body, { includes }));
  expect(page?.html).toContain("<p>Read <strong>me</strong>:</p>");
  expect(page?.html).toContain("<td>1</td>");
  expect(page?.html).not.toContain("included-markdown");
});
