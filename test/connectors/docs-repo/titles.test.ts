import { afterEach, describe, expect, it } from "vitest";
import { normalizeDocument } from "../../../src/normalize/pipeline.ts";
import { Place } from "./repo.ts";

let place = new Place();
afterEach(() => {
  place.close();
  place = new Place();
});

const myst = "(own-label)=\n# Page\n\n";
const link = (page: string, words: string) => `<a href="https://docs.example.com/${page}">${words}</a>`;

/** The page of a file beside others that it refers to. */
async function pageOf(body: string, others: Readonly<Record<string, string>>, name = "guide/page.md") {
  place.write({ [`docs/${name}`]: body });
  for (const [file, text] of Object.entries(others)) place.write({ [`docs/${file}`]: text });
  const document = await place.load(name);
  const [page] = await normalizeDocument(document);
  return { html: page?.html ?? "", titles: document.titles };
}

describe("MyST shows the title of another document", () => {
  const others = {
    "start.md": "(first-steps)=\n# First *steps*\n\nWords.\n\n(quota limits)=\n## Limits\n\nWords.",
  };
  it.each([
    ["a link without words", "[](../start.md)", link("start", "First steps")],
    ["a link to the project's file", "<project:../start.md>", link("start", "First steps")],
    ["a role for a document", "{doc}`../start`", link("start", "First steps")],
    ["from the top", "{doc}`/start`", link("start", "First steps")],
    ["a label", "{ref}`quota limits`", link("start#quota-limits", "Limits")],
    ["a label in other letters", "{ref}`First-Steps`", link("start#first-steps", "First steps")],
    ["a label's link", "[](#first-steps)", link("start#first-steps", "First steps")],
    ["words of its own", "{ref}`the rules <first-steps>`", link("start#first-steps", "the rules")],
    ["a label that nothing has", "{ref}`no-such-label`", "<p>no-such-label</p>"],
  ])("%s", async (_, written, html) => {
    expect((await pageOf(`${myst}${written}\n`, others)).html).toContain(html);
  });
  it("the nearest front matter's before a heading's", async () => {
    const { html } = await pageOf(`${myst}{doc}\`../start\``, {
      "start.md": "---\ntitle: Stated\n---\n# Written\n",
    });
    expect(html).toContain(link("start", "Stated"));
  });
});

it("GitHub Docs' AUTOTITLE is the title of the page below the site's root", async () => {
  const { titles } = await pageOf("See [AUTOTITLE](/guide/other.md).", {
    "guide/other.md": "---\ntitle: The other\n---\nWords.",
  });
  expect(titles).toEqual({ "/guide/other.md": "The other" });
});

it("a cross reference of Antora without words shows the page's title", async () => {
  const page = "docs/modules/ROOT/pages";
  const { html } = await pageOf(
    "= A\n\nSee xref:guide/b.adoc[] and xref:guide/b.adoc[these words].",
    { "modules/ROOT/pages/guide/b.adoc": "= The *B* page\n\nWords." },
    `${page.slice(5)}/a.adoc`,
  );
  expect(html).toContain(">The B page</a>");
  expect(html).toContain(">these words</a>");
});

describe("a cross reference of Antora", () => {
  const others = {
    "antora.yml": "name: 'acme' # ours\nasciidoc:\n  attributes:\n    product: Lumen\n",
    "modules/ROOT/pages/new/place.adoc":
      "= Using {product}\n:page-aliases: old.adoc, \\\n  deploy:older.adoc\n\nWords.",
    "modules/deploy/pages/a.adoc": "= Deploy\n\nWords.",
    "modules/deploy/pages/frame.adoc":
      ":x: y\n\ninclude::partial$none.adoc[]\ninclude::partial$of-{product}.adoc[]",
    "modules/deploy/partials/of-Lumen.adoc": "= Framed {product}\n\nWords.",
    "modules/deploy/pages/drafts.adoc": "include::partial$draft.adoc[]",
    "modules/deploy/partials/draft.adoc": "= Secret\n:page-draft:\n\nWords.",
  };
  const place = "modules/ROOT/pages/new/place";
  it.each([
    ["by the page's former id", "old.adoc", link(place, "Using Lumen")],
    ["by one in another module", "deploy:older.adoc", link(place, "Using Lumen")],
    ["with its component's name", "acme:deploy:a.adoc", link("modules/deploy/pages/a", "Deploy")],
    ["to a section", "deploy:a.adoc#x", link("modules/deploy/pages/a#x", "Deploy")],
    [
      "to a page with an included title",
      "deploy:frame.adoc",
      link("modules/deploy/pages/frame", "Framed Lumen"),
    ],
    ["but not that of a draft", "deploy:drafts.adoc", link("modules/deploy/pages/drafts", "drafts")],
    ["to a component that is not here", "other:deploy:a.adoc", "See a."],
  ])("%s", async (_, target, html) => {
    const body = `= A\n\nSee xref:${target}[].`;
    expect((await pageOf(body, others, "modules/ROOT/pages/start.adoc")).html).toContain(html);
  });
});

