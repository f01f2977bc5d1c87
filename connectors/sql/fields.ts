import type { VisibleTo } from "../../src/audience.ts";
import type { DocumentEntry, Listed } from "../../src/connector-kit/listing.ts";
import { hashOf } from "../../src/hash.ts";
import { parseUrl } from "../../src/http/url.ts";
import type { Fields } from "./options.ts";
import type { Row } from "./session.ts";

const PLACEHOLDER = /\{([^{}]+)\}/g;

/** The columns that a column's name or a template stands for. */
const columnsIn = (value: string): string[] =>
  value.includes("{") ? [...value.matchAll(PLACEHOLDER)].map(([, name = ""]) => name) : [value];

/** The columns that a listing reads: all that the fields name, but the body. */
export function listedColumns(fields: Fields): string[] {
  const {
    id,
    title,
    url,
    version = [],
    labels = [],
    path,
    updated_at,
    deleted,
    withheld,
    visible_to,
  } = fields;
  const values = [title, url, path].flatMap((value) => (value === undefined ? [] : columnsIn(value)));
  const plain = [updated_at, deleted, withheld, visible_to].flatMap((name) => name ?? []);
  return [...new Set([id, ...values, ...version, ...labels, ...plain])];
}

/** A value of a row as text; undefined for NULL and for bytes. */
export function textOf(value: unknown): string | undefined {
  if (value === null || value === undefined || value instanceof Uint8Array) return undefined;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Whether a flag is set: true, a number but 0, a time, any text but those that say no. */
export function isSet(value: unknown): boolean {
  const text = textOf(value)?.trim().toLowerCase();
  if (value instanceof Uint8Array) return value.some((byte) => byte !== 0);
  return (
    text !== undefined &&
    !["", "0", "f", "false", "n", "no", "0000-00-00", "0000-00-00 00:00:00"].includes(text)
  );
}

/** What a row says of its document; what is wrong with it makes it unreadable. */
export function readRow(fields: Fields, row: Row, externalId: string, load: Listed["load"]): DocumentEntry {
  const title = fields.title === undefined ? undefined : filled(fields.title, row, (text) => text);
  const path = fields.path === undefined ? undefined : filled(fields.path, row, (text) => text);
  const named = { externalId, title: title || undefined };
  if (fields.deleted !== undefined && isSet(row[fields.deleted]))
    return { kind: "gone", externalId, reason: `the row says so: ${fields.deleted}` };
  if (fields.withheld !== undefined && isSet(row[fields.withheld]))
    return { kind: "unpublished", ...named, reason: `withheld: ${fields.withheld}` };
  const audience = audienceIn(fields, row);
  if (audience === "nobody")
    return { kind: "unpublished", ...named, reason: `for nobody: ${fields.visible_to}` };
  if (audience === "unknown")
    return {
      kind: "unreadable",
      externalId,
      reason: `${fields.visible_to} is neither customers, teammates nor nobody`,
    };
  const url = fields.url === undefined ? undefined : urlIn(fields.url, row);
  if (url === "wrong")
    return { kind: "unreadable", externalId, reason: "its url is not an absolute http(s) address" };
  const place = path === undefined ? undefined : cleanPath(path);
  if (place === "wrong")
    return { kind: "unreadable", externalId, reason: "its path leads out of the source" };
  return {
    kind: "document",
    ...named,
    version: versionIn(fields, row, [named.title, url, audience]),
    url,
    path: place,
    labels: labelsIn(fields, row),
    visibleTo: audience,
    updatedAt: timeIn(fields, row),
    load,
  };
}

/** A column's text, or a template's; undefined where a column of it is NULL. */
function filled(value: string, row: Row, encode: (text: string) => string): string | undefined {
  if (!value.includes("{")) return textOf(row[value]);
  if (columnsIn(value).some((name) => textOf(row[name]) === undefined)) return undefined;
  return value.replaceAll(PLACEHOLDER, (_, name: string) => encode(textOf(row[name]) ?? ""));
}

function urlIn(value: string, row: Row): string | undefined | "wrong" {
  const text = filled(value, row, (part) => encodeURIComponent(part).replaceAll("%2F", "/"));
  if (text === undefined || text === "") return undefined;
  const url = parseUrl(text);
  return url && /^https?:$/.test(url.protocol) ? url.href : "wrong";
}

function cleanPath(text: string): string | undefined | "wrong" {
  const steps = text.split("/").filter((step) => step !== "" && step !== ".");
  if (steps.includes("..")) return "wrong";
  return steps.length === 0 ? undefined : steps.join("/");
}

function audienceIn({ visible_to }: Fields, row: Row): VisibleTo | "nobody" | "unknown" | undefined {
  if (visible_to === undefined) return undefined;
  const value = row[visible_to];
  if (value === null || value === undefined) return undefined;
  const text = textOf(value)?.trim().toLowerCase();
  return text === "customers" || text === "teammates" || text === "nobody" ? text : "unknown";
}

function labelsIn({ labels, label_separator }: Fields, row: Row): string[] | undefined {
  const values = labels?.flatMap((name) => listIn(row[name]));
  return values
    ?.flatMap((text) => (label_separator === undefined ? [text] : text.split(label_separator)))
    .map((label) => label.trim())
    .filter((label) => label !== "");
}

function listIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => textOf(one) ?? []);
  const text = textOf(value);
  if (text?.startsWith("[")) {
    try {
      const list: unknown = JSON.parse(text);
      if (Array.isArray(list)) return list.flatMap((one) => textOf(one) ?? []);
    } catch {
      // It only looks like JSON.
    }
  }
  return text === undefined ? [] : [text];
}

/** Covers what the page shows beside the body. Without a value in any column of it nobody can tell. */
function versionIn(
  { version }: Fields,
  row: Row,
  shown: readonly (string | undefined)[],
): string | undefined {
  const values = version?.map((name) => versionText(row[name]));
  if (values === undefined || values.every((value) => value === undefined)) return undefined;
  return hashOf([values.map((value) => value ?? null), shown.map((value) => value ?? null)]);
}

const versionText = (value: unknown): string | undefined =>
  value instanceof Uint8Array ? Buffer.from(value).toString("hex") : textOf(value);

/** A time without a zone is UTC, as the connection's is. */
function timeIn({ updated_at }: Fields, row: Row): number | undefined {
  const text = updated_at === undefined ? undefined : textOf(row[updated_at]);
  if (text === undefined) return undefined;
  if (/^\d{9,10}(?:\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000);
  if (/^\d{12,13}$/.test(text)) return Number(text);
  const iso = text.replace(/^(\d{4}-\d\d-\d\d) /, "$1T").replace(/([+-]\d\d)$/, "$1:00");
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/i.test(iso) || !iso.includes("T") ? iso : `${iso}Z`;
  const time = Date.parse(zoned);
  return Number.isNaN(time) ? undefined : time;
}
