import { expect, it } from "vitest";
import { normalize } from "../../../src/normalize/pipeline.ts";

const rowOf = async (cells: string) => {
  const { html } = await normalize({
    body: `<table><tr><th>A</th><th>B</th><th>C</th></tr><tr>${cells}</tr></table>`,
    mediaType: "text/html",
    name: "a.html",
  });
  return [...html.matchAll(/<td>(.*?)<\/td>/g)].map(([, cell]) => cell);
};

it("a word that a font draws as a sign is the sign in a cell", async () => {
  const sign = (name: string) => `<td><span class="material-symbols-outlined">${name}</span></td>`;
  expect(await rowOf(sign("check_circle") + sign("close") + sign("light_mode"))).toEqual([
    "✓",
    "✗",
    "light mode",
  ]);
});

it("a cell over the rest of a row is said for each of its columns, unless it is the whole row", async () => {
  const { html } = await normalize({
    body: '<table><tr><th>A<th>B<th>C</tr><tr><td rowspan="2">R<td>1<td>2</tr><tr><td colspan="2">wide</tr><tr><td colspan="3">Part</tr></table>',
    mediaType: "text/html",
    name: "a.html",
  });
  expect(html).toContain("<tr><td>R</td><td>wide</td><td>wide</td></tr>");
  expect(html).toContain("<tr><td>Part</td><td></td><td></td></tr>");
});
