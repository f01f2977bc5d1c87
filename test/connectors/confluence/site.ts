import { readFileSync } from "node:fs";
import path from "node:path";

export interface SiteContent {
  readonly id: string;
  readonly type: "page" | "blogpost";
  readonly space: string;
  title: string;
  parentId: string | null;
  parentType: string;
  status: string;
  version: number;
  labels: string[];
  users: string[];
  groups: string[];
  storage: string;
  view: string | null;
  /** False: the search index does not know it yet. */
  indexed: boolean;
}

interface Folder {
  readonly id: string;
  readonly title: string;
  readonly parentId: string;
  readonly parentType: string;
  users: string[];
  groups: string[];
}

interface SiteFile {
  readonly id: string;
  readonly pageId: string;
  readonly title: string;
  readonly mediaType: string;
  readonly content: string;
  version: number;
  status: string;
}

/** A Confluence site's state, which tests change. */
export interface Site {
  readonly spaces: { id: string; key: string; name: string; type: string; status: string }[];
  readonly folders: Folder[];
  readonly users: { accountId: string; userKey: string; username: string; displayName: string }[];
  readonly contents: SiteContent[];
  readonly attachments: SiteFile[];
  /** Keys of spaces whose contents answer 403. */
  readonly forbidden: Set<string>;
  /** Ids whose restrictions are not told. */
  readonly secretive: Set<string>;
  /** False: storage format is not converted. */
  converts?: boolean;
  bodyReads: number;
  /** Items in one answer at most. */
  perPage: number;
}

const file = path.resolve(import.meta.dirname, "../../fixtures/connectors/confluence/site.json");

export function newSite(): Site {
  const recorded = JSON.parse(readFileSync(file, "utf8")) as Omit<
    Site,
    "forbidden" | "secretive" | "bodyReads" | "perPage"
  >;
  return { ...recorded, forbidden: new Set(), secretive: new Set(), bodyReads: 0, perPage: 3 };
}

export function contentIn(site: Site, id: string): SiteContent {
  const found = site.contents.find((one) => one.id === id);
  if (!found) throw new Error(`no content ${id} in the fixture`);
  return found;
}

/** A new version with another text, as an edit makes it. */
export function edit(site: Site, id: string, text: string): void {
  const content = contentIn(site, id);
  content.version += 1;
  content.storage += `<p>${text}</p>`;
  content.view = `${content.view ?? ""}<p>${text}</p>`;
}

/** Read restrictions as both editions tell them. */
export const restrictionOf = ({ users, groups }: Pick<SiteContent, "users" | "groups">) => ({
  operation: "read",
  restrictions: {
    user: {
      results: users.map((accountId) => ({ type: "known", accountId })),
      start: 0,
      limit: 100,
      size: users.length,
    },
    group: {
      results: groups.map((name) => ({ type: "group", name })),
      start: 0,
      limit: 100,
      size: groups.length,
    },
  },
});

/** A slice of the items and where the next one begins; one parameter of a question says where. */
export function slice<T>(items: readonly T[], from: number, size: number): { results: T[]; next?: number } {
  const results = items.slice(from, from + size);
  return from + size < items.length ? { results, next: from + size } : { results };
}

/** What a CQL search for the users of macros finds; undefined for any other question. */
export function macroUsers(site: Site, cql: string): { id: string; type: string }[] | undefined {
  const match = /^space in \(([^)]+)\) and macro in \(([^)]+)\)$/.exec(cql);
  if (!match?.[1] || !match[2]) return undefined;
  const spaces = match[1].split(",").map((key) => key.replaceAll('"', ""));
  const macros = match[2].split(",").map((name) => name.replaceAll('"', ""));
  return site.contents
    .filter(
      ({ space, storage }) => spaces.includes(space) && macros.some((name) => storage.includes(`"${name}"`)),
    )
    .map(({ id, type }) => ({ id, type }));
}
