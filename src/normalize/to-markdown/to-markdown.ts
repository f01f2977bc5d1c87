import { gfm } from "@joplin/turndown-plugin-gfm";
import { type ChildNode, isTag } from "domhandler";
import TurndownService from "turndown";
import { escapeMarkdown } from "./escape.ts";
import { lightTree } from "./light-tree.ts";
import { ownRules } from "./rules.ts";

/** The one turndown service: GitHub's Markdown, with our own rules for code, lists and tables. */
export function createTurndown(): TurndownService {
  const service = new TurndownService({
    headingStyle: "atx",
    hr: "---",
    bulletListMarker: "-",
    codeBlockStyle: "fenced",
    emDelimiter: "*",
    br: "  ",
  });
  service.use(gfm);
  service.use(ownRules);
  service.escape = escapeMarkdown;
  return service;
}

const turndown = createTurndown();

/** Elements that turndown sets apart by an empty line, whatever is beside them. */
const blocks = new Set("p h1 h2 h3 h4 h5 h6 ul ol dl pre blockquote table hr".split(" "));

/**
 * Markdown of a tree in the normal form. Block by block, which says the same: a long page is then no tree beside the
 * tree, all of it in memory at once.
 */
export function markdownOf(nodes: readonly ChildNode[]): string {
  if (!nodes.every((node) => isTag(node) && blocks.has(node.name))) return converted(nodes);
  return nodes
    .map((node) => converted([node]))
    .filter((text) => text !== "")
    .join("\n\n");
}

function converted(nodes: readonly ChildNode[]): string {
  // Turndown clones what it is given and works on the clone alone; that is where the light tree comes in.
  return turndown.turndown({ nodeType: 1, cloneNode: () => lightTree(nodes) });
}
