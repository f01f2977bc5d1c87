import type { VisibleTo } from "../../audience.ts";
import type { Listed } from "../../connector-kit/listing.ts";
import { type Database, openDatabase } from "../../ledger/database.ts";

/** A listed document that must be loaded to know what becomes of it. */
export interface QueuedDocument {
  readonly listed: Listed;
  readonly visibleTo: VisibleTo;
}

/** Documents kept in memory; further ones wait in a temporary database, which SQLite keeps in a file and removes. */
const MAX_IN_MEMORY = 2_000;
const readAtOnce = 200;

/** The documents of one listing that must be loaded, in its order. The listing is read to its end before any is loaded. */
export class LoadQueue implements Iterable<QueuedDocument> {
  private readonly first = new Map<string, QueuedDocument>();
  private readonly loaders: Listed["load"][] = [];
  private database: Database | undefined;
  private inDatabase = 0;

  get size(): number {
    return this.first.size + this.inDatabase;
  }

  /** Adds a document whose id is not in the queue yet. */
  add(queued: QueuedDocument): void {
    const { listed, visibleTo } = queued;
    if (this.first.size < MAX_IN_MEMORY || !isPlain(listed)) {
      this.first.set(listed.externalId, queued);
      return;
    }
    const { load, ...rest } = listed;
    // A connector that gives all its documents one function keeps nothing for each of them.
    if (load !== this.loaders.at(-1)) this.loaders.push(load);
    this.database ??= opened();
    const value = JSON.stringify({
      listed: rest,
      visibleTo,
      loader: this.loaders.length - 1,
    } satisfies Written);
    this.database.run("INSERT INTO queue (external_id, value) VALUES (?, ?)", listed.externalId, value);
    this.inDatabase += 1;
  }

  has = (externalId: string): boolean => this.get(externalId) !== undefined;

  get(externalId: string): QueuedDocument | undefined {
    const known = this.first.get(externalId);
    if (known) return known;
    const row = this.database?.get("SELECT value FROM queue WHERE external_id = ?", externalId);
    return row && this.read(row.value);
  }

  /** Whether there was one to remove. */
  delete(externalId: string): boolean {
    if (this.first.delete(externalId)) return true;
    const changed = this.database?.run("DELETE FROM queue WHERE external_id = ?", externalId) === 1;
    if (changed) this.inDatabase -= 1;
    return changed;
  }

  *[Symbol.iterator](): Generator<QueuedDocument> {
    yield* this.first.values();
    const sql = "SELECT at, value FROM queue WHERE at > ? ORDER BY at LIMIT ?";
    for (let after = 0; this.database; ) {
      const rows = this.database.all(sql, after, readAtOnce);
      for (const row of rows) yield this.read(row.value);
      const last = rows.at(-1);
      if (last === undefined || rows.length < readAtOnce) return;
      after = Number(last.at);
    }
  }

  /** Removes all of them and the database. */
  clear(): void {
    this.first.clear();
    this.database?.close();
    this.database = undefined;
    this.inDatabase = 0;
  }

  private read(value: unknown): QueuedDocument {
    // Our own text of a few lines above.
    const { listed, visibleTo, loader }: Written = JSON.parse(String(value));
    const load = this.loaders[loader];
    if (!load) throw new Error("a queued document has lost its loader");
    return { listed: { ...listed, load }, visibleTo };
  }
}

interface Written {
  readonly listed: Omit<Listed, "load">;
  readonly visibleTo: VisibleTo;
  readonly loader: number;
}

/** An object with methods of its own class would not come back from JSON as it was. */
const isPlain = (listed: Listed): boolean =>
  Object.getPrototypeOf(listed) === Object.prototype && Object.hasOwn(listed, "load");

function opened(): Database {
  const database = openDatabase("", { readOnly: false });
  database.exec(
    "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; CREATE TABLE queue (at INTEGER PRIMARY KEY, external_id TEXT UNIQUE, value TEXT)",
  );
  return database;
}
