import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import sanitizeHtml from "sanitize-html";
import { beforeAll, describe, expect, test } from "vitest";
import type { Document, Normalized } from "../src/normalize/document.ts";
import { mediaTypeOfName } from "../src/normalize/media-types.ts";
import { normalize, normalizeDocument, toMarkdown } from "../src/normalize/pipeline.ts";
import { allowedAttributes, allowedElements, allowedSchemes } from "../src/normalize/write/html.ts";

/**
 * A folder per case: input.*, its pages (page.html, page.md, and page.<part id>.html, .md for each further one), where
 * needed document.json (what the source states about the document) and why.txt (why the pages are like this). UPDATE=1
 * writes the current pages; read the difference before you commit it.
 */
const folder = path.join(import.meta.dirname, "goldens");
const updating = process.env.UPDATE === "1";
const cases = fs
  .readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

function documentOf(name: string): Document {
  const files = fs.readdirSync(path.join(folder, name));
  const inputs = files.filter((file) => file.startsWith("input."));
  const [input = ""] = inputs;
  const mediaType = mediaTypeOfName(input);
  if (inputs.length !== 1 || mediaType === undefined)
    throw new Error(`${name}: needs one input of a format that is read`);
  const stated: Partial<Document> = files.includes("document.json")
    ? JSON.parse(fs.readFileSync(path.join(folder, name, "document.json"), "utf8"))
    : {};
  const body = fs.readFileSync(path.join(folder, name, input));
  return { url: `https://docs.example.com/${name}/`, name: input, ...stated, body, mediaType };
}

/** docutils changes its HTML now and then; the output of one version is not a golden for another. */
const docutilsFile = path.join(folder, "docutils.txt");
const docutils = docutilsVersion();

/** `major.minor`; undefined where there is none. */
function docutilsVersion(): string | undefined {
  try {
    const said = execFileSync("python3", ["-m", "docutils", "--version"], {
      encoding: "utf8",
      stdio: "pipe",
    });
    return /\b(\d+\.\d+)/.exec(said)?.[1];
  } catch {
    return undefined;
  }
}

/** Why a case cannot be compared on this machine; undefined where it can. */
function obstacle(name: string): string | undefined {
  if (documentOf(name).mediaType !== "text/x-rst") return undefined;
  if (docutils === undefined) return "python3 -m docutils is not installed";
  const made = updating ? docutils : fs.readFileSync(docutilsFile, "utf8").trim();
  return made === docutils ? undefined : `made with docutils ${made}, here is ${docutils}`;
}

/** The page as a file: its title, its warnings, its HTML. */
function pageFile({ title, html, warnings }: Normalized): string {
  const codes = warnings.map(({ code }) => code).join(" ");
  return `<!-- title: ${title} -->\n${codes === "" ? "" : `<!-- warnings: ${codes} -->\n`}${html}\n`;
}

function filesOf(pages: readonly Normalized[]): Map<string, string> {
  return new Map(
    pages.flatMap((page) => {
      const name = page.part === undefined ? "page" : `page.${page.part.id}`;
      return [
        [`${name}.html`, pageFile(page)],
        [`${name}.md`, `${toMarkdown(page.html).trim()}\n`],
      ] as const;
    }),
  );
}

function written(name: string): Map<string, string> {
  const files = fs.readdirSync(path.join(folder, name)).filter((file) => file.startsWith("page."));
  return new Map(files.map((file) => [file, fs.readFileSync(path.join(folder, name, file), "utf8")]));
}

function update(name: string, files: ReadonlyMap<string, string>): void {
  for (const stale of written(name).keys()) fs.rmSync(path.join(folder, name, stale));
  for (const [file, text] of files) fs.writeFileSync(path.join(folder, name, file), text);
}

/** An independent sanitiser with our allow-list: it must find nothing to change. */
function sanitized(html: string): string {
  return sanitizeHtml(html, {
    allowedTags: [...allowedElements],
    allowedAttributes: Object.fromEntries(
      Object.entries(allowedAttributes).map(([name, attributes]) => [name, Object.keys(attributes)]),
    ),
    allowedSchemes: [...allowedSchemes],
    allowProtocolRelative: false,
  }).replaceAll(/<(br|hr) \/>/g, "<$1>");
}

test("there are goldens", () => expect(cases.length).toBeGreaterThanOrEqual(300));

const comparable = cases.filter((name) => obstacle(name) === undefined);

test.for(cases.filter((name) => obstacle(name) !== undefined))("%s is not compared", (name, { skip }) =>
  skip(obstacle(name)),
);

describe.each(comparable)("%s", (name) => {
  let pages: readonly Normalized[] = [];
  beforeAll(async () => {
    pages = await normalizeDocument(documentOf(name));
  });

  test("becomes the pages that were read and approved", () => {
    const files = filesOf(pages);
    expect(files.size).toBe(2 * pages.length);
    if (updating) update(name, files);
    const approved = written(name);
    expect([...approved.keys()].sort(), "missing or stale pages; UPDATE=1 writes them").toEqual(
      [...files.keys()].sort(),
    );
    for (const [file, text] of files) expect(text, file).toBe(approved.get(file));
  });

  test("holds nothing that a sanitiser would change", () => {
    expect(pages.length).toBeGreaterThan(0);
    for (const { html } of pages) expect(sanitized(html)).toBe(html);
  });

  test("normalised again it stays as it is", async () => {
    for (const { title, html, words } of pages) {
      const again = await normalize({
        body: html,
        mediaType: "text/html",
        name: documentOf(name).name,
        title,
      });
      expect(again).toMatchObject({ title, html, words });
    }
  });
});

test.runIf(updating && docutils !== undefined)("the version of docutils is noted", () => {
  fs.writeFileSync(docutilsFile, `${docutils}\n`);
});
