import type { ConnectorCache } from "../../connector-kit/io.ts";
import { sha256 } from "../../hash.ts";
import { documentIdOf } from "../../ledger/external-ids.ts";
import { doubt, type Warning } from "../../normalize/index.ts";
import type { Page } from "../changes.ts";
import { distance, simhash } from "./simhash.ts";

/** Shorter texts resemble each other by their form alone ("See also: …"). */
const MIN_WORDS = 50;
/** Of 64. Hashes that differ in no more bits are equal in one of four bands of 16, so that each lookup is one read. */
const MAX_BITS = 3;
const bands = [0, 4, 8, 12];
/** Pages remembered for one title or band: enough to name a near-duplicate, few enough to read at once. */
const MAX_REMEMBERED = 16;

/** Finds pages of a source that have another page's title or nearly its text. */
export interface NearDuplicates {
  /** Warns of pages that were added before this one, in this run or an earlier one; then adds it. */
  add(page: Page): Warning[];
}

/**
 * Remembers a title and a simhash per page, outside the heap, so that documents which are not loaded count, too. Losing
 * them costs warnings only.
 *
 * @param exists whether the source still has a document of this id
 */
export function nearDuplicatesOf(
  cache: ConnectorCache,
  exists: (externalId: string) => boolean,
): NearDuplicates {
  const recordOf = (externalId: string) => cache.get(`twin:page:${externalId}`);
  /** The other pages of a list that still are as they were when they were added, newest last. */
  const others = (
    ids: readonly string[],
    page: Page,
    holds: (title: string, text: string) => boolean,
  ): string[] =>
    ids.filter((externalId) => {
      if (documentOf(externalId) === documentOf(page.externalId) || !exists(documentOf(externalId)))
        return false;
      const [title = "", text = ""] = recordOf(externalId)?.split(" ") ?? [];
      return holds(title, text);
    });
  /** The pages known for a key; the page itself is added for those that come later. */
  const known = (key: string, { externalId }: Page): readonly string[] => {
    const ids = cache.get(key)?.split("\n").filter(Boolean) ?? [];
    if (!ids.includes(externalId)) cache.set(key, [...ids, externalId].slice(-MAX_REMEMBERED).join("\n"));
    return ids;
  };
  return {
    add(page) {
      const title = documentIdOf(page.externalId) === undefined ? titleHash(page) : "-";
      const text = simhash(textOf(page.html), MIN_WORDS) ?? "-";
      const titleKeys = title === "-" ? [] : [`twin:title:${title}`];
      const bandKeys = text === "-" ? [] : bands.map((at) => `twin:text:${at}:${text.slice(at, at + 4)}`);
      const near = (_: string, other: string) =>
        other.length === text.length && distance(other, text) <= MAX_BITS;
      const titled = titleKeys.flatMap((key) => others(known(key, page), page, (other) => other === title));
      const alike = new Set(bandKeys.flatMap((key) => others(known(key, page), page, near)));
      if (recordOf(page.externalId) !== `${title} ${text}`)
        cache.set(`twin:page:${page.externalId}`, `${title} ${text}`);
      return [
        ...warningsOf("duplicate-title", `Its title "${page.title}" is also that of`, titled),
        ...warningsOf("near-duplicate", "It says nearly the same as", [...alike]),
      ];
    },
  };
}

const documentOf = (externalId: string): string => documentIdOf(externalId) ?? externalId;

function warningsOf(
  code: "duplicate-title" | "near-duplicate",
  found: string,
  ids: readonly string[],
): Warning[] {
  const [first] = ids;
  if (first === undefined) return [];
  return [doubt(code, `${found} ${first}${ids.length > 1 ? ` and ${ids.length - 1} more` : ""}`)];
}

const titleHash = ({ title }: Page): string => sha256(title.trim().toLowerCase()).slice(0, 16);

/** Entities stay as they are: pages with the same text have the same entities. */
const textOf = (html: string): string => html.replaceAll(/<[^>]*>/g, " ");
