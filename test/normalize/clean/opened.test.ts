import { describe, expect, test } from "vitest";
import { flat } from "../support/normalized.ts";
import { neverOpened, openedParts, revealedParts } from "../support/opened-parts.ts";

const text = "These are words that everybody reads, and there are quite a few of them. ".repeat(4);
const page = (inner: string) =>
  `<!doctype html><html><head><title>Page</title></head><body><main><h1>Page</h1><p>${text}</p>${inner}<p>${text} end</p></main></body></html>`;
const fragment = (inner: string) => `<p>${text}</p>${inner}<p>${text} end</p>`;
const forms = [page, fragment];

describe("what a visible control opens is read, once, with its label", () => {
  test.each(Object.entries(openedParts))("%s", (_name, part) => {
    for (const form of forms) {
      const html = flat(form(part("Is parrotlabel here?", "parrotcanary")));
      expect(html.split("parrotcanary")).toHaveLength(2);
      expect(html.split("parrotlabel")).toHaveLength(2);
      expect(html.indexOf("parrotlabel")).toBeLessThan(html.indexOf("parrotcanary"));
      expect(html).toContain("end</p>");
    }
  });
});

test.each(Object.entries(revealedParts))("what a script reveals is read: %s", (_name, part) => {
  for (const form of forms) expect(flat(form(part("parrotcanary")))).toContain("parrotcanary");
});

describe("what nobody can open stays hidden", () => {
  test.each(Object.entries(neverOpened))("%s", (_name, part) => {
    for (const form of forms) {
      const html = flat(form(part("zebracanary")));
      expect(html).not.toContain("zebracanary");
      expect(html).toContain("end</p>");
    }
  });
});

describe("one of a sign and its words for screen readers stays", () => {
  test.each([
    [
      "a sign without words",
      '<kbd aria-hidden="true">⌘</kbd><span class="sr-only">Command</span>+K',
      "Press Command+K.",
    ],
    [
      "stars",
      '<span aria-hidden="true">★★★★☆</span><span class="visually-hidden">4 out of 5</span>',
      "Press 4 out of 5.",
    ],
    [
      "words first",
      '<span class="visually-hidden">Option</span> <span aria-hidden="true">⌥</span>',
      "Press Option .",
    ],
    [
      "a sign whose words say more",
      '<span aria-hidden="true">5★</span><span class="sr-only">5 stars</span>',
      "Press 5 stars.",
    ],
    [
      "a sign that says something else",
      '<span aria-hidden="true">A1</span><span class="sr-only">Key</span>',
      "Press A1.",
    ],
    [
      "words that a rule places out of sight",
      '<style>.vh{position:absolute;clip:rect(0 0 0 0)}</style><span aria-hidden="true">✓</span><span class="vh">Yes</span>',
      "Press Yes.",
    ],
  ])("%s", (_name, pair, expected) => {
    expect(flat(`<p>Press ${pair}.</p>`)).toBe(`<p>${expected}</p>`);
  });
});
