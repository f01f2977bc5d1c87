import type { DocumentFile } from "../../document.ts";
import { sheetOfFormat } from "../../vocabulary/dropped.ts";
import { Warnings } from "../../warnings.ts";
import type { ConvertedPage } from "../reader.ts";
import { type Chapter, readChapter } from "./chapter.ts";
import { openEpub } from "./package.ts";

/**
 * A book (.epub, 2 and 3) as one text: its chapters in the order of the spine, without contents lists and numbers of
 * printed pages, notes where they stand, pictures by their description. Its style sheets come along, so that what they
 * hide is hidden. https://www.w3.org/TR/epub-33/
 *
 * @throws FinIngestError where it is protected, damaged, no book, or too large
 */
export async function readEpub({ body }: Pick<DocumentFile, "body">): Promise<readonly ConvertedPage[]> {
  const { parts, chapters: names, title } = openEpub(body);
  const warnings = new Warnings();
  const chapters = names.flatMap((name) => {
    const chapter = readChapter(name, parts);
    if (!chapter) warnings.add("include-missing", `${name} is missing from the book.`);
    return chapter ? [chapter] : [];
  });
  return [{ html: joined(chapters), title, warnings: warnings.all() }];
}

/** The chapters with their style sheets; where these differ, each holds for its own chapters alone. */
function joined(chapters: readonly Chapter[]): string {
  const sheets = [...new Set(chapters.map(({ css }) => css))];
  const nameOf = (css: string) => `chapter-${sheets.indexOf(css)}`;
  const isOne = sheets.length <= 1;
  const css = isOne ? (sheets[0] ?? "") : sheets.map((one) => `@scope (.${nameOf(one)}) {${one}}`).join("\n");
  const texts = chapters.map((one) =>
    isOne ? one.html : `<div class="${nameOf(one.css)}">${one.html}</div>`,
  );
  return `<style ${sheetOfFormat}>${css}</style>${texts.join("\n")}`;
}
