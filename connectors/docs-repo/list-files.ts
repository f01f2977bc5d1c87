import type { Io } from "../../src/connector-kit/io.ts";
import { type Catalogue, emptyCatalogue, type FileListing, readFacts, withNameProblem } from "./catalogue.ts";
import type { Documents } from "./documents.ts";
import type { FactReader } from "./metadata.ts";
import type { DocsRepoOptions } from "./options.ts";
import { documentExtensions, isDocument, selector } from "./select.ts";
import { Mark, type Snapshot } from "./snapshot.ts";

/** Reads a whole listing. A body is read only if its facts are not cached. */
export async function readCatalogue(
  snapshot: Snapshot,
  facts: FactReader,
  options: DocsRepoOptions,
  io: Pick<Io, "signal" | "log" | "audienceOf">,
  selected: (path: string) => boolean = selector(options),
): Promise<Catalogue> {
  return readFacts(
    await listFiles(snapshot, selected, options, io),
    snapshot,
    { facts, audienceOf: io.audienceOf, options },
    io,
  );
}

/** Lists the documents without reading any. */
export async function listFiles(
  snapshot: Snapshot,
  selected: (path: string) => boolean,
  options: Pick<DocsRepoOptions, "include">,
  io: Pick<Io, "signal" | "log">,
): Promise<FileListing> {
  const catalogue = emptyCatalogue();
  const collisions = new Map<string, string[]>();
  const marking = new Mark();
  const unsupported = new Set<string>();
  const sections: string[] = [];
  const wanted = (path: string) => {
    const name = path.normalize("NFC");
    if (!selected(name)) {
      if (/(?:^|\/)_index\.(?:md|html|adoc)$/.test(path)) sections.push(path);
      return false;
    }
    if (isDocument(name, options)) return true;
    unsupported.add(/\.[^./]*$/.exec(path)?.[0] ?? "none");
    return false;
  };
  for await (const batch of snapshot.files(wanted, marking)) {
    io.signal.throwIfAborted();
    for (const entry of batch) {
      if (entry.kind === "gap") catalogue.gaps.push(entry);
      else {
        const path = entry.path.normalize("NFC");
        const other = catalogue.documents.get(path);
        if (other === undefined) catalogue.documents.set(path, withNameProblem(entry));
        else collisions.set(path, [...(collisions.get(path) ?? [other.path]), entry.path]);
      }
    }
  }
  warnAbout(unsupported, catalogue.documents, io);
  warnAboutSections(sections, catalogue.documents, io);
  const mark = marking.value();
  return { catalogue, collisions, mark };
}

/** Hugo's pages of sections begin with the mark of what is usually not a page. */
function warnAboutSections(sections: readonly string[], documents: Documents, io: Pick<Io, "log">): void {
  if (sections.length === 0) return;
  const folders = new Set([...documents.keys()].map((path) => path.replace(/[^/]*$/, "")));
  const left = sections.filter((path) => folders.has(path.replace(/[^/]*$/, "")));
  if (left.length === 0) return;
  io.log.warn(
    `files called _index, which are pages of a Hugo site, are not selected; with exclude: ["**/_!(index.*)", "**/_*/**"] they are`,
    { files: left.length, first: left[0] },
  );
}

function warnAbout(unsupported: ReadonlySet<string>, documents: Documents, io: Pick<Io, "log">): void {
  if (unsupported.size > 0) {
    const read = documentExtensions.join(", ");
    io.log.warn("`include` selects files of formats that are not read", {
      formats: [...unsupported].sort().join(", "),
      read,
    });
  }
  // Most paths have no capitals, and need not be held a second time.
  const mixed = new Map<string, string>();
  for (const path of documents.keys()) {
    const lower = path.toLowerCase();
    if (lower === path) continue;
    const other = documents.has(lower) ? lower : mixed.get(lower);
    if (other === undefined) mixed.set(lower, path);
    else io.log.warn("two documents differ in upper and lower case only", { first: other, second: path });
  }
}
