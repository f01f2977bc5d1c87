import { z } from "zod";
import type { ConfluenceOptions } from "./options.ts";
import type { Details, Readers } from "./types.ts";

/**
 * Read restrictions, the same shape in both editions.
 * https://developer.atlassian.com/cloud/confluence/rest/v1/api-group-content-restrictions/
 */
export const Restriction = z.object({
  restrictions: z.object({
    user: z.object({ results: z.array(z.unknown()), size: z.number().optional() }),
    group: z.object({
      results: z.array(z.object({ name: z.string().optional() })),
      size: z.number().optional(),
    }),
  }),
});

/** The same within expanded content; absent where Confluence did not expand it. */
export const ExpandedRestrictions = z.object({ read: Restriction }).optional().catch(undefined);

export const Labels = z.object({ results: z.array(z.object({ name: z.string() })) });

/** Who is named may read; where nobody is, everybody may whom what is above and the space let in. */
export function readersOf({ restrictions: { user, group } }: z.output<typeof Restriction>): Readers {
  const users = Math.max(user.results.length, user.size ?? 0);
  const groups = group.results.flatMap(({ name }) => (name === undefined ? [] : [name]));
  const named = users + Math.max(group.results.length, group.size ?? 0);
  return named === 0 ? { kind: "anyone" } : { kind: "some", groups, users };
}

export const unknownDetails = (why: string): Details => ({ readers: { kind: "unknown", why } });

/** One of the things that decide who may read a page: itself, or something above it. */
export interface Level {
  readonly title: string;
  readonly own: boolean;
  readonly readers: Readers;
}

export type Openness =
  | { readonly kind: "open" }
  | { readonly kind: "restricted"; readonly reason: string }
  | { readonly kind: "unknown"; readonly reason: string };

/**
 * Whether a page is for all who see its space. One of `open_to_groups` must be let in on every restricted level:
 * being let in above and below by two groups lets nobody in who is in one of them only.
 */
export function openness(
  levels: readonly Level[],
  { restricted_pages, open_to_groups }: Pick<ConfluenceOptions, "restricted_pages" | "open_to_groups">,
): Openness {
  if (restricted_pages === "include") return { kind: "open" };
  const restricted = levels.flatMap(({ readers, ...level }) =>
    readers.kind === "some" ? [{ ...level, groups: readers.groups }] : [],
  );
  const letIn = open_to_groups.some((group) => restricted.every(({ groups }) => groups.includes(group)));
  const [first] = restricted;
  if (first !== undefined && !letIn) {
    const where = first.own ? "the page" : `"${first.title}" above it`;
    return { kind: "restricted", reason: `only some may read it: ${where} is restricted in Confluence` };
  }
  const unread = levels.find(({ readers }) => readers.kind === "unknown");
  if (unread?.readers.kind !== "unknown") return { kind: "open" };
  const whose = unread.own ? "its restrictions" : `the restrictions of "${unread.title}" above it`;
  return { kind: "unknown", reason: `${whose} cannot be read (${unread.readers.why}): taken as restricted` };
}
