import { describe, expect, test } from "vitest";
import { flat } from "../support/normalized.ts";

const page = (body: string) => `<main><h1>T</h1><p>One.</p>${body}<p>Two.</p></main>`;
const around = (html: string) => html.replace(/^<p>One\.<\/p>/, "").replace(/<p>Two\.<\/p>$/, "");

describe("elements that a page defines itself", () => {
  test.each([
    ["a label", '<x-tab label="Linux">Use apt.</x-tab>', "<p><strong>Linux</strong></p><p>Use apt.</p>"],
    [
      "a summary",
      '<sl-details summary="Why?">Because.</sl-details>',
      "<p><strong>Why?</strong></p><p>Because.</p>",
    ],
    ["a title that its text begins with", '<x-card title="Why">Why not.</x-card>', "<p>Why not.</p>"],
    ["parts beside each other", "<x-a>First.</x-a> <x-b>Second.</x-b>", "<p>First.</p><p>Second.</p>"],
    [
      "a word of a sentence",
      '<p>Sent <relative-time title="1 May 2026">3 days ago</relative-time> to all.</p>',
      "<p>Sent 3 days ago to all.</p>",
    ],
    [
      "tabs",
      "<sl-tab-group><sl-tab slot=nav panel=b>Mac</sl-tab><sl-tab slot=nav panel=a>Linux</sl-tab><sl-tab-panel name=a>Apt.</sl-tab-panel><sl-tab-panel name=b>Brew.</sl-tab-panel></sl-tab-group>",
      "<p><strong>Linux</strong></p><p>Apt.</p><p><strong>Mac</strong></p><p>Brew.</p>",
    ],
  ])("%s", async (_, body, wanted) => expect(around(await flat(page(body)))).toBe(wanted));
});

test("the explanation of a term is beside it", async () => {
  const term = '<span class="tooltip">timeout<span class="tooltiptext">in seconds</span></span>';
  expect(around(await flat(page(`<p>Set the ${term} first.</p>`)))).toBe(
    "<p>Set the timeout (in seconds) first.</p>",
  );
});

describe("tables that style sheets draw", () => {
  const cell = (name: string, words: string) => `<div class="${name}">${words}</div>`;
  const row = (name: string, ...cells: string[]) => `<div class="${name}">${cells.join("")}</div>`;
  test.each([
    [
      "of HTML's own names",
      `<div class="table">${row("tr", cell("th", "K"), cell("th", "V"))}${row("tr", cell("td", "a"), cell("td", "b"))}</div>`,
      "<table><thead><tr><th>K</th><th>V</th></tr></thead><tbody><tr><td>a</td><td>b</td></tr></tbody></table>",
    ],
    [
      "of generators",
      `<div class="divTable">${row("divTableRow", cell("divTableCell", "a"), cell("divTableCell", "b"))}${row("divTableRow", cell("divTableCell", "c"), cell("divTableCell", "d"))}</div>`,
      "<table><tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></tbody></table>",
    ],
    [
      "one row is none",
      `<div class="table">${row("row", cell("cell", "a"), cell("cell", "b"))}</div>`,
      "<p>a</p><p>b</p>",
    ],
    [
      "rows of different lengths are none",
      `<div class="table">${row("row", cell("cell", "a"), cell("cell", "b"))}${row("row", cell("cell", "c"))}</div>`,
      "<p>a</p><p>b</p><p>c</p>",
    ],
  ])("%s", async (_, body, wanted) => expect(around(await flat(page(body)))).toBe(wanted));
});
