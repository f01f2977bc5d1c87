import type { Listed } from "../../src/connector-kit/listing.ts";
import { type Document, documentName, loadDocumentFacts } from "../../src/normalize/index.ts";
import type { ListContext } from "./context.ts";
import { readBody, textOf } from "./metadata.ts";
import { follow, type References, type Written } from "./references.ts";
import { textTypeOf } from "./select.ts";
import type { FileEntry } from "./snapshot.ts";
import { urlOf } from "./targets.ts";

/** The `load` of all documents of a context: one function for all of them, so that nothing is kept for each. */
export function loaderOf(context: ListContext): Listed["load"] {
  return async function load(this: Pick<Listed, "path">, signal) {
    const { path = "" } = this;
    const file = context.catalogue.documents.get(path);
    if (file === undefined) throw new Error(`${path} is not a document of ${context.snapshot.name}`);
    return documentOf(context, path, file, signal);
  };
}

async function documentOf(
  context: ListContext,
  path: string,
  file: FileEntry,
  signal: AbortSignal,
): Promise<Document> {
  const { references } = await loadDocumentFacts();
  const texts = new Map<FileEntry, string>();
  const readText = async (one: FileEntry): Promise<Written> => {
    signal.throwIfAborted();
    const text = textOf(await readBody(context.snapshot, one, context.facts.limit), textTypeOf(one.path));
    texts.set(one, text);
    return references(text, textTypeOf(one.path));
  };
  signal.throwIfAborted();
  const body = await readBody(context.snapshot, file, context.facts.limit);
  const written = references(textOf(body, textTypeOf(path)), textTypeOf(path));
  const found = await follow(context, path, written, readText);
  const { links, titles, withheldLinks, included } = found;
  const url = urlOf(context, path);
  const { components } = context.options;
  return {
    body,
    mediaType: textTypeOf(path),
    name: documentName(`${placeName(context.snapshot.name)}/${path}`),
    url,
    links: links.size === 0 ? undefined : Object.fromEntries(links),
    titles: titles.size === 0 ? undefined : Object.fromEntries(titles),
    withheld: withheldLinks.size === 0 ? undefined : await titlesOf(context, withheldLinks),
    includes: includedTexts(found, texts),
    warnings: included.warnings,
    options: components && { components },
  };
}

/** The folder's or repository's own name: `https://git.example.com/team/handbook.git at main` → `handbook`. */
const placeName = (place: string): string =>
  /([^/\\:]+?)(?:\.git)?[/\\]?$/.exec(place.replace(/ at \S+$/, ""))?.[1] ?? "";

/** What may not stand in the page is included as nothing. */
function includedTexts(
  { includes, withheldIncludes }: References,
  texts: ReadonlyMap<FileEntry, string>,
): Record<string, string> | undefined {
  if (includes.size + withheldIncludes.size === 0) return undefined;
  return Object.fromEntries([
    ...[...includes].map(([written, inner]) => [written, texts.get(inner) ?? ""] as const),
    ...[...withheldIncludes].map((written) => [written, ""] as const),
  ]);
}

/** The titles of the documents to which links lead: what they state, and their first heading. */
async function titlesOf(
  { catalogue, facts, snapshot }: ListContext,
  links: ReadonlyMap<string, string>,
): Promise<Record<string, string[]>> {
  const titles: Record<string, string[]> = {};
  for (const [written, path] of links) {
    const file = catalogue.documents.get(path);
    if (file === undefined) continue;
    const reading = await facts.read(file, textTypeOf(path));
    const stated = reading.kind === "unknown" ? undefined : reading.facts.title;
    const { bytes } = await snapshot.read(file, HEADING_BYTES);
    const own = firstHeadings(textOf(bytes, textTypeOf(path)));
    titles[written] = stated === undefined ? own : [stated, ...own];
  }
  return titles;
}

/** A first heading stands within these. */
const HEADING_BYTES = 65_536;
const headings = [
  /^ {0,3}#{1,2}[ \t]+(.{1,300}?)[ \t#]*$/m,
  /^={1,2}[ \t]+(.{1,300})$/m,
  /^(\S.{0,300})\r?\n(?:={3,}|-{3,})[ \t]*$/m,
  /<h1[^>]{0,300}>([^<]{1,300})</i,
  /^h[1-3][^.\n]{0,100}\.[ \t]+(.{1,300})$/m,
  /^={1,3}[ \t]*([^=\n]{1,300}?)[ \t]*={1,3}[ \t]*$/m,
];

/** The first heading in each of the ways in which the formats write one. */
const firstHeadings = (text: string): string[] =>
  headings.flatMap((heading) => {
    const words = heading
      .exec(text)?.[1]
      ?.replace(/[*_`]|\{[ \t]*:?[ \t]*#[^}]*\}/g, "")
      .trim();
    return words ? [words] : [];
  });
