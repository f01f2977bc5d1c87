import type { Document } from "../../document.ts";
import { footnotes } from "../../vocabulary/html-text.ts";
import { Warnings } from "../../warnings.ts";
import { decodeBody } from "../encoding.ts";
import { splitFrontMatter } from "../front-matter/index.ts";
import { pagesOf } from "../page-links.ts";
import { frontMatterTitle, type ReadPage } from "../reader.ts";
import { blocksHtml, type TextileContext } from "./blocks.ts";

/**
 * Textile, with the links and macros of Redmine. Never throws; linear but for bounded searches.
 * https://textile-lang.com/, https://www.redmine.org/projects/redmine/wiki/RedmineTextFormattingTextile
 */
export async function readTextile(document: Document): Promise<readonly ReadPage[]> {
  const { text, warnings } = decodeBody(document);
  const { data, body, warnings: more } = splitFrontMatter(text);
  const list = new Warnings([...warnings, ...more]);
  const context: TextileContext = {
    warnings: list,
    source: text,
    ...pagesOf(document),
    includes: document.includes ?? {},
    notes: new Map(),
    aliases: new Map(),
    open: [],
  };
  const html = blocksHtml(body.replaceAll(/\r\n?/g, "\n"), context);
  const notes = [...context.notes].sort(([one], [other]) => one - other).map(([, note]) => note);
  return [
    {
      html: `${html}\n${footnotes(notes)}`,
      title: frontMatterTitle(data),
      warnings: list.all(),
      explained: list.explained(),
    },
  ];
}
