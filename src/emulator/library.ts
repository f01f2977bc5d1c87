import type { Effect, StoredPage, StoredSource } from "./model.ts";

/** Everything needed to build the same library again. */
export interface Snapshot {
  readonly nextSourceId: number;
  readonly nextPageId: number;
  readonly sources: readonly StoredSource[];
  readonly pages: readonly StoredPage[];
}

/**
 * The workspace's content: sources and pages. An upsert takes constant time, a listing as much as it yields. Tests may
 * call the methods that change it, to do what somebody does by hand in Intercom.
 */
export class Library {
  #sources = new Map<number, StoredSource>();
  #pages = new Map<string, StoredPage>();
  /** Per source: external id → page id. */
  #byExternalId = new Map<number, Map<string, string>>();
  /** Page ids, ascending. */
  #order: number[] = [];
  #nextSourceId = 1;
  #nextPageId = 1;
  readonly #changed: () => void;

  constructor(changed: () => void = () => {}) {
    this.#changed = changed;
  }

  get pageCount(): number {
    return this.#pages.size;
  }

  /** Pages that were ever created, the deleted ones included. */
  get pagesEver(): number {
    return this.#nextPageId - 1;
  }

  source(id: number): StoredSource | undefined {
    return this.#sources.get(id);
  }

  /** Oldest first. */
  sources(): StoredSource[] {
    return [...this.#sources.values()];
  }

  page(id: string): StoredPage | undefined {
    return this.#pages.get(id);
  }

  find(sourceId: number, externalId: string): StoredPage | undefined {
    const id = this.#byExternalId.get(sourceId)?.get(externalId);
    return id === undefined ? undefined : this.#pages.get(id);
  }

  countPages(sourceId: number): number {
    return this.#byExternalId.get(sourceId)?.size ?? 0;
  }

  /** `count` pages from `offset`, newest first. */
  slice(offset: number, count: number): StoredPage[] {
    const found: StoredPage[] = [];
    const last = this.#order.length - 1 - Math.max(0, offset);
    for (let at = last; at >= 0 && found.length < count; at--) {
      const page = this.#pages.get(String(this.#order[at]));
      if (page) found.push(page);
    }
    return found;
  }

  /** Every page, newest first. */
  pages(): StoredPage[] {
    return this.slice(0, this.#order.length);
  }

  addSource(source: Omit<StoredSource, "id">): StoredSource {
    const made = { ...source, id: this.#nextSourceId++ };
    this.#sources.set(made.id, made);
    this.#byExternalId.set(made.id, new Map());
    this.#changed();
    return made;
  }

  replaceSource(source: StoredSource): void {
    this.#sources.set(source.id, source);
    this.#changed();
  }

  /** Removes the source and all of its pages. */
  removeSource(id: number): boolean {
    if (!this.#sources.delete(id)) return false;
    for (const pageId of this.#byExternalId.get(id)?.values() ?? []) this.#pages.delete(pageId);
    this.#byExternalId.delete(id);
    this.#order = this.#order.filter((pageId) => this.#pages.has(String(pageId)));
    this.#changed();
    return true;
  }

  addPage(page: Omit<StoredPage, "id">): StoredPage {
    const number = this.#nextPageId++;
    const made = { ...page, id: String(number) };
    this.#pages.set(made.id, made);
    this.#index(made);
    this.#order.push(number);
    this.#changed();
    return made;
  }

  replacePage(page: StoredPage): void {
    const before = this.#pages.get(page.id);
    if (before) this.#byExternalId.get(before.sourceId)?.delete(before.externalId);
    this.#pages.set(page.id, page);
    this.#index(page);
    this.#changed();
  }

  removePage(id: string): StoredPage | undefined {
    const page = this.#pages.get(id);
    if (!page) return undefined;
    this.#pages.delete(id);
    this.#byExternalId.get(page.sourceId)?.delete(page.externalId);
    this.#order.splice(position(this.#order, Number(id)), 1);
    this.#changed();
    return page;
  }

  clear(): void {
    this.restore({ nextSourceId: 1, nextPageId: 1, sources: [], pages: [] });
    this.#changed();
  }

  snapshot(): Snapshot {
    return {
      nextSourceId: this.#nextSourceId,
      nextPageId: this.#nextPageId,
      sources: this.sources(),
      pages: this.pages().reverse(),
    };
  }

  restore(from: Snapshot): void {
    this.#sources = new Map(from.sources.map((source) => [source.id, source]));
    this.#byExternalId = new Map(from.sources.map((source) => [source.id, new Map()]));
    this.#pages = new Map(from.pages.map((page) => [page.id, page]));
    for (const page of from.pages) this.#index(page);
    this.#order = from.pages.map((page) => Number(page.id)).sort((a, b) => a - b);
    this.#nextSourceId = from.nextSourceId;
    this.#nextPageId = from.nextPageId;
  }

  #index(page: StoredPage): void {
    this.#byExternalId.get(page.sourceId)?.set(page.externalId, page.id);
  }
}

/** Whether an upsert changed anything that a reader or Fin could notice. */
export function effectOf(before: StoredPage | undefined, after: Omit<StoredPage, "id">): Effect {
  if (!before) return "created";
  const same = (["title", "html", "url", "locale", "agent", "copilot", "salesAgent"] as const).every(
    (name) => before[name] === after[name],
  );
  return same && before.sourceId === after.sourceId && before.externalId === after.externalId
    ? "same"
    : "updated";
}

function position(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
