import { type ChildNode, type Element, isTag } from "domhandler";
import type { UserReference } from "../types.ts";
import { pageAt } from "./addresses.ts";
import { allBelow, firstBelow, isMacro, macroName, parameter } from "./parse.ts";

/** A page as storage format refers to one: by title, in the same space unless another is named; or by id. */
export interface PageReference {
  readonly type: "page" | "blogpost";
  readonly id?: string;
  readonly title: string;
  readonly spaceKey?: string;
}

/** A part of another page that a macro shows. */
export interface Inclusion {
  readonly of: PageReference;
  /** Only the excerpt of this name ("" for the unnamed one); undefined: the whole page. */
  readonly excerpt?: string;
}

/** What must be known before a page can be rendered. */
export interface References {
  readonly users: readonly UserReference[];
  readonly inclusions: readonly Inclusion[];
  readonly listsAttachments: boolean;
  /** Pages to which it refers, by a link or by an address of the site. */
  readonly links: readonly PageReference[];
  readonly files: readonly FileReference[];
}

/** An attached file as storage format refers to one: on this page unless another is named. */
export interface FileReference {
  readonly name: string;
  readonly on?: PageReference | undefined;
}

/** What the HTML of a page needs beside its storage format. */
export interface StorageContext {
  /** Absolute URL of a page; undefined where it is not known. */
  urlOf(page: PageReference): string | undefined;
  spaceUrl(key: string): string;
  /** Absolute URL of a file attached to this page. */
  fileUrl(name: string): string;
  nameOf(user: UserReference): string | undefined;
  /** A page's title where neither title nor address may stand in the page, undefined where they may. */
  withheldTitle(page: PageReference): string | undefined;
  /** The same of the page to which an address of the site leads. */
  withheldAt(address: string): string | undefined;
  mayNameFile(file: FileReference): boolean;
  /** HTML of a part of another page; undefined where it may not stand in this one. */
  included(inclusion: Inclusion): string | undefined;
  /** Contents below this page, and names of the files attached to it, as far as they may stand in it. */
  readonly below: readonly { readonly title: string; readonly url: string }[];
  readonly files: readonly string[];
  /** Called with the name of a macro of which something that a reader sees in Confluence is left out. */
  dropped(macro: string): void;
}

/** @param base the site's address for people */
export function referencesOf(nodes: readonly ChildNode[], base: string): References {
  const users = allBelow(nodes, ({ name }) => name === "ri:user").flatMap((node) => userOf(node) ?? []);
  const macros = allBelow(nodes, isMacro);
  const inclusions = macros.flatMap((macro) => inclusionOf(macro) ?? []);
  const listsAttachments = macros.some((macro) => macroName(macro) === "attachments");
  const files = allBelow(nodes, (node) => node.name === "ri:attachment").flatMap(
    (node) => fileOf(node) ?? [],
  );
  return { users, inclusions, listsAttachments, links: linksIn(nodes, base), files };
}

function linksIn(nodes: readonly ChildNode[], base: string): PageReference[] {
  const addressed = allBelow(nodes, (node) => addressOf(node) !== undefined || isMacro(node));
  const addresses = addressed.flatMap((node) =>
    isMacro(node) ? [parameter(node, "url"), parameter(node, "src")] : [addressOf(node) ?? ""],
  );
  return [
    ...allBelow(nodes, (node) => pageOf(node) !== undefined).flatMap((node) => pageOf(node) ?? []),
    ...addresses.flatMap((address) => (address === "" ? [] : (pageAt(address, base) ?? []))),
  ];
}

const addressOf = ({ name, attribs }: Element): string | undefined =>
  name === "a" ? attribs.href : name === "ri:url" ? attribs["ri:value"] : undefined;

/** The file that an `ri:attachment` element refers to. */
export function fileOf(node: Element): FileReference | undefined {
  const name = node.attribs["ri:filename"];
  if (!name) return undefined;
  const page = firstBelow(node.children, (child) => pageOf(child) !== undefined);
  return page ? { name, on: pageOf(page) } : { name };
}

export function userOf({ attribs }: Element): UserReference | undefined {
  const candidates = [
    ["accountId", attribs["ri:account-id"]],
    ["key", attribs["ri:userkey"]],
    ["username", attribs["ri:username"]],
  ] as const;
  for (const [by, value] of candidates) if (value) return { by, value };
  return undefined;
}

export const userKey = ({ by, value }: UserReference): string => `${by} ${value}`;

/** The page that an `ri:` element refers to. */
export function pageOf({ name, attribs }: Element): PageReference | undefined {
  const space = attribs["ri:space-key"];
  const within = space ? { spaceKey: space } : {};
  const title = attribs["ri:content-title"] ?? "";
  const id = attribs["ri:content-id"];
  if (name === "ri:content-entity" && id) return { type: "page", id, title: "" };
  if (name === "ri:page" && title !== "") return { type: "page", title, ...within };
  if (name === "ri:blog-post" && title !== "") return { type: "blogpost", title, ...within };
  return undefined;
}

/** https://confluence.atlassian.com/doc/include-page-macro-139514.html and .../excerpt-include-macro-148067.html */
export function inclusionOf(macro: Element): Inclusion | undefined {
  const name = macroName(macro);
  const whole = name === "include";
  if (!whole && name !== "excerpt-include") return undefined;
  const resource = firstBelow(parametersOf(macro), (node) => pageOf(node) !== undefined);
  const of = resource === undefined ? legacyPageOf(macro) : pageOf(resource);
  if (of === undefined) return undefined;
  return whole ? { of } : { of, excerpt: parameter(macro, "name") };
}

/** The page as older pages refer to it: `SPACE:Title`, or the title alone. */
function legacyPageOf(macro: Element): PageReference | undefined {
  const text = parameter(macro, "") || parameter(macro, "default-parameter");
  if (text === "") return undefined;
  const match = /^(~?[A-Za-z0-9]+):(.+)$/s.exec(text);
  return match?.[1] && match[2]
    ? { type: "page", title: match[2].trim(), spaceKey: match[1] }
    : { type: "page", title: text };
}

export const inclusionKey = ({ of, excerpt }: Inclusion): string =>
  JSON.stringify([of.type, of.id ?? "", of.spaceKey ?? "", of.title, excerpt ?? null]);

/** The elements of a macro's parameters. */
export const parametersOf = (macro: Element): ChildNode[] =>
  macro.children.filter((child) => isTag(child) && child.name === "ac:parameter");

/** Macros that show the text or the titles of other pages. */
const INCLUDING_MACROS =
  /ac:name="(?:include|excerpt-include|multiexcerpt-include(?:-macro)?|multiexcerpt-fast-include-(?:block|inline)(?:-macro)?|children|pagetree|detailssummary|contentbylabel|content-report-table|blog-posts|recently-updated(?:-dashboard)?|search|livesearch|task-report-macro|tasks-report-macro|labels-list|listlabels|related-labels|popular-labels|content-by-user|favpages|index|space-attachments|gallery|bookmarks|decisionreport|undefinedlinks)"/;

/**
 * Whether a page shows parts of others. Confluence renders those for the account that asks, restricted ones
 * included; such a page is rendered here instead, with content only.
 */
export function includesOtherPages(storage: string): boolean {
  return INCLUDING_MACROS.test(storage);
}

export const isIncludingMacro = (name: string): boolean => INCLUDING_MACROS.test(`ac:name="${name}"`);
