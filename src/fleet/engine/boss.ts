import { FinIngestError } from "../../errors.ts";
import { loadOptional } from "../../optional-package.ts";
import type { Database, Query } from "./database.ts";

/** What pg-boss runs its statements by: https://github.com/timgit/pg-boss/blob/10.4.2/docs/readme.md */
interface SqlRunner {
  executeSql(text: string, values?: readonly unknown[]): Promise<{ rows: readonly unknown[] }>;
}

/** Without a result where a statement failed. */
interface BossRunner {
  executeSql(text: string, values?: readonly unknown[]): Promise<{ rows: readonly unknown[] } | undefined>;
}

interface Send {
  readonly priority?: number;
  /** Seconds. */
  readonly startAfter?: number;
  readonly singletonKey?: string;
  readonly expireInSeconds?: number;
  readonly retryLimit?: number;
  readonly deadLetter?: string;
  readonly db?: SqlRunner;
}

/** What the fleet uses of pg-boss, which versions 10 and 12 share. */
export interface Boss {
  start(): Promise<unknown>;
  stop(options: { readonly graceful: boolean; readonly close: boolean }): Promise<void>;
  on(event: "error", listener: (error: unknown) => void): unknown;
  createQueue(name: string, options: object): Promise<void>;
  /** Resolves to null where the queue's policy refuses it. */
  send(name: string, data: object, options: Send): Promise<string | null>;
  fetch(name: string, options: object): Promise<readonly unknown[]>;
  complete(name: string, id: string, data: object | null, options: { db: SqlRunner }): Promise<unknown>;
  deleteJob(name: string, id: string, options: { db: SqlRunner }): Promise<unknown>;
  work(name: string, handler: () => Promise<void>): Promise<string>;
  schedule(name: string, cron: string): Promise<void>;
}

type BossClass = new (options: object) => Boss;

/** pg-boss 10 runs on Node 20; 12 wants Node 22.12. They name some settings and columns differently. */
export interface Engine {
  readonly major: 10 | 12;
  readonly boss: Boss;
}

export interface EngineOptions {
  readonly schema: string;
  /** Whether it may make its tables. */
  readonly migrates: boolean;
  /** Whether it looks for lost jobs and starts schedules. */
  readonly supervises: boolean;
  /** Is told what of pg-boss's own work failed, which it tries again. */
  readonly onFailure: (error: unknown) => void;
}

/** Seconds between two looks for jobs whose worker is lost. */
const SUPERVISE_S = 1;

/**
 * Makes and starts the queue's client.
 * @throws FinIngestError where pg-boss is not installed, or the database or the queue's tables are not there
 */
export async function createEngine(database: Database, options: EngineOptions): Promise<Engine> {
  const { major, PgBoss } = await loadBoss();
  const runner = runnerOf(database.query);
  let isRunning = false;
  let isTold = false;
  const boss = new PgBoss({
    db: {
      executeSql: async (text, values) => {
        try {
          return await runner.executeSql(text, values);
        } catch (error) {
          // What pg-boss 10 does by itself it does not wait for, so a failure would end the process.
          if (!isRunning) throw error;
          options.onFailure(error);
          isTold = true;
          return undefined;
        }
      },
    } satisfies BossRunner,
    schema: options.schema,
    migrate: options.migrates,
    supervise: options.supervises,
    schedule: options.supervises,
    ...(major === 10
      ? { maintenanceIntervalSeconds: SUPERVISE_S }
      : { superviseIntervalSeconds: SUPERVISE_S, monitorIntervalSeconds: SUPERVISE_S }),
  });
  boss.on("error", (error) => {
    // What pg-boss says of a statement without a result is only that it has none.
    if (!isTold) options.onFailure(error);
    isTold = false;
  });
  await boss.start();
  isRunning = true;
  return { major, boss };
}

/** The statements of one call in the transaction of another. */
export function runnerOf(query: Query): SqlRunner {
  return { executeSql: async (text, values) => ({ rows: await query(text, values) }) };
}

async function loadBoss(): Promise<{ major: Engine["major"]; PgBoss: BossClass }> {
  const module: object = await loadOptional("pg-boss", () => import("pg-boss"), "which a fleet needs");
  // Version 12 exports a name, version 10 a default; their own types describe one version each, `Boss` what both have.
  if ("PgBoss" in module) return { major: 12, PgBoss: module.PgBoss as BossClass };
  if ("default" in module) return { major: 10, PgBoss: module.default as BossClass };
  throw new FinIngestError("this version of pg-boss is not known", {
    hint: "npm install pg-boss@10.4, or pg-boss@12 on Node 22.12 and newer; beside fin-ingest.",
  });
}
