import { describe, expect, it } from "vitest";
import { includeCandidates, relativeLink } from "../../../connectors/docs-repo/links.ts";

const files = new Set([
  "index.md",
  "faq.html",
  "guide/index.mdx",
  "guide/install.md",
  "guide/api/README.md",
  "a b.md",
  "größe.md",
  "v1.2.md",
  "sections/_index.md",
]);

/** The file a link is taken for when just these files exist. */
function target(from: string, written: string): string | undefined {
  const link = relativeLink(from, written);
  if (link === undefined) return undefined;
  const found = [...link.candidates].find((file) => files.has(file));
  return found === undefined ? undefined : found + link.fragment;
}

describe("relativeLink", () => {
  it.each([
    ["the file", "guide/install.md", "../index.md", "index.md"],
    ["with a fragment", "index.md", "guide/install.md#linux", "guide/install.md#linux"],
    ["with a query", "index.md", "guide/install.md?x=1#y", "guide/install.md#y"],
    ["with ./", "index.md", "./guide/install.md", "guide/install.md"],
    ["without extension", "index.md", "guide/install", "guide/install.md"],
    ["the rendered file", "index.md", "guide/install.html", "guide/install.md"],
    ["md written for mdx", "index.md", "guide/index.md", "guide/index.mdx"],
    ["a folder", "index.md", "guide/", "guide/index.mdx"],
    ["a folder without slash", "index.md", "guide", "guide/index.mdx"],
    ["a folder's README", "index.md", "guide/api/", "guide/api/README.md"],
    ["a section of a Hugo site", "index.md", "sections/", "sections/_index.md"],
    ["a page written as a folder", "index.md", "guide/install/", "guide/install.md"],
    ["the folder itself", "guide/install.md", ".", "guide/index.mdx"],
    ["the folder above", "guide/install.md", "../", "index.md"],
    ["the folder above without slash", "guide/install.md", "..", "index.md"],
    ["percent-encoded", "index.md", "a%20b.md", "a b.md"],
    ["decomposed letters", "index.md", "gro\u0308ße.md", "größe.md"],
    ["backslashes", "index.md", "guide\\install.md", "guide/install.md"],
    ["a dot in the name", "index.md", "v1.2", "v1.2.md"],
    ["from Jekyll's root", "guide/install.md", "site:faq.html#x", "faq.html#x"],
    [
      "from Jekyll's root, above the source's",
      "guide/install.md",
      "site:docs/guide/api/README.md",
      "guide/api/README.md",
    ],
    ["from Jekyll's root, out of it", "index.md", "site:../index.md", undefined],
    ["broken percent-encoding", "index.md", "100%.md", undefined],
    ["nothing there", "index.md", "missing.md", undefined],
    ["out of the root", "index.md", "../index.md", undefined],
    ["a site path", "index.md", "/guide/install", undefined],
    ["an address", "index.md", "https://example.com/index.md", undefined],
    ["another scheme", "index.md", "mailto:a@example.com", undefined],
    ["no scheme", "index.md", "//example.com/index.md", undefined],
    ["the same page", "index.md", "#part", undefined],
    ["nothing", "index.md", "", undefined],
  ])("%s", (_, from, written, expected) => {
    expect(target(from, written)).toBe(expected);
  });
});

describe("a link between pages of an Antora component", () => {
  const from = "docs/modules/ROOT/pages/guide/start.adoc";
  it.each([
    ["counts from its module's pages", "guide/next.adoc#x", "docs/modules/ROOT/pages/guide/next.adoc", "#x"],
    ["or from the file with a dot", "./next.adoc", "docs/modules/ROOT/pages/guide/next.adoc", ""],
    ["leads to another module", "deploy:linux/a.adoc", "docs/modules/deploy/pages/linux/a.adoc", ""],
    ["from another module to the first", "ROOT:index.adoc#y", "docs/modules/ROOT/pages/index.adoc", "#y"],
    ["may leave its own module out", ":next.adoc", "docs/modules/ROOT/pages/next.adoc", ""],
    ["may name its own component", "acme:deploy:a.adoc", "docs/modules/deploy/pages/a.adoc", ""],
    ["leads to another component", "lab:deploy:a.adoc#z", "lab/modules/deploy/pages/a.adoc", "#z"],
    ["leads to its first module", "lab::a.adoc", "lab/modules/ROOT/pages/a.adoc", ""],
  ])("%s", (_, written, file, fragment) => {
    const components = new Map([
      ["more/", { name: "acme", attributes: {} }],
      ["docs/", { name: "acme", attributes: {} }],
      ["lab/", { name: "lab", attributes: {} }],
    ]);
    const link = relativeLink(from, written, components);
    expect([...(link?.candidates ?? [])][0]).toBe(file);
    expect(link?.fragment).toBe(fragment);
  });
  it.each(["other:module:page.adoc", "https://e.example/a.adoc"])("%s leads to none of them", (written) => {
    expect(relativeLink(from, written)).toBeUndefined();
  });
});

