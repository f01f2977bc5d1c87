import type { SourceConfig } from "../../config/types.ts";
import type { Io } from "../../connector-kit/io.ts";
import type { Gap, Listed, ListingEntry, Unpublished, Unreadable } from "../../connector-kit/listing.ts";
import { partMark } from "../../ledger/external-ids.ts";
import type { Ledger, PageRow, SeenSet, Skipped } from "../../ledger/ledger.ts";
import { isCurrent, isFresh } from "./current.ts";
import { asBefore, type Enumeration, pagesOf, type ScanOptions, type Selected } from "./enumeration.ts";
import { LoadQueue, type QueuedDocument } from "./load-queue.ts";
import { KnownNames } from "./nearest.ts";
import { listedMadeWith, type Program, programNow, versionMadeWith } from "./programs.ts";
import { ruleCounter, rulesOf } from "./rules.ts";
import { saysWhatRulesSelect, UnchangedListing } from "./unchanged-listing.ts";

/**
 * Reads a source's whole listing and sorts it: what must be loaded, what is current, what is unpublished or
 * gone. Nothing is loaded before the listing has ended, so that two documents with one id are both refused and
 * removals are decided over a whole listing, never over a part of one.
 */
export async function enumerate(
  source: SourceConfig,
  ledger: Ledger,
  io: Io,
  options: ScanOptions,
): Promise<Enumeration> {
  const program = await programNow(io.cache);
  const sorting = new Sorting(source, ledger, options, program);
  const { keyOf } = options;
  const known = ledger.unchangedListing(source.name);
  const recognition = new UnchangedListing(saysWhatRulesSelect(source, known) ? known : undefined, {
    ...(keyOf && { keyOf: (mark: string) => versionMadeWith(keyOf(mark), program?.version) }),
  });
  const patterns = new Map<string, number>();
  const listingIo = { ...io, selected: (place: string, count: number) => void patterns.set(place, count) };
  let broken: unknown;
  try {
    for await (const entry of source.connector.list(source.options, recognition.extend(listingIo))) {
      io.signal.throwIfAborted();
      options.onEntry?.(entry);
      sorting.add(entry);
      options.onListed?.(sorting.seen.size);
    }
  } catch (error) {
    if (io.signal.aborted) throw error;
    broken = error ?? new Error("the listing threw no error");
  }
  const remembered = recognition.recognised();
  if (remembered && broken === undefined && sorting.isEmpty()) {
    sorting.seen.clear();
    options.onListed?.(remembered.documents);
    return asBefore(remembered, patterns);
  }
  return { ...sorting.result(patterns), broken, key: recognition.key };
}

/** Sorts entries one by one; keeps only what needs work, never the unchanged. */
class Sorting {
  readonly seen: SeenSet;
  private readonly queue = new LoadQueue();
  private readonly skipped: Skipped[] = [];
  private readonly unreadable: Skipped[] = [];
  private readonly explicit = new Map<string, string>();
  private readonly renamed = new Map<string, string>();
  private readonly gaps: Gap[] = [];
  private readonly twice = new Set<string>();
  private unchanged = 0;
  private statedTotal: number | undefined;
  private fresh = 0;
  private readonly ruleFor: ReturnType<typeof rulesOf>;
  private readonly counter: ReturnType<typeof ruleCounter>;
  private readonly names = new KnownNames();
  private readonly source: SourceConfig;
  private readonly ledger: Ledger;
  private readonly options: ScanOptions;
  private readonly program: Program | undefined;

  constructor(source: SourceConfig, ledger: Ledger, options: ScanOptions, program: Program | undefined) {
    this.source = source;
    this.ledger = ledger;
    this.options = options;
    this.program = program;
    this.seen = ledger.seenSet();
    this.ruleFor = rulesOf(source);
    this.counter = ruleCounter(source);
  }

  add(entry: ListingEntry): void {
    if (entry.kind === "gap" || entry.kind === "total") {
      if (entry.kind === "gap") this.gaps.push(entry);
      else this.statedTotal = entry.documents;
      return;
    }
    if (entry.externalId.includes(partMark)) {
      this.unreadable.push({
        externalId: entry.externalId,
        why: `its id contains "${partMark}", which marks the parts of long documents. Give it another id.`,
        isPermanent: true,
      });
      return;
    }
    if (!this.seen.add(entry.externalId)) {
      this.refuseBoth(entry);
      return;
    }
    if (entry.kind !== "gone") this.count(entry);
    switch (entry.kind) {
      case "document":
        this.addDocument(entry);
        break;
      case "unpublished":
        this.skip(entry, entry.reason);
        break;
      case "gone":
        this.explicit.set(entry.externalId, entry.reason);
        break;
      case "unreadable":
        this.addUnreadable(entry);
    }
  }

