import type { ConnectorCache } from "../../connector-kit/io.ts";
import { sha256 } from "../../hash.ts";
import { documentIdOf } from "../../ledger/external-ids.ts";
import { doubt } from "../../normalize/check/codes.ts";
import type { Warning } from "../../normalize/document.ts";
import type { Page } from "../changes.ts";
import { distance, simhash } from "./simhash.ts";

/** Shorter texts are alike by their form alone ("See also: …"). */
const fewestWords = 50;
/** Of 64 bits; what differs in no more agrees wholly in one of four bands of 16 bits, so that looking it up is one read each. */
const mostBits = 3;
const bands = [0, 4, 8, 12];
/** Pages remembered under one title or band: enough to name a twin, few enough to read at once. */
const mostRemembered = 16;

/** Finds pages of a source that have another's title, or nearly say the same. */
export interface NearDuplicates {
  /** What to say of a page beside those that were noted before it, in this run or an earlier one; then notes it. */
  note(page: Page): Warning[];
}

/**
 * Remembers a few short facts per page, outside the heap, so that documents which are not loaded count, too. Losing
 * them costs warnings only.
 *
 * @param stands whether the source still has a document of this id
 */
export function nearDuplicatesOf(
  facts: ConnectorCache,
  stands: (externalId: string) => boolean,
): NearDuplicates {
  const own = (externalId: string) => facts.get(`twin:page:${externalId}`);
  /** The others of a list that still have what they were noted with, newest last. */
  const others = (
    ids: readonly string[],
    page: Page,
    holds: (title: string, text: string) => boolean,
  ): string[] =>
    ids.filter((externalId) => {
      if (documentOf(externalId) === documentOf(page.externalId) || !stands(documentOf(externalId)))
        return false;
      const [title = "", text = ""] = own(externalId)?.split(" ") ?? [];
      return holds(title, text);
    });
  /** Who is known under a key, the page itself put to them. */
  const known = (key: string, { externalId }: Page): readonly string[] => {
    const ids = facts.get(key)?.split("\n").filter(Boolean) ?? [];
    if (!ids.includes(externalId)) facts.set(key, [...ids, externalId].slice(-mostRemembered).join("\n"));
    return ids;
  };
  return {
    note(page) {
      const title = documentIdOf(page.externalId) === undefined ? titleHash(page) : "-";
      const text = simhash(textOf(page.html), fewestWords) ?? "-";
      const titleKeys = title === "-" ? [] : [`twin:title:${title}`];
      const bandKeys = text === "-" ? [] : bands.map((at) => `twin:text:${at}:${text.slice(at, at + 4)}`);
      const near = (_: string, other: string) =>
        other.length === text.length && distance(other, text) <= mostBits;
      const titled = titleKeys.flatMap((key) => others(known(key, page), page, (other) => other === title));
      const alike = new Set(bandKeys.flatMap((key) => others(known(key, page), page, near)));
      if (own(page.externalId) !== `${title} ${text}`)
        facts.set(`twin:page:${page.externalId}`, `${title} ${text}`);
      return [
        ...said("duplicate-title", `Its title "${page.title}" is also that of`, titled),
        ...said("near-duplicate", "It says nearly the same as", [...alike]),
      ];
    },
  };
}

const documentOf = (externalId: string): string => documentIdOf(externalId) ?? externalId;

function said(code: "duplicate-title" | "near-duplicate", found: string, ids: readonly string[]): Warning[] {
  const [first] = ids;
  if (first === undefined) return [];
  return [doubt(code, `${found} ${first}${ids.length > 1 ? ` and ${ids.length - 1} more` : ""}`)];
}

const titleHash = ({ title }: Page): string => sha256(title.trim().toLowerCase()).slice(0, 16);

/** Tags go and entities stay: two pages with the same text have the same of both. */
const textOf = (html: string): string => html.replaceAll(/<[^>]*>/g, " ");
