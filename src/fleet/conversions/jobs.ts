import { z } from "zod";
import { type Engine, runnerOf } from "../engine/boss.ts";
import type { Database, Query } from "../engine/database.ts";
import { Claims, LEASE_S } from "../queue/claims.ts";
import { type Claim, queues } from "../queue/names.ts";
import { type Conversion, FileType, type SharedFile } from "./conversion.ts";
import type { ConversionStore } from "./store.ts";

/** A file that ends its worker each time is left to its run after this many further attempts. */
const MAX_LOST_WORKERS = 2;

/** What a job of the queue carries: a name for the file, and nothing of whose it is. */
export const ConversionData = z.object({
  key: z.string(),
  /** Of the program that the result is for. */
  revision: z.string(),
  mediaType: FileType,
});
export type ConversionData = z.infer<typeof ConversionData>;

/** What becomes of a job that was taken. */
export type ConversionEnd =
  | { readonly kind: "made"; readonly conversion: Conversion }
  | { readonly kind: "again"; readonly afterS: number }
  /** Nothing is kept: who waits for it converts it. */
  | { readonly kind: "dropped" };

/** The queue of files to convert. A file is in it once, whoever asks for it. */
export class ConversionJobs {
  private readonly engine: Engine;
  private readonly database: Database;
  private readonly store: ConversionStore;
  private readonly claims: Claims<ConversionData>;

  constructor(engine: Engine, database: Database, schema: string, store: ConversionStore) {
    this.engine = engine;
    this.database = database;
    this.store = store;
    this.claims = new Claims(engine, database, schema, queues.conversions, ConversionData);
  }

  /** Puts a file into the queue; of several that ask for the same one, the first does. */
  async ask(data: ConversionData, file: SharedFile): Promise<void> {
    await this.database.transaction(async (query) => {
      await this.store.putInput(data.key, file, query);
      await this.send(data, 0, query);
    });
  }

  private async send(data: ConversionData, startAfter: number, query: Query): Promise<void> {
    await this.engine.boss.send(queues.conversions, data, {
      singletonKey: data.key,
      expireInSeconds: LEASE_S,
      retryLimit: MAX_LOST_WORKERS,
      startAfter,
      db: runnerOf(query),
    });
  }

  take(count: number): Promise<readonly Claim<ConversionData>[]> {
    return this.claims.take(count);
  }

  /** Prolongs claims. @returns the ids of those that still hold */
  renew(claims: readonly Claim<ConversionData>[]): Promise<ReadonlySet<string>> {
    return this.claims.renew(claims);
  }

  /**
   * Ends a job, with what became of its file. The queue keeps nothing of it: the store has what is worth keeping.
   * @returns false where the claim holds no more; nothing is written then
   */
  settle(claim: Claim<ConversionData>, end: ConversionEnd, expireS: number): Promise<boolean> {
    return this.claims.whileHeld(claim, async (query) => {
      await this.engine.boss.deleteJob(queues.conversions, claim.id, { db: runnerOf(query) });
      if (end.kind === "made") await this.store.putResult(claim.data.key, end.conversion, expireS, query);
      if (end.kind === "again") await this.send(claim.data, end.afterS, query);
    });
  }
}
