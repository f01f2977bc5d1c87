import { deflateRawSync, inflateRawSync } from "node:zlib";
import { type Availability, sameAvailability } from "../../audience.ts";
import { sha256 } from "../../hash.ts";
import type { Database, Row } from "../../ledger/database.ts";
import { type Fields, fieldsOf, type Searched } from "../text/fields.ts";
import { type Passage, passagesOf } from "../text/passages.ts";
import { giveKnown, knownVectors } from "./vectors.ts";

/** A page as it is indexed: what was sent of it. */
export interface IndexedPage {
  readonly externalId: string;
  readonly title: string;
  readonly html: string;
  readonly url?: string | undefined;
  readonly path?: string | undefined;
  readonly locale: string;
  readonly availability: Availability;
  /** Of everything that was sent; equal fingerprints mean that nothing need be indexed again. */
  readonly fingerprint: string;
}

/** Which state of the ledger an index belongs to. */
export interface Serial {
  readonly lineage: string;
  readonly serial: number;
}

/** The passages and words of pages. Writes are grouped: `flush` puts them on disk. */
export class AnswerIndex {
  readonly db: Database;
  #open = false;
  #writes = 0;

  constructor(db: Database) {
    this.db = db;
  }

  /** Indexes a page in place of what was known under its id. */
  put(source: string, page: IndexedPage): void {
    const before = this.#row(source, page.externalId);
    if (before && before.fingerprint === page.fingerprint && isAvailableAs(before, page)) return;
    this.begin();
    const known = before ? knownVectors(this.db, Number(before.id)) : undefined;
    if (before) this.#delete(before);
    const passages = passagesOf(page.html);
    const searched = { ...page, passages };
    const id = this.#insert(source, page, passages, fieldsOf(searched));
    if (known) giveKnown(this.db, { id, title: page.title, passages }, known);
    this.wrote();
  }

  /** Changes who is answered from an indexed page. @returns whether there is one */
  setAvailability(source: string, externalId: string, availability: Availability): boolean {
    const before = this.#row(source, externalId);
    if (!before) return false;
    if (isAvailableAs(before, { availability })) return true;
    this.begin();
    const { agent, copilot } = availability;
    const flags = [Number(agent), Number(copilot)];
    this.db.run("UPDATE pages SET agent = ?, copilot = ? WHERE id = ?", ...flags, Number(before.id));
    this.flush();
    return true;
  }

  /** Forgets a page; its words and text are overwritten on disk when this returns. */
  remove(source: string, externalId: string): void {
    const before = this.#row(source, externalId);
    if (!before) return;
    this.begin();
    this.#delete(before);
    this.flush();
  }

  /** Forgets the pages of every source but these. */
  keepSources(names: readonly string[]): void {
    const known = this.db.all("SELECT DISTINCT source FROM pages").map(({ source }) => String(source));
    for (const source of known.filter((name) => !names.includes(name))) {
      this.begin();
      for (const row of this.db.all("SELECT * FROM pages WHERE source = ?", source)) this.#delete(row);
      this.flush();
    }
  }

  /** Fingerprints of a source's pages, by external id. */
  fingerprints(source: string): Map<string, string> {
    const rows = this.db.all("SELECT external_id, fingerprint FROM pages WHERE source = ?", source);
    return new Map(rows.map(({ external_id, fingerprint }) => [String(external_id), String(fingerprint)]));
  }

  count(): number {
    return Number(this.db.get("SELECT count(*) AS n FROM pages")?.n ?? 0);
  }

  serial(): Serial | undefined {
    const [lineage, serial] = [this.meta("lineage"), this.meta("serial")];
    return lineage === undefined || serial === undefined ? undefined : { lineage, serial: Number(serial) };
  }

  setSerial({ lineage, serial }: Serial): void {
    this.setMeta("lineage", lineage);
    this.setMeta("serial", String(serial));
  }

  meta(key: string): string | undefined {
    const value = this.db.get("SELECT value FROM meta WHERE key = ?", key)?.value;
    return typeof value === "string" ? value : undefined;
  }

  setMeta(key: string, value: string): void {
    this.begin();
    this.db.run("INSERT OR REPLACE INTO meta VALUES (?, ?)", key, value);
  }

  flush(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#writes = 0;
    this.db.exec("COMMIT");
  }

  close(): void {
    try {
      if (!this.db.failed) this.flush();
    } finally {
      this.db.close();
    }
  }

