import { z } from "zod";
import type { Query } from "../engine/database.ts";
import type { Pipeline } from "../file/types.ts";
import { schemasOf } from "../queue/names.ts";
import { KeptStatus, keptStatus } from "./kept-status.ts";

/** How a run ended, for people: no decision about a job rests on it. */
export interface RunRecord {
  readonly workspace: string;
  readonly pipeline: Pipeline;
  /** Null where its process had none. */
  readonly exitCode: number | null;
  /** Why it is tried again or was given up. */
  readonly failure: string | undefined;
  readonly tookMs: number;
  /** The workspace's `status --json` after the run; absent: the last one stays. */
  readonly status: string | undefined;
}

/** What the fleet remembers of its workspaces. */
export class Workspaces {
  private readonly table: string;

  constructor(schema: string) {
    this.table = `${schemasOf(schema).fleet}.workspace`;
  }

  /** What is kept of a workspace's last `status --json`. */
  async kept(name: string, query: Query): Promise<KeptStatus | undefined> {
    const rows = await query(`SELECT status FROM ${this.table} WHERE name = $1`, [name]);
    return z.array(z.object({ status: KeptStatus.nullable() })).parse(rows)[0]?.status ?? undefined;
  }

  /** Enters the end of a run, in the transaction that settles its job. */
  async record(run: RunRecord, query: Query): Promise<void> {
    const status = run.status === undefined ? undefined : keptStatus(run.status);
    await query(
      `UPDATE ${this.table} SET worker = NULL, pipeline = NULL, claimed_at = NULL,
         last_pipeline = $2, last_started_at = now() - make_interval(secs => $3), last_ended_at = now(),
         last_exit_code = $4, last_failure = $5, status = coalesce($6::jsonb, status),
         status_at = CASE WHEN $6::jsonb IS NULL THEN status_at ELSE now() END
       WHERE name = $1`,
      [
        run.workspace,
        run.pipeline,
        run.tookMs / 1000,
        run.exitCode,
        run.failure ?? null,
        status === undefined ? null : JSON.stringify(status),
      ],
    );
  }
}
