import { expect, test } from "vitest";
import { coveredParts, uncoveredParts } from "../support/covers.ts";
import { codes, flat } from "../support/normalized.ts";

const text = "These are words that everybody reads, and there are quite a few of them. ".repeat(5);
const page = (head: string) => (inner: string) =>
  `<!doctype html><html><head><title>Page</title>${head}</head><body><main><h1>Page</h1><p>${text}</p>${inner}<p>${text} end</p></main></body></html>`;
const forms = [
  page('<link rel="stylesheet" href="elsewhere.css">'),
  page("<script src=app.js></script>"),
  (inner: string) => `<p>${text}</p>${inner}<p>${text} end</p>`,
];

test.each(Object.entries(coveredParts))("%s: not read", (_name, part) => {
  for (const form of forms) {
    const made = flat(form(part("zebracanary")));
    expect(made).not.toContain("zebracanary");
    expect(made).toContain("end</p>");
  }
});

test.each(Object.entries(uncoveredParts))("%s: read", (_name, part) => {
  for (const form of forms) expect(flat(form(part("parrotcanary")))).toContain("parrotcanary");
});

test("where all styles of a page are known, an image covers text of any class before it", () => {
  const covered =
    '<div style="position:relative"><p class="in">secret</p><img src="h.jpg" alt="" style="position:absolute;top:0;left:0;width:100%;height:100%"></div>';
  expect(flat(page("")(covered))).not.toContain("secret");
  expect(flat(page("<script src=app.js></script>")(covered))).toContain("secret");
});

test("in a fragment covered text is named", () => {
  const html =
    '<p>a</p><div style="position:relative"><p>secret</p><div style="position:absolute;inset:0;background:#000"></div></div>';
  expect(codes(html)).toContain("hidden-dropped");
});

test("pictures below a cover keep their description: covers are taken from them once they are loaded", () => {
  const html =
    '<p>a</p><div style="position:relative"><img src="a.png" alt="A plan"><div style="position:absolute;inset:0;background:#eee"></div></div>';
  expect(flat(html)).toContain("A plan");
});

test("what most of a page stands under is a screen until the page has loaded", () => {
  const styles = "<style>.page{position:relative}.curtain{position:absolute;inset:0;background:#fff}</style>";
  const html = page(styles)(
    `<div class="page"><p>${text.repeat(3)} all</p><div class="curtain"></div></div>`,
  );
  expect(flat(html)).toContain("all</p>");
});
