import type { Document } from "../../document.ts";
import { Warnings } from "../../warnings.ts";
import { decodeBody } from "../encoding.ts";
import { homePage } from "../front-matter/home.ts";
import { splitFrontMatter } from "../front-matter/index.ts";
import { frontMatterLabel, frontMatterTitle, type ReadPage } from "../reader.ts";
import { mdxHtml } from "./body.ts";
import { displayed, type Scope } from "./evaluate.ts";

/** Characters that the partials of one document may add together. */
const MAX_ADDED = 2_000_000;

/**
 * MDX; nothing in it is run. Never throws: a text that is not MDX is read as Markdown, with a warning. Where the front
 * matter has no title, the one of an exported `metadata` counts.
 */
export async function readMdx(document: Document): Promise<readonly ReadPage[]> {
  return [mdxPage(document)];
}

/** The same, synchronously. */
export function mdxPage(document: Document): ReadPage {
  const { text, warnings } = decodeBody(document);
  const { data, body, warnings: more } = splitFrontMatter(text);
  const list = new Warnings(more, text);
  let names: Scope = new Map();
  const home = homePage(data);
  const html = mdxHtml(body, data, {
    document,
    written: text,
    warnings: list,
    scope: new Map(),
    open: [body],
    budget: { left: MAX_ADDED },
    exported: (values) => {
      names = values;
    },
  });
  const title = data.title === undefined ? exportedTitle(names) : data.title;
  return {
    html: (home?.html ?? "") + html,
    title: frontMatterTitle({ title }) ?? home?.title,
    label: frontMatterLabel(data),
    warnings: [...warnings, ...list.all()],
    source: { text, from: text.endsWith(body) ? text.length - body.length : 0, mediaType: "text/mdx" },
    explained: list.explained(),
  };
}

function exportedTitle(names: Scope): string | undefined {
  const metadata = names.get("metadata");
  if (typeof metadata !== "object" || metadata === null || !("title" in metadata)) return undefined;
  return displayed(metadata.title);
}
