import { toFailure } from "../errors.ts";
import type { Log } from "../log/log.ts";
import { ConversionJobs } from "./conversions/jobs.ts";
import { ConversionStore } from "./conversions/store.ts";
import { createEngine, type Engine } from "./engine/boss.ts";
import { type Database, openDatabase } from "./engine/database.ts";
import type { Fleet } from "./file/types.ts";
import { installQueues } from "./queue/install.ts";
import { Jobs } from "./queue/jobs.ts";
import { schemasOf } from "./queue/names.ts";
import { expectTables, installTables } from "./store/tables.ts";
import { Workers } from "./store/workers.ts";
import { Workspaces } from "./store/workspaces.ts";

const warnOf = (log: Pick<Log, "warn">) => (error: unknown) =>
  log.warn(`the queue: ${toFailure(error).message}`);

/** A fleet with its database connected. */
export interface OpenFleet {
  readonly database: Database;
  readonly engine: Engine;
  readonly jobs: Jobs;
  readonly workers: Workers;
  readonly workspaces: Workspaces;
  readonly conversions: ConversionStore;
  readonly conversionJobs: ConversionJobs;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** A worker's instance looks for lost jobs and starts schedules; that of other verbs only asks and sends. */
  readonly isWorker: boolean;
  readonly log: Pick<Log, "warn">;
  /** Connections to the database at once; absent: 4. */
  readonly connections?: number;
}

/**
 * Connects to a fleet that `installFleet` has made.
 * @throws FinIngestError where the packages, the database or its tables are not there
 */
export async function openFleet(
  fleet: Fleet,
  { isWorker, log, connections }: OpenOptions,
): Promise<OpenFleet> {
  const database = await openDatabase(fleet.database, connections);
  try {
    await expectTables(database, fleet.schema);
    const { queue } = schemasOf(fleet.schema);
    const onFailure = warnOf(log);
    const engine = await createEngine(database, {
      schema: queue,
      migrates: false,
      supervises: isWorker,
      onFailure,
    });
    const conversions = new ConversionStore(database, fleet.schema);
    return {
      database,
      engine,
      jobs: new Jobs(engine, database, fleet),
      workers: new Workers(database, fleet.schema),
      workspaces: new Workspaces(fleet.schema),
      conversions,
      conversionJobs: new ConversionJobs(engine, database, fleet.schema, conversions),
      async close() {
        await engine.boss.stop({ graceful: false, close: false });
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/**
 * Makes the schemas and tables of a fleet, or brings them up to date. May be repeated; workers of the same version may run
 * meanwhile.
 */
export async function installFleet(fleet: Fleet, log: Pick<Log, "warn">): Promise<void> {
  const database = await openDatabase(fleet.database);
  try {
    await installTables(database, fleet.schema);
    const { queue } = schemasOf(fleet.schema);
    const onFailure = warnOf(log);
    const engine = await createEngine(database, {
      schema: queue,
      migrates: true,
      supervises: false,
      onFailure,
    });
    try {
      await installQueues(engine, database, fleet);
    } finally {
      await engine.boss.stop({ graceful: false, close: false });
    }
  } finally {
    await database.close();
  }
}
