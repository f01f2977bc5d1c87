import fs from "node:fs";
import path from "node:path";
import fc from "fast-check";
import sanitizeHtml from "sanitize-html";
import { describe, expect, test } from "vitest";
import { element, text } from "../../../src/html/dom.ts";
import {
  allowedAttributes,
  allowedElements,
  allowedSchemes,
  sanitizedHtml,
} from "../../../src/normalize/write/html.ts";
import { runs } from "../../setup/properties.ts";
import { tagSoup } from "../support/html-arbitrary.ts";
import { normalizedHtml } from "../support/normalized.ts";

/** An independent sanitiser with our allow-list: it must find nothing to change. */
function proof(html: string): string {
  return sanitizeHtml(html, {
    allowedTags: [...allowedElements],
    allowedAttributes: Object.fromEntries(
      Object.entries(allowedAttributes).map(([name, attributes]) => [name, Object.keys(attributes)]),
    ),
    allowedSchemes: [...allowedSchemes],
    allowProtocolRelative: false,
  }).replaceAll(/<(br|hr) \/>/g, "<$1>");
}

test("sanitize-html with the same allow-list changes nothing on tag soup", () => {
  fc.assert(
    fc.property(tagSoup, (soup) => {
      const { html } = normalizedHtml(soup);
      expect(proof(html)).toBe(html);
    }),
    { numRuns: runs(1500) },
  );
});

const fixtures = path.join(import.meta.dirname, "../../fixtures/pages");
test.each(fs.readdirSync(fixtures))(
  "sanitize-html with the same allow-list changes nothing on %s",
  (name) => {
    const { html } = normalizedHtml(fs.readFileSync(path.join(fixtures, name)), {
      url: "https://example.com/",
    });
    expect(html.length).toBeGreaterThan(100);
    expect(proof(html)).toBe(html);
  },
);

describe("the gate alone, whatever the steps before it let through", () => {
  test.each<[string, Parameters<typeof sanitizedHtml>[0], string]>([
    ["unknown elements leave their text", [element("x-y", {}, [element("p", {}, [text("a")])])], "<p>a</p>"],
    ["scripts leave nothing", [element("script", {}, [text("a")]), element("style", {}, [text("a")])], "\n"],
    ["drawings leave nothing", [element("svg", {}, [element("p", {}, [text("a")])])], ""],
    [
      "handlers and styles go",
      [element("p", { onclick: "x", style: "y", class: "z" }, [text("a")])],
      "<p>a</p>",
    ],
    ["script links lose their target", [element("a", { href: "javascript:x" }, [text("a")])], "<a>a</a>"],
    ["relative links lose their target", [element("a", { href: "/x" }, [text("a")])], "<a>a</a>"],
    ["odd languages go", [element("code", { class: "language-<x>" }, [text("a")])], "<code>a</code>"],
    [
      "text and values are escaped",
      [element("a", { href: 'https://e/?a="&b' }, [text("<b>&")])],
      '<a href="https://e/?a=&quot;&amp;b">&lt;b&gt;&amp;</a>',
    ],
  ])("%s", (_name, nodes, html) => expect(sanitizedHtml(nodes)).toBe(html));
});
