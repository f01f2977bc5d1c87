import fs from "node:fs";
import path from "node:path";
import sanitizeHtml from "sanitize-html";
import { describe, expect, test } from "vitest";
import { allowedAttributes, allowedElements, allowedSchemes } from "../src/normalize/html/allow-list.ts";
import { normalize, type TextDocument, toMarkdown } from "../src/normalize/index.ts";

/**
 * A folder per case: input.*, what it becomes (page.html, page.md), where needed document.json (what the source says of
 * the document) and why.txt (why it becomes that). UPDATE=1 writes what it becomes now; read the difference before
 * committing it.
 */
const folder = path.join(import.meta.dirname, "goldens");
const updating = process.env.UPDATE === "1";
const mediaTypes: Readonly<Record<string, TextDocument["mediaType"]>> = {
  ".html": "text/html",
  ".md": "text/markdown",
  ".mdx": "text/mdx",
  ".txt": "text/plain",
};
const cases = fs
  .readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

function documentOf(name: string): TextDocument {
  const files = fs.readdirSync(path.join(folder, name));
  const inputs = files.filter((file) => file.startsWith("input."));
  const [input] = inputs;
  const mediaType = mediaTypes[path.extname(input ?? "")];
  if (input === undefined || inputs.length !== 1 || mediaType === undefined)
    throw new Error(`${name}: needs one input of a known kind (${Object.keys(mediaTypes).join(" ")})`);
  const stated: Partial<TextDocument> = files.includes("document.json")
    ? JSON.parse(fs.readFileSync(path.join(folder, name, "document.json"), "utf8"))
    : {};
  const body = fs.readFileSync(path.join(folder, name, input));
  return { url: `https://docs.example.com/${name}/`, name: input, ...stated, body, mediaType };
}

/** The page as a file: its title, what was warned of, its HTML. */
function pageFile({ title, html, warnings }: ReturnType<typeof normalize>): string {
  const codes = warnings.map(({ code }) => code).join(" ");
  return `<!-- title: ${title} -->\n${codes === "" ? "" : `<!-- warnings: ${codes} -->\n`}${html}\n`;
}

function expectFile(name: string, file: string, text: string): void {
  const target = path.join(folder, name, file);
  if (updating) fs.writeFileSync(target, text);
  if (!fs.existsSync(target)) throw new Error(`${name}/${file} is missing; UPDATE=1 writes it`);
  expect(text).toBe(fs.readFileSync(target, "utf8"));
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

test("there are goldens", () => expect(cases.length).toBeGreaterThanOrEqual(50));

describe.each(cases)("%s", (name) => {
  const document = documentOf(name);
  const page = normalize(document);

  test("becomes the page that was read and approved", () => {
    expectFile(name, "page.html", pageFile(page));
    expectFile(name, "page.md", `${toMarkdown(page.html).trim()}\n`);
  });

  test("holds nothing that a sanitiser would change", () => expect(sanitized(page.html)).toBe(page.html));

  test("normalised again it stays as it is", () => {
    const again = normalize({
      body: page.html,
      mediaType: "text/html",
      name: document.name,
      title: page.title,
    });
    expect(again).toMatchObject({ title: page.title, html: page.html, words: page.words });
  });
});
