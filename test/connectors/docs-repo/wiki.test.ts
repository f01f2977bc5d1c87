import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { check } from "../../../connectors/docs-repo/check.ts";
import { changedBetween } from "../../../connectors/docs-repo/history.ts";
import { PageNames, wikiTarget } from "../../../connectors/docs-repo/page-names.ts";
import { Repositories } from "../../../connectors/docs-repo/repositories.ts";
import type { TextDocument } from "../../../src/normalize/document.ts";
import { normalize } from "../../../src/normalize/pipeline.ts";
import { neverAborted } from "../../setup/time.ts";
import { Place } from "./repo.ts";

let place: Place;
beforeEach(() => {
  place = new Place();
});
afterEach(() => place.close());

const github = { page_url: "https://github.com/acme/widgets/wiki/{name}" };

async function pageOf(id: string, options: Readonly<Record<string, unknown>> = github) {
  const document = await place.load(id, options);
  return normalize(document as TextDocument);
}

describe("parts of every page of a wiki", () => {
  it("are no documents, whatever `exclude` says, and are named", async () => {
    place.write({
      "docs/Home.md": "Welcome.",
      "docs/_Sidebar.md": "* [[Home]]",
      "docs/_Footer.md": "Footer",
      "docs/guide/_header.markdown": "Header",
      "docs/_Sidebars.md": "a document that is called so",
    });
    expect(await place.ids({ ...github, exclude: [] })).toEqual(["Home.md", "_Sidebars.md"]);
    expect(place.io.lines.join("\n")).toContain("_Footer.md, _Sidebar.md, guide/_header.markdown");
    const results = await check(place.options({ ...github, exclude: [] }), place.again());
    expect(results.find(({ what }) => what === "wiki")?.detail).toContain("_Sidebar.md");
  });
});

describe("a page of a wiki", () => {
  it("has the name of its file, and an address without its folder", async () => {
    place.write({ "docs/setup/Getting-Started.md": "# One\n\nx\n\n# Two\n\ny", "docs/Home.md": "Welcome." });
    const [first] = await place.documents(github);
    expect(first?.url).toBe("https://github.com/acme/widgets/wiki/Home");
    expect((await place.documents(github)).at(-1)?.url).toBe(
      "https://github.com/acme/widgets/wiki/Getting-Started",
    );
    expect((await pageOf("setup/Getting-Started.md")).title).toBe("Getting Started");
  });

  it("links to others by their names, in the order that leads to a page", async () => {
    place.write({
      "docs/Home.md": [
        "* [[Getting Started]]",
        "* [[first steps|Getting-Started]]",
        "* [[Getting_started|how to begin]]",
        "* [[setup/Getting Started#Step one]]",
        "* [[Getting-Started.md]]",
        "* [[#News]]",
        "* [[our site|https://acme.example.com/]]",
        "* [[Nowhere at all|Missing-Page]]",
        "* [flat](Getting-Started#step-one)",
        "",
        "| a |",
        "| --- |",
        "| [[Getting-Started\\|in a cell]] |",
        "",
        "Code `[[Getting Started]]` and `if [[ -f x ]]`; if [[ -f x ]]; then.",
        "",
        "## News",
      ].join("\n"),
      "docs/setup/Getting-Started.md": "# Start\n\n## Step one\n\nGo.",
    });
    const { html, warnings } = await pageOf("Home.md");
    const start = "https://github.com/acme/widgets/wiki/Getting-Started";
    for (const link of [
      `<a href="${start}">Getting Started</a>`,
      `<a href="${start}">first steps</a>`,
      `<a href="${start}">how to begin</a>`,
      `<a href="${start}#step-one">Getting Started › Step one</a>`,
      `<a href="${start}">Getting-Started</a>`,
      '<a href="https://github.com/acme/widgets/wiki/Home#news">News</a>',
      '<a href="https://acme.example.com/">our site</a>',
      `<a href="${start}#step-one">flat</a>`,
      `<a href="${start}">in a cell</a>`,
    ])
      expect(html).toContain(link);
    expect(html).toContain("<li>Nowhere at all</li>");
    expect(html).toContain("<code>[[Getting Started]]</code>");
    expect(html).toContain("if [[ -f x ]]; then.");
    expect(warnings.map(({ message }) => message)).toEqual([
      "There is no page for [[Nowhere at all|Missing-Page]] (line 8): it is kept as text.",
    ]);
  });

  it("is sent again when a page that it links to moves to another address", async () => {
    place.write({ "docs/Home.md": "[[Guide]]", "docs/Guide.md": "Guide" });
    const paths = { page_url: "https://wiki.example.com/{path}" };
    const before = await place.versions(paths);
    place.remove("docs/Guide.md").write({ "docs/manual/Guide.md": "Guide" });
    const after = await place.versions(paths);
    expect(after["Home.md"]).not.toBe(before["Home.md"]);
    expect((await pageOf("Home.md", paths)).html).toContain("https://wiki.example.com/manual/Guide");
  });

  it("has the same links where only what changed is read", async () => {
    place.write({ "docs/Home.md": "Welcome.", "docs/manual/Guide.md": "Guide" });
    const base = place.commit();
    place.write({ "docs/Home.md": "See [[Guide]] and ![[Guide]]." });
    const head = place.commit();
    const changed = [];
    const side = {
      options: place.options(github),
      io: place.io,
      repositories: new Repositories(place.io.signal),
    };
    for await (const one of changedBetween(side, { base, head })) changed.push(one);
    expect(changed.map(({ externalId }) => externalId)).toEqual(["Home.md"]);
    const [listed] = (await place.documents(github)).filter(({ externalId }) => externalId === "Home.md");
    const after = changed[0]?.after;
    expect(after).toMatchObject({ version: listed?.version });
    const document = after?.kind === "document" ? await after.load(neverAborted) : undefined;
    expect(document?.links).toEqual({ "[[Guide]]": "https://github.com/acme/widgets/wiki/Guide" });
    expect(Object.keys(document?.includes ?? {})).toEqual(["[[Guide]]"]);
  });
});

