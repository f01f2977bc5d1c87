import { docsRepo } from "../../../connectors/docs-repo/index.ts";
import { describeInclusions, type InclusionFixture } from "../../../src/connector-kit/testing/index.ts";
import { everyThird } from "../every-third.ts";
import { Place } from "./repo.ts";

const title = "Zebracanary limits";
const secret = "internal/zebracanary-limits.md";

interface Way {
  /** The page, by default `guide/page.md`. */
  readonly page?: string;
  readonly body: string;
  /** Files that the page includes, between it and the other document. */
  readonly files?: Readonly<Record<string, string>>;
  readonly other?: string;
  readonly otherBody?: string;
  readonly shown: readonly string[];
  readonly visible?: readonly string[];
  /** The other document is no document of its own: it is only included. */
  readonly isPart?: boolean;
}

const adoc = "internal/zebracanary-limits.adoc";
const labelled = (label: string, target: string): Way => ({
  body: `See [${label}](${target}).`,
  shown: ["zebracanary-limits"],
});

const ways: Readonly<Record<string, Way>> = {
  "an include of Microsoft Learn": { body: `[!INCLUDE [x](../${secret})]`, shown: ["Quaggacanary"] },
  "a snippet of PyMdown": { body: `--8<-- "${secret}"`, shown: ["Quaggacanary"] },
  "an include of Jekyll": {
    body: "{% include zebracanary.md %}",
    other: "_includes/zebracanary.md",
    isPart: true,
    shown: ["Quaggacanary"],
  },
  "an include of mdBook": { body: `{{#include ../${secret}}}`, shown: ["Quaggacanary"] },
  "an include of VitePress": { body: `<!--@include: ../${secret}-->`, shown: ["Quaggacanary"] },
  "a code block from a file": { body: `[!code-text[x](../${secret})]`, shown: ["Quaggacanary"] },
  "an imported partial": {
    page: "guide/page.mdx",
    body: 'import Limits from "../internal/_zebracanary.mdx"\n\nWords of its own, Parrotcanary.\n\n<Limits />',
    other: "internal/_zebracanary.mdx",
    isPart: true,
    shown: ["Quaggacanary"],
  },
  "an include of AsciiDoc": {
    page: "guide/page.adoc",
    body: `include::../${adoc}[]`,
    other: adoc,
    otherBody: ":page-tags: none\n\nQuaggacanary",
    shown: ["Quaggacanary"],
  },
  "an include in an include": {
    body: "[!INCLUDE [x](../shared/_outer.md)]",
    files: { "shared/_outer.md": `Macawcanary\n\n[!INCLUDE [x](../${secret})]` },
    shown: ["Quaggacanary"],
    visible: ["Macawcanary"],
  },
  "a link labelled with the title": labelled(title, `../${secret}`),
  "a link labelled with the first heading": {
    ...labelled("Zebracanary heading", `../${secret}`),
    otherBody: "# Zebracanary heading\n\nQuaggacanary",
  },
  "a link with its author's words": {
    ...labelled("the Macawcanary rules", `../${secret}#part`),
    visible: ["the Macawcanary rules"],
  },
  "a link without an ending": labelled("Zebracanary limits", "../internal/zebracanary-limits"),
  "a link from the root": labelled(title, "/internal/zebracanary-limits"),
  "a link in an include": {
    body: "[!INCLUDE [x](../shared/_outer.md)]",
    files: { "shared/_outer.md": `Macawcanary. See [${title}](../${secret}).` },
    shown: ["zebracanary-limits"],
    visible: ["Macawcanary"],
  },
  "a link of Jekyll, from the site's root": labelled(title, `{% link docs/${secret} %}`),
  "an address that Jekyll shows": { body: `See {% link ${secret} %}.`, shown: ["zebracanary-limits"] },
  "a page that Gollum includes": { body: "[[include:Zebracanary limits]]", shown: ["Quaggacanary"] },
  "an embedded note of Obsidian": { body: "![[zebracanary-limits]]", shown: ["Quaggacanary"] },
  "an embedded block of Obsidian": {
    body: "![[Zebracanary-limits#^rule]]",
    otherBody: "Quaggacanary ^rule\n\nWords that stay.",
    shown: ["Quaggacanary"],
  },
  "a wiki link": {
    body: "See [[Zebracanary Limits]].",
    otherBody: "# Zebracanary limits\n\nQuaggacanary",
    shown: ["zebracanary-limits"],
  },
  "a wiki link in another spelling": { body: "See [[zebracanary_LIMITS]].", shown: ["zebracanary-limits"] },
  "a wiki link to a heading, without words of its own": {
    body: "See [[internal/Zebracanary Limits#Quaggacanary]].",
    shown: ["zebracanary-limits"],
  },
  "a wiki link in the order of Gollum": {
    body: "See [[the Macawcanary rules|Zebracanary-limits]].",
    shown: ["zebracanary-limits"],
    visible: ["the Macawcanary rules"],
  },
  "a wiki link to a heading": {
    body: "See [[zebracanary-limits#The amounts|the Macawcanary amounts]].",
    shown: ["zebracanary-limits"],
    visible: ["the Macawcanary amounts"],
  },
  "a wiki link by its folder, labelled with its heading": {
    body: "See [[internal/zebracanary-limits|Zebracanary heading]].",
    otherBody: "# Zebracanary heading\n\nQuaggacanary",
    shown: ["zebracanary-limits"],
  },
  "an included page of Textile": {
    page: "guide/page.textile",
    body: "{{include(Zebracanary limits)}}",
    shown: ["Quaggacanary"],
  },
  "a link of Textile": {
    page: "guide/page.textile",
    body: 'See "the Macawcanary rules":../internal/zebracanary-limits.md and "Zebracanary limits":../internal/zebracanary-limits.md.',
    shown: ["zebracanary-limits"],
    visible: ["the Macawcanary rules"],
  },
  "a wiki link of Textile": {
    page: "guide/page.textile",
    body: "See [[Zebracanary limits]], [[zebracanary-limits|Zebracanary limits]], [[Zebracanary limits|the Macawcanary rules]].",
    shown: ["zebracanary-limits"],
    visible: ["the Macawcanary rules"],
  },
  "an included page of wikitext": {
    page: "guide/page.mediawiki",
    body: "{{:Zebracanary limits}}",
    shown: ["Quaggacanary"],
  },
  "a link of wikitext": {
    page: "guide/page.mediawiki",
    body: "See [[Zebracanary limits]]s, [[internal/zebracanary-limits|Zebracanary limits]], [[zebracanary limits|the ''Macawcanary'' rules]].",
    shown: ["zebracanary-limits"],
    visible: ["Macawcanary"],
  },
  "a role of MyST, which shows the title": {
    body: "(own)=\n## Own\n\nSee {doc}`../internal/zebracanary-limits`.",
    shown: [title],
  },
  "a label of MyST, which shows a heading": {
    body: "(own)=\n## Own\n\nSee {ref}`the-rules`.",
    otherBody: "(the-rules)=\n# Quaggacanary rules\n\nWords.",
    shown: ["Quaggacanary rules"],
  },
  "a cross-reference of AsciiDoc": {
    page: "guide/page.adoc",
    body: `See xref:../${secret}[].`,
    shown: ["zebracanary-limits"],
  },
};

