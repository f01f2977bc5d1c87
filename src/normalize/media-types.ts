import type { FileType, MediaType, TextType } from "./document.ts";

const textTypes: ReadonlySet<string> = new Set<TextType>([
  "text/markdown",
  "text/mdx",
  "text/html",
  "text/plain",
]);

/** Whether the normaliser reads the format itself, without converting it first. */
export function isTextType(mediaType: MediaType): mediaType is TextType {
  return textTypes.has(mediaType);
}

/** Whether the body is binary: its bytes are not encoded text. */
export function isBinaryType(mediaType: MediaType): boolean {
  // An e-mail is text whose parts are encoded: in base64, and each in its own character set.
  return mediaType === "message/rfc822" || isFileType(mediaType);
}

/** Formats that are converted by their bytes alone. */
export const fileTypes = [
  "application/pdf",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "application/vnd.oasis.opendocument.text",
  "application/vnd.oasis.opendocument.spreadsheet",
  "application/epub+zip",
] as const satisfies readonly FileType[];

/** Whether what a document's format reads of it depends on its bytes alone. */
export function isFileType(mediaType: MediaType): mediaType is FileType {
  return fileTypes.some((one) => one === mediaType);
}

const slowTypes: ReadonlySet<MediaType> = new Set<MediaType>([
  "text/mdx",
  "text/x-rst",
  "text/asciidoc",
  "application/pdf",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
]);

/** Whether documents of a format take longer to normalise than Intercom's meter takes to admit their pages: 6 ms a page. */
export function isSlowType(mediaType: MediaType): boolean {
  return slowTypes.has(mediaType);
}

const byExtension: ReadonlyMap<string, MediaType> = new Map<string, MediaType>([
  ["md", "text/markdown"],
  ["markdown", "text/markdown"],
  ["qmd", "text/markdown"],
  ["rmd", "text/markdown"],
  ["mdx", "text/mdx"],
  ["html", "text/html"],
  ["htm", "text/html"],
  ["xhtml", "text/html"],
  ["txt", "text/plain"],
  ["adoc", "text/asciidoc"],
  ["asciidoc", "text/asciidoc"],
  ["rst", "text/x-rst"],
  ["textile", "text/x-textile"],
  ["mediawiki", "text/x-wiki"],
  ["wiki", "text/x-wiki"],
  ["ipynb", "application/x-ipynb+json"],
  ["docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
  ["pdf", "application/pdf"],
  ["pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"],
  ["xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
  ["csv", "text/csv"],
  ["odt", "application/vnd.oasis.opendocument.text"],
  ["ods", "application/vnd.oasis.opendocument.spreadsheet"],
  ["epub", "application/epub+zip"],
  ["eml", "message/rfc822"],
]);

/** `openapi.yaml`, `swagger.json`, `orders.openapi.yml`: other YAML and JSON files may contain anything. */
const apiDescription = /(?:^|[./\\_-])(?:openapi|swagger)\.(?:ya?ml|json)$/i;

/** File name extensions of documents, the most likely first. */
export const documentExtensions: readonly string[] = [...byExtension.keys()];

/** The format that a file's name states; undefined for files that are not documents. */
export function mediaTypeOfName(name: string): MediaType | undefined {
  const dot = name.lastIndexOf(".");
  const known = dot < 0 ? undefined : byExtension.get(name.slice(dot + 1).toLowerCase());
  return known ?? (apiDescription.test(name) ? "application/vnd.oai.openapi" : undefined);
}

const byContentType: ReadonlyMap<string, MediaType> = new Map<string, MediaType>([
  ["application/xhtml+xml", "text/html"],
  ["text/x-markdown", "text/markdown"],
  ["application/vnd.oai.openapi+json", "application/vnd.oai.openapi"],
]);

/** The format that an HTTP `Content-Type` states; undefined for one that cannot be read. */
export function mediaTypeOfHeader(contentType: string): MediaType | undefined {
  const type = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
  const known = [...textTypes, ...byExtension.values()].find((one) => one === type);
  return byContentType.get(type) ?? [...byExtension.values()].find((one) => one === known);
}

/** By this name an AsciiDoc page asks for the description of its Antora component, `antora.yml`. */
export const antoraDescription = "component$antora.yml";

/** By this name a document asks for the configuration of its Sphinx project, `conf.py`. */
export const sphinxConfiguration = "project$conf.py";

/** By this name a document asks for the configuration of its MkDocs project, `mkdocs.yml`. */
export const mkdocsConfiguration = "project$mkdocs.yml";

/** By these names a document asks for the variables of its Quarto project, its folder's metadata and the project's configuration. */
export const quartoFiles = [
  "project$_variables.yml",
  "project$_metadata.yml",
  "project$_quarto.yml",
] as const;

/** By these names a document asks for the sections that it is in, from its own folder upwards: Hugo's `_index.md`. */
export const hugoSections = [0, 1, 2, 3].map((level) => `section${level}$_index.md`);

/** By these names a document asks for the configuration of its Hugo site, and for the parameters in a file of their own. */
export const hugoSites: readonly string[] = ["site$hugo", "site$params"];

/** Before a target that counts from the site's root, as Jekyll's `{% link a.md %}` does: `site:a.md`. */
export const siteScheme = "site:";

/** A scheme of our own for what Sphinx's and MyST's references name: a section anywhere in the project. */
const labelScheme = "ref:";

/** A label as a target; case and white space do not count. */
export const labelTarget = (label: string): string =>
  labelScheme + label.trim().toLowerCase().replaceAll(/\s+/g, " ");

/** The label of such a target; undefined for the target of a link. */
export const labelOfTarget = (target: string): string | undefined =>
  target.startsWith(labelScheme) ? target.slice(labelScheme.length) : undefined;

/** Labels that a text refers to and does not have itself, as targets. */
export const foreignLabels = (
  labels: Iterable<string>,
  sections: Readonly<Record<string, string>>,
): string[] =>
  [...labels].map(labelTarget).filter((target) => !Object.hasOwn(sections, target.slice(labelScheme.length)));
