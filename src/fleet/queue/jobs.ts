import { z } from "zod";
import { type Engine, runnerOf } from "../engine/boss.ts";
import type { Database, Query } from "../engine/database.ts";
import type { Fleet, Pipeline } from "../file/types.ts";
import { Claims, LEASE_S } from "./claims.ts";
import { type Claim, JobData, queues, schemasOf } from "./names.ts";

/** What becomes of a job whose attempt has ended. */
export type Verdict =
  | { readonly kind: "done" }
  | { readonly kind: "again"; readonly afterS: number; readonly failed: number; readonly why: string }
  | { readonly kind: "dead"; readonly why: string };

const Ids = z.array(z.object({ id: z.string() }));

/** The jobs of a fleet. Everything that a worker says of a job counts only while its claim holds. */
export class Jobs {
  private readonly engine: Engine;
  private readonly database: Database;
  private readonly fleet: Pick<Fleet, "policy" | "schema">;
  private readonly table: string;
  private readonly claims: Claims<JobData>;

  constructor(engine: Engine, database: Database, fleet: Pick<Fleet, "policy" | "schema">) {
    this.engine = engine;
    this.database = database;
    this.fleet = fleet;
    this.table = `${schemasOf(fleet.schema).queue}.job`;
    this.claims = new Claims(engine, database, fleet.schema, queues.runs, JobData);
  }

  /**
   * Puts a run into the queue.
   * @returns false where one of the workspace waits or runs already
   */
  async enqueue(data: JobData, options: Waiting = {}, query: Query = this.database.query): Promise<boolean> {
    const id = await this.engine.boss.send(queues.runs, data, {
      singletonKey: data.workspace,
      expireInSeconds: LEASE_S,
      // A worker that is lost counts as a failed attempt: a run that ends its worker each time is given up, too.
      retryLimit: Math.max(0, this.fleet.policy.retries - data.failed),
      deadLetter: queues.dead,
      priority: options.isUrgent ? 10 : 0,
      startAfter: options.afterS ?? 0,
      db: runnerOf(query),
    });
    return id !== null;
  }

  /** The pipeline of a workspace's run that waits or is under way. */
  async waiting(workspace: string, query: Query = this.database.query): Promise<Pipeline | undefined> {
    const rows = await query(
      `SELECT data FROM ${this.table} WHERE name = $1 AND state <= 'active' AND singleton_key = $2`,
      [queues.runs, workspace],
    );
    return z.array(z.object({ data: JobData })).parse(rows)[0]?.data.pipeline;
  }

  /** Takes up to `count` jobs that are due; each is this worker's for the span of a lease. */
  claim(count: number, worker: string): Promise<readonly Claim[]> {
    return this.claims.take(count, async (claims, query) => {
      await query(
        `INSERT INTO ${schemasOf(this.fleet.schema).fleet}.workspace AS w (name, worker, pipeline, claimed_at)
         SELECT data->>'workspace', $2, data->>'pipeline', now() FROM unnest($1::jsonb[]) AS data
         ON CONFLICT (name) DO UPDATE SET worker = excluded.worker, pipeline = excluded.pipeline, claimed_at = now()`,
        [claims.map(({ data }) => JSON.stringify(data)), worker],
      );
    });
  }

  /** Prolongs claims. @returns the ids of those that still hold */
  renew(claims: readonly Claim[]): Promise<ReadonlySet<string>> {
    return this.claims.renew(claims);
  }

  /**
   * Ends an attempt: the job is done, waits for another attempt, or is given up; `record` is written with it or not at
   * all. A further attempt is a job of its own, because pg-boss would make a job whose worker is lost wait as long as
   * one that failed.
   *
   * @returns false where the claim holds no more; nothing is written then
   */
  settle(
    claim: Claim,
    verdict: Verdict,
    record: (query: Query) => Promise<void> = async () => {},
  ): Promise<boolean> {
    return this.claims.whileHeld(claim, async (query) => {
      const { boss } = this.engine;
      const db = runnerOf(query);
      await boss.complete(queues.runs, claim.id, null, { db });
      const { workspace, pipeline } = claim.data;
      if (verdict.kind === "done") await this.forget(claim.data, query);
      else {
        const failed = verdict.kind === "again" ? verdict.failed : claim.data.failed;
        const data = { workspace, pipeline, failed, why: verdict.why };
        if (verdict.kind === "again") await this.enqueue(data, { afterS: verdict.afterS }, query);
        else await boss.send(queues.dead, data, { db });
      }
      await record(query);
    });
  }

  /**
   * Puts runs that were given up into the queue again, or those of one workspace.
   * @returns the workspaces concerned
   */
  retry(workspace?: string): Promise<readonly string[]> {
    return this.database.transaction(async (query) => {
      const rows = await query(
        `SELECT DISTINCT ON (data->>'workspace') data FROM ${this.table}
         WHERE name = $1 AND state < 'active' AND ($2::text IS NULL OR data->>'workspace' = $2) ORDER BY data->>'workspace', created_on DESC`,
        [queues.dead, workspace ?? null],
      );
      const found = z.array(z.object({ data: JobData })).parse(rows);
      for (const { data } of found) {
        await this.enqueue({ workspace: data.workspace, pipeline: data.pipeline, failed: 0 }, {}, query);
        await this.forget(data, query);
      }
      return found.map(({ data }) => data.workspace);
    });
  }

  /** What was given up is history once the same run went well, or is asked for again. */
  private async forget({ workspace, pipeline }: JobData, query: Query): Promise<void> {
    const rows = await query(
      `SELECT id FROM ${this.table} WHERE name = $1 AND state < 'active' AND data->>'workspace' = $2 AND data->>'pipeline' = $3`,
      [queues.dead, workspace, pipeline],
    );
    for (const { id } of Ids.parse(rows))
      await this.engine.boss.deleteJob(queues.dead, id, { db: runnerOf(query) });
  }
}

interface Waiting {
  readonly afterS?: number;
  /** Before those that a schedule put there. */
  readonly isUrgent?: boolean;
}
