import fc from "fast-check";
import { expect, test } from "vitest";
import { normalize, toMarkdown } from "../../src/normalize/pipeline.ts";
import { anyCharacter, runs } from "../setup/properties.ts";
import { tagSoup } from "./support/html-arbitrary.ts";
import { normalizedHtml } from "./support/normalized.ts";

const usual = { numRuns: runs(1500) };

test("normalising a page again changes nothing", () => {
  fc.assert(
    fc.property(tagSoup, (soup) => {
      const first = normalizedHtml(soup);
      const second = normalizedHtml(first.html, { title: first.title });
      expect(second.html).toBe(first.html);
      expect(second.title).toBe(first.title);
      expect(second.words).toBe(first.words);
      expect(second.warnings).toEqual([]);
    }),
    usual,
  );
});

test("the same document gives the same page", () => {
  fc.assert(
    fc.property(tagSoup, (soup) => {
      expect(normalizedHtml(soup)).toEqual(normalizedHtml(soup));
    }),
    { numRuns: runs(300) },
  );
});

test("no script, handler or script link reaches a page or its Markdown", () => {
  fc.assert(
    fc.property(tagSoup, (soup) => {
      const { html } = normalizedHtml(
        `${soup}<p>end</p><script>canary()</script><a href="JaVaScript:canary()">x</a>`,
      );
      expect(html).not.toContain("canary");
      expect(toMarkdown(html)).not.toContain("canary");
    }),
    usual,
  );
});

test("any string of any media type becomes a page with a title", async () => {
  const mediaType = fc.constantFrom("text/html", "text/markdown", "text/mdx", "text/plain");
  const bodies = fc.oneof(tagSoup, fc.string({ unit: anyCharacter, maxLength: 200 }));
  await fc.assert(
    fc.asyncProperty(bodies, mediaType, async (body, type) => {
      const page = await normalize({ body, mediaType: type, name: "" });
      expect(page.title).not.toBe("");
      expect(page.html).not.toMatch(/\p{Surrogate}/u);
    }),
    { numRuns: runs(600) },
  );
});

test("any bytes become a page", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (body) => {
      expect(normalizedHtml(body).title).not.toBe("");
    }),
    { numRuns: runs(300) },
  );
});
