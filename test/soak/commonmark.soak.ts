import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { textOf } from "../../src/html/dom.ts";
import { parseHtml } from "../../src/html/parse.ts";
import { normalizeDocument } from "../../src/normalize/pipeline.ts";

/**
 * The examples of CommonMark's specification, read as pages: their text is that of the HTML that the specification gives,
 * with an image's description as "Image: …", and with the page's title, wherever it stood. The specification is not part of
 * the project (CC BY-SA): `npm install --no-save commonmark-spec`, or SPEC names its `spec.txt`. VERBOSE shows what differs.
 */
const file =
  process.env.SPEC ?? path.join(import.meta.dirname, "../../node_modules/commonmark-spec/spec.txt");
const VERSION = "0.31.2";

/** By design: examples, and why their text is another here. */
const differences: readonly (readonly [why: string, examples: readonly number[]])[] = [
  ["`+++` alone is a block break of MyST, or opens a front matter", [44]],
  ["a tag that nothing closes, such as `List<String>`, is text", [150, 201, 613]],
  ["`<Warning>` is a component: what is in it is Markdown", [163]],
  ["scripts, style sheets and fields are not text for readers", [170, 171, 172, 176, 178]],
  ["a link without text is called after its target", [484]],
  ["`[[Page]]` is a wiki's link, `![[Page]]` its inclusion", [548, 559, 590]],
];

interface Example {
  readonly number: number;
  readonly section: string;
  readonly markdown: string;
  readonly html: string;
}

const parts = /^#{1,6} +(.*)$|^`{32} example\n([\s\S]*?)^\.\n([\s\S]*?)^`{32}$/gm;

function examplesOf(spec: string): Example[] {
  const examples: Example[] = [];
  let section = "";
  for (const [, heading, markdown, html = ""] of spec.matchAll(parts)) {
    if (heading !== undefined) section = heading;
    else if (markdown !== undefined)
      examples.push({
        number: examples.length + 1,
        section,
        markdown: markdown.replaceAll("→", "\t"),
        html: html.replaceAll("→", "\t"),
      });
  }
  return examples;
}

/** Visible letters without blanks; a picture is its description. */
function lettersOf(html: string): string {
  const described = html.replaceAll(/<img\b[^>]*?\balt="([^"]*)"[^>]*>/g, (_, alt: string) =>
    alt === "" ? "" : `<em>Image: ${alt}</em>`,
  );
  return textOf(parseHtml(described).tree).replaceAll(/\s+/g, "");
}

async function isSame({ markdown, html }: Example): Promise<readonly [same: boolean, shown: string]> {
  const [page] = await normalizeDocument({ body: markdown, mediaType: "text/markdown", name: "page.md" });
  const shown = lettersOf(page?.html ?? "");
  const title = (page?.title ?? "").replaceAll(/\s+/g, "");
  const wanted = lettersOf(html);
  const isUntitled = [...wanted].some(
    (_, at) =>
      wanted.startsWith(title, at) && shown === wanted.slice(0, at) + wanted.slice(at + title.length),
  );
  return [shown === wanted || isUntitled, `[${page?.title}] ${page?.html}`];
}

const spec = readSpec();

function readSpec(): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

it.skipIf(spec === undefined)(
  `CommonMark's examples have the same text${spec === undefined ? ` (skipped: ${file} is not there)` : ""}`,
  async () => {
    const text = spec ?? "";
    expect(/^version: '(.*)'$/m.exec(text)?.[1], "the examples' numbers are those of").toBe(VERSION);
    const examples = examplesOf(text);
    expect(examples).toHaveLength(652);
    const other: number[] = [];
    for (const example of examples) {
      const [same, shown] = await isSame(example);
      if (same) continue;
      other.push(example.number);
      if (process.env.VERBOSE)
        console.log(
          `${example.number} ${example.section}\n${example.markdown}wanted ${example.html}got ${shown}\n`,
        );
    }
    console.log(
      `CommonMark ${VERSION}: ${examples.length - other.length} of ${examples.length} have the same text`,
    );
    for (const [why, numbers] of differences) console.log(`  ${numbers.join(", ")}: ${why}`);
    expect(other, "differ by design").toEqual(
      differences.flatMap(([, numbers]) => [...numbers]).toSorted((a, b) => a - b),
    );
  },
);
