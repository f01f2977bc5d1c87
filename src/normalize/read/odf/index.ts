import type { Element } from "domhandler";
import type { DocumentFile } from "../../document.ts";
import { footnotes } from "../../vocabulary/html-text.ts";
import { Warnings } from "../../warnings.ts";
import { sensibleTitle } from "../docx/package.ts";
import { childrenOf, elementsOf, local, textOf } from "../office/xml.ts";
import type { ConvertedPage } from "../reader.ts";
import { blocksHtml } from "./blocks.ts";
import { MAX_COPIED, type TextContext } from "./context.ts";
import { hasBackdrop } from "./drawings.ts";
import { pageCss } from "./look.ts";
import { openOdf } from "./package.ts";
import { lineOf, type OdfStyles, roleOf } from "./styles.ts";

/**
 * An OpenDocument text (.odt) as semantic HTML: headings and lists with their numbers, tables, code, quotations, notes,
 * formulas, boxes and charts, pictures by their description. As a reader sees it: without deleted text, comments and
 * contents lists, with inserted text. What the styles hide is left to the judge of pages, as CSS.
 * https://docs.oasis-open.org/office/OpenDocument/v1.3/
 *
 * @throws FinIngestError where it is encrypted, damaged, not an .odt, or unpacks to too much
 */
export async function readOdt({ body }: Pick<DocumentFile, "body">): Promise<readonly ConvertedPage[]> {
  const file = openOdf(body, "text");
  const warnings = new Warnings();
  const context: TextContext = {
    ...file,
    warnings,
    notes: [],
    floats: [],
    lists: new Map(),
    lastLists: new Map(),
    outline: [],
    copies: { left: MAX_COPIED },
  };
  const html = blocksHtml(file.content, context);
  const master = file.parts.part("styles.xml");
  const ground = pageCss(
    file.styles.layouts,
    hasBackdrop([file.content, ...(master ? childrenOf(master) : [])], file),
  );
  const notes = footnotes(context.notes);
  const page = ground === "" ? html + notes : `<div style="${ground}">${html}${notes}</div>`;
  return [
    { html: page, title: titleParagraph(file.content, file.styles) ?? file.title, warnings: warnings.all() },
  ];
}

/** What the author set as the title, if anything sensible. */
function titleParagraph(content: Element, styles: OdfStyles): string | undefined {
  for (const one of elementsOf(content))
    if (local(one) === "p" && roleOf(lineOf(styles, one)) === "title") return sensibleTitle(textOf(one));
  return undefined;
}
