import MarkdownIt from "markdown-it";
import footnote from "markdown-it-footnote";
import type { Document } from "../model.ts";
import { splitFrontMatter } from "./front-matter.ts";
import type { Rendered } from "./rendered.ts";

const parser = new MarkdownIt({ html: true, linkify: true }).use(footnote);

/** Renders Markdown to plain semantic HTML, not sanitised. Never throws. */
export function renderMarkdown(text: string, _document: Document): Rendered {
  const { data, body, warnings } = splitFrontMatter(text);
  const title = typeof data.title === "string" ? data.title : undefined;
  return {
    html: parser.render(body),
    ...(title === undefined ? {} : { title }),
    frontMatter: data,
    warnings,
  };
}
