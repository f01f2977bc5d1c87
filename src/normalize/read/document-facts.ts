import type { MediaType } from "../document.ts";
import { isTextType, siteScheme } from "../media-types.ts";
import { plainLinkTargets, shortcodeAt, targetOf } from "../vocabulary/shortcodes.ts";
import { wikiTargetOf, wikiTargets } from "../vocabulary/wiki-links.ts";
import { asciidocFacts } from "./asciidoc/facts.ts";
import { firstHeading, markdownReferences } from "./cross-references.ts";
import { bodyBehindFrontMatter, type FrontMatter, splitFrontMatter } from "./front-matter/index.ts";
import { includeDirectives } from "./includes/directives.ts";
import { markdownLines } from "./markdown/lines.ts";
import { appendedFiles } from "./markdown/mkdocs-project.ts";
import { isTextFile, rawFileOf } from "./mdx/partial.ts";
import { referencedFiles } from "./openapi/files.ts";
import { frontMatterTitle } from "./reader.ts";
import { rstFacts } from "./rst/facts.ts";

export { componentOf } from "./asciidoc/component.ts";
export { splitFrontMatter } from "./front-matter/index.ts";

/** What a connector needs to know of a text before, or instead of, rendering it. */
export interface DocumentFacts {
  readonly id?: string | undefined;
  /** `slug` or `permalink`, as written. */
  readonly slug?: string | undefined;
  readonly title?: string | undefined;
  /** Why the document is not published; absent when it is. */
  readonly unpublished?: string | undefined;
  readonly labels: readonly string[];
  /** Targets of includes as written: Markdown files that MDX imports, and the include directives of Markdown. */
  readonly includes: readonly string[];
  /** Relative and root-relative link targets as written. */
  readonly links: readonly string[];
  /** The first heading of a text that states no title. */
  readonly heading?: string | undefined;
  /** Targets of which the text shows the title: links without words of their own, and labels (`ref:name`). */
  readonly shown?: readonly string[];
  /** What earlier versions of the text's page were referred to by, as written. */
  readonly aliases?: readonly string[];
  /** What a text gives to those that include it, as far as it may be a part of a path: AsciiDoc's `:dir: parts`. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Label → title of the section before which it stands. */
  readonly sections?: Readonly<Record<string, string>>;
}

/** Reads a text's facts in linear time. Never throws. Plain text has no front matter. */
export function documentFacts(text: string, mediaType: MediaType): DocumentFacts {
  if (mediaType === "text/asciidoc") return asciidocFacts(text);
  if (mediaType === "text/x-rst") return rstFacts(text);
  if (mediaType === "application/vnd.oai.openapi")
    return { labels: [], includes: [...referencedFiles(text), ...appendedFiles(text)], links: [] };
  if (!isTextType(mediaType) && !isWikiType(mediaType)) return { labels: [], includes: [], links: [] };
  const { data, body }: FrontMatter =
    mediaType !== "text/plain" ? splitFrontMatter(text) : { data: {}, body: text, warnings: [] };
  const id = scalar(data.id);
  const slug = scalar(data.slug) ?? scalar(data.permalink);
  const title = frontMatterTitle(data);
  const unpublished = reasonUnpublished(data);
  return {
    id,
    slug,
    title,
    unpublished,
    labels: labelsOf(data),
    ...(title === undefined && isMarkdownType(mediaType) ? { heading: firstHeading(proseOf(body)) } : {}),
    ...referencesIn(body, mediaType, titleLine(text), data),
  };
}

