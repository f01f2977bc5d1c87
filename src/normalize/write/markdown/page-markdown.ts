import { fragmentBlocks } from "../../pipeline.ts";
import { markdownOf } from "./to-markdown.ts";

/**
 * The Markdown of a page's HTML, for people: previews, plans, diffs, exports. Any other HTML is brought into a page's
 * form first, so nothing that a page may not hold comes through.
 */
export function toMarkdown(html: string): string {
  return markdownOf(fragmentBlocks(html));
}