  /** Opens a transaction where none is open. */
  begin(): void {
    if (this.#open) return;
    this.db.exec("BEGIN IMMEDIATE");
    this.#open = true;
  }

  /** Counts a page that was written: every so many are put on disk. */
  wrote(): void {
    this.#writes += 1;
    if (this.#writes >= PAGES_PER_TRANSACTION) this.flush();
  }

  #row(source: string, externalId: string): Row | undefined {
    return this.db.get("SELECT * FROM pages WHERE source = ? AND external_id = ?", source, externalId);
  }

  #insert(source: string, page: IndexedPage, passages: readonly Passage[], fields: Fields): number {
    const { externalId, title, url, path, locale, availability, fingerprint } = page;
    const { title: t, heads, bodies, slug } = fields;
    const body = bodies.join(" ");
    const lengths = bodies.map(wordCount);
    this.db.run(
      `INSERT INTO pages (source, external_id, title, url, path, locale, agent, copilot, fingerprint, sum,
         n_title, n_heads, n_body, n_slug, n_lead, passages) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      source,
      externalId,
      title,
      url ?? null,
      path ?? null,
      locale,
      Number(availability.agent),
      Number(availability.copilot),
      fingerprint,
      sumOf(fields),
      ...[t, heads, body, slug].map(wordCount),
      lengths[0] ?? 0,
      passages.length,
    );
    const id = Number(this.db.get("SELECT last_insert_rowid() AS id")?.id);
    const text = JSON.stringify(
      passages.map(({ section, text, bareTable }, at) => [
        section,
        text,
        lengths[at] ?? 0,
        ...(bareTable ? [1] : []),
      ]),
    );
    // Half the size, for a twentieth of what a page's way to here takes.
    this.db.run("INSERT INTO texts VALUES (?, ?)", id, deflateRawSync(text, { level: 3 }));
    this.db.run(
      "INSERT INTO words (rowid, title, heads, body, slug) VALUES (?, ?, ?, ?, ?)",
      id,
      t,
      heads,
      body,
      slug,
    );
    return id;
  }

  /** FTS5 keeps no text of its own: to forget a page's words it has to be told them again, exactly. */
  #delete(row: Row): void {
    const id = Number(row.id);
    const fields = fieldsOf(searchedOf(row, readPassages(this.db, id)));
    if (sumOf(fields) !== row.sum)
      throw new Error(`the words of page ${String(row.external_id)} are not those indexed`);
    const { title, heads, bodies, slug } = fields;
    this.db.run(
      "INSERT INTO words (words, rowid, title, heads, body, slug) VALUES ('delete', ?, ?, ?, ?, ?)",
      id,
      title,
      heads,
      bodies.join(" "),
      slug,
    );
    this.db.run("DELETE FROM vectors WHERE page = ?", id);
    this.db.run("DELETE FROM texts WHERE id = ?", id);
    this.db.run("DELETE FROM pages WHERE id = ?", id);
  }
}

/** Pages indexed at a time. A run that is killed loses so many; the next question finds them missing. */
const PAGES_PER_TRANSACTION = 200;

/** A passage with its length. */
export interface CountedPassage extends Passage {
  readonly words: number;
}

/** The passages of an indexed page. */
export function readPassages(db: Database, id: number): CountedPassage[] {
  const packed = db.get("SELECT passages FROM texts WHERE id = ?", id)?.passages;
  const text = packed instanceof Uint8Array ? inflateRawSync(packed).toString("utf8") : "[]";
  // What `#insert` wrote.
  const rows: [section: string[], text: string, words: number, bareTable?: 1][] = JSON.parse(text);
  return rows.map(([section, text, words, bareTable]) =>
    bareTable ? { section, text, words, bareTable: true } : { section, text, words },
  );
}

const searchedOf = (row: Row, passages: readonly Passage[]): Searched => ({
  title: String(row.title),
  url: typeof row.url === "string" ? row.url : undefined,
  path: typeof row.path === "string" ? row.path : undefined,
  locale: String(row.locale),
  passages,
});

const isAvailableAs = (
  { agent, copilot }: Row,
  { availability }: Pick<IndexedPage, "availability">,
): boolean => sameAvailability({ agent: agent === 1, copilot: copilot === 1 }, availability);

const sumOf = ({ title, heads, bodies, slug }: Fields): string =>
  sha256([title, heads, ...bodies, slug].join("\n")).slice(0, 16);

const wordCount = (field: string): number => (field === "" ? 0 : field.split(" ").length);