  private addUnreadable({ externalId, reason: why, isPermanent, neverDocument }: Unreadable): void {
    const isLeftOut = neverDocument && this.ledger.page(this.source.name, externalId) === undefined;
    if (isLeftOut) this.skipped.push({ externalId, why });
    else this.unreadable.push({ externalId, why, isPermanent });
  }

  /** Drafts count as matched: the rule is right, although there is nothing for it to decide yet. */
  private count(entry: Listed | Unpublished | Unreadable): void {
    if (this.source.rules.length === 0) return;
    const isDocument = entry.kind === "document";
    this.counter.add(entry, isDocument);
    if (isDocument) this.names.add(entry);
  }

  private addDocument(listed: Listed): void {
    const { externalId, formerId } = listed;
    if (formerId !== undefined && this.ledger.page(this.source.name, formerId) !== undefined)
      this.renamed.set(formerId, externalId);
    if (this.options.wanted && !this.options.wanted(listed)) return;
    const verdict = this.ruleFor(listed);
    if (verdict.kind === "excluded") {
      this.skip(listed, verdict.why);
      return;
    }
    const row = this.ledger.page(this.source.name, listed.externalId);
    if (isFresh(row, this.options.since)) this.fresh += 1;
    const queued = { listed, visibleTo: verdict.to };
    if (!this.options.everything && this.isCurrent(queued, row)) this.unchanged += pagesOf(row);
    else this.queue.add(queued);
  }

  private isCurrent({ listed, visibleTo }: QueuedDocument, row: PageRow | undefined): boolean {
    const parts = (externalId: string) => this.ledger.parts(this.source.name, externalId);
    const made = listedMadeWith(listed, row, this.program);
    return isCurrent({ listed: made, visibleTo }, row, this.options.revision, parts);
  }

  /** Its owner does not publish it, so a page of it is explicitly no longer wanted. */
  private skip(entry: { externalId: string; title?: string | undefined }, why: string): void {
    this.skipped.push({ externalId: entry.externalId, title: entry.title, why });
    this.explicit.set(entry.externalId, why);
  }

  private refuseBoth(entry: {
    externalId: string;
    title?: string | undefined;
    path?: string | undefined;
  }): void {
    if (this.twice.has(entry.externalId)) return;
    this.twice.add(entry.externalId);
    const first = this.queue.get(entry.externalId)?.listed;
    this.takeBack(entry.externalId);
    const names = [first?.path ?? first?.title, entry.path ?? entry.title].filter(
      (name) => name !== undefined,
    );
    const which = names.length === 2 ? `: ${names.join(" and ")}` : "";
    this.unreadable.push({
      externalId: entry.externalId,
      why: `two documents of this source have the id ${JSON.stringify(entry.externalId)}${which}; neither is uploaded. Give one of them another id.`,
      isPermanent: true,
    });
  }

  private takeBack(externalId: string): void {
    const indexIn = (list: Skipped[]) => list.findIndex((one) => one.externalId === externalId);
    if (this.queue.delete(externalId)) return;
    if (this.explicit.delete(externalId)) {
      const at = indexIn(this.skipped);
      if (at >= 0) this.skipped.splice(at, 1);
    } else if (indexIn(this.unreadable) < 0 && !this.options.everything)
      this.unchanged -= pagesOf(this.ledger.page(this.source.name, externalId));
  }

  /** Nothing at all was listed. */
  isEmpty(): boolean {
    return this.seen.size + this.gaps.length + this.unreadable.length === 0 && this.statedTotal === undefined;
  }

  result(patterns: Selected["patterns"]): Enumeration {
    const { queue, seen, unchanged, skipped, unreadable, explicit, renamed, gaps, fresh, statedTotal } = this;
    return {
      queue,
      seen,
      unchanged,
      skipped,
      unreadable,
      explicit,
      renamed,
      gaps,
      fresh,
      statedTotal,
      isCurrent: (queued) =>
        this.isCurrent(queued, this.ledger.page(this.source.name, queued.listed.externalId)),
      selected: { rules: this.counter.counts, patterns, names: this.names },
    };
  }
}
