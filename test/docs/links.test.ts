import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import MarkdownIt from "markdown-it";
import { describe, expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
const parser = new MarkdownIt({ html: true });

const pagesIn = (folder: string): string[] =>
  readdirSync(path.join(root, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => path.join(folder, name));

const pages: readonly string[] = [
  ...pagesIn("."),
  ...pagesIn("docs"),
  ...readdirSync(path.join(root, "connectors"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => path.join("connectors", name, "README.md")),
  "connectors/rest/recipes/README.md",
];

interface Outline {
  /** Targets of links and images, as written. */
  readonly targets: readonly string[];
  readonly anchors: ReadonlySet<string>;
}

/** Links, images and headings of a Markdown text; code has none. */
function outlineOf(text: string): Outline {
  const blocks = parser.parse(text, {});
  const targets = blocks
    .flatMap(({ children }) => children ?? [])
    .flatMap((token) => token.attrGet("href") ?? token.attrGet("src") ?? [])
    .map(String);
  const seen = new Map<string, number>();
  const anchors = new Set<string>();
  blocks.forEach((token, at) => {
    if (token.type !== "heading_open") return;
    const words = (blocks[at + 1]?.children ?? []).map(({ content }) => content).join("");
    const slug = slugOf(words);
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    anchors.add(before === 0 ? slug : `${slug}-${before}`);
  });
  return { targets, anchors };
}

/** As GitHub makes them: lower case, spaces become hyphens, punctuation goes. */
const slugOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, "")
    .replaceAll(" ", "-");

/** Why a link of a page leads nowhere; undefined when it leads somewhere, or to another site. */
function faultOf(page: string, target: string, own: Outline): string | undefined {
  if (/^[a-z][a-z+.-]*:/i.test(target)) return undefined;
  const [place = "", anchor] = decodeURI(target).split("#");
  const file = place === "" ? page : path.join(path.dirname(page), place);
  if (file.startsWith("..") || path.isAbsolute(place)) return `${target} leads out of the repository`;
  if (!existsSync(path.join(root, file))) return `${target} does not exist`;
  if (anchor === undefined) return undefined;
  if (!file.endsWith(".md") || statSync(path.join(root, file)).isDirectory())
    return `${target} has an anchor that is not a heading`;
  const outline = place === "" ? own : outlineOf(readFileSync(path.join(root, file), "utf8"));
  return outline.anchors.has(anchor) ? undefined : `${target} has no such heading`;
}

function faultsIn(page: string, text: string): string[] {
  const outline = outlineOf(text);
  return outline.targets.flatMap((target) => faultOf(page, target, outline) ?? []);
}

test("README, CONTRIBUTING, SECURITY, every page of docs and of the connectors are read", () => {
  expect(pages).toEqual(expect.arrayContaining(["README.md", "CONTRIBUTING.md", "SECURITY.md"]));
  expect(pages).toEqual(expect.arrayContaining(["docs/architecture.md", "connectors/rest/README.md"]));
  expect(pages.length).toBeGreaterThanOrEqual(14);
});

test.each(pages)("every link of %s leads somewhere", (page) => {
  expect(faultsIn(page, readFileSync(path.join(root, page), "utf8"))).toEqual([]);
});

describe("a link that leads nowhere is noticed", () => {
  test.each([
    ["a file", "[x](nope.md)", "nope.md does not exist"],
    ["an image", "![x](docs/nope.png)", "docs/nope.png does not exist"],
    ["a reference", "[x][y]\n\n[y]: nope/", "nope/ does not exist"],
    ["an anchor", "# One\n\n[x](#two)", "#two has no such heading"],
    ["an anchor elsewhere", "[x](docs/safety.md#nope)", "docs/safety.md#nope has no such heading"],
    ["a place outside", "[x](../nope.md)", "../nope.md leads out of the repository"],
  ])("%s", (_, text, fault) => {
    expect(faultsIn("README.md", text)).toEqual([fault]);
  });

  test("and one that leads somewhere is not, nor what is only code", () => {
    const text =
      "# A `b` & c\n\n# A `b` & c\n\n[1](#a-b--c) [2](#a-b--c-1) [3](docs/) [4](https://x.example/#y)\n\n`[5](nope)`\n\n```\n[6](nope)\n```";
    expect(faultsIn("README.md", text)).toEqual([]);
  });
});