describe("includeCandidates", () => {
  it.each([
    [
      "beside the file",
      "guide/a.md",
      "_note.md",
      [
        "guide/_note.md",
        "_note.md",
        "_includes/_note.md",
        "snippets/_note.md",
        "_snippets/_note.md",
        "includes/_note.md",
      ],
    ],
    [
      "MkDocs' settings",
      "docs/guide/a.md",
      "project$mkdocs.yml",
      ["docs/guide/mkdocs.yml", "docs/mkdocs.yml", "mkdocs.yml"],
    ],
    ["relative", "guide/a.md", "../parts/x.md", ["parts/x.md"]],
    ["stated as relative", "guide/a.md", "./x.md", ["guide/x.md"]],
    ["from the root", "guide/a.md", "/parts/x.md", ["parts/x.md"]],
    ["from the root, Microsoft's way", "guide/a.md", "~/parts/x.md", ["parts/x.md"]],
    ["from the root, Docusaurus' way", "guide/a.md", "@site/parts/x.md", ["parts/x.md"]],
    [
      "from a Hugo site's root",
      "content/en/guide/a.md",
      "/_parts/x.md",
      ["_parts/x.md", "content/_parts/x.md", "content/en/_parts/x.md"],
    ],
    [
      "Antora's partial",
      "docs/modules/ROOT/pages/a.adoc",
      "partial$note.adoc",
      ["docs/modules/ROOT/partials/note.adoc"],
    ],
    ["of another module", "modules/ROOT/pages/b/a.adoc", "api:example$x.rb", ["modules/api/examples/x.rb"]],
    ["out of its module", "modules/ROOT/pages/a.adoc", "partial$../../../x.adoc", []],
    ["its component", "docs/modules/ROOT/pages/a.adoc", "component$antora.yml", ["docs/antora.yml"]],
    [
      "from the folder of mkdocs.yml",
      "docs/en/docs/a/b.md",
      "../src/x.py",
      ["docs/en/docs/src/x.py", "docs/en/src/x.py", "docs/src/x.py", "src/x.py"],
    ],
    ["out of the root", "guide/a.md", "../../x.md", []],
    ["out of the root by the root's name", "guide/a.md", "/../x.md", []],
    ["a folder", "guide/a.md", "./", []],
  ])("%s", (_, from, written, expected) => {
    expect(includeCandidates(from, written)).toEqual(expected);
  });
});

describe("files that are named without a path to them", () => {
  it.each([
    ["by a bundler's alias", "docs/guide/a.mdx", "@components/x.mdx", "docs/components/x.mdx"],
    ["in a folder above", "docs/k6/next/api/a.md", "shared/api/x.md", "docs/k6/next/shared/api/x.md"],
  ])("%s", (_, from, written, file) => {
    expect(includeCandidates(from, written)).toContain(file);
  });
  it("and never outside of the root", () => {
    expect(includeCandidates("a.mdx", "@x/../../y.mdx").filter((file) => file.startsWith(".."))).toEqual([]);
  });
});

describe("a file from the top of the site", () => {
  it.each([
    ["the root", "guide/install.md", "/guide/install.md", "guide/install.md"],
    ["the file's other ending", "docs/guide/install.md", "/guide/install.rst#x", "guide/install.md#x"],
    ["nothing there", "guide/install.md", "/guide/missing.md", undefined],
  ])("%s", (_, from, written, expected) => {
    expect(target(from, written)).toBe(expected);
  });
  it("is looked for in each folder around", () => {
    const { candidates = [], fragment } = relativeLink("docs/en/a.rst", "/guide/b.rst#x") ?? {};
    expect([...candidates]).toEqual(
      expect.arrayContaining(["guide/b.rst", "docs/guide/b.rst", "docs/en/guide/b.rst"]),
    );
    expect(fragment).toBe("#x");
  });
  it.each(["/guide/install", "//host/a.md", "/../a.md"])("%s is none", (written) => {
    expect(relativeLink("docs/a.md", written)).toBeUndefined();
  });
});
