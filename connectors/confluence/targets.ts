import { type Audience, narrowest } from "../../src/audience.ts";
import type { IncludedDocuments } from "../../src/connector-kit/included.ts";
import type { Listed } from "../../src/connector-kit/listing.ts";
import { pathOf, titleKey, verdictOf } from "./catalogue.ts";
import type { ListContext } from "./context.ts";
import type { PageReference } from "./storage/references.ts";
import type { Content } from "./types.ts";

/**
 * What a reference means. `absent`: in one of the source's spaces, and not among what the account lists there: a draft,
 * something that is hidden from the account, or nothing. `elsewhere`: not in these spaces, or only a number is known of it.
 */
export type Target =
  | { readonly kind: "content"; readonly content: Content }
  | { readonly kind: "absent" }
  | { readonly kind: "elsewhere" };

export function targetOf(context: ListContext, from: Content, page: PageReference): Target {
  const { catalogue, options } = context;
  const spaceKey = page.spaceKey ?? (page.id === undefined ? from.space.key : undefined);
  const id = page.id ?? catalogue.titles.get(titleKey(page.type, spaceKey ?? "", page.title));
  const content = id === undefined ? undefined : catalogue.contents.get(id);
  if (content !== undefined) return { kind: "content", content };
  return { kind: spaceKey !== undefined && options.spaces.includes(spaceKey) ? "absent" : "elsewhere" };
}

/** Who may be answered from listed content: nobody where Confluence, the options or a rule withhold it. */
export function audienceOf(context: ListContext, content: Content): Audience {
  const known = context.audiences.get(content.id);
  if (known !== undefined) return known;
  const { catalogue, options, io } = context;
  const isContent =
    !context.archived.has(content.id) && verdictOf(catalogue, content.id, options).kind === "content";
  const audience = isContent
    ? io.audienceOf({ path: pathOf(catalogue, content), labels: labelsOf(context, content) })
    : "nobody";
  context.audiences.set(content.id, audience);
  return audience;
}

/** In alphabetical order; undefined where there are none. */
export function labelsOf({ catalogue }: ListContext, { id }: Content): readonly string[] | undefined {
  const labels = catalogue.details.get(id)?.labels ?? [];
  return labels.length === 0 ? undefined : [...labels].sort();
}

/** A file's name as the last part of a path. */
export const fileSegment = (name: string): string => name.replace(/[/\\]/g, "-").replace(/^\.+/, "");

/** What rules can tell of a file that is attached to a page. */
export const fileSubject = (
  context: ListContext,
  page: Content,
  name: string,
): Pick<Listed, "path" | "labels"> => ({
  path: `${pathOf(context.catalogue, page)}/${name}`,
  labels: labelsOf(context, page),
});

/** What is to stand in a page, and in which one. */
export interface Mixing {
  readonly context: ListContext;
  /** Of the outermost page. */
  readonly included: IncludedDocuments;
  /** The page that contains the reference: the outermost one, or one that it includes. */
  readonly from: Content;
}

/** The content whose text may stand in the page. What is not a document of this source never does. */
export function includable({ context, included, from }: Mixing, page: PageReference): Content | undefined {
  const target = targetOf(context, from, page);
  if (target.kind !== "content") {
    included.mayShow({ name: nameOf(page), audience: "nobody" });
    return undefined;
  }
  const { content } = target;
  return mayShow(context, included, content) ? content : undefined;
}

export const mayShow = (context: ListContext, included: IncludedDocuments, content: Content): boolean =>
  included.mayShow({ name: content.title, audience: audienceOf(context, content) });

/**
 * The title of another page where neither it nor the address, which contains it, may stand in the page; undefined where
 * they may. Confluence shows everybody the titles of pages in other spaces to which a page links.
 */
export function withheldTitle({ context, included, from }: Mixing, page: PageReference): string | undefined {
  const target = targetOf(context, from, page);
  if (target.kind === "elsewhere") return undefined;
  if (target.kind === "absent")
    return included.mayShow({ name: nameOf(page), audience: "nobody" }) ? undefined : page.title;
  return mayShow(context, included, target.content) ? undefined : target.content.title;
}

/** Whether only a number is known of what a page links to: it may have been a page with a title before. */
export const isOnlyNumber = ({ context, from }: Mixing, page: PageReference): boolean =>
  page.id !== undefined && page.spaceKey === undefined && targetOf(context, from, page).kind === "elsewhere";

/** Whether a file's name may stand in the page; `on` is the page to which it is attached. */
export function mayNameFile({ context, included, from }: Mixing, name: string, on?: PageReference): boolean {
  const target: Target = on ? targetOf(context, from, on) : { kind: "content", content: from };
  if (target.kind !== "content") return included.mayShow({ name, audience: "nobody" });
  const { content } = target;
  const ofFile = context.io.audienceOf(fileSubject(context, content, fileSegment(name)));
  return included.mayShow({ name, audience: narrowest(audienceOf(context, content), ofFile) });
}

const nameOf = ({ title, id = "" }: PageReference): string => title || id;
