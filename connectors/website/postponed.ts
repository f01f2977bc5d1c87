import { idOf } from "./address.ts";
import type { Outcome } from "./outcome.ts";
import type { Renewal } from "./renewals.ts";

/** What a second look needs of the fetcher. */
interface Look {
  /** Logs in once more. */
  logIn(): Promise<Exclude<Renewal, "postponed">>;
  fetchPage(url: URL): Promise<Outcome>;
  /** Lets the page be fetched again. */
  forget(url: URL): void;
  /** Whether a page that was read before asks for a login now. */
  isRefused(url: URL): Promise<boolean>;
  /** Makes of a page's refusal one that says nothing of the page. */
  markLost(url: URL): Promise<void>;
}

/**
 * Asked for again before the others are: the last ones, since a lost session refuses every page from then on.
 */
const MAX_PROBES = 20;
/** Logins for a second look: one may be lost at once. */
const MAX_TRIES = 2;

/**
 * Pages that asked for a login although one had just been made. They are for others, or that session was lost, too: it
 * shows when all else has been read.
 */
export class Postponed {
  private readonly pages = new Map<string, URL>();
  private readonly decided = new Set<string>();
  private witness: { readonly url: URL; readonly isForMembers: boolean } | undefined;

  add(url: URL): void {
    if (!this.decided.has(idOf(url))) this.pages.set(idOf(url), url);
  }

  has(url: URL): boolean {
    return this.pages.has(idOf(url));
  }

  /** Whether this is the last time that a page is asked for. */
  isDecided(url: URL): boolean {
    return this.decided.has(idOf(url));
  }

  /** A page was read; `isForMembers`: it is one that asks visitors for a login. */
  noteRead(url: URL, isForMembers: boolean): void {
    if (!this.witness || (isForMembers && !this.witness.isForMembers)) this.witness = { url, isForMembers };
  }

  /** Takes the pages, of which `fetchPage` then tells for good; in the order in which they were found. */
  async decide(look: Look): Promise<URL[]> {
    const pages = [...this.pages.values()];
    if (pages.length === 0) return pages;
    this.pages.clear();
    for (const url of pages) this.decided.add(idOf(url));
    for (let tries = 1; ; tries += 1) {
      const login = await look.logIn();
      if (login === "needless") return pages;
      if (login === "renewed" && (await this.readsAny(look, pages.slice(-MAX_PROBES)))) {
        for (const url of pages.slice(0, -MAX_PROBES)) look.forget(url);
        return pages;
      }
      if (login === "renewed" && !(await this.isLost(look))) return pages;
      if (login === "exhausted" || tries === MAX_TRIES) break;
    }
    for (const url of pages) await look.markLost(url);
    return pages;
  }

  private async readsAny(look: Look, probes: readonly URL[]): Promise<boolean> {
    for (const url of probes) look.forget(url);
    const found = await Promise.all(probes.map((url) => look.fetchPage(url)));
    return found.some(({ kind }) => kind !== "denied");
  }

  private async isLost(look: Look): Promise<boolean> {
    return this.witness !== undefined && (await look.isRefused(this.witness.url));
  }
}
