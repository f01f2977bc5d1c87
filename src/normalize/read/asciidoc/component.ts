import { z } from "zod";
import { antoraDescription } from "../../media-types.ts";
import { dataOfYaml } from "../front-matter/index.ts";

const description = z.object({
  title: z.string().optional().catch(undefined),
  version: z.union([z.string(), z.number()]).optional().catch(undefined),
  asciidoc: z
    .object({ attributes: z.record(z.string(), z.unknown()).catch({}) })
    .optional()
    .catch(undefined),
});

/**
 * The attributes that an Antora component's `antora.yml` gives to all of its pages; a trailing `@` says that a page may
 * set another value. https://docs.antora.org/antora/latest/component-attributes/
 */
export function componentAttributes(
  includes: Readonly<Record<string, string>> | undefined,
): Record<string, string> {
  const text = includes?.[antoraDescription];
  if (text === undefined) return {};
  const parsed = description.safeParse(dataOfYaml(text));
  if (!parsed.success) return {};
  const { title, version, asciidoc } = parsed.data;
  const stated = Object.entries(asciidoc?.attributes ?? {}).flatMap(([name, value]) =>
    typeof value === "string" || typeof value === "number" ? [[name, String(value)] as const] : [],
  );
  return {
    ...(title === undefined ? {} : { "page-component-title": title }),
    ...(version === undefined ? {} : { "page-component-version": String(version) }),
    ...Object.fromEntries(stated),
  };
}