/** A title may include values: GitHub Docs' `title: About {% data variables.product.name %}`. */
const titleLine = (text: string): string =>
  /^title:.{0,400}\{[{%].{0,400}$/m.exec(text.slice(0, 4000))?.[0] ?? "";

/** The facts that are needed when a text is loaded: what it includes and links to. */
export function references(text: string, mediaType: MediaType): WrittenReferences {
  if (mediaType === "text/plain" || (!isTextType(mediaType) && !isWikiType(mediaType)))
    return documentFacts(text, mediaType);
  return referencesIn(bodyBehindFrontMatter(text), mediaType, titleLine(text));
}

type WrittenReferences = Pick<DocumentFacts, "includes" | "links" | "shown" | "sections" | "attributes">;

const isMarkdownType = (mediaType: MediaType): boolean =>
  mediaType === "text/markdown" || mediaType === "text/mdx";

const isWikiType = (mediaType: MediaType): boolean =>
  mediaType === "text/x-textile" || mediaType === "text/x-wiki";

/** Redmine's `{{include(Page)}}`, MediaWiki's `{{:Page}}`. */
const wikiIncludes = /\{\{(?:include\(([^()|{}\n]{1,300})\)|:([^|{}\n]{1,300}))(?:\|[^{}\n]{0,300})?\}\}/g;
const textileTarget = /":((?:[./\w-])[^\s<>"|]{0,2000})/g;

function wikiReferences(body: string, mediaType: MediaType): Pick<DocumentFacts, "includes" | "links"> {
  const includes = [...body.matchAll(wikiIncludes)].map(([, page, other]) => (page ?? other ?? "").trim());
  const links = mediaType === "text/x-textile" ? [...body.matchAll(textileTarget)] : [];
  return {
    includes: unique(includes.map(wikiTargetOf)),
    links: unique([...wikiTargets(body), ...links.map(([, target = ""]) => target).filter(isRelative)]),
  };
}

