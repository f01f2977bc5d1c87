import { expect, test } from "vitest";
import { flat } from "../support/normalized.ts";

const text = `<p>${"Words of the author that make up most of this page, as they should. ".repeat(12).trim()}</p>`;
const lead = "<p>Pumps move water from where it is to where somebody wants to have it.</p>";
const page = (around: string, content = `<main>${text}</main>`) =>
  flat(
    `<!doctype html><html><head><title>Pumps</title></head><body>${around.replace("MAIN", content)}</body></html>`,
  );

test.each<[string, string]>([
  ["beside the title", `<div class="hero"><h1>Pumps</h1>${lead}</div>MAIN`],
  ["in a part of its own", `<div><div><h1>Pumps</h1></div><div>${lead}</div></div>MAIN`],
  ["before the title", `<section>${lead}<h1>Pumps</h1></section><div>MAIN</div>`],
  [
    "between the title and the text",
    `<div><h1>Pumps</h1><div itemprop="description">${lead}</div>MAIN</div>`,
  ],
  ["further in, beside the text", `<div><h1>Pumps</h1></div><div><div>${lead}</div><div>MAIN</div></div>`],
])("a sentence %s is the first of the page", (_name, around) => expect(page(around)).toBe(lead + text));

test.each<[string, string]>([
  ["a title within the content", `<div>${lead}</div>MAIN`],
  ["a label", "<div><h1>Pumps</h1><p>Six minutes</p></div>MAIN"],
  ["a form", `<div><h1>Pumps</h1><form>${lead}<input></form></div>MAIN`],
  ["links", `<div><h1>Pumps</h1><p><a href="/a">${lead.slice(3, -4)}</a></p></div>MAIN`],
  ["a title behind the content", `MAIN<div><h1>Pumps</h1>${lead}</div>`],
  ["one of two titles", `<div><h1>Pumps</h1>${lead}</div>MAIN<h1>Others</h1>`],
])("%s brings nothing in", (name, around) => {
  const content = name.includes("within") ? `<main><h1>Pumps</h1>${text}</main>` : undefined;
  expect(page(around, content)).toBe(text);
});

test.each<[string, string]>([
  ["an h2 that is", "<h1>Sites</h1><h2>How pumps are primed</h2>"],
  ["the last of two that are", "<h1>Pumps</h1><h1>How pumps are primed</h1>"],
])("the title is %s what the page states", (_name, titles) => {
  const html = `<html><head><title>How pumps are primed | Sites</title></head><body><div>${titles}${lead}</div><main>${text}</main></body></html>`;
  expect(flat(html)).toBe(lead + text);
});

test("data beside the title is no lead", () => {
  const data = `<script type="application/ld+json">{"name":"${"pumps ".repeat(20)}"}</script>`;
  expect(page(`<div><div><h1>Pumps</h1>${data}</div><div>${lead}</div>MAIN</div>`)).toBe(lead + text);
});
