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

it.each([
  ["an icon of Iconify", '<span class="iconify" data-icon="mdi:close"></span>', "✗"],
  ["a drawing of MUI", '<svg data-testid="CheckIcon"></svg>', "✓"],
  ["an element of Shoelace", '<sl-icon name="check-lg"></sl-icon>', "✓"],
  ["an element of Ionic", '<ion-icon name="close-outline"></ion-icon>', "✗"],
  ["an element of Clarity", '<clr-icon shape="times"></clr-icon>', "✗"],
  ["Feather's icon before its script ran", '<i data-feather="check"></i>', "✓"],
  ["a picture that a server makes smaller", '<img src="/_next/image?url=%2Ftick.png&amp;w=32">', "✓"],
  ["a hint by a script", '<span data-tooltip="Included"><svg></svg></span>', "Included"],
])("%s says what it means in a cell", async (_, icon, said) => {
  expect(await rowOf(`<td>x</td><td>${icon}</td><td>y</td>`)).toEqual(["x", said, "y"]);
});

it("an empty cell is the sign that its class draws", async () => {
  expect(await rowOf('<td class="yes"></td><td class="feature-no"></td><td>y</td>')).toEqual(["✓", "✗", "y"]);
});

it.each([
  ["no number", '<td class="no"></td><td>x</td><td>y</td>', ["", "x", "y"]],
  [
    "a class with words",
    '<td class="yes">Since 2</td><td class="no">never</td><td></td>',
    ["Since 2", "never", ""],
  ],
])("a class says nothing else: %s", async (_, cells, said) => expect(await rowOf(cells)).toEqual(said));

it("a cell may have a name and nothing else", async () => {
  expect(await rowOf('<td>x</td><td aria-label="Not included"></td><td>y</td>')).toEqual([
    "x",
    "Not included",
    "y",
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