function referencesIn(
  body: string,
  mediaType: MediaType,
  title = "",
  data: Readonly<Record<string, unknown>> = {},
): WrittenReferences {
  if (isWikiType(mediaType)) return wikiReferences(body, mediaType);
  const isMarkdown = isMarkdownType(mediaType);
  const prose = isMarkdown ? proseOf(body) : body;
  const { shown, sections, links, includes } = isMarkdown ? markdownReferences(body, data) : noReferences;
  return {
    ...(shown.length === 0 ? {} : { shown: unique(shown) }),
    ...(Object.keys(sections).length === 0 ? {} : { sections }),
    includes:
      isMarkdown || (mediaType === "text/html" && /\{[{%]/.test(body))
        ? unique([
            ...includes,
            ...importedFiles(prose),
            ...includeDirectives(`${title}\n${body}`).map(({ target }) => target),
          ])
        : [],
    links:
      mediaType === "text/plain"
        ? []
        : unique([
            ...linkTargets(plainLinkTargets(prose)),
            ...shownTargets(prose),
            ...(isMarkdown ? wikiTargets(prose) : []),
            ...links.filter(isRelative),
          ]),
  };
}

const noReferences = { shown: [], sections: {}, links: [], includes: [] };

function proseOf(body: string): string {
  return markdownLines(body)
    .map(({ text, fenced }) => (fenced ? "" : text))
    .join("\n");
}

function scalar(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

const withholding: readonly (readonly [key: string, value: boolean])[] = [
  ["draft", true],
  ["unlisted", true],
  ["hidden", true],
  ["published", false],
  ["publish", false],
];

/** Keys count in any letter case; "true", "yes" and "on" in quotes count as true. */
function reasonUnpublished(data: Readonly<Record<string, unknown>>): string | undefined {
  const stated = new Map(Object.entries(data).map(([key, value]) => [key.toLowerCase(), truth(value)]));
  const found = withholding.find(([key, value]) => stated.get(key) === value);
  if (found !== undefined) return `${found[0]}: ${found[1]}`;
  return String(data.status ?? "").toLowerCase() === "draft" ? "status: draft" : undefined;
}

function truth(value: unknown): boolean | undefined {
  if (typeof value === "boolean") return value;
  const word = typeof value === "string" ? value.trim().toLowerCase() : "";
  if (["true", "yes", "on"].includes(word)) return true;
  return ["false", "no", "off"].includes(word) ? false : undefined;
}

/** `tags`, `labels` and `keywords`: a list, a text with commas, or Docusaurus' objects with a label. */
function labelsOf(data: Readonly<Record<string, unknown>>): string[] {
  return unique(
    ["tags", "labels", "keywords"].flatMap((key) => {
      const value = data[key];
      if (typeof value === "string") return value.split(",").map((label) => label.trim());
      return Array.isArray(value) ? value.map(labelOf) : [];
    }),
  );
}

function labelOf(item: unknown): string {
  if (typeof item === "object" && item !== null && "label" in item) return scalar(item.label) ?? "";
  return scalar(item) ?? "";
}

/** Also `import Part, { toc } from "./_part.mdx"`. */
const imported =
  /^import\s+[A-Za-z_$][\w$]*(?:\s*,\s*(?:\{[^{}\n]{0,300}\}|\*\s+as\s+[\w$]+))?\s+from\s+(?:"([^"\n]{1,500})"|'([^'\n]{1,500})')/;

function importedFiles(prose: string): string[] {
  return prose.split("\n").flatMap((line) => {
    const match = line.startsWith("import") ? imported.exec(line) : null;
    // Formatters write `./\_part.mdx`, which is the same text to JavaScript.
    const file = (match?.[1] ?? match?.[2])?.replaceAll(/\\(?=[^\w\s])|\\(?=_)/g, "");
    if (file === undefined) return [];
    return rawFileOf(file) ?? (isTextFile(file) ? file : []);
  });
}

/** Targets that a tag shows: Hugo's `{{< ref "a.md" >}}`. */
function shownTargets(prose: string): string[] {
  if (!/\{[{%]/.test(prose)) return [];
  return [...prose.matchAll(/\{(?:\{[<%]|%)-?\s*(?:(?:rel)?ref|link|post_url)\b/g)].flatMap(({ index }) => {
    const tag = shortcodeAt(prose, index);
    const target = tag && targetOf(tag);
    return target !== undefined && isRelative(target) ? [target] : [];
  });
}

const MAX_TARGET_LENGTH = 2000;
/** What precedes a link's target: `](…`, an attribute, a reference's definition. */
const openers = /\]\(|\b(?:href|to)=\{?["'`]|^ {0,3}\[[^\]\n]{1,300}\]:[ \t]*/gm;

function linkTargets(prose: string): string[] {
  const found: string[] = [];
  let end = 0;
  for (const match of prose.matchAll(openers)) {
    // An opener inside a target is part of the target.
    if (match.index < end) continue;
    const start = match.index + match[0].length;
    const slice = prose.slice(start, start + MAX_TARGET_LENGTH);
    const written = /["'`]$/.test(match[0]) ? upTo(slice, match[0].slice(-1)) : markdownTarget(slice);
    end = start + written.length;
    const target = written
      .replace(/^<(.*)>$/, "$1")
      .replaceAll(/\\([!-/:-@[-`{-~])/g, "$1")
      .trim();
    if (isRelative(target)) found.push(target);
  }
  return found;
}

function upTo(text: string, quote: string): string {
  const end = text.search(new RegExp(`[\n${quote}]`));
  return end === -1 ? text : text.slice(0, end);
}

/** A link destination as CommonMark reads it: `<with spaces>`, or up to a blank with balanced parentheses. */
function markdownTarget(text: string): string {
  const pointed = /^\s{0,10}<[^<>\n]*>/.exec(text)?.[0];
  if (pointed !== undefined) return pointed.trimStart();
  let depth = 0;
  let end = 0;
  for (; end < text.length; end += 1) {
    const char = text[end] ?? "";
    if (char === "\\") end += 1;
    else if (char === "(") depth += 1;
    else if (char === ")" && depth-- === 0) break;
    else if (/\s/.test(char)) break;
  }
  return text.slice(0, end);
}

function isRelative(target: string): boolean {
  if (target === "" || target.startsWith("#") || target.startsWith("//") || target.startsWith("{"))
    return false;
  return (
    (target.startsWith(siteScheme) || !/^[A-Za-z][\w+.-]*:/.test(target)) &&
    !/\.(?:png|jpe?g|gif|svg|webp|avif|ico|mp4|webm)(?:[?#]|$)/i.test(target)
  );
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts.filter((text) => text !== ""))];
}
