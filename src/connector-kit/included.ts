import { type Audience, isWider } from "../audience.ts";
import type { Warning } from "../normalize/index.ts";
import type { DocumentEntry, Listed } from "./listing.ts";

/** A document that is to stand in another one's page: its text, its title, its address or anything else of it. */
export interface Included {
  /** What people call it, for the warning: its title or its path. */
  readonly name: string;
  /** Who may be answered from it: `io.audienceOf(…)`; `nobody` where its system withholds it, or where nothing is known of it. */
  readonly audience: Audience;
}

/** The code of the warning that names what was left out of a page. */
export const leftOutCode = "restricted-left-out";

/**
 * Decides for one page what of other documents may stand in it, and collects what may not. Ask it with the audience of
 * the outermost page, also for what an included document includes.
 */
export class IncludedDocuments {
  /** Who may be answered from the page. */
  readonly audience: Audience;
  readonly #leftOut = new Map<string, Included>();
  #more = 0;

  constructor(audience: Audience) {
    this.audience = audience;
  }

  /** Whether everybody that the page is for may read the other document. Where not, it is noted as left out. */
  mayShow(other: Included): boolean {
    if (mayStandIn(this.audience, other.audience)) return true;
    this.#note(other);
    return false;
  }

  /** Notes what was left out of a part that was made apart. */
  addLeftOut({ leftOut, more }: { readonly leftOut: readonly Included[]; readonly more: number }): void {
    for (const other of leftOut) this.#note(other);
    this.#more += more;
  }

  get leftOut(): { readonly leftOut: readonly Included[]; readonly more: number } {
    return { leftOut: [...this.#leftOut.values()], more: this.#more };
  }

  /** One warning for each document that was left out; for `Document.warnings`. Undefined where there is none. */
  get warnings(): readonly Warning[] | undefined {
    if (this.#leftOut.size === 0) return undefined;
    const named = [...this.#leftOut.values()].map(({ name, audience }) => ({
      code: leftOutCode,
      message: `"${name}" is left out: ${reasons[audience]}, and this page is for ${this.audience}.`,
    }));
    const more = { code: leftOutCode, message: `${this.#more} more documents are left out.` };
    return this.#more === 0 ? named : [...named, more];
  }

  #note(other: Included): void {
    const key = `${other.audience} ${other.name}`;
    if (this.#leftOut.has(key)) return;
    if (this.#leftOut.size < MAX_NAMED) this.#leftOut.set(key, other);
    else this.#more += 1;
  }
}

/** Nobody reads more warnings about one page; further documents are counted. */
const MAX_NAMED = 50;

const reasons: Readonly<Record<Audience, string>> = {
  nobody: "it is excluded, restricted, a draft or not a document of this source",
  teammates: "it is for teammates only",
  customers: "it is for customers",
};

/** Whether text for one audience may stand in a page for another: everybody whom the page answers may read it. */
export const mayStandIn = (page: Audience, text: Audience): boolean => !isWider(page, text);

/**
 * A file that is attached to a page is for no wider audience than the page, whatever rules say of its own path.
 * @param audience who may be answered from the page
 */
export function attachedTo(file: Listed, audience: Audience): DocumentEntry {
  if (audience === "customers") return file;
  if (audience === "teammates") return { ...file, atMost: audience };
  const { externalId, title, path } = file;
  return { kind: "unpublished", externalId, title, path, reason: "attached to a page that rules exclude" };
}
