import { FinIngestError } from "../../errors.ts";
import type { Document, ForeignType } from "../../model.ts";
import { isTextType } from "../media-types.ts";
import type { Converted } from "./converted.ts";

export type Converter = (document: Document) => Promise<readonly Converted[]>;

/** Each is loaded when the first document of its format comes. */
const converters: Readonly<Partial<Record<ForeignType, () => Promise<Converter>>>> = {
  "application/pdf": async () => (await import("./pdf/index.ts")).convertPdf,
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": async () =>
    (await import("./docx/index.ts")).convertDocx,
};

/** @throws FinIngestError for a document that cannot be read as its format */
export async function convert(document: Document): Promise<readonly Converted[]> {
  const { mediaType, name } = document;
  const load = isTextType(mediaType) ? undefined : converters[mediaType];
  if (!load) throw new FinIngestError(`${name}: documents of the type ${mediaType} cannot be read`);
  return (await load())(document);
}
