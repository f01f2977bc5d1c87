import type { Document } from "../model.ts";
import { renderMarkdown } from "./markdown.ts";
import type { Rendered } from "./rendered.ts";

/** Renders MDX to plain semantic HTML, not sanitised. Never throws: text that is not MDX is read as Markdown. */
export function renderMdx(text: string, document: Document): Rendered {
  return renderMarkdown(text, document);
}
