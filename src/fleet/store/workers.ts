import { hostname } from "node:os";
import { z } from "zod";
import { version } from "../../package.ts";
import type { Database } from "../engine/database.ts";
import { schemasOf } from "../queue/names.ts";

/** Seconds without a sign of life after which a worker is called lost. */
const LOST_S = 10;

const Draining = z.array(z.object({ draining: z.boolean() }));

/** The list of workers: for people, and for `fleet drain`. No decision about a job rests on it. */
export class Workers {
  private readonly database: Database;
  private readonly table: string;

  constructor(database: Database, schema: string) {
    this.database = database;
    this.table = `${schemasOf(schema).fleet}.worker`;
  }

  /** Enters a worker; those that were lost a day ago are forgotten. */
  async enter(id: string, concurrency: number): Promise<void> {
    await this.database.query(`DELETE FROM ${this.table} WHERE seen_at < now() - interval '1 day'`);
    await this.database.query(
      `INSERT INTO ${this.table} (id, host, pid, program, concurrency) VALUES ($1, $2, $3, $4, $5)`,
      [id, hostname(), process.pid, version, concurrency],
    );
  }

  /** Other machines that live workers run on. */
  async otherHosts(): Promise<readonly string[]> {
    const rows = await this.database.query(
      `SELECT DISTINCT w.host FROM ${this.table} AS w WHERE ${isAlive} AND w.host <> $1 ORDER BY w.host`,
      [hostname()],
    );
    return z
      .array(z.object({ host: z.string() }))
      .parse(rows)
      .map(({ host }) => host);
  }

  /** Notes that a worker lives. @returns whether it was asked to take nothing more */
  async seen(id: string): Promise<boolean> {
    const rows = await this.database.query(
      `UPDATE ${this.table} SET seen_at = now() WHERE id = $1 RETURNING draining`,
      [id],
    );
    return Draining.parse(rows)[0]?.draining ?? false;
  }

  /** Notes that a worker takes nothing more. */
  async drains(id: string): Promise<void> {
    await this.database.query(`UPDATE ${this.table} SET draining = true WHERE id = $1`, [id]);
  }

  async leave(id: string): Promise<void> {
    await this.database.query(`DELETE FROM ${this.table} WHERE id = $1`, [id]);
  }

  /** Asks every worker to take nothing more and to end when its runs have. @returns how many live */
  async drainAll(): Promise<number> {
    const rows = await this.database.query(
      `UPDATE ${this.table} SET draining = true WHERE seen_at > now() - interval '${LOST_S} seconds' RETURNING id`,
    );
    return rows.length;
  }
}

/** SQL: whether the worker in the row `w` gave a sign of life lately. */
export const isAlive = `w.seen_at > now() - interval '${LOST_S} seconds'`;
