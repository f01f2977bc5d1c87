import { hash } from "node:crypto";
import type { Listed, ListingEntry } from "../../src/connector-kit/listing.ts";
import { externalIdOf } from "./catalogue.ts";
import type { ListContext } from "./context.ts";
import { loaderOf } from "./load.ts";
import { follow, type Written } from "./references.ts";
import { textTypeOf } from "./select.ts";
import type { FileEntry } from "./snapshot.ts";
import { urlOf } from "./targets.ts";

/** A document's listing entry; its body is read only if its facts are not cached. */
export async function entryOf(
  context: ListContext,
  path: string,
  file: FileEntry,
  load: Listed["load"] = loaderOf(context),
): Promise<ListingEntry> {
  const { catalogue } = context;
  const externalId = externalIdOf(catalogue, path);
  const paths = catalogue.duplicateIds.get(externalId);
  if (paths !== undefined) {
    const names = paths.length > 5 ? [...paths.slice(0, 5), `${paths.length - 5} more`] : paths;
    const reason = `${paths.length} documents have the id ${JSON.stringify(externalId)}: ${names.join(", ")}; none of them is uploaded`;
    return { kind: "unreadable", externalId, path, reason, isPermanent: true };
  }
  const reading = await context.facts.read(file, textTypeOf(path));
  if (reading.kind === "unknown") return { kind: "unreadable", externalId, path, reason: reading.reason };
  const { title, labels, unpublished } = reading.facts;
  const named = { externalId, path, title };
  if (unpublished !== undefined) return { kind: "unpublished", ...named, reason: unpublished };
  if (reading.kind === "too-large")
    return { kind: "unreadable", externalId, path, reason: reading.reason, isPermanent: true };
  const url = urlOf(context, path);
  const formerId = catalogue.overrides.get(path)?.idInFolder;
  return {
    kind: "document",
    ...named,
    ...(formerId === undefined ? {} : { formerId }),
    version: await versionOf(context, path, file, externalId, reading.facts),
    url,
    labels: labels?.length === 0 ? undefined : labels,
    updatedAt: file.updatedAt,
    load,
  };
}

/**
 * The blob id, and a hash of what else the page depends on: included files, the URLs of its links, the titles that they show, and its path where
 * that is not its id. Without any of these it is the blob id alone.
 */
async function versionOf(
  context: ListContext,
  path: string,
  { blob }: FileEntry,
  externalId: string,
  written: Written,
): Promise<string> {
  const { links, titles, includes, withheldLinks, withheldIncludes } = await follow(
    context,
    path,
    written,
    async (inner) => {
      const reading = await context.facts.read(inner, textTypeOf(inner.path));
      return reading.kind === "facts" ? reading.facts : {};
    },
  );
  const parts = [
    ...(externalId === path ? [] : [`path ${path}`]),
    ...[...includes].map(([target, inner]) => `include ${target} ${inner.blob}`),
    ...[...links].map(([target, url]) => `link ${target} ${url}`),
    ...[...titles].map(([target, title]) => `title ${target} ${title}`),
    ...[...withheldIncludes].map((target) => `without include ${target}`),
    ...[...withheldLinks.keys()].map((target) => `without link ${target}`),
  ];
  if (parts.length === 0) return blob;
  return `${blob}.${hash("sha256", parts.join("\0"), "hex").slice(0, 16)}`;
}
