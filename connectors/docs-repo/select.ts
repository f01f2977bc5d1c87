import picomatch from "picomatch";
import { documentExtensions, type MediaType, mediaTypeOfName } from "../../src/normalize/index.ts";
import type { DocsRepoOptions } from "./options.ts";

const extension = /\.([^./]+)$/;

/** The format by a file's name; undefined for files that are not documents. */
export const mediaTypeOf = mediaTypeOfName;

export { documentExtensions };

/** The format in which a partial is read: a document's, else plain text. */
export function textTypeOf(path: string): MediaType {
  return mediaTypeOf(path) ?? "text/plain";
}

/** The path without its format's extension. */
export function withoutExtension(path: string): string {
  return mediaTypeOf(path) === undefined ? path : path.replace(extension, "");
}

/** What `include` and `exclude` select. Names that start with a dot must be in the glob itself. */
export function selector(options: Pick<DocsRepoOptions, "include" | "exclude">): (path: string) => boolean {
  const included = picomatch(options.include);
  const excluded = picomatch(options.exclude, { dot: true });
  return (path) => included(path) && !excluded(path);
}
