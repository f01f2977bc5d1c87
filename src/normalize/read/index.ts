import type { Document, DocumentFile, FileType, MediaType } from "../document.ts";
import { isFileType } from "../media-types.ts";
import type { ConvertedPage, FileReader, Reader, ReadPage } from "./reader.ts";

/** Media type → reader. Each is loaded with the first document of its format. */
const readers: Readonly<Record<Exclude<MediaType, FileType>, () => Promise<Reader>>> = {
  "text/html": async () => (await import("./html-and-plain.ts")).readHtml,
  "text/plain": async () => (await import("./html-and-plain.ts")).readPlain,
  "text/markdown": async () => (await import("./markdown/index.ts")).readMarkdown,
  "text/mdx": async () => (await import("./mdx/index.ts")).readMdx,
  "text/asciidoc": async () => (await import("./asciidoc/index.ts")).readAsciidoc,
  "text/x-rst": async () => (await import("./rst/index.ts")).readRst,
  "text/x-textile": async () => (await import("./textile/index.ts")).readTextile,
  "text/x-wiki": async () => (await import("./mediawiki/index.ts")).readMediawiki,
  "application/vnd.oai.openapi": async () => (await import("./openapi/index.ts")).readOpenapi,
  "application/x-ipynb+json": async () => (await import("./notebook/index.ts")).readNotebook,
  "message/rfc822": async () => (await import("./eml/index.ts")).readEml,
  "text/csv": async () => (await import("./tables/sheet.ts")).readCsv,
};

const fileReaders: Readonly<Record<FileType, () => Promise<FileReader>>> = {
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": async () =>
    (await import("./docx/index.ts")).readDocx,
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": async () =>
    (await import("./pptx/index.ts")).readPptx,
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": async () =>
    (await import("./xlsx/index.ts")).readXlsx,
  "application/vnd.oasis.opendocument.text": async () => (await import("./odf/index.ts")).readOdt,
  "application/vnd.oasis.opendocument.spreadsheet": async () => (await import("./odf/ods.ts")).readOds,
  "application/epub+zip": async () => (await import("./epub/index.ts")).readEpub,
  "application/pdf": async () => (await import("./pdf/index.ts")).readPdf,
};

/** A document's pages as HTML, not cleaned yet. @throws FinIngestError when it cannot be read as its format */
export async function readDocument(document: Document): Promise<readonly ReadPage[]> {
  const { body, mediaType } = document;
  if (isFileType(mediaType)) return convertFile({ body, mediaType });
  const read = await readers[mediaType]();
  return read(document);
}

/**
 * The first step of a file's pages, and for PDF and Word nearly all of their time. It depends on the bytes, the program and
 * nothing else, so whoever has the same file may share it.
 *
 * @throws FinIngestError when it cannot be read as its format
 */
export async function convertFile({ mediaType, body }: DocumentFile): Promise<readonly ConvertedPage[]> {
  const read = await fileReaders[mediaType]();
  return read({ body });
}
