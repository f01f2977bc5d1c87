import { type Cached, cached } from "../../src/connector-kit/cached.ts";
import { derivedCache } from "../../src/connector-kit/derived-cache.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import type { Gap, Listed, ListingEntry } from "../../src/connector-kit/listing.ts";
import { hashOf } from "../../src/hash.ts";
import { classify, type Verdict } from "./classify.ts";
import type { Client } from "./client.ts";
import { folderType, shortcutType } from "./formats.ts";
import { type Named, withheldTargets } from "./links.ts";
import { type Loader, loaderOf } from "./load.ts";
import type { GoogleDriveOptions } from "./options.ts";
import { type Item, Shown } from "./schema.ts";
import { Selection } from "./selected.ts";
import { resolveShortcut } from "./shortcuts.ts";
import { type Found, mayOpen } from "./walk.ts";

/** One listing in progress. */
export class Listing {
  /** Whether a shortcut leads to a file that is in no listed drive, whose changes no log tells. */
  leadsOutside = false;
  readonly #names = new Map<string, Named>();
  readonly #gaps = new Set<string>();
  readonly #shortcuts: Found[] = [];
  /** Documents that show others: their versions are known when all others are. */
  readonly #deferred: { readonly entry: Listed; readonly shown: Shown }[] = [];
  readonly #shown: Cached<Shown>;
  readonly #load: Loader;
  readonly #selection: Selection;
  readonly #options: GoogleDriveOptions;
  readonly #client: Client;
  readonly #io: Io;

  constructor(options: GoogleDriveOptions, client: Client, io: Io) {
    this.#options = options;
    this.#client = client;
    this.#io = io;
    this.#selection = new Selection(options);
    this.#shown = cached(derivedCache(io), Shown);
    this.#load = loaderOf({ client, io, names: this.#names, shown: this.#shown });
  }

  async *entriesOf(steps: AsyncIterable<Found | ListingEntry>): AsyncGenerator<ListingEntry> {
    for await (const step of steps) {
      this.#io.signal.throwIfAborted();
      if (step.kind === "gap") yield* this.#once(step);
      else if (step.kind !== "found") yield step;
      else if (!this.#names.has(step.item.id)) yield* this.#entriesFor(step);
    }
  }

  /** What the shortcuts lead to, and the documents that show others. */
  async *remaining(): AsyncGenerator<ListingEntry> {
    const { signal } = this.#io;
    const targets = new Set<string>();
    for (const shortcut of this.#shortcuts) {
      signal.throwIfAborted();
      const id = shortcut.item.shortcutDetails?.targetId ?? "";
      if (this.#names.has(id) || targets.has(id)) continue;
      targets.add(id);
      const end = await resolveShortcut(shortcut, this.#options, this.#client, signal);
      if (end.kind !== "target") yield end;
      else {
        this.leadsOutside = true;
        yield* this.#entryOf(end.item, classify(end.item, end.place, this.#options));
      }
    }
    for (const { entry, shown } of this.#deferred) {
      signal.throwIfAborted();
      yield { ...entry, version: this.#versionOf(entry, shown) };
    }
  }

  /** What is wrong with every page of a listing is said once. */
  *#once(gap: Gap): Generator<Gap> {
    const key = JSON.stringify(gap);
    if (!this.#gaps.has(key)) yield gap;
    this.#gaps.add(key);
  }

  report(): void {
    this.#selection.report(this.#io);
  }

  *#entriesFor(found: Found): Generator<ListingEntry> {
    const { item, place } = found;
    if (item.mimeType === folderType) yield* this.#closedFolder(found);
    if (
      item.mimeType === folderType ||
      (place.kind === "known" && !this.#selection.selects(place.path, item))
    )
      return;
    if (item.mimeType !== shortcutType) yield* this.#entryOf(item, classify(item, place, this.#options));
    else if (!item.trashed) this.#shortcuts.push(found);
  }

  /** A folder that the account may not open has nothing to list: where its files would be content, that is a gap. */
  *#closedFolder({ item, place }: Found): Generator<ListingEntry> {
    if (mayOpen(item) || item.trashed || place.kind === "unknown") return;
    const { path, restricted } = place;
    const reason = `this account may not open the folder${restricted ? `: ${restricted}` : ""}`;
    if (restricted !== undefined && this.#options.restricted_items === "exclude")
      yield { kind: "unpublished", externalId: item.id, path, title: item.name, reason };
    else yield { kind: "gap", part: `folder "${path}"`, reason } satisfies Gap;
  }

  *#entryOf(item: Item, verdict: Verdict): Generator<ListingEntry> {
    const { id: externalId, name } = item;
    if (verdict.kind === "other") {
      this.#selection.countOther(item);
      return;
    }
    if (verdict.kind !== "content") {
      this.#names.set(externalId, { name, audience: "nobody" });
      yield { externalId, ...verdict };
      return;
    }
    const { metadata, format } = verdict;
    this.#names.set(externalId, { name: metadata.title, audience: this.#io.audienceOf(metadata) });
    const entry: Listed = { kind: "document", externalId, ...metadata, load: this.#load(format) };
    const shown = format.kind === "document" ? this.#shown.get(externalId) : undefined;
    if (shown && shown.targets.length > 0) this.#deferred.push({ entry, shown });
    else yield entry;
  }

  /** The version under which the document was loaded while it showed the same of others; else another one. */
  #versionOf(entry: Listed, { targets, withheld, version }: Shown): string | undefined {
    const now = withheldTargets(targets, this.#names, this.#io.audienceOf(entry));
    const isOfThisState = version === entry.version || version.startsWith(`${entry.version} without `);
    if (isOfThisState && hashOf(now) === hashOf(withheld)) return version;
    return entry.version && `${entry.version} without ${hashOf(now)}`;
  }
}
