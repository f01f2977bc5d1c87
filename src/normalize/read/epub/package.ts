import type { Element } from "domhandler";
import { FinIngestError } from "../../../errors.ts";
import { percentDecoded } from "../../../http/url.ts";
import { sensibleTitle } from "../docx/package.ts";
import { inside, type OfficeParts, openOffice } from "../office/parts.ts";
import { at, attribute, childrenOf, elementsOf, local, textOf } from "../office/xml.ts";

/** A book's chapters in the order in which they are read. https://www.w3.org/TR/epub-33/ */
export interface EpubFile {
  readonly parts: OfficeParts;
  /** Names of XHTML documents. */
  readonly chapters: readonly string[];
  readonly title?: string | undefined;
}

/** @throws FinIngestError where it is protected, damaged, too large, or no book */
export function openEpub(body: string | Uint8Array): EpubFile {
  const parts = openOffice(body, "a book (.epub)");
  const container = parts.part("META-INF/container.xml");
  const [rootfile] = [...(container ? elementsOf(container) : [])].filter((one) => local(one) === "rootfile");
  const name = attribute(rootfile, "full-path") ?? "";
  const root = parts.part(name);
  const [book] = root ? childrenOf(root) : [];
  const spine = book && at(book, "spine");
  if (!book || !spine)
    throw new FinIngestError("the document cannot be read: it holds no book", {
      hint: "Is the file an .epub? Export it again, or leave the document out.",
    });
  const items = new Map(
    childrenOf(at(book, "manifest") ?? book, "item").map((item) => [attribute(item, "id") ?? "", item]),
  );
  const folder = name.slice(0, name.lastIndexOf("/") + 1);
  const chapters = childrenOf(spine, "itemref").flatMap((one) => {
    const item = items.get(attribute(one, "idref") ?? "");
    return item && isChapter(item) ? [nameIn(folder, attribute(item, "href") ?? "")] : [];
  });
  refuseProtected(parts, chapters);
  return { parts, chapters, title: titleIn(book) };
}

/** Not its contents list, which repeats the headings, and no pictures. */
const isChapter = (item: Element): boolean =>
  !/(?:^|\s)nav(?:\s|$)/.test(attribute(item, "properties") ?? "") &&
  /xhtml|html/.test(attribute(item, "media-type") ?? "");

/** The name of a part that another one in a folder refers to, without its fragment. */
export function nameIn(folder: string, href: string): string {
  return inside(folder, percentDecoded(href.replace(/[?#].*$/s, "")));
}

/** Fonts may be mixed up so that nobody takes them out of the book: its text can be read all the same. */
function refuseProtected(parts: OfficeParts, chapters: readonly string[]): void {
  const list = parts.part("META-INF/encryption.xml");
  const locked = new Set(
    [...(list ? elementsOf(list) : [])]
      .filter((one) => local(one) === "CipherReference")
      .map((one) => nameIn("", attribute(one, "URI") ?? "")),
  );
  if (chapters.some((name) => locked.has(name)))
    throw new FinIngestError("the document cannot be read: it is protected against copying (DRM)", {
      hint: "Export a copy without protection from the program that it was written in, or leave it out.",
    });
}

function titleIn(book: Element): string | undefined {
  const metadata = at(book, "metadata");
  for (const one of metadata ? elementsOf(metadata) : [])
    if (local(one) === "title") return sensibleTitle(textOf(one));
  return undefined;
}
