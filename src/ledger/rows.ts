import { sha256 } from "../hash.ts";
import type { Row, Value } from "./database.ts";
import { externalKey } from "./external-ids.ts";
import { damagedRow } from "./failures.ts";
import {
  evidenceWords,
  type KeptAvailability,
  noticedWords,
  type PageRow,
  type RunRow,
  type SourceRow,
} from "./ledger.ts";

/** Columns of `pages` in the order of `pageValues`. */
export const pageColumns = [
  "external_id, intercom_id, source_id, version, revision, fingerprint, body_hash, title, url, path, locale",
  "agent, copilot, words, state, first_sent_at, sent_at, hidden_at, strikes, last_strike_at, evidence",
  "noticed, kept, parts",
].join(", ");

/**
 * The checksum of a row, over its key and all its values: 64 bits of a sha256. It does not fit a row that was damaged
 * or has another row's key.
 */
export const sumOf = (table: string, values: readonly unknown[]): string =>
  digest(JSON.stringify([table, ...values]));

const digest = (json: string): string => sha256(json).slice(0, 16);

/** @throws LedgerError when the row does not fit its checksum */
export function verify(table: string, row: Row, columns: readonly string[]): void {
  const values = columns.map((column) => row[column]);
  if (row.sum !== sumOf(table, values)) throw misfit(table);
}

/** The row that `checkedColumns` selected. @throws LedgerError when it does not fit its checksum */
function checked(table: string, json: unknown, sum: unknown): Row {
  const values = typeof json === "string" ? JSON.parse(json) : undefined;
  if (typeof json !== "string" || !Array.isArray(values)) throw misfit(table);
  // SQLite may escape a character differently from the JSON that was hashed: only the values count.
  if (sum !== digest(json) && sum !== digest(JSON.stringify(values))) throw misfit(table);
  const row: Record<string, unknown> = {};
  for (let at = 0; at < checkedNames.length; at += 1) row[checkedNames[at] ?? ""] = values[at];
  return row;
}

const misfit = (table: string) => damagedRow(`a row of its ${table} does not fit its checksum`);

export function pageValues(row: PageRow): Value[] {
  return [
    externalKey(row.externalId),
    row.intercomId ?? null,
    row.sourceId,
    row.version ?? null,
    row.revision ?? null,
    row.fingerprint ?? null,
    row.bodyHash ?? null,
    row.title,
    row.url ?? null,
    row.path ?? null,
    row.locale,
    Number(row.availability.agent),
    Number(row.availability.copilot),
    row.words,
    row.state,
    row.firstSentAt ?? null,
    row.sentAt ?? null,
    row.hiddenAt ?? null,
    row.absence?.missedListings ?? null,
    row.absence?.lastMissedAt ?? null,
    row.absence?.evidence ?? null,
    row.noticed ?? null,
    row.kept ? keptText(row.kept) : null,
    row.parts || null,
  ];
}

/**
 * The columns of a read of a page: the JSON that its checksum covers. One text is read in a fraction of the time of a
 * value for each column, and is checked as it is.
 */
export const checkedColumns = `json_array('pages', source, ${pageColumns}) AS json, sum`;
const checkedNames = ["table", "source", ...pageColumns.split(", ")];

/**
 * A page's row, selected by `checkedColumns` with `unresolved`: 1 hides the fingerprint.
 * @throws LedgerError when it does not fit its checksum
 */
export function readPage({ json, sum, unresolved }: Row): PageRow {
  const row = checked("pages", json, sum);
  return defined<PageRow>({
    externalId: text(row, "external_id"),
    intercomId: optionalText(row, "intercom_id"),
    sourceId: integer(row, "source_id"),
    version: optionalText(row, "version"),
    revision: optionalText(row, "revision"),
    fingerprint: unresolved === 1 ? undefined : optionalText(row, "fingerprint"),
    bodyHash: optionalText(row, "body_hash"),
    title: text(row, "title"),
    url: optionalText(row, "url"),
    path: optionalText(row, "path"),
    locale: text(row, "locale"),
    availability: { agent: integer(row, "agent") === 1, copilot: integer(row, "copilot") === 1 },
    words: integer(row, "words"),
    state: oneOf<PageRow["state"]>(row, "state", ["live", "hidden", "deleted"]),
    firstSentAt: optionalInteger(row, "first_sent_at"),
    sentAt: optionalInteger(row, "sent_at"),
    hiddenAt: optionalInteger(row, "hidden_at"),
    absence:
      row.strikes === null
        ? undefined
        : {
            missedListings: integer(row, "strikes"),
            lastMissedAt: integer(row, "last_strike_at"),
            evidence: oneOf(row, "evidence", evidenceWords),
          },
    noticed: row.noticed === null ? undefined : oneOf(row, "noticed", noticedWords),
    kept: row.kept === null ? undefined : readKept(text(row, "kept")),
    parts: optionalInteger(row, "parts"),
  });
}

/** A digit per flag, the sales agent's only where it was switched. */
const keptText = ({ agent, copilot, salesAgent }: KeptAvailability): string =>
  [agent, copilot, ...(salesAgent === undefined ? [] : [salesAgent])].map(Number).join("");

const readKept = (kept: string): KeptAvailability => ({
  agent: kept[0] === "1",
  copilot: kept[1] === "1",
  ...(kept.length > 2 ? { salesAgent: kept[2] === "1" } : {}),
});

export const sourceColumns = [
  ..."name, url, source_id, scope, complete_at, complete_documents, distrust, audited_at".split(", "),
];

export function readSource(row: Row): SourceRow {
  verify("sources", row, sourceColumns);
  return defined<SourceRow>({
    name: text(row, "name"),
    url: text(row, "url"),
    sourceId: integer(row, "source_id"),
    scope: optionalText(row, "scope"),
    lastComplete:
      row.complete_at === null
        ? undefined
        : { at: integer(row, "complete_at"), documents: integer(row, "complete_documents") },
    untrustedListings: integer(row, "distrust") || undefined,
    auditedAt: optionalInteger(row, "audited_at"),
  });
}

export function readRun(row: Row): RunRow {
  return defined<RunRow>({
    id: text(row, "id"),
    pipeline: text(row, "pipeline"),
    startedAt: integer(row, "started_at"),
    finishedAt: optionalInteger(row, "finished_at"),
    outcome: optionalText(row, "outcome"),
    summary: optionalText(row, "summary"),
  });
}

export function text(row: Row, column: string): string {
  const value = row[column];
  return typeof value === "string" ? value : unexpected(column, value);
}

export function integer(row: Row, column: string): number {
  const value = row[column];
  return typeof value === "number" && Number.isSafeInteger(value) ? value : unexpected(column, value);
}

export function oneOf<T extends string>(row: Row, column: string, values: readonly T[]): T {
  return values.find((value) => value === row[column]) ?? unexpected(column, row[column]);
}

function optionalText(row: Row, column: string): string | undefined {
  return row[column] === null ? undefined : text(row, column);
}

function optionalInteger(row: Row, column: string): number | undefined {
  return row[column] === null ? undefined : integer(row, column);
}

function unexpected(column: string, value: unknown): never {
  throw damagedRow(`${column} holds ${typeof value}, which it never should`);
}

/** As T, with what may be missing undefined instead. */
type Loose<T> = { readonly [K in keyof T]: T[K] | undefined };

/** Drops what is undefined, so that a row read equals the row written. */
function defined<T extends object>(row: Loose<T>): T {
  const kept: Partial<Loose<T>> = {};
  for (const name in row) if (row[name] !== undefined) kept[name] = row[name];
  // T says that what is dropped may be missing.
  return kept as T;
}
