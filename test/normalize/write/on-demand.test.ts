import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { normalizeWithMarkdown, toMarkdown } from "../../../src/normalize/pipeline.ts";

const goldens = path.join(import.meta.dirname, "../../goldens");
const inputs = fs
  .readdirSync(goldens)
  .map((name) => path.join(goldens, name, "input.html"))
  .filter((file) => fs.existsSync(file));

test("there are inputs", () => expect(inputs.length).toBeGreaterThan(20));

test.each(inputs.map((file) => [path.basename(path.dirname(file)), file]))(
  "%s: Markdown from the page's own tree is the Markdown of its HTML",
  async (name, file) => {
    const body = fs.readFileSync(file);
    const { page, markdown } = await normalizeWithMarkdown({
      body,
      name,
      mediaType: "text/html",
      url: "https://docs.example.com/page",
    });
    expect(markdown()).toBe(toMarkdown(page.html));
  },
);