const way = (given: Way) => async (): Promise<InclusionFixture> => {
  const place = new Place();
  const { page = "guide/page.md", other = secret, otherBody = "Quaggacanary" } = given;
  const facts = (more: string) =>
    other.endsWith(".adoc")
      ? `= ${title}\n${more === "" ? "" : `${more.startsWith("draft") ? ":draft: true" : more}\n`}${otherBody}\n`
      : `---\ntitle: ${title}\n${more}\n---\n\n${otherBody}\n`;
  const isAdoc = page.endsWith(".adoc");
  const own = given.body.includes("Parrotcanary") ? "" : "Words of its own, Parrotcanary.\n\n";
  place.write({
    [`docs/${page}`]: `${isAdoc ? "= Page\n\n" : ""}${own}${given.body}\n`,
    [`docs/${other}`]: facts(""),
    "docs/index.md": "# Home\n\nWelcome.\n",
    ...Object.fromEntries(
      Object.entries(given.files ?? {}).map(([file, text]) => [`docs/${file}`, `${text}\n`]),
    ),
  });
  place.settleTimes("docs");
  return {
    options: {
      path: "docs",
      page_url: "https://docs.example.com/{path}",
      ...(/\.(?:textile|mediawiki)$/.test(page) && { include: ["**/*"] }),
    },
    baseDir: place.root,
    page,
    path: other,
    name: other,
    shown: given.shown,
    narrow: ["Zebracanary", "zebracanary", "Quaggacanary"],
    visible: ["Parrotcanary", ...(given.visible ?? [])],
    ...(!other.endsWith(".adoc") && {
      async label(label: string) {
        place.write({ [`docs/${other}`]: facts(`tags: [${label}]`) });
      },
    }),
    async draft() {
      place.write({ [`docs/${other}`]: facts("draft: true") });
    },
    close: async () => place.close(),
  };
};

describeInclusions(
  "docs-repo",
  docsRepo,
  Object.fromEntries(Object.entries(ways).map(([name, given]) => [name, way(given)])),
  everyThird,
);
