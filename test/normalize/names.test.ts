import { describe, expect, it } from "vitest";
import { documentName, titleOfName } from "../../src/normalize/names.ts";
import { normalizeDocument } from "../../src/normalize/pipeline.ts";

describe("the title of a document that states none", () => {
  const titleOf = async (path: string, body: string) => {
    const mediaType = path.endsWith(".html") ? ("text/html" as const) : ("text/markdown" as const);
    const [page] = await normalizeDocument({ body, mediaType, name: documentName(path) });
    return page?.title;
  };
  it.each([
    ["the only h1", "wiki/Set-Up.md", "# One\n\nText.", "One"],
    ["the first of several h1", "set_up.md", "# One\n\nText.\n\n# Two\n\nText.", "One"],
    ["the first of several h1, underlined", "set_up.md", "One\n===\n\nText.\n\nTwo\n===\n\nText.", "One"],
    ["the first heading", "set_up.md", "<!-- c -->\n\nText.\n\n## Only *this*\n\nText.", "Only this"],
    [
      "a wiki's page name before its headings",
      "wiki/Getting-Started.md",
      "# One\n\nText.\n\n# Two\n\nText.",
      "Getting Started",
    ],
    ["a wiki's page name before a lower heading", "How-to-Reset.md", "## How\n\nText.", "How to Reset"],
    ["the file's words", "docs/no_heading-page.md", "Text.", "No heading page"],
    ["the file's words without a number", "docs/01-set-up.md", "Text.", "Set up"],
    ["the file's words, of HTML", "some-page.html", "<html><body><p>Text.</p></body></html>", "Some page"],
    ["the file's words without a date", "_posts/2024-05-01-my-first-post.md", "Text.", "My first post"],
    ["a date that is all of the name", "2024-05-01.md", "Text.", "2024 05 01"],
    ["the words between capitals", "01_GettingStarted.md", "Text.", "Getting Started"],
    ["names with capitals inside", "APIKeysAndOAuth2.md", "Text.", "API Keys And OAuth2"],
    ["a name with a capital inside", "GitHub.md", "Text.", "GitHub"],
    ["a version", "v2.3.1-notes.md", "Text.", "v2.3.1 notes"],
    ["escapes of an address", "How%20to%20R%C3%A9set.md", "Text.", "How to Réset"],
    ["a stray per cent", "100%-uptime.md", "Text.", "100% uptime"],
    ["what navigation calls it", "a.md", "---\nsidebar_label: The label\n---\nText.\n\n## Two", "The label"],
    ["what Hugo's menus call it", "a.md", "---\nlinkTitle: Short\n---\nText.", "Short"],
    ["what Starlight calls it", "a.md", "---\nsidebar:\n  label: Side\n---\nText.", "Side"],
    ["an h1 before a label", "a.md", "---\nsidebar_label: Side\n---\n# One\n\nText.", "One"],
    ["the folder's name for README", "sub/README.md", "Text.", "Sub"],
    ["the folder's name for index", "docs/user-guide/index.md", "Text.", "User guide"],
    ["the folder's name for Hugo's _index", "docs/user-guide/_index.md", "Text.", "User guide"],
    ["README's own heading", "sub/README.md", "## Usage\n\nText.", "Usage"],
    ["the file's words where there is no folder", "README.md", "Text.", "README"],
  ])("is %s", async (_name, path, body, title) => {
    expect(await titleOf(path, body)).toBe(title);
  });

  it("never changes what is not a file's name", () => {
    expect(titleOfName("release-notes 2.0")).toBe("release-notes 2.0");
    expect(titleOfName("https://a.example/x")).toBe("https://a.example/x");
  });
});
