import type { Document } from "../../document.ts";
import { titleOfName } from "../../names.ts";
import { footnotes } from "../../vocabulary/html-text.ts";
import { Warnings } from "../../warnings.ts";
import { decodeBody } from "../encoding.ts";
import { pagesOf } from "../page-links.ts";
import type { ReadPage } from "../reader.ts";
import { blocksHtml } from "./blocks.ts";
import type { WikitextContext } from "./context.ts";
import { prepared } from "./prepare.ts";

/**
 * MediaWiki's wikitext. Templates live on the wiki: those that only mark a text are read, the others are left out by name.
 * Never throws; linear but for bounded searches. https://www.mediawiki.org/wiki/Help:Formatting
 */
export async function readMediawiki(document: Document): Promise<readonly ReadPage[]> {
  const { text, warnings } = decodeBody(document);
  const list = new Warnings(warnings);
  const context: WikitextContext = {
    warnings: list,
    source: text,
    ...pagesOf(document),
    includes: document.includes ?? {},
    pageName: document.title ?? titleOfName(document.name),
    kept: [],
    notes: [],
    noteNames: new Map(),
    render: (wikitext, inner) => blocksHtml(prepared(wikitext, inner), inner),
    open: [],
  };
  const html = context.render(text, context);
  return [
    {
      html: `${html}\n${footnotes(context.notes)}`,
      warnings: list.all(),
      explained: list.explained(),
    },
  ];
}