describe("notes of Obsidian", () => {
  const vault = { page_url: "https://notes.example.com/{path}" };

  it("show the notes that they embed: whole, below a heading, or one block", async () => {
    place.write({
      "docs/Page.md": [
        "# Page",
        "",
        "![[Prices]]",
        "",
        "![[Prices#For teams]]",
        "",
        "![[parts/Terms#^notice|300]]",
        "",
        "![[lever.png|Where the lever sits]] ![[logo.png|120x40]] ![[Missing note]]",
      ].join("\n"),
      "docs/Prices.md":
        "---\ntags: x\n---\n## Alone\n\nTen. ^ten\n\n## For teams\n\nFifty.\n\n### Yearly\n\nForty.\n\n## Else\n\nAsk.",
      "docs/parts/Terms.md": "One.\n\n- Other\n- A month's notice. ^notice\n\nLast.",
    });
    const { html, warnings } = await pageOf("Page.md", vault);
    expect(html.match(/Fifty/g)).toHaveLength(2);
    expect(html.match(/Ten\./g)).toHaveLength(1);
    expect(html.match(/Ask/g)).toHaveLength(1);
    expect(html).toContain("A month's notice.");
    for (const gone of ["Other", "Last.", "^", "[[", "tags"]) expect(html).not.toContain(gone);
    expect(html).toContain("Where the lever sits");
    expect(warnings.map(({ code }) => code)).toContain("include-missing");
    expect(JSON.stringify(warnings)).toContain("[[Missing note]]");
  });

  it("are sent again when an embedded note changes", async () => {
    place.write({ "docs/Page.md": "![[Prices]]", "docs/Prices.md": "Ten." });
    const before = await place.versions(vault);
    place.write({ "docs/Prices.md": "Twelve." });
    expect((await place.versions(vault))["Page.md"]).not.toBe(before["Page.md"]);
  });

  it("may embed each other in a circle", async () => {
    place.write({ "docs/A.md": "In A. ![[B]]", "docs/B.md": "In B. ![[A]]" });
    expect((await pageOf("A.md", vault)).html).toBe("<p>In A. In B.</p>");
  });
});

describe("a page's name", () => {
  const names = new PageNames([
    "Home.md",
    "guide/Install.md",
    "admin/Install.md",
    "deep/er/Install.md",
    "What's-new.md",
    "straße/Größe.md",
    "a.b.md",
  ]);
  it.each([
    ["Home.md", "home", "Home.md"],
    ["guide/x.md", "Install", "guide/Install.md"],
    ["Home.md", "Install", "admin/Install.md"],
    ["Home.md", "guide/install", "guide/Install.md"],
    ["Home.md", "er/Install", "deep/er/Install.md"],
    ["guide/x.md", "/admin/Install", "admin/Install.md"],
    ["guide/x.md", "../admin/Install", "admin/Install.md"],
    ["guide/x.md", "./Home", undefined],
    ["Home.md", "What's new", "What's-new.md"],
    ["Home.md", "Gro\u0308ße", "straße/Größe.md"],
    ["Home.md", "a.b", "a.b.md"],
    ["Home.md", "stall", undefined],
    ["Home.md", "", undefined],
  ])("in %s, %s means %s", (from, name, expected) => {
    expect(names.find(from, name)).toBe(expected);
  });

  it.each([
    ["[[Page#Some Heading!]]", { page: "Page", fragment: "#some-heading" }],
    ["[[Page#^a1b2c3]]", { page: "Page", fragment: "" }],
    ["[[#Größe]]", { page: "", fragment: "#gr%C3%B6%C3%9Fe" }],
  ])("of %s is read", (written, expected) => expect(wikiTarget(written)).toEqual(expected));
});
