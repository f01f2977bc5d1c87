import type { ListContext } from "./context.ts";
import { textTypeOf } from "./select.ts";
import type { FileEntry } from "./snapshot.ts";

/** A file that is not a document itself is for everybody, unless a rule matches it or it says that it is a draft. */
export async function audienceOfFile(
  { facts, audienceOf, catalogue }: ListContext,
  path: string,
  file: FileEntry,
) {
  const reading = await facts.read(file, textTypeOf(path));
  const { labels, unpublished } = reading.kind === "unknown" ? {} : reading.facts;
  if (unpublished !== undefined) return "nobody";
  return audienceOf({ path, labels, isPart: !catalogue.documents.has(path) });
}
