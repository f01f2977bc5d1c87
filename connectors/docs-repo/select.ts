import { PatternCounts } from "../../src/connector-kit/pattern-counts.ts";
import { globMatcher } from "../../src/glob.ts";
import { documentExtensions, type MediaType, mediaTypeOfName } from "../../src/normalize/index.ts";
import type { DocsRepoOptions } from "./options.ts";

/** The format by a file's name; undefined for files that are not documents. */
export const mediaTypeOf = mediaTypeOfName;

export { withoutExtension } from "../../src/connector-kit/page-url.ts";
export { documentExtensions };

/** The format in which a partial is read: a document's, else plain text. */
export function textTypeOf(path: string): MediaType {
  return (
    mediaTypeOf(path) ?? (/\.(?:ya?ml|json)$/i.test(path) ? "application/vnd.oai.openapi" : "text/plain")
  );
}

/**
 * Whether a selected file is a document: by its name's ending, or because `include` names it in full, without a wildcard. YAML and JSON
 * files may contain anything; one that is named so is an OpenAPI description, whatever it is called.
 */
export function isDocument(path: string, { include }: Pick<DocsRepoOptions, "include">): boolean {
  if (mediaTypeOf(path) !== undefined) return true;
  return /\.(?:ya?ml|json)$/i.test(path) && include.some((glob) => glob.replace(/^\.?\//, "") === path);
}

/**
 * Parts of every page, which are not pages: of a wiki (GitHub, GitLab, Gollum, docsify), by name, and the templates of a Sphinx
 * site's theme. https://www.sphinx-doc.org/en/master/usage/configuration.html#confval-templates_path
 */
export const isWikiPart = (path: string): boolean =>
  /(?:^|\/)_templates\/.*\.html?$/i.test(path) ||
  (/(?:^|\/)_(?:sidebar|footer|header|navbar|coverpage)\.[^./]+$/i.test(path) &&
    mediaTypeOf(path) !== undefined);

/** What `include` and `exclude` select. Names that start with a dot must be in the glob itself. */
export function selector(options: Pick<DocsRepoOptions, "include" | "exclude">): (path: string) => boolean {
  const included = globMatcher(options.include, { dot: false });
  const excluded = globMatcher(options.exclude);
  return (path) => included(path) && !excluded(path) && !isWikiPart(path);
}

export interface CountingSelector {
  readonly selects: (path: string) => boolean;
  /** Parts of a wiki's pages that `include` would take. */
  readonly wikiParts: ReadonlySet<string>;
  /** Counts paths that were selected; its `counts` are those of a listing that has been read. */
  count(): { add(path: string): void; counts(): PatternCounts };
}

/** The same, with what each pattern selects: for `exclude`, the documents that `include` would take. */
export function countingSelector(options: Pick<DocsRepoOptions, "include" | "exclude">): CountingSelector {
  const included = globMatcher(options.include, { dot: false });
  const [include, exclude] = [
    options.include.map((pattern) => globMatcher(pattern, { dot: false })),
    // A listing may ask about a file twice.
    options.exclude.map((pattern) => ({ matches: globMatcher(pattern), paths: new Set<string>() })),
  ];
  const wikiParts = new Set<string>();
  return {
    wikiParts,
    selects(path) {
      if (!included(path)) return false;
      const isPart = isWikiPart(path);
      if (isPart) wikiParts.add(path);
      const hits = exclude.filter(({ matches }) => matches(path));
      if (hits.length > 0 && mediaTypeOf(path) !== undefined) for (const { paths } of hits) paths.add(path);
      return hits.length === 0 && !isPart;
    },
    count() {
      const counts = new PatternCounts({ include: options.include, exclude: options.exclude });
      return {
        add: (path) => counts.addWhere("include", include, (matches) => matches(path)),
        counts() {
          exclude.forEach(({ paths }, index) => void counts.add(`exclude[${index}]`, paths.size));
          return counts;
        },
      };
    },
  };
}
