import type { Document, Normalized, TextType } from "../model.ts";
import { languageWarnings } from "./answerability/language.ts";
import { type Decoded, decodeBody } from "./decode.ts";
import { convert } from "./formats/convert.ts";
import type { Converted } from "./formats/converted.ts";
import { splitFrontMatter } from "./front-matter.ts";
import { finishPages, type RawPage } from "./html.ts";
import { readMarkdown, usesComponents } from "./markdown.ts";
import { loadMdx, renderMdx } from "./mdx-renderer.ts";
import { isTextType } from "./media-types.ts";
import { renderPlain } from "./plain.ts";

/** A document in one of the formats that need no conversion. */
export type TextDocument = Document & { readonly mediaType: TextType };

/**
 * Any document as the pages that Fin reads: one, or several where it is long (`max_page_bytes`) or holds several things
 * (an API description's operations). The document's own page comes first; further ones have a `part`.
 *
 * @throws FinIngestError for a document that cannot be read as what it says it is: a damaged file, a scan without text
 */
export async function normalizeDocument(document: Document): Promise<readonly Normalized[]> {
  const pages = await pagesIn(document);
  const locale = document.options?.locale;
  return locale === undefined ? pages : Promise.all(pages.map((page) => inLocale(page, locale)));
}

async function pagesIn(document: Document): Promise<readonly Normalized[]> {
  if (isText(document)) {
    const decoded = decodeBody(document);
    if (needsMdx(document, decoded)) await loadMdx();
    return finishPages(rawPageOf(document, decoded), document);
  }
  const converted = await convert(document);
  return converted.flatMap((one) => pagesOf(one, document));
}

async function inLocale(page: Normalized, locale: string): Promise<Normalized> {
  const warnings = await languageWarnings(page.html, locale);
  return warnings.length === 0 ? page : { ...page, warnings: [...page.warnings, ...warnings] };
}

/** MDX takes long to load, and most sources have none. */
const needsMdx = ({ mediaType }: TextDocument, { text }: Decoded): boolean =>
  mediaType === "text/mdx" || (mediaType === "text/markdown" && usesComponents(text));

function isText(document: Document): document is TextDocument {
  return isTextType(document.mediaType);
}

/** The pages of one thing in a document; its first page is the document's own, or the thing's. */
function pagesOf({ part, ...raw }: Converted, document: Document): readonly Normalized[] {
  if (!part) return finishPages({ ...raw, mayBePage: false }, document);
  return finishPages({ ...raw, title: part.title, mayBePage: false }, document).map((page) => ({
    ...page,
    part: { ...page.part, id: page.part ? `${part.id}-${page.part.id}` : part.id },
  }));
}

/** A text as HTML or its tree, not yet finished; where it is MDX, that must be loaded. */
export function rawPageOf(document: TextDocument, { text, warnings } = decodeBody(document)): RawPage {
  const raw = readText(text, document);
  return { ...raw, warnings: [...warnings, ...raw.warnings] };
}

function readText(text: string, document: TextDocument): RawPage {
  switch (document.mediaType) {
    case "text/markdown":
      return { ...readMarkdown(text, document), mayBePage: false };
    case "text/mdx":
      return { ...renderMdx(text, document), mayBePage: false };
    case "text/plain":
      return { html: renderPlain(text), warnings: [], mayBePage: false };
    case "text/html": {
      const { data, body, warnings } = splitFrontMatter(text);
      const title = typeof data.title === "string" ? { title: data.title } : {};
      return { html: body, ...title, warnings, mayBePage: true };
    }
  }
}
