import { expect, test } from "vitest";
import { normalize, selectorFault } from "../../../src/normalize/pipeline.ts";
import { codes, flat, normalizedHtml } from "../support/normalized.ts";

const page = `<!doctype html><title>Ports | Help</title><body>
<nav>Menu</nav>
<div class="intro"><p>First.</p><div class="intro"><p>Within.</p></div></div>
<main><h1>Ports</h1><p>The main part is this one, which is found without help.</p><div class="ad-note"><p>Buy now.</p></div></main>
<div class="sidebar help"><p>Last, and long enough that what stands below is small beside it.</p><div class="feedback">Was this helpful?</div></div></body>`;

test("the content is all that matches, outermost, in order, without the boilerplate in it", () => {
  expect(flat(page, { options: { contentSelector: ".help, .intro" } })).toBe(
    "<p>First.</p><p>Within.</p><p>Last, and long enough that what stands below is small beside it.</p>",
  );
});

test("what is excluded goes first, from the content that the usual rules find too", () => {
  expect(flat(page, { options: { excludeSelectors: [".ad-note", "h1", ".intro", ".help"] } })).toBe(
    "<p>The main part is this one, which is found without help.</p>",
  );
  const both = { contentSelector: ".intro", excludeSelectors: [".intro .intro"] };
  expect(flat(page, { options: both })).toBe("<p>First.</p>");
});

test("an element may be the content itself, and a fragment may have a content selector", () => {
  expect(flat("<p>a</p><pre class=x>b</pre>", { options: { contentSelector: "pre.x" } })).toBe(
    "<pre><code>b</code></pre>",
  );
});

test("no match: the usual rules, and a warning", () => {
  const options = { contentSelector: "#gone" };
  expect(codes(page, { options })).toContain("content-selector-unmatched");
  expect(normalizedHtml(page, { options }).html).toBe(normalizedHtml(page).html);
});

test("a selector that cannot be used gives a warning and does not throw", () => {
  const options = { contentSelector: "p[", excludeSelectors: ["::before"] };
  expect(normalizedHtml(page, { options }).html).toBe(normalizedHtml(page).html);
  expect(codes(page, { options })).toContain("selector-unusable");
});

test("Markdown has no selectors", async () => {
  const options = { contentSelector: ".x" };
  const page = await normalize({ body: "# A\n\nb", mediaType: "text/markdown", name: "a.md", options });
  expect(page.warnings).toEqual([]);
});

test.each(["main", "#a > .b:not(.c)", "article, [role=main] :is(h1, h2)", "div:has(> p)", "p:contains(x)"])(
  "can be used: %s",
  (selector) => expect(selectorFault(selector)).toBeUndefined(),
);
test.each(["", "  ", "p[", "a:nosuch", "p::before", "x".repeat(1001)])("cannot be used: %s", (selector) =>
  expect(selectorFault(selector)).toMatch(/\w/),
);
