import type { ConfluenceOptions } from "./options.ts";
import type { Restriction } from "./schema.ts";
import type { Details, Readers } from "./types.ts";

/** Those named may read; where nobody is named, everyone may whom the space and the levels above let in. */
export function readersOf({ restrictions: { user, group } }: Restriction): Readers {
  const users = Math.max(user.results.length, user.size ?? 0);
  const groups = group.results.flatMap(({ name }) => (name === undefined ? [] : [name]));
  const named = users + Math.max(group.results.length, group.size ?? 0);
  return named === 0 ? { kind: "anyone" } : { kind: "some", groups, users };
}

export const unknownDetails = (reason: string): Details => ({ readers: { kind: "unknown", reason } });

/** One of the nodes that decide who may read a page: the page itself, or something above it. */
export interface Level {
  readonly title: string;
  readonly own: boolean;
  readonly readers: Readers;
}

export type Access =
  | { readonly kind: "public" }
  | { readonly kind: "restricted"; readonly reason: string }
  | { readonly kind: "unknown"; readonly reason: string };

/**
 * Whether a page is readable for everyone who sees its space. One of `open_to_groups` must be allowed on every
 * restricted level: where one group is allowed above and another below, nobody in only one of them may read the page.
 */
export function isPublic(
  levels: readonly Level[],
  { restricted_pages, open_to_groups }: Pick<ConfluenceOptions, "restricted_pages" | "open_to_groups">,
): Access {
  if (restricted_pages === "include") return { kind: "public" };
  const restricted = levels.flatMap(({ readers, ...level }) =>
    readers.kind === "some" ? [{ ...level, groups: readers.groups }] : [],
  );
  const isAllowed = open_to_groups.some((group) => restricted.every(({ groups }) => groups.includes(group)));
  const [first] = restricted;
  if (first !== undefined && !isAllowed) {
    const where = first.own ? "the page" : `"${first.title}" above it`;
    return { kind: "restricted", reason: `only some may read it: ${where} is restricted in Confluence` };
  }
  const unread = levels.find(({ readers }) => readers.kind === "unknown");
  if (unread?.readers.kind !== "unknown") return { kind: "public" };
  const whose = unread.own ? "its restrictions" : `the restrictions of "${unread.title}" above it`;
  return {
    kind: "unknown",
    reason: `${whose} cannot be read (${unread.readers.reason}): treated as restricted`,
  };
}
