/**
 * The public interface of the normaliser: nothing outside this folder imports another of its modules. Every verb loads
 * it, so its static exports are light; the pipeline and its parsers are loaded on demand.
 */

export type { DroppedWords } from "./check/account/dropped-words.ts";
export type { Stretch } from "./check/account/visible-text.ts";
export { type AnswerabilityCode, advice, doubt, isAnswerability } from "./check/codes.ts";
export type {
  Document,
  DocumentFile,
  LostText,
  MediaType,
  Normalized,
  NormalizeOptions,
  Part,
  Warning,
} from "./document.ts";
export {
  antoraDescription,
  documentExtensions,
  fileTypes,
  hugoSections,
  hugoSites,
  isBinaryType,
  labelOfTarget,
  mediaTypeOfHeader,
  mediaTypeOfName,
  mkdocsConfiguration,
  quartoFiles,
  siteScheme,
  sphinxConfiguration,
} from "./media-types.ts";
export { documentName } from "./names.ts";
export { decodeBody } from "./read/encoding.ts";
export type { ConvertedPage } from "./read/reader.ts";
export {
  type Converter,
  createNormalizer,
  defaultLimits,
  type Normalizer,
  type SharedConversions,
  workerConverter,
  workerNormalizer,
} from "./worker/normalizer.ts";

/** From a document to pages, and from a page to Markdown, in this process. */
export const loadPipeline = () => import("./pipeline.ts");

/** Which program of this machine reads reStructuredText, and in which version. */
export const loadRstProgram = () => import("./read/rst/remembered.ts");

/** Compares a source's visible words with its pages. */
export const loadDroppedWords = () => import("./check/account/dropped-words.ts");

/** What a text states without being rendered: its front matter, title, labels, links and includes. */
export const loadDocumentFacts = () => import("./read/document-facts.ts");
