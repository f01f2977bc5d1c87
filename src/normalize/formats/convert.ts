import { FinIngestError } from "../../errors.ts";
import type { Document, ForeignType } from "../../model.ts";
import { isTextType } from "../media-types.ts";
import type { Converted } from "./converted.ts";

type Converter = (document: Document) => Promise<readonly Converted[]>;

/** Each is loaded when the first document of its format comes. */
const converters: Readonly<Record<ForeignType, () => Promise<Converter>>> = {
  "text/asciidoc": async () => (await import("./asciidoc.ts")).convertAsciidoc,
  "text/x-rst": async () => (await import("./rst.ts")).convertRst,
  "application/vnd.oai.openapi": async () => (await import("./openapi.ts")).convertOpenapi,
  "application/x-ipynb+json": async () => (await import("./notebook.ts")).convertNotebook,
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
