import { type AnyNode, Document, type Element, type ParentNode } from "domhandler";
import { relink } from "../../../html/dom.ts";
import { $ } from "../../../html/parse.ts";
import type { NormalizeOptions } from "../../document.ts";
import type { Warnings } from "../../warnings.ts";

const MAX_SELECTOR_LENGTH = 1000;
const probe = $("<main><p>a</p><p>b</p></main>");

/**
 * Why a CSS selector cannot be used, as a sentence without a full stop; undefined when it can. Pure.
 * Supported: https://github.com/fb55/css-select#supported-selectors
 */
export function selectorFault(text: string): string | undefined {
  if (text.trim() === "") return "the selector is empty";
  if (text.length > MAX_SELECTOR_LENGTH)
    return `the selector is longer than ${MAX_SELECTOR_LENGTH} characters`;
  if (/::(?!-)/.test(text)) return "pseudo-elements (::before) are not elements of the document";
  try {
    probe.find(text);
    probe.filter(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.replace(/[.\s]+$/, "") : "it is not a CSS selector";
  }
}

/** Removes the parts that the source's settings exclude. */
export function removeExcluded(
  tree: Document,
  options: NormalizeOptions | undefined,
  warnings: Warnings,
): void {
  for (const selector of options?.excludeSelectors ?? []) {
    const fault = selectorFault(selector);
    if (fault === undefined) $(tree).find(selector).remove();
    else warnings.count("selector-unusable", `${selector}: ${fault}`);
  }
}

/**
 * What the configured content selector matches: the outermost elements, in document order, under a new root. Undefined
 * when there is no selector and, with a warning, when it matches nothing.
 */
export function statedContent(
  tree: Document,
  options: NormalizeOptions | undefined,
  warnings: Warnings,
): Document | undefined {
  const selector = options?.contentSelector;
  if (selector === undefined) return undefined;
  const fault = selectorFault(selector);
  if (fault !== undefined) warnings.count("selector-unusable", `${selector}: ${fault}`);
  const found = fault === undefined ? outermost($(tree).find(selector).get()) : [];
  if (found.length > 0) return gathered(found);
  if (fault === undefined) warnings.count("content-selector-unmatched", selector);
  return undefined;
}

function outermost(found: readonly Element[]): Element[] {
  const all = new Set<AnyNode>(found);
  return found.filter((node) => {
    let up: ParentNode | null = node.parent;
    while (up && !all.has(up)) up = up.parent;
    return up === null;
  });
}

function gathered(found: Element[]): Document {
  const root = new Document([]);
  relink(root, found);
  return root;
}