describe("Sphinx's references", () => {
  it("are known by their titles and addresses", async () => {
    place.write({
      "docs/page.rst":
        "Page\n====\n\n:doc:`/guide/start`, :ref:`limits`, :ref:`the limits <Limits>`, :ref:`none`.\n",
      "docs/guide/start.rst":
        "First steps\n===========\n\n.. _limits:\n\nThe ``limits``\n--------------\n\nWords.\n",
    });
    const { titles, links } = await place.load("page.rst");
    expect(titles).toEqual({ "/guide/start.rst": "First steps", "ref:limits": "The ``limits``" });
    expect(links).toEqual({
      "/guide/start.rst": "https://docs.example.com/guide/start",
      "ref:limits": "https://docs.example.com/guide/start#limits",
    });
  });
});

it("a page changes with the titles that it shows, and with no other", async () => {
  const files = { "docs/a.md": `${myst}{doc}\`b\`\n`, "docs/b.md": "# B\n\nOne.\n" };
  const before = await place.write(files).versions();
  const words = await place.write({ "docs/b.md": "# B\n\nTwo.\n" }).versions();
  const title = await place.write({ "docs/b.md": "# Bee\n\nTwo.\n" }).versions();
  expect(words["a.md"]).toBe(before["a.md"]);
  expect(title["a.md"]).not.toBe(before["a.md"]);
});

it("of several sections with a label the one of the same version is meant", async () => {
  const { titles, html } = await pageOf(
    `${myst}{ref}\`setup\``,
    { "v1/a.md": "(setup)=\n# Old\n", "v2/other/a.md": "(setup)=\n# New\n", "v3/a.md": "(setup)=\n# Next\n" },
    "v2/guide/page.md",
  );
  expect(titles).toEqual({ "ref:setup": "New" });
  expect(html).toContain(link("v2/other/a#setup", "New"));
});

it("drafts have no titles", async () => {
  const { titles } = await pageOf(`${myst}{ref}\`x\`, {doc}\`draft\``, {
    "guide/draft.md": "---\ndraft: true\n---\n(x)=\n# Draft\n",
  });
  expect(titles).toBeUndefined();
});

it("Quarto's variables and metadata stand in its pages, the nearest first", async () => {
  const { html } = await pageOf(
    "---\nown: mine\n---\n{{< var tool.name >}} {{< var own >}} {{< meta own >}} {{< meta team >}} {{< meta site.name >}}.",
    {
      "_variables.yml": 'tool:\n  name: "*Lumen*"\n',
      "_quarto.yml": "own: the project's\nteam: no\nsite:\n  name: Docs\n",
      "guide/_metadata.yml": "own: the folder's\nteam: Blue\n",
    },
  );
  expect(html).toBe("<p><em>Lumen</em> mine Blue Docs.</p>");
});

it("Hugo's parameters stand in its pages and their code: the front matter's, the sections', the site's", async () => {
  const { html } = await pageOf(
    "---\nown: mine\n---\n{{< param own >}} {{< param tag >}} {{< param far >}} {{% param product.name %}} `x:{{< param tag >}}`\n\n```\n{{< param tag >}} {{< param none >}} {{</* param tag */>}}\n```\n",
    {
      "guide/_index.md": "---\ncascade:\n  own: the section's\n  tag: v3.6.0\n---\n",
      "_index.md": "---\ncascade:\n  - far: away\n  - _target: {path: /x}\n    product: {name: No}\n---\n",
      "hugo.toml": "title = 'T'\n[params]\ntag = 'v0'\n[params.product]\nname = 'Lumen'\n",
    },
  );
  expect(html).toBe(
    "<p>mine v3.6.0 away Lumen <code>x:v3.6.0</code></p>\n<pre><code>v3.6.0 {{&lt; param none &gt;}} {{&lt; param tag &gt;}}</code></pre>",
  );
});

it("MkDocs' settings above a page append definitions to it, and snippets stand where projects keep them", async () => {
  const { html } = await pageOf(
    'See [start][home].\n\n--8<-- "note.md"',
    {
      "mkdocs.yml":
        "markdown_extensions:\n  - pymdownx.snippets:\n      auto_append:\n        - includes/links.md\n",
      "includes/links.md": "[home]: https://x.example/home\n",
      "snippets/note.md": "A *note*.",
    },
    "pages/guide/page.md",
  );
  expect(html).toBe('<p>See <a href="https://x.example/home">start</a>.</p>\n<p>A <em>note</em>.</p>');
});
