import { createHash } from "node:crypto";

/** Of what a listing makes of the same files; facts and the source's settings count beside it. */
const listingRevision = "1";

/** Digests all files of a snapshot as git lists them, so that equal marks mean equal listings. */
export class Mark {
  private readonly hash = createHash("sha256").update(`listing ${listingRevision}\0`);
  private doubted = false;

  /** Takes down records in the order and the words of git: every path with its mode and content. */
  add(records: readonly string[]): void {
    this.hash.update(records.join("\0")).update("\0");
  }

  /** Something counts that the records do not say: there will be no mark. */
  doubt(): void {
    this.doubted = true;
  }

  /** Ends it; undefined where the records do not say everything. */
  value(facts: string): string | undefined {
    return this.doubted ? undefined : this.hash.update(facts).digest("hex");
  }
}
