import { escapeHtml } from "../../src/connector-kit/html.ts";
import { FinIngestError } from "../../src/errors.ts";
import { isNotShared, isOtherKind, type NotionApi } from "./client.ts";
import { type KnownPage, knownPageOf } from "./known-page.ts";
import type { NotionOptions } from "./options.ts";
import { cellOf, titleOf } from "./properties.ts";
import { plainOf } from "./rich-text.ts";
import type { Page } from "./schema.ts";

/** One table of a database, https://developers.notion.com/reference/data-source */
export interface Rows {
  readonly pages: readonly KnownPage[];
  /** Data sources inside this one, as in a wiki. */
  readonly sources: readonly string[];
  /** HTML of the first rows, for the page that contains the database; empty where there are none. */
  readonly table: string;
}

/** A database's data sources, each with its name and rows. */
export interface DatabaseContent {
  readonly parts: readonly (Rows & { readonly id: string; readonly name: string })[];
  /** HTML of all parts, for the page that contains the database. */
  readonly table: string;
}

type RowOptions = Pick<NotionOptions, "page_url" | "properties" | "database_rows">;
/** A table with more columns is not readable. */
const MAX_COLUMNS = 12;

/**
 * All rows of a data source. A query ends at 10,000 rows, so longer tables are read in several queries by the time the
 * rows were created: https://developers.notion.com/guides/data-apis/query-large-data-sources
 * @throws FinIngestError where more rows were created at one time than a query returns
 */
export async function readRows(api: NotionApi, id: string, options: RowOptions): Promise<Rows> {
  const rows = new Map<string, KnownPage>();
  const sources = new Set<string>();
  const displayed: Page[] = [];
  for (let since: string | undefined; ; ) {
    let complete = true;
    let last: string | undefined;
    for await (const part of api.query(id, since)) {
      complete &&= part.complete;
      for (const found of part.results) {
        if (found.object === "data_source") sources.add(found.id);
        else {
          last = found.created_time ?? last;
          if (!rows.has(found.id) && displayed.length < options.database_rows) displayed.push(found);
          rows.set(found.id, knownPageOf(found, part.at, options));
        }
      }
    }
    if (complete) break;
    if (last === undefined || last === since)
      throw new FinIngestError(`Notion cut off the rows of ${id}: too many were created at one time`, {
        hint: "Split the database, or leave it out of `roots`.",
      });
    since = last;
  }
  return { pages: [...rows.values()], sources: [...sources], table: tableOf(displayed, rows.size) };
}

/**
 * A database with the rows of all its data sources. A linked view has none of its own: its rows belong to the
 * database it shows.
 */
export async function readDatabase(
  api: NotionApi,
  id: string,
  options: RowOptions,
): Promise<DatabaseContent> {
  let database: Awaited<ReturnType<NotionApi["database"]>>;
  try {
    database = await api.database(id);
  } catch (error) {
    if (!isNotShared(error) && !isOtherKind(error)) throw error;
    return { parts: [], table: "" };
  }
  const parts: DatabaseContent["parts"][number][] = [];
  for (const { id: source, name } of database.in_trash ? [] : database.data_sources) {
    const rows = await rowsOrNone(api, source, options);
    parts.push({ ...rows, id: source, name: name || plainOf(database.title) });
  }
  return { parts, table: parts.map(({ table }) => table).join("") };
}

/** A data source that is not shared has no rows here; the rows it had before are asked for one by one. */
async function rowsOrNone(api: NotionApi, id: string, options: RowOptions): Promise<Rows> {
  try {
    return await readRows(api, id, options);
  } catch (error) {
    if (!isNotShared(error)) throw error;
    return { pages: [], sources: [], table: "" };
  }
}

function tableOf(rows: readonly Page[], total: number): string {
  const [first] = rows;
  if (!first) return "";
  const columns = Object.entries(first.properties)
    .filter(([, { type }]) => !/^(?:title|created_|last_edited_|button|relation)/.test(type))
    .map(([name]) => name)
    .slice(0, MAX_COLUMNS);
  const titleColumn =
    Object.entries(first.properties).find(([, { type }]) => type === "title")?.[0] ?? "Name";
  const head = [titleColumn, ...columns].map((name) => `<th scope="col">${escapeHtml(name)}</th>`).join("");
  const body = rows.map((row) => {
    const cells = columns.map((name) => {
      const property = row.properties[name];
      return `<td>${property ? cellOf(property) : ""}</td>`;
    });
    return `<tr><td>${escapeHtml(titleOf(row))}</td>${cells.join("")}</tr>`;
  });
  const more = total > rows.length ? `<p>${total - rows.length} more rows are not shown.</p>` : "";
  return `<table><thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody></table>${more}`;
}
