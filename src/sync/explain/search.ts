import type { DocumentEntry, ListingEntry } from "../../connector-kit/listing.ts";
import { documentIdOf } from "../../ledger/external-ids.ts";
import type { Ledger, PageRow } from "../../ledger/ledger.ts";
import type { DocumentNames, DocumentQuery } from "./query.ts";

/** A document that is meant. */
export interface Match {
  readonly source: string;
  readonly externalId: string;
  /** As its source lists it; absent: it does not. */
  readonly entry?: DocumentEntry | undefined;
}

/** A document with a name that is near. */
export interface Near {
  readonly source: string;
  readonly externalId: string;
  readonly title: string | null;
}

/** Names that are suggested. */
const MAX_NEAR = 5;

/**
 * Collects the documents that are surely meant, and the nearest others, from listings and from the ledger. Of several
 * ways in which a name fits, the surest counts: an id before a path, a path before an address and a title.
 */
export class Search {
  private readonly query: DocumentQuery;
  private readonly matches = new Map<string, Match>();
  private rank = Number.POSITIVE_INFINITY;
  private near: { readonly distance: number; readonly document: Near }[] = [];

  constructor(query: DocumentQuery) {
    this.query = query;
  }

  /** An entry of a source's listing; the ledger may know more names of it. */
  addListed(ledger: Ledger, source: string, entry: ListingEntry): void {
    if (entry.kind === "gap" || entry.kind === "total") return;
    const row = ledger.page(source, entry.externalId);
    const { title = row?.title }: DocumentNames = entry;
    this.add(source, { ...entry, title }, entry);
    if (row) this.add(source, namesOf(row), entry);
    if (row?.parts)
      for (const part of ledger.parts(source, entry.externalId)) this.add(source, namesOf(part), entry);
  }

  /** The pages that the ledger knows of a source, the deleted ones, too. */
  addKnown(ledger: Ledger, source: string): void {
    for (const row of ledger.pages(source, { deleted: true })) this.add(source, namesOf(row));
  }

  found = (): readonly Match[] => [...this.matches.values()];

  nearest = (): readonly Near[] => this.near.map(({ document }) => document);

  private add(source: string, names: DocumentNames, entry?: DocumentEntry): void {
    const { externalId } = names;
    const rank = this.query.rankOf(names);
    if (rank !== undefined) this.match({ source, externalId: documentOf(externalId), entry }, rank);
    else if (this.matches.size === 0) this.suggest(source, names);
  }

  private match(match: Match, rank: number): void {
    if (rank > this.rank) return;
    if (rank < this.rank) this.matches.clear();
    this.rank = rank;
    const key = JSON.stringify([match.source, match.externalId]);
    const known = this.matches.get(key);
    this.matches.set(key, known?.entry && !match.entry ? known : match);
  }

  private suggest(source: string, names: DocumentNames): void {
    const distance = this.query.distanceTo(names);
    const furthest = this.near.at(-1);
    if (distance === undefined) return;
    if (this.near.length === MAX_NEAR && furthest && distance >= furthest.distance) return;
    const externalId = documentOf(names.externalId);
    const document = { source, externalId, title: names.title ?? null };
    const others = this.near.filter(
      (one) => one.document.source !== source || one.document.externalId !== externalId,
    );
    const same = this.near.find((one) => !others.includes(one));
    const better = same && same.distance <= distance ? same : { distance, document };
    this.near = [...others, better].sort((a, b) => a.distance - b.distance).slice(0, MAX_NEAR);
  }
}

const documentOf = (externalId: string): string => documentIdOf(externalId) ?? externalId;

const namesOf = ({ externalId, title, url, path }: PageRow): DocumentNames => ({
  externalId,
  title,
  url,
  path,
});
