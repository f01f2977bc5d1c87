import type { DocumentFile } from "../../document.ts";
import type { ConvertedPage } from "../reader.ts";
import { blocksOf } from "./blocks.ts";
import { readingOrder } from "./columns.ts";
import { withoutContents } from "./contents.ts";
import { htmlOf } from "./html.ts";
import { extractPages } from "./read.ts";
import { fragmentsWithTables } from "./ruled.ts";
import { withoutRunningHeads } from "./running-heads.ts";
import { type Block, plain } from "./text.ts";

/**
 * A PDF as semantic HTML, inferred from the positions and sizes of its text: headings, paragraphs, lists, simple tables,
 * code, links. Columns are read in order, running headers, footers and page numbers dropped, hyphenated words joined.
 *
 * @throws FinIngestError when the document is encrypted, damaged, too long, or holds no text
 */
export async function readPdf({ body }: Pick<DocumentFile, "body">): Promise<readonly ConvertedPage[]> {
  const {
    pages,
    title: stated,
    warnings,
  } = await extractPages(typeof body === "string" ? Buffer.from(body, "latin1") : body);
  const framed = pages.map((page) => ({ height: page.height, ...fragmentsWithTables(page) }));
  const bare = withoutRunningHeads(framed).map(({ fragments, aside }) => ({
    fragments: withoutContents(fragments, pages.length),
    aside,
  }));
  const blocks = blocksOf(
    bare.flatMap(({ fragments, aside }) => [...readingOrder(fragments), ...aside.map((piece) => [piece])]),
  );
  const title = stated ?? largest(blocks);
  return [{ html: htmlOf(blocks), title, warnings }];
}

/** The first top heading, if it is near the start. */
function largest(blocks: readonly Block[]): string | undefined {
  const found = blocks.slice(0, 12).find((block) => block.kind === "heading" && block.level === 1);
  return found?.kind === "heading" ? plain(found.spans).replaceAll(/\s+/g, " ").trim() : undefined;
}
