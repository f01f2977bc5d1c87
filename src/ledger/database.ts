import { createRequire } from "node:module";
import { stateFailure } from "./failures.ts";

export type Value = string | number | bigint | null | Uint8Array;
export type Row = Readonly<Record<string, unknown>>;

/** The part of `DatabaseSync` we use; the same in Node's own module and in the package that replaces it. */
export interface Engine {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
}
interface Statement {
  /** Integers as bigint: numbers end at 2^53. */
  setReadBigInts(isWanted: boolean): unknown;
  run(...values: Value[]): { changes: number | bigint };
  get(...values: Value[]): unknown;
  all(...values: Value[]): unknown[];
  iterate(...values: Value[]): Iterable<unknown>;
}
type EngineConstructor = new (file: string, options: { readOnly: boolean }) => Engine;

/**
 * One SQLite file: keeps its prepared statements and turns the engine's errors into ours. After a failure every
 * further call throws the same error, because SQLite may have rolled back more than the one statement.
 */
export class Database {
  readonly file: string;
  readonly #engine: Engine;
  readonly #statements = new Map<string, Statement>();
  #failure: Error | undefined;
  #open = true;

  constructor(engine: Engine, file: string) {
    this.#engine = engine;
    this.file = file;
  }

  exec(sql: string): void {
    this.guard(() => this.#engine.exec(sql));
  }

  get(sql: string, ...values: Value[]): Row | undefined {
    // The engine returns plain objects keyed by column name, or undefined.
    return this.guard(() => this.#prepared(sql).get(...values) as Row | undefined);
  }

  all(sql: string, ...values: Value[]): Row[] {
    return this.guard(() => this.#prepared(sql).all(...values) as Row[]);
  }

  /** Rows one by one; no other statement may run meanwhile. */
  *each(sql: string): Iterable<Row> {
    const rows = this.guard(() => this.#prepared(sql).iterate()[Symbol.iterator]());
    for (;;) {
      const next = this.guard(() => rows.next());
      if (next.done) return;
      yield next.value as Row;
    }
  }

  /** How many rows changed. */
  run(sql: string, ...values: Value[]): number {
    return this.guard(() => Number(this.#prepared(sql).run(...values).changes));
  }

  get failed(): boolean {
    return this.#failure !== undefined;
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#statements.clear();
    this.#engine.close();
  }

  #prepared(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#engine.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /** Runs an action; a failure, of the engine or of what was read, is final for this database. */
  guard<T>(action: () => T): T {
    if (this.#failure) throw this.#failure;
    try {
      return action();
    } catch (error) {
      this.#failure = stateFailure(error, this.file);
      throw this.#failure;
    }
  }
}

/**
 * Opens an SQLite file. An empty `file` is a private temporary database that SQLite spills to disk and removes.
 * @throws FinIngestError when it cannot be opened
 */
export function openDatabase(file: string, options: { readOnly: boolean }): Database {
  const DatabaseSync = sqliteEngine();
  try {
    return new Database(new DatabaseSync(file, options), file === "" ? "(temporary)" : file);
  } catch (error) {
    throw stateFailure(error, file);
  }
}

/** SQLite itself, for files that are not this program's. */
export const sqliteEngine = (): EngineConstructor => builtIn() ?? packaged();

/**
 * Node's own SQLite where it needs no flag (22.13 and later, https://nodejs.org/api/sqlite.html). Its
 * ExperimentalWarning, issued while the module loads, is nothing that users can act on.
 */
function builtIn(): EngineConstructor | undefined {
  const emitWarning = process.emitWarning;
  process.emitWarning = () => {};
  try {
    const module = process.getBuiltinModule("node:sqlite");
    // The types of Node 20 do not know the module yet.
    return (module as { DatabaseSync: EngineConstructor } | undefined)?.DatabaseSync;
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** Required, not imported: only where Node's own module is missing, and synchronously. */
function packaged(): EngineConstructor {
  const require = createRequire(import.meta.url);
  const module: { DatabaseSync: EngineConstructor } = require("@photostructure/sqlite");
  return module.DatabaseSync;
}
