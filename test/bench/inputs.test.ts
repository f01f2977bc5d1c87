import { expect, test } from "vitest";
import { benches } from "../../bench/benches.ts";
import { documentText, pathOf } from "../../bench/kit/docs-repo.ts";
import { longPage, shapes } from "../../bench/kit/long-pages.ts";
import { normalize } from "../../src/normalize/pipeline.ts";

test("every bench has a name of its own and says how it measures", () => {
  expect(new Set(benches.map(({ name }) => name)).size).toBe(benches.length);
  for (const { name, title, method } of benches) {
    expect(name).toMatch(/^[a-z-]+$/);
    expect(title.length * method.length).toBeGreaterThan(0);
  }
});

test("generated documents are the same every time, unlike each other, and become pages without warnings", async () => {
  expect(documentText(7, 100)).toBe(documentText(7, 100));
  const bodies = Array.from({ length: 100 }, (_, at) => documentText(at, 100));
  expect(new Set(bodies).size).toBe(100);
  const page = await normalize({
    body: documentText(7, 100),
    mediaType: "text/markdown",
    name: pathOf(7),
    url: "https://docs.example.com/a/b",
  });
  expect(page.warnings).toEqual([]);
  expect(page.words).toBeGreaterThan(100);
});

test.each(shapes)("a long page of %s is as long as was asked for, and all of it stays", async (shape) => {
  const body = longPage(shape, 30_000);
  expect(body.length).toBeGreaterThan(30_000);
  expect(body.length).toBeLessThan(32_000);
  const short = await normalize({ body: longPage(shape, 3_000), mediaType: "text/html", name: "a.html" });
  const long = await normalize({ body, mediaType: "text/html", name: "a.html" });
  expect(long.words / short.words).toBeGreaterThan(7);
});
