import { z } from "zod";
import { type Engine, runnerOf } from "../engine/boss.ts";
import type { Database, Query } from "../engine/database.ts";
import { type Claim, claimKey, schemasOf } from "./names.ts";

/**
 * Seconds that a claim holds without a word of its worker. A worker renews it four times in that span; when it is lost,
 * pg-boss gives the job back within two seconds more. pg-boss 12's own heartbeat begins at ten seconds, too long for that.
 */
export const LEASE_S = 5;

/** How often a worker renews its claims. */
export const RENEW_MS = 1_250;

const Ids = z.array(z.object({ id: z.string() }));

/** The right to jobs of one queue. What a worker says of a job counts only while its claim holds. */
export class Claims<Data> {
  private readonly engine: Engine;
  private readonly database: Database;
  private readonly queue: string;
  private readonly data: z.ZodType<Data>;
  private readonly table: string;

  constructor(engine: Engine, database: Database, schema: string, queue: string, data: z.ZodType<Data>) {
    this.engine = engine;
    this.database = database;
    this.queue = queue;
    this.data = data;
    this.table = `${schemasOf(schema).queue}.job`;
  }

  /**
   * Takes up to `count` jobs that are due; each is the caller's for the span of a lease.
   * @param also written with them or not at all
   */
  take(
    count: number,
    also: (claims: readonly Claim<Data>[], query: Query) => Promise<void> = async () => {},
  ): Promise<readonly Claim<Data>[]> {
    const Fetched = z.array(z.object({ id: z.string(), retryCount: z.int(), data: this.data }));
    return this.database.transaction(async (query) => {
      const options = { batchSize: count, includeMetadata: true, db: runnerOf(query) };
      const rows = Fetched.parse(await this.engine.boss.fetch(this.queue, options));
      const claims = rows.map(({ id, retryCount, data }) => ({ id, epoch: retryCount, data }));
      if (claims.length === 0) return [];
      // In the same transaction: a job keeps the span that its last worker had renewed it to.
      await this.renewBy(query, claims);
      await also(claims, query);
      return claims;
    });
  }

  /** Prolongs claims. @returns the ids of those that still hold */
  renew(claims: readonly Claim<Data>[]): Promise<ReadonlySet<string>> {
    return this.renewBy(this.database.query, claims);
  }

  private async renewBy(query: Query, claims: readonly Claim<Data>[]): Promise<ReadonlySet<string>> {
    if (claims.length === 0) return new Set();
    const until =
      this.engine.major === 12
        ? "expire_seconds = ceil(extract(epoch FROM now() - started_on) + $4)::int"
        : "expire_in = now() - started_on + make_interval(secs => $4)";
    const rows = await query(`UPDATE ${this.table} SET ${until} WHERE ${held} RETURNING id`, [
      this.queue,
      claims.map(({ id }) => id),
      claims.map(claimKey),
      LEASE_S,
    ]);
    return new Set(Ids.parse(rows).map(({ id }) => id));
  }

  /**
   * Says something of a job, such as that it is done, in one transaction with what follows from it.
   * @returns false where the claim holds no more; nothing is written then
   */
  whileHeld(claim: Claim<Data>, write: (query: Query) => Promise<void>): Promise<boolean> {
    return this.database.transaction(async (query) => {
      const rows = await query(`SELECT id FROM ${this.table} WHERE ${held} FOR UPDATE`, [
        this.queue,
        [claim.id],
        [claimKey(claim)],
      ]);
      if (rows.length === 0) return false;
      await write(query);
      return true;
    });
  }
}

/** Whether the claims still hold: of the queue $1 the ids $2, each with the epoch that $3 has of it. */
const held =
  "name = $1 AND id = ANY($2::uuid[]) AND state = 'active' AND id || ':' || retry_count = ANY($3::text[])";
