import type { Document } from "../document.ts";
import { plainLinkTargets } from "../vocabulary/shortcodes.ts";
import type { Warnings } from "../warnings.ts";
import { expandIncludes } from "./includes/expand.ts";
import { withoutShortcodes } from "./markdown/dropped-shortcodes.ts";
import { takeLocals } from "./markdown/liquid.ts";
import { chooseBranches } from "./markdown/liquid-branches.ts";
import { withValues } from "./markdown/values.ts";

/** Raw text and comments of templates: https://shopify.github.io/liquid/tags/template/ */
const comment = /\{%-?\s*comment\s*-?%\}[\s\S]*?\{%-?\s*endcomment\s*-?%\}|\{#[\s\S]*?#\}/g;

/**
 * HTML with a generator's tags (Jekyll's Liquid, Jinja) as the page that it makes, as far as its front matter and the files it
 * includes tell: the same rules as for raw HTML in Markdown. What stays unknown is left out with a warning.
 */
export function templateHtml(
  body: string,
  document: Document,
  data: Readonly<Record<string, unknown>>,
  warnings: Warnings,
): string {
  const commented = body.match(comment) ?? [];
  warnings.countMany("comment-dropped", commented.length);
  for (const one of commented) warnings.explain(one);
  const included = expandIncludes(body.replaceAll(comment, ""), document.includes, warnings);
  const { text, locals, certain } = takeLocals(included, data, warnings);
  const env = { warnings, failedSearches: 0, depth: 0, data, locals, isTemplate: true, source: body };
  const chosen = chooseBranches(text, { values: data, locals: certain }, warnings);
  return withValues(withoutShortcodes(plainLinkTargets(chosen), env), env);
}
