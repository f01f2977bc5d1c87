import { describe, expect, it } from "vitest";
import { docsRepoOptions } from "../../../connectors/docs-repo/options.ts";
import { isDocument, selector } from "../../../connectors/docs-repo/select.ts";

const repository = "https://git.example.com/team/docs.git";

describe("options", () => {
  it.each([
    ["a folder", { path: "./docs" }],
    ["https", { repository }],
    [
      "https with a token",
      { repository, token: "t", username: "deploy", ref: "release/1.2", root: "docs/en" },
    ],
    ["ssh, short", { repository: "git@git.example.com:team/docs.git" }],
    ["ssh", { repository: "ssh://git@git.example.com:2222/team/docs.git" }],
    ["a bare repository beside the config", { repository: "../docs.git" }],
    ["file", { repository: "file:///srv/docs.git" }],
    [
      "http, which is asked in one's own network only",
      { repository: "http://git.example.com/d.git", token: "t" },
    ],
    ["submodules", { repository, submodules: "recursive" }],
    ["a commit", { repository, ref: "0123456789abcdef0123456789abcdef01234567" }],
    ["a page URL with a query", { path: "d", page_url: "https://x.example/view?id={path}" }],
    [
      "components",
      {
        path: "d",
        components: {
          Note: { as: "callout", kind: "kind" },
          Since: { as: "text", text: "Since {v}" },
          Ad: "drop",
        },
      },
    ],
  ])("accepts %s", (_, options) => {
    expect(docsRepoOptions.safeParse(options).error?.issues).toBeUndefined();
  });

  it.each([
    ["neither path nor repository", {}, "exactly one"],
    ["both", { path: "d", repository }, "exactly one"],
    ["an unknown key", { path: "d", pageurl: "x" }, "pageurl"],
    ["a relative page_url", { path: "d", page_url: "/docs/{slug}" }, "absolute URL"],
    ["a page_url of another scheme", { path: "d", page_url: "ftp://x/{slug}" }, "absolute URL"],
    ["a page_url whose host is a placeholder", { path: "d", page_url: "https://{slug}/" }, "absolute URL"],
    [
      "a page_url that is one for all",
      { path: "d", page_url: "https://x.example/" },
      "{slug}, {path} or {name}",
    ],
    [
      "an unknown placeholder",
      { path: "d", page_url: "https://x.example/{slug}/{lang}" },
      "{slug}, {path} and {name} only",
    ],
    ["credentials in the address", { repository: "https://me:tok@git.example.com/d.git" }, "as `token`"],
    ["submodules of a folder", { path: "d", submodules: true }, "`repository`"],
    ["submodules by another word", { repository, submodules: "all" }, "Invalid input"],
    ["git's own protocol", { repository: "git://git.example.com/d.git" }, "https://"],
    ["a program as a remote", { repository: "ext::sh -c id" }, "https://"],
    ["an option as a remote", { repository: "--upload-pack=id" }, "https://"],
    ["an option as a ref", { repository, ref: "--all" }, "branch"],
    ["a refspec as a ref", { repository, ref: "main:refs/heads/x" }, "branch"],
    ["a root outside", { repository, root: "../x" }, "inside the repository"],
    ["an absolute root", { repository, root: "/x" }, "inside the repository"],
    ["a token for ssh", { repository: "git@git.example.com:d.git", token: "t" }, "ssh agent"],
    ["a token for a folder", { path: "d", token: "t" }, "`repository`"],
    ["a ref for a folder", { path: "d", ref: "main" }, "`repository`"],
    ["an empty token", { repository, token: "" }, ""],
    ["an unknown component kind", { path: "d", components: { X: { as: "blink" } } }, ""],
  ])("refuses %s", (_, options, words) => {
    const result = docsRepoOptions.safeParse(options);
    expect(result.success).toBe(false);
    expect(JSON.stringify(result.error?.issues)).toContain(words);
  });
});

describe("what is selected by default", () => {
  const selected = selector(docsRepoOptions.parse({ path: "d" }));
  it.each([
    ["a.md", true],
    ["guide/a.mdx", true],
    ["guide/a.markdown", true],
    ["a.html", true],
    ["a.htm", true],
    ["LICENSE.txt", false],
    ["_note.md", false],
    ["guide/_note.md", false],
    ["_partials/note.md", false],
    ["guide/_partials/deep/note.md", false],
    ["node_modules/x/README.md", false],
    ["sub/node_modules/x/README.md", false],
    [".github/CONTRIBUTING.md", false],
    [".hidden.md", false],
    ["snake_case.md", true],
  ])("%s: %s", (path, expected) => {
    expect(selected(path)).toBe(expected);
  });

  it("excludes folders with a dot too, when they are included by name", () => {
    const all = selector(docsRepoOptions.parse({ path: "d", include: [".github/**/*.md"] }));
    expect([all(".github/a.md"), all(".github/_x/a.md")]).toEqual([true, false]);
  });
});

describe("a YAML or JSON file is a document", () => {
  const { include } = docsRepoOptions.parse({
    path: "d",
    include: ["./specification/v2.yaml", "spec3.json", "api/*.yaml", "**/*.md"],
  });
  it.each([
    ["named in full", "specification/v2.yaml", true],
    ["named in full, JSON", "spec3.json", true],
    ["by its own name", "api/openapi.yaml", true],
    ["but not by a wildcard", "api/package.yaml", false],
    ["nor elsewhere", "other/spec3.json", false],
  ])("%s", (_, path, expected) => {
    expect(isDocument(path, { include })).toBe(expected);
  });
});
