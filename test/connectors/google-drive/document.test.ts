import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { addressesIn, documentHtml, unsaidIn } from "../../../connectors/google-drive/document/index.ts";
import { listHtml } from "../../../connectors/google-drive/document/lists.ts";
import { GoogleDocument } from "../../../connectors/google-drive/document/schema.ts";
import { tableHtml } from "../../../connectors/google-drive/document/tables.ts";
import { loadPipeline } from "../../../src/normalize/index.ts";

const file = new URL("../../fixtures/connectors/google-drive/document.json", import.meta.url);
const policy = () => GoogleDocument.parse(JSON.parse(readFileSync(file, "utf8")));
const noChip = () => "";

it("a document of Google Docs keeps its structure, and loses suggestions, headers and its table of contents", async () => {
  const { normalizeDocument, toMarkdown } = await loadPipeline();
  const body = documentHtml(policy(), noChip);
  const [page] = await normalizeDocument({ body, mediaType: "text/html", name: "x", title: "Refund policy" });
  expect(toMarkdown(page?.html ?? "")).toBe(`## Policy

### How long it takes

Two **working days**<sup>1</sup>, see below *or \\<ask>* Dana A..

1. Open the order
   - by its number
2. Choose Refund

\`\`\`
acme refund \\
  --order 17
\`\`\`

### Limits

| Plan | Days and amount | Days and amount |
| --- | --- | --- |
| Basic | 14 | 100 euros |
| Basic | 30 | with receipt |

*Image: The refund button: below the order*

1. Without holidays.

## Exceptions

Gift cards are not refunded.`);
});

const paragraph = (...elements: object[]) => ({ paragraph: { elements } });
const run = (content: string, textStyle: object = {}) => ({ textRun: { content, textStyle } });
const html = (...content: object[]) =>
  documentHtml(
    GoogleDocument.parse({ tabs: [{ documentTab: { body: { content } } }] }),
    (title) => `[${title}]`,
  );

it.each<[string, object[], string]>([
  ["line breaks", [paragraph(run("a\u000bb\n"))], "<p>a<br>b</p>"],
  [
    "blanks outside of marks",
    [paragraph(run("a "), run(" b ", { bold: true }), run("c\n"))],
    "<p>a  <strong>b</strong> c</p>",
  ],
  ["powers", [paragraph(run("x"), run("2", { baselineOffset: "SUPERSCRIPT" }))], "<p>x<sup>2</sup></p>"],
  ["struck text", [paragraph(run("old", { strikethrough: true }))], "<p><s>old</s></p>"],
  [
    "code in a line",
    [paragraph(run("run "), run("ls", { weightedFontFamily: { fontFamily: "Courier New" } }))],
    "<p>run <code>ls</code></p>",
  ],
  ["rules", [paragraph({ horizontalRule: {} }, run("\n"))], "<hr>"],
  [
    "dates",
    [paragraph({ dateElement: { dateElementProperties: { displayText: "1 May 2026" } } })],
    "<p>1 May 2026</p>",
  ],
  ["chips", [paragraph({ richLink: { richLinkProperties: { title: "T", uri: "u" } } })], "<p>[T]</p>"],
  [
    "people without a name",
    [paragraph({ person: { personProperties: { email: "d@acme.example" } } })],
    "<p>d@acme.example</p>",
  ],
  [
    "links",
    [paragraph(run("see", { link: { url: 'https://x.example/"' } }))],
    '<p><a href="https://x.example/&quot;">see</a></p>',
  ],
  ["nothing", [paragraph(run("\n")), { sectionBreak: {} }, {}], ""],
])("%s", (_, content, expected) => {
  expect(html(...content)).toBe(expected);
});

it("lists nest, begin where they say, and end where another begins", () => {
  const lists = {
    a: { listProperties: { nestingLevels: [{ glyphType: "DECIMAL", startNumber: 3 }] } },
    b: { listProperties: { nestingLevels: [{ glyphType: "GLYPH_TYPE_UNSPECIFIED" }] } },
  };
  const item = (list: string, level: number, text: string) => ({ list, level, html: text });
  const items = [item("a", 0, "1"), item("a", 2, "2"), item("a", 0, "3"), item("b", 0, "4")];
  expect(listHtml(items, { lists })).toBe(
    '<ol start="3"><li>1<ul><li><ul><li>2</li></ul></li></ul></li><li>3</li></ol><ul><li>4</li></ul>',
  );
});

it("a table whose covered cells are not in the answer keeps its columns", () => {
  const cell = (rowSpan: number, columnSpan: number) => ({
    content: [],
    tableCellStyle: { rowSpan, columnSpan },
  });
  const rows = [{ tableCells: [cell(2, 1), cell(1, 2)] }, { tableCells: [cell(1, 1), cell(1, 1)] }];
  let cells = 0;
  const text = tableHtml({ columns: 3, tableRows: rows }, () => {
    cells += 1;
    return String(cells);
  });
  expect(text).toBe(
    '<table><tr><td rowspan="2">1</td><td colspan="2">2</td></tr><tr><td>3</td><td>4</td></tr></table>',
  );
});

it("addresses and formulas are found in tables and footnotes", () => {
  const inCell = paragraph(run("a", { link: { url: "https://a.example" } }), { equation: {} });
  const table = { table: { columns: 1, tableRows: [{ tableCells: [{ content: [inCell] }] }] } };
  const footnotes = {
    f: { content: [paragraph({ richLink: { richLinkProperties: { uri: "https://b.example" } } })] },
  };
  const document = GoogleDocument.parse({
    tabs: [{ documentTab: { body: { content: [table] }, footnotes } }],
  });
  expect(addressesIn(document)).toEqual(["https://a.example", "https://b.example"]);
  expect(unsaidIn(document)).toEqual({ formulas: 1, unknown: 0 });
});

it("counts what the API names without saying what it is", () => {
  const parts = paragraph({ dropDown: {} }, { pageBreak: {} }, { footnoteReference: { footnoteId: "none" } });
  const content = [parts, {}, { sectionBreak: {} }];
  const document = GoogleDocument.parse({ tabs: [{ documentTab: { body: { content } } }] });
  expect(unsaidIn(document)).toEqual({ formulas: 0, unknown: 3 });
});
