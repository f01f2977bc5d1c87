import fc from "fast-check";
import { expect, test } from "vitest";
import { parseUrl } from "../../../src/http/url.ts";
import { linksOf } from "../../../src/normalize/clean/links.ts";
import { Warnings } from "../../../src/normalize/warnings.ts";
import { runs } from "../../setup/properties.ts";
import { normalizedHtml } from "../support/normalized.ts";

const url = "https://docs.example.com/guide/install.html";
const links = {
  "../a.md#x": "https://docs.example.com/a#x",
  "b.md": "https://docs.example.com/b",
  "with space.md": "https://docs.example.com/s",
  "bad.md": "javascript:alert(1)",
  "form?edit=1": "",
};

test.each<[written: string, href: string | undefined, warning: string | undefined]>([
  ["https://Example.com/a b", "https://example.com/a%20b", undefined],
  ["//cdn.example.com/x", "https://cdn.example.com/x", undefined],
  ["next.html", "https://docs.example.com/guide/next.html", undefined],
  ["/top", "https://docs.example.com/top", undefined],
  ["#part", `${url}#part`, undefined],
  ["../a.md#x", "https://docs.example.com/a#x", undefined],
  ["b.md#y", "https://docs.example.com/b#y", undefined],
  ["with%20space.md", "https://docs.example.com/s", undefined],
  ["mailto:help@example.com", "mailto:help@example.com", undefined],
  ["tel:+49123", "tel:+49123", undefined],
  ["javascript:alert(1)", undefined, "link-unsafe"],
  ["  java\nscript:alert(1)", undefined, "link-unsafe"],
  ["&#106;avascript:alert(1)", undefined, "link-unsafe"],
  ["data:text/html,x", undefined, "link-unsafe"],
  ["vbscript:x", undefined, "link-unsafe"],
  ["bad.md", undefined, "link-unsafe"],
  ["form?edit=1", undefined, undefined],
  ["form?edit=1#y", undefined, undefined],
  ["http://[broken", undefined, "link-unresolved"],
])("%s → %s", (written, href, warning) => {
  const page = normalizedHtml(`<p><a href="${written}">text</a></p>`, { url, links });
  expect(page.html).toBe(href === undefined ? "<p>text</p>" : `<p><a href="${href}">text</a></p>`);
  expect(page.warnings.map(({ code }) => code)).toEqual(warning === undefined ? [] : [warning]);
});

test("a relative link without an address stays as text, and is counted", () => {
  const page = normalizedHtml('<a href="a.md">a</a> <a href="b.md">b</a> <a href="#c">c</a>');
  expect(page.html).toBe("<p>a b c</p>");
  expect(page.warnings).toEqual([
    {
      code: "link-unresolved",
      message: "2 links kept as text: the target is relative and its address is not known. (a.md, b.md)",
    },
  ]);
});

test("a page's base is used for its links, not for its own anchors", () => {
  const page = normalizedHtml(
    '<!doctype html><base href="/v2/"><main><p>Some text <a href="x">x</a> <a href="#y">y</a></p></main>',
    { url },
  );
  expect(page.html).toContain('href="https://docs.example.com/v2/x"');
  expect(page.html).toContain(`href="${url}#y"`);
});

test("a link around blocks is kept on each of them", () => {
  expect(normalizedHtml('<a href="https://e.com/"><h3>Card</h3><p>Text</p></a>').html).toBe(
    '<h2><a href="https://e.com/">Card</a></h2>\n<p><a href="https://e.com/">Text</a></p>',
  );
});

test("names of object members are not links", () => {
  expect(normalizedHtml('<a href="constructor">x</a>').html).toBe("<p>x</p>");
});

test("a plain target resolves as a URL parser resolves it", () => {
  const part = fc.constantFrom(..."a b-c _d 1 e.html .. . / // # ? & = % é : @ con".split(" "), " ");
  const target = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(""));
  const base = fc.constantFrom(
    url,
    "https://e.com",
    "https://e.com/a/b/?q=/x#/y",
    "HTTP://E.com:80/a",
    "file:///a/b",
  );
  fc.assert(
    fc.property(target, base, (written, address) => {
      const own = written.trim();
      const parsed = own === "" ? undefined : parseUrl(own, address);
      const isStable = parsed && parseUrl(parsed.href)?.href === parsed.href;
      const href = isStable && /^https?:$/.test(parsed.protocol) ? parsed.href : undefined;
      expect(linksOf({ url: address }, new Warnings()).resolve(written)).toBe(href);
    }),
    { numRuns: runs(2000) },
  );
});
