import path from "node:path/posix";
import { withoutExtension } from "./select.ts";

/** A wiki link's target as documents' facts have it: `[[Page]]`, `[[Folder/Page#Heading]]`. */
export const isWikiTarget = (written: string): boolean => written.startsWith("[[");

/** A target's page, as a person names it, and its fragment. The page is "" for a heading of the same document. */
export function wikiTarget(written: string): { readonly page: string; readonly fragment: string } {
  const [page = "", ...headings] = written.replace(/^\[\[|\]\]$/g, "").split("#");
  return { page: page.trim(), fragment: fragmentOf(headings.at(-1) ?? "") };
}

/** The fragment of a heading's text as GitHub makes it; a block's `^id` is an address of its editor only. */
function fragmentOf(heading: string): string {
  if (heading.trim() === "" || heading.startsWith("^")) return "";
  const words = heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "");
  return `#${encodeURIComponent(words.replaceAll(/\s/g, "-"))}`;
}

/** Wikis write a page's name with blanks, hyphens or underscores, in any letter case. */
const keyOf = (name: string): string =>
  withoutExtension(name)
    .normalize("NFC")
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, "-");

/** Finds documents by the names of their files, as wikis link to them. */
export class PageNames {
  readonly #paths = new Map<string, string | string[]>();

  constructor(paths: Iterable<string>) {
    for (const one of paths) {
      const key = keyOf(path.basename(one));
      const known = this.#paths.get(key);
      this.#paths.set(key, known === undefined ? one : [known, one].flat());
    }
  }

  /**
   * The document that a name means in a file: at that path from the file's folder or from the root, else the one of this name
   * in the same folder, else the one nearest to the root.
   */
  find(from: string, name: string): string | undefined {
    const written = name.replaceAll("\\", "/").replace(/\/$/, "");
    const named = [this.#paths.get(keyOf(path.basename(written))) ?? []].flat();
    if (named.length === 0 || written === "") return undefined;
    const folder = path.dirname(from);
    const isFromHere = /^\.{1,2}\//.test(written);
    const fromRoot = isFromHere ? [] : [written.replace(/^\//, "")];
    const wholes = [...(written.startsWith("/") ? [] : [path.join(folder, written)]), ...fromRoot];
    for (const whole of wholes) {
      const exact = named.find((one) => keyOf(one) === keyOf(path.normalize(whole)));
      if (exact !== undefined) return exact;
    }
    if (isFromHere || written.startsWith("/")) return undefined;
    const below = named.filter((one) => `/${keyOf(one)}`.endsWith(`/${keyOf(written)}`));
    return below.sort(
      (one, other) => distance(one, folder) - distance(other, folder) || (one < other ? -1 : 1),
    )[0];
  }
}

const distance = (file: string, folder: string): number =>
  path.dirname(file) === folder ? 0 : file.split("/").length;
