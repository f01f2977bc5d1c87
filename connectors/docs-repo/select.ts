import picomatch from "picomatch";
import { documentExtensions, type MediaType, mediaTypeOfName } from "../../src/normalize/index.ts";
import type { DocsRepoOptions } from "./options.ts";

const extension = /\.([^./]+)$/;

/** The format a file's name says; undefined for files that are no documents. */
export const mediaTypeOf = mediaTypeOfName;

export { documentExtensions };

/** What a partial is read as: a document's format, else plain text. */
export function textTypeOf(path: string): MediaType {
  return mediaTypeOf(path) ?? "text/plain";
}

/** The path without its format's extension. */
export function withoutExtension(path: string): string {
  return mediaTypeOf(path) === undefined ? path : path.replace(extension, "");
}

/** What `include` and `exclude` select. Files and folders whose name begins with a dot must be named by a glob. */
export function selector(options: Pick<DocsRepoOptions, "include" | "exclude">): (path: string) => boolean {
  const included = picomatch(options.include);
  const excluded = picomatch(options.exclude, { dot: true });
  return (path) => included(path) && !excluded(path);
}
