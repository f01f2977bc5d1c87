import { z } from "zod";
import { antoraDescription } from "../../media-types.ts";
import { dataOfYaml } from "../front-matter/index.ts";

const description = z.object({
  name: z.union([z.string(), z.number()]).optional().catch(undefined),
  title: z.string().optional().catch(undefined),
  version: z.union([z.string(), z.number()]).optional().catch(undefined),
  asciidoc: z
    .object({ attributes: z.record(z.string(), z.unknown()).catch({}) })
    .optional()
    .catch(undefined),
});

/**
 * What an Antora component's `antora.yml` says: its name, and the attributes of all of its pages; a trailing `@` says that a page
 * may set another value. https://docs.antora.org/antora/latest/component-attributes/
 */
export function componentOf(text: string): { name?: string; attributes: Record<string, string> } {
  const parsed = description.safeParse(dataOfYaml(text));
  if (!parsed.success) return { attributes: {} };
  const { name, title, version, asciidoc } = parsed.data;
  const stated = Object.entries(asciidoc?.attributes ?? {}).flatMap(([key, value]) =>
    typeof value === "string" || typeof value === "number" ? [[key, String(value)] as const] : [],
  );
  const attributes = {
    ...(title === undefined ? {} : { "page-component-title": title }),
    ...(version === undefined ? {} : { "page-component-version": String(version) }),
    ...Object.fromEntries(stated),
  };
  return { ...(name === undefined ? {} : { name: String(name) }), attributes };
}

/** The attributes of a document's component. */
export function componentAttributes(
  includes: Readonly<Record<string, string>> | undefined,
): Record<string, string> {
  const text = includes?.[antoraDescription];
  return text === undefined ? {} : componentOf(text).attributes;
}
