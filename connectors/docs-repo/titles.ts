import type { IncludedDocuments } from "../../src/connector-kit/included.ts";
import { labelOfTarget } from "../../src/normalize/index.ts";
import type { ListContext } from "./context.ts";
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
  const title = await titleOf(context, target.path, section);
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
  { catalogue, facts }: ListContext,
  path: string,
  section: string | undefined,
): Promise<string | undefined> {
  const file = catalogue.documents.get(path);
  const reading = file && (await facts.read(file, textTypeOf(path)));
  if (reading === undefined || reading.kind === "unknown") return undefined;
  const { title, heading, sections = {} } = reading.facts;
  if (section === undefined) return title ?? heading;
  if (Object.hasOwn(sections, section)) return sections[section];
  // Titles of sections are not read of AsciiDoc; the page's says more than its path.
  return textTypeOf(path) === "text/asciidoc" ? title : undefined;
}
