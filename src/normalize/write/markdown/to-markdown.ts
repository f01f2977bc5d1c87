import { gfm } from "@joplin/turndown-plugin-gfm";
import { type ChildNode, type Element, isTag } from "domhandler";
import TurndownService from "turndown";
import { elementChildren } from "../../../html/dom.ts";
import { escapeMarkdown } from "./escape.ts";
import { type LightElement, lightRows, lightTree } from "./light-tree.ts";
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

/** Elements that turndown separates by an empty line, whatever is beside them. */
const blocks = new Set("p h1 h2 h3 h4 h5 h6 ul ol dl pre blockquote table hr".split(" "));

/**
 * Markdown of a tree in the normal form, block by block, so that the second tree of a long page is never in memory as a
 * whole.
 */
export function markdownOf(nodes: readonly ChildNode[]): string {
  if (!nodes.every((node) => isTag(node) && blocks.has(node.name))) return converted(lightTree(nodes));
  return nodes
    .map((node) =>
      isTag(node) && node.name === "table" ? tableMarkdown(node) : converted(lightTree([node])),
    )
    .filter((text) => text !== "")
    .join("\n\n");
}

/** Rows of a table that are converted at once. */
const ROWS_AT_ONCE = 100;

/** A long table a few rows at a time, for the same reason. */
function tableMarkdown(table: Element): string {
  const parts = elementChildren(table);
  const caption = parts[0]?.name === "caption" ? parts[0] : undefined;
  const sections = caption ? parts.slice(1) : parts;
  const rows = sections.reduce((sum, { children }) => sum + children.length, 0);
  if (rows <= ROWS_AT_ONCE || !sections.every(({ name }) => name === "thead" || name === "tbody"))
    return converted(lightTree([table]));
  const pieces: string[] = [];
  for (const { name, children } of sections) {
    for (let at = 0; at < children.length; at += ROWS_AT_ONCE) {
      const some = children.slice(at, at + ROWS_AT_ONCE);
      const above = pieces.length === 0 ? { kind: "start" as const, caption } : { kind: "rows" as const };
      pieces.push(converted(lightRows(name, some, above)));
    }
  }
  return pieces.join("\n");
}

function converted(tree: LightElement): string {
  // Turndown clones its input and works on the clone alone: it gets the light tree as that clone.
  return turndown.turndown({ nodeType: 1, cloneNode: () => tree });
}
