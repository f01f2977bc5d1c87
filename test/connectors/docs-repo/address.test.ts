import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pageUrl, slugOf } from "../../../src/connector-kit/page-url.ts";
import { anyCharacter } from "../../setup/properties.ts";

describe("slugOf", () => {
  it.each([
    ["guide/install.md", "guide/install"],
    ["guide/index.md", "guide"],
    ["guide/README.md", "guide"],
    ["guide/readme.markdown", "guide"],
    ["guide/_index.md", "guide"],
    ["index.html", ""],
    ["README.md", ""],
    ["01-intro/02-first.mdx", "01-intro/02-first"],
    ["en/basics/pages.mdx", "en/basics/pages"],
    ["v1.2/notes.md", "v1.2/notes"],
    ["reindex.md", "reindex"],
    ["Größen.md", "Größen"],
  ])("%s is %s", (path, slug) => {
    expect(slugOf(path)).toBe(slug);
  });
});

describe("pageUrl", () => {
  const site = "https://docs.example.com";
  it.each([
    ["slug from the path", "/{slug}", "guide/install.md", undefined, "/guide/install"],
    ["a folder's index", "/{slug}", "guide/index.md", undefined, "/guide"],
    ["the root's index", "/{slug}", "index.md", undefined, "/"],
    ["no double slash for it", "/docs/{slug}/", "index.md", undefined, "/docs/"],
    ["slug of its own", "/{slug}", "guide/install.md", "setup", "/setup"],
    ["slug with slashes around", "/{slug}", "a.md", "/setup/first/", "/setup/first/"],
    ["template and slug both end in one", "/{slug}/", "a.md", "/setup/", "/setup/"],
    ["path keeps index", "/{path}.html", "guide/index.md", undefined, "/guide/index.html"],
    ["path ignores the slug", "/{path}", "guide/a.md", "other", "/guide/a"],
    ["both", "/{slug}?from={path}", "guide/a.md", "x", "/x?from=guide/a"],
    [
      "letters are encoded",
      "/{slug}",
      "Größe & Maß/a b.md",
      undefined,
      "/Gr%C3%B6%C3%9Fe%20&%20Ma%C3%9F/a%20b",
    ],
    ["a hash and a question mark in a name", "/{slug}", "c#/why?.md", undefined, "/c%23/why%3F"],
    ["a percent sign in a name", "/{slug}", "100%.md", undefined, "/100%25"],
    ["a slug that is encoded already", "/{slug}", "a.md", "caf%C3%A9", "/caf%C3%A9"],
    ["in a query, & and + are encoded", "/view?page={slug}", "a&b+c.md", undefined, "/view?page=a%26b%2Bc"],
    ["in a fragment", "/#/{slug}", "guide/a.md", undefined, "/#/guide/a"],
  ])("%s", (_, template, path, slug, expected) => {
    expect(pageUrl(site + template, path, slug)).toBe(site + expected);
  });

  it("uses a slug that is an address as the address", () => {
    expect(pageUrl(`${site}/{slug}`, "a.md", "https://other.example.com/x")).toBe(
      "https://other.example.com/x",
    );
  });

  it("is written as a URL is, whatever the path and the template", () => {
    const part = fc.stringMatching(/^[a-z.%/ _-]{0,6}$/);
    const templates = fc.constantFrom(
      "/{slug}",
      "/docs/{path}/",
      "/{slug}?from={path}",
      "/a//{slug}",
      "/%2{slug}",
    );
    fc.assert(
      fc.property(part, part, templates, (first, second, template) => {
        const url = pageUrl(site + template, `${first}/${second}.md`);
        expect(url).toBe(new URL(url).href);
        expect(new URL(url).pathname).not.toContain("//");
      }),
    );
  });

  it("stays on the site whatever path and slug say", () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.option(fc.string({ unit: anyCharacter }), { nil: undefined }),
        (path, slug) => {
          fc.pre(slug === undefined || !/^https?:/i.test(slug));
          const url = new URL(pageUrl(`${site}/docs/{slug}`, `${path}.md`, slug));
          expect(url.origin).toBe(site);
          expect(url.href).toBe(new URL(url.href).href);
        },
      ),
    );
  });
});
