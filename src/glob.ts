import picomatch from "picomatch";
import { z } from "zod";

/** Why a text is not a pattern over paths; undefined where it is one. */
export const globFault = (text: string): string | undefined =>
  /^!|\\|(?:^|\/)\.\.(?:\/|$)/.test(text)
    ? "must be a glob over paths in the source (internal/**), without a leading !, without .. and with / between folders"
    : undefined;

/**
 * A pattern as the documents' paths are written: relative, without outer slashes, in NFC. Spellings that people bring
 * from .gitignore and CODEOWNERS mean what they mean there (https://git-scm.com/docs/gitignore#_pattern_format):
 * `/internal/` and `./internal/**` are the folder at the top, `docs/internal/` that folder, and `internal/` every
 * folder of that name.
 */
export function relativeGlob(written: string): string {
  const glob = written.normalize("NFC").replace(/\/{2,}/g, "/");
  const anchored = glob.replace(/^(?:\.?\/)+/, "");
  const folder = anchored.replace(/\/$/, "");
  if (folder === "" || folder === ".") return "**";
  if (folder === anchored) return anchored;
  const below = /(?:^|\/)\*\*$/.test(folder) ? folder : `${folder}/**`;
  const isAnchored = anchored !== glob || folder.includes("/") || below === folder;
  return isAnchored ? below : `**/${below}`;
}

/** Whether a path matches one of the patterns. @param dot whether wildcards match names that start with a dot */
export function globMatcher(
  patterns: string | readonly string[],
  { dot }: { readonly dot: boolean } = { dot: true },
): (path: string) => boolean {
  const matches = picomatch([patterns].flat().map(relativeGlob), { dot });
  return (path) => matches(path.normalize("NFC"));
}

/** A pattern over the paths of documents, for `rules`, `include` and `exclude` alike (see `relativeGlob`). */
export const globOption = (): z.ZodString =>
  z
    .string()
    .min(1)
    .superRefine((text, context) => {
      const fault = globFault(text);
      if (fault !== undefined) context.addIssue({ code: "custom", message: fault });
    });
