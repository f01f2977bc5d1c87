import type { IncludedDocuments } from "../../src/connector-kit/included.ts";
import { antoraDescription, labelOfTarget } from "../../src/normalize/index.ts";
import { attributesOf } from "./antora.ts";
import { withAttributes } from "./attributes.ts";
import { includedPaths } from "./catalogue.ts";
import type { ListContext } from "./context.ts";
import { audienceOfFile } from "./partial-audience.ts";
import { textTypeOf } from "./select.ts";
import { linkUrl, type Target, targetOf } from "./targets.ts";

/** What is known of a document's references. */
interface Known {
  readonly titles: Map<string, string>;
  readonly links: Map<string, string>;
  readonly withheldLinks: ReadonlyMap<string, string>;
  readonly included: IncludedDocuments;
}

/**
 * Adds the title of what a target leads to, for a link without words of its own; for a label also its address. Nothing of a
 * document that may not be named in the page, or that is not published.
 */
export async function addTitle(
  context: ListContext,
  { titles, links, withheldLinks, included }: Known,
  from: string,
  written: string,
): Promise<void> {
  if (titles.has(written) || withheldLinks.has(written)) return;
  const { catalogue } = context;
  const label = labelOfTarget(written);
  const target = label === undefined ? targetOf(context, from, written) : sectionAt(context, from, label);
  if (target === undefined) return;
  // A draft is for nobody.
  const { narrow } = catalogue.overrides.get(target.path) ?? {};
  if (narrow && !included.mayShow({ name: target.path, audience: narrow })) return;
  const section = label ?? (target.fragment === "" ? undefined : target.fragment.slice(1).toLowerCase());
  const title = await titleOf(context, included, target.path, section);
  if (title !== undefined) titles.set(written, title);
  const url = label === undefined ? undefined : linkUrl(context, target, written);
  if (url !== undefined && !links.has(written)) links.set(written, url);
}

/**
 * The section with a label, of several the one whose document shares most folders with the referring one.
 * Sphinx makes the fragment of the label: https://docutils.sourceforge.io/docs/ref/rst/directives.html#identifier-normalization
 */
function sectionAt({ catalogue }: ListContext, from: string, label: string): Target | undefined {
  const [path] = [catalogue.sections.get(label) ?? []]
    .flat()
    .sort((one, other) => sharedFolders(from, other) - sharedFolders(from, one) || (one < other ? -1 : 1));
  return path === undefined ? undefined : { path, fragment: `#${label.replaceAll(/[^\p{L}\p{N}]+/gu, "-")}` };
}

function sharedFolders(one: string, other: string): number {
  const [own, others] = [one, other].map((path) => path.split("/").slice(0, -1));
  const differs = (own ?? []).findIndex((folder, i) => folder !== others?.[i]);
  return differs === -1 ? (own ?? []).length : differs;
}

async function titleOf(
  context: ListContext,
  included: IncludedDocuments,
  path: string,
  section: string | undefined,
): Promise<string | undefined> {
  const { catalogue, facts } = context;
  const file = catalogue.documents.get(path);
  const reading = file && (await facts.read(file, textTypeOf(path)));
  if (reading === undefined || reading.kind === "unknown") return undefined;
  const { title, heading, sections = {}, includes = [] } = reading.facts;
  // Titles of sections are not read of AsciiDoc; the page's says more than its path.
  if (textTypeOf(path) === "text/asciidoc")
    return title ?? (await includedTitle(context, included, path, includes));
  if (section === undefined) return title ?? heading;
  return Object.hasOwn(sections, section) ? sections[section] : undefined;
}

/** Files of attributes come first. */
const MAX_TRIED = 3;

/** The title of a page that is but a frame: that of a file which it includes. */
async function includedTitle(
  context: ListContext,
  included: IncludedDocuments,
  from: string,
  includes: readonly string[],
): Promise<string | undefined> {
  const { catalogue, facts } = context;
  const { components, partials } = catalogue;
  for (const target of includes.filter((one) => one !== antoraDescription).slice(0, MAX_TRIED)) {
    const written = withAttributes(target, attributesOf(from, components)) ?? target;
    const path = includedPaths(catalogue, from, written).find((one) => partials.has(one)) ?? "";
    const file = partials.get(path);
    if (file === undefined) continue;
    if (!included.mayShow({ name: path, audience: await audienceOfFile(context, path, file) }))
      return undefined;
    const reading = await facts.read(file, textTypeOf(path));
    if (reading.kind === "facts" && reading.facts.title !== undefined) return reading.facts.title;
  }
  return undefined;
}
