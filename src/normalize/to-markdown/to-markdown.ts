import { gfm } from "@joplin/turndown-plugin-gfm";
import type { ChildNode } from "domhandler";
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

/** Markdown of a tree in the normal form. */
export function markdownOf(nodes: readonly ChildNode[]): string {
  // Turndown clones what it is given and works on the clone alone; that is where the light tree comes in.
  return turndown.turndown({ nodeType: 1, cloneNode: () => lightTree(nodes) });
}
