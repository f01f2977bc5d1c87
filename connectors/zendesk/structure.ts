import type { ZendeskOptions } from "./options.ts";
import type { Category, Section } from "./schema.ts";

/** A help center's categories and sections, by number. */
export interface Structure {
  readonly categories: ReadonlyMap<string, Category>;
  readonly sections: ReadonlyMap<string, Section>;
}

type Selection = Pick<ZendeskOptions, "categories" | "sections">;

/** A section and the sections above it, nearest first. */
export function chainOf({ sections }: Structure, sectionId: string): Section[] {
  const chain: Section[] = [];
  let next = sections.get(sectionId);
  while (next && !chain.includes(next)) {
    chain.push(next);
    next = next.parent_section_id ? sections.get(next.parent_section_id) : undefined;
  }
  return chain;
}

/** The category of a section, or of the sections above it. */
export const categoryOf = (structure: Structure, sectionId: string): string | undefined =>
  chainOf(structure, sectionId).find(({ category_id }) => category_id)?.category_id ?? undefined;

/** What above a section is not known, in words: a path without it could escape the rules about what is below it. */
export function unknownAbove(structure: Structure, sectionId: string): string | undefined {
  const top = chainOf(structure, sectionId).at(-1);
  const parent = top?.parent_section_id;
  if (parent && !structure.sections.has(parent)) return `the section ${parent} above it cannot be read`;
  const category = categoryOf(structure, sectionId);
  if (category === undefined) return `its section ${sectionId} is in no category`;
  return structure.categories.has(category) ? undefined : `its category ${category} cannot be read`;
}

/** Whether the source selects a section; without a selection, every one is. */
export function isSelected(structure: Structure, sectionId: string, selection: Selection): boolean {
  if (!selection.categories && !selection.sections) return true;
  const category = categoryOf(structure, sectionId);
  if (category !== undefined && selection.categories?.includes(category)) return true;
  return chainOf(structure, sectionId).some(({ id }) => selection.sections?.includes(id));
}

/** `account/sign-in/locked-out`: category, sections and title, as `rules` see them. */
export function pathOf(structure: Structure, sectionId: string, title: string, id: string): string {
  const category = structure.categories.get(categoryOf(structure, sectionId) ?? "");
  const names = [...(category ? [category] : []), ...chainOf(structure, sectionId).reverse()];
  return [...names.map((one) => slug(one.name, one.id)), slug(title, id)].join("/");
}

function slug(name: string, fallback: string): string {
  const words = name
    .normalize("NFKC")
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu);
  return words ? words.join("-") : fallback;
}

/** One listing of articles. */
export interface Part {
  readonly name: string;
  /** Below `/api/v2/help_center/LOCALE`. */
  readonly path: string;
}

/** The listings that together contain what is selected in this help center, and the selected ids that it lacks. */
export function partsOf(structure: Structure, selection: Selection): { parts: Part[]; missing: string[] } {
  if (!selection.categories && !selection.sections)
    return { parts: [{ name: "", path: "/articles" }], missing: [] };
  const parts: Part[] = [];
  const missing: string[] = [];
  const named = (kind: string, { id, name }: { id: string; name: string }) => `${kind} ${id} (${name})`;
  for (const id of selection.categories ?? []) {
    const category = structure.categories.get(id);
    if (category) parts.push({ name: named("category", category), path: `/categories/${id}/articles` });
    else missing.push(`category ${id}`);
  }
  for (const id of selection.sections ?? []) if (!structure.sections.has(id)) missing.push(`section ${id}`);
  // A section's listing contains its own articles only: the sections below it have their own.
  for (const section of structure.sections.values())
    if (chainOf(structure, section.id).some(({ id }) => selection.sections?.includes(id)))
      parts.push({ name: named("section", section), path: `/sections/${section.id}/articles` });
  return { parts, missing };
}
