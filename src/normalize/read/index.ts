import { FinIngestError } from "../../errors.ts";
import { languageWarnings } from "../check/language.ts";
import type { Document, ForeignType, Normalized, TextType } from "../document.ts";
import { isTextType } from "../media-types.ts";
import { finishPages, type RawPage } from "../pipeline.ts";
import type { Converted } from "./converted.ts";
import { type Decoded, decodeBody } from "./encoding.ts";
import { splitFrontMatter } from "./front-matter/index.ts";
import { readMarkdown, usesComponents } from "./markdown/index.ts";
import { loadMdx, renderMdx } from "./mdx/renderer.ts";
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
  return converted.flatMap(({ madeWith, ...one }) =>
    pagesOf(one, document).map((page) => (madeWith === undefined ? page : { ...page, madeWith })),
  );
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

type Converter = (document: Document) => Promise<readonly Converted[]>;

/** Each is loaded when the first document of its format comes. */
const converters: Readonly<Record<ForeignType, () => Promise<Converter>>> = {
  "text/asciidoc": async () => (await import("./asciidoc/index.ts")).convertAsciidoc,
  "text/x-rst": async () => (await import("./rst/index.ts")).convertRst,
  "application/vnd.oai.openapi": async () => (await import("./openapi/index.ts")).convertOpenapi,
  "application/x-ipynb+json": async () => (await import("./notebook/index.ts")).convertNotebook,
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": async () =>
    (await import("./docx/index.ts")).convertDocx,
  "application/pdf": async () => (await import("./pdf/index.ts")).convertPdf,
};

/** @throws FinIngestError for a document that cannot be read as its format */
export async function convert(document: Document): Promise<readonly Converted[]> {
  const { mediaType, name } = document;
  if (isTextType(mediaType)) throw new FinIngestError(`${name}: ${mediaType} needs no conversion`);
  const converter = await converters[mediaType]();
  return converter(document);
}
