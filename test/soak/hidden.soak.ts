import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { normalize, toMarkdown } from "../../src/normalize/pipeline.ts";
import { coveredParts, uncoveredParts } from "../normalize/support/covers.ts";
import { hiddenChannels, visibleParts } from "../normalize/support/hidden-channels.ts";
import { hidingPairs } from "../normalize/support/hiding-pairs.ts";
import { neverOpened, openedParts, revealedParts } from "../normalize/support/opened-parts.ts";

/** Every way to hide text and everything that only looks so, on the pages of generators and in plain templates. */
const folder = path.join(import.meta.dirname, "../fixtures/pages");
const text = "These are words that everybody reads, and there are quite a few of them. ".repeat(8);
const around = (open: string, close: string) => (part: string) =>
  `<!doctype html><html><head><title>T</title></head><body>${open}<h1>T</h1><p>${text}</p>${part}<p>${text}</p>${close}</body></html>`;
const templates: [string, (part: string) => string][] = [
  ...readdirSync(folder).map((name): [string, (part: string) => string] => {
    const html = readFileSync(path.join(folder, name), "utf8");
    const at = html.indexOf("The agent sends");
    const place = html.lastIndexOf("<p", at);
    return [name, (part) => html.slice(0, place) + part + html.slice(place)];
  }),
  ["plain", around("", "")],
  ["main", around("<main>", "</main>")],
  ["article", around('<div class="page"><article class="doc">', "</article></div>")],
  ["wiki", around('<div id="content"><div class="wiki-content">', "</div></div>")],
  ["table layout", around("<table><tr><td>", "</td></tr></table>")],
];

type Part = readonly [name: string, part: (words: string) => string];
const hidden: readonly Part[] = [
  ...Object.entries(hiddenChannels),
  ...Object.entries(neverOpened),
  ...Object.entries(coveredParts),
  ...hidingPairs.map(([name, html]): Part => [name, (words) => html.replaceAll("§", words)]),
];
const visible: readonly Part[] = [
  ...Object.entries(visibleParts),
  ...Object.entries(revealedParts),
  ...Object.entries(uncoveredParts),
  ...Object.entries(openedParts).map(([name, part]): Part => [name, (words) => part("Is it so?", words)]),
  ...hidingPairs.map(([name, , html]): Part => [name, (words) => html.replaceAll("§", words)]),
];

test("hidden channels", async () => {
  const failures: string[] = [];
  const seen = async (body: string) => {
    const { title, html } = await normalize({ body, mediaType: "text/html", name: "page" });
    return `${title}\n${html}\n${toMarkdown(html)}`;
  };
  for (const [template, page] of templates) {
    for (const [name, channel] of hidden)
      if ((await seen(page(channel("zebracanary")))).includes("zebracanary"))
        failures.push(`shown: ${name}, ${template}`);
    for (const [name, part] of visible)
      if (!(await seen(page(part("parrotcanary")))).includes("parrotcanary"))
        failures.push(`lost: ${name}, ${template}`);
  }
  console.log(
    `hidden: ${hidden.length} channels and ${visible.length} visible parts on ${templates.length} templates, ${failures.length} failures`,
  );
  expect(failures).toEqual([]);
});
