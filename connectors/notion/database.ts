import type { OddItem } from "../../src/connector-kit/items.ts";
import { isAboutOneObject } from "../../src/connector-kit/one-object.ts";
import { FinIngestError, toFailure } from "../../src/errors.ts";
import { escapeHtml } from "../../src/html/characters.ts";
import { isNotShared, isOtherKind, type NotionApi } from "./client.ts";
import { type KnownPage, knownPageOf } from "./known-page.ts";
import type { NotionOptions } from "./options.ts";
import { cellOf, type ShownOfOthers, titleOf, wantedProperties } from "./properties.ts";
import { plainOf } from "./rich-text.ts";
import type { Page } from "./schema.ts";

/** One table of a database, https://developers.notion.com/reference/data-source */
export interface Rows {
  readonly pages: readonly KnownPage[];
  /** Data sources inside this one, as in a wiki. */
  readonly sources: readonly string[];
  /** The first rows that the page which contains the database may show, and how many there are of these in all. */
  readonly displayed: readonly Page[];
  readonly displayable: number;
  /** Rows that cannot be read. */
  readonly odd: readonly OddItem[];
  /** Why the rows end before their end. */
  readonly broken?: string | undefined;
}

/** A database's data sources, each with its name and rows. */
export interface DatabaseContent {
  readonly parts: readonly (Rows & { readonly id: string; readonly name: string })[];
  /** It is not shared with the integration, or in the trash. */
  readonly isWithheld: boolean;
}

/** Whether a page may show a row; none may where no page contains the database. */
export type MayShow = (row: KnownPage) => boolean;

type RowOptions = Pick<NotionOptions, "page_url" | "properties" | "database_rows">;
/** A table with more columns is not readable. */
const MAX_COLUMNS = 12;

/**
 * All rows of a data source. A query ends at 10,000 rows, so longer tables are read in several queries by the time the
 * rows were created: https://developers.notion.com/guides/data-apis/query-large-data-sources
 * Where a later answer fails, what came before is kept.
 * @throws FinIngestError where more rows were created at one time than a query returns; HttpError
 */
export async function readRows(
  api: NotionApi,
  id: string,
  options: RowOptions,
  mayShow: MayShow = () => false,
): Promise<Rows> {
  const rows = new Map<string, KnownPage>();
  const sources = new Set<string>();
  const displayed: Page[] = [];
  const odd: OddItem[] = [];
  let displayable = 0;
  async function read(since: string | undefined): Promise<{ complete: boolean; last: string | undefined }> {
    let complete = true;
    let last: string | undefined;
    for await (const part of api.query(id, since)) {
      complete &&= part.complete;
      odd.push(...part.odd);
      for (const found of part.items) {
        if (found.object === "data_source") sources.add(found.id);
        else {
          last = found.created_time ?? last;
          const row = knownPageOf(found, part.at, options);
          if (!rows.has(row.id) && mayShow(row)) {
            displayable += 1;
            if (displayed.length < options.database_rows) displayed.push(found);
          }
          rows.set(row.id, row);
        }
      }
    }
    return { complete, last };
  }
  const result = (broken?: string): Rows => ({
    pages: [...rows.values()],
    sources: [...sources],
    displayed,
    displayable,
    odd,
    broken,
  });
  try {
    for (let since: string | undefined; ; ) {
      const { complete, last } = await read(since);
      if (complete) return result();
      if (last === undefined || last === since)
        throw new FinIngestError(`Notion cut off the rows of ${id}: too many were created at one time`, {
          hint: "Split the database, or leave it out of `roots`.",
        });
      since = last;
    }
  } catch (error) {
    if (rows.size + sources.size === 0 || !isAboutOneObject(error)) throw error;
    return result(toFailure(error).message);
  }
}

/**
 * A database with the rows of all its data sources. A linked view has none of its own: its rows belong to the
 * database it shows.
 */
export async function readDatabase(
  api: NotionApi,
  id: string,
  options: RowOptions,
  mayShowIn: (name: string) => MayShow | undefined,
): Promise<DatabaseContent> {
  let database: Awaited<ReturnType<NotionApi["database"]>>;
  try {
    database = await api.database(id);
  } catch (error) {
    if (!isNotShared(error) && !isOtherKind(error)) throw error;
    return { parts: [], isWithheld: isNotShared(error) };
  }
  const parts: DatabaseContent["parts"][number][] = [];
  for (const { id: source, name } of database.in_trash ? [] : database.data_sources) {
    const known = name || plainOf(database.title);
    parts.push({ ...(await rowsOrNone(api, source, options, mayShowIn(known))), id: source, name: known });
  }
  return { parts, isWithheld: database.in_trash === true };
}

/** A data source that is not shared has no rows here; the rows it had before are asked for one by one. */
async function rowsOrNone(...request: Parameters<typeof readRows>): Promise<Rows> {
  try {
    return await readRows(...request);
  } catch (error) {
    if (!isNotShared(error)) throw error;
    return { pages: [], sources: [], displayed: [], displayable: 0, odd: [] };
  }
}

/** HTML of the rows that a page shows, with the properties that are wanted; empty where there are none. */
export function tableOf(
  { displayed, displayable }: Pick<Rows, "displayed" | "displayable">,
  wanted: NotionOptions["properties"],
  othersOf: (row: Page) => ShownOfOthers,
): string {
  const [first] = displayed;
  if (!first) return "";
  const columns = wantedProperties(first, wanted)
    .filter(([, { type }]) => type !== "relation")
    .map(([name]) => name)
    .slice(0, MAX_COLUMNS);
  const titleColumn =
    Object.entries(first.properties).find(([, { type }]) => type === "title")?.[0] ?? "Name";
  const head = [titleColumn, ...columns].map((name) => `<th scope="col">${escapeHtml(name)}</th>`).join("");
  const body = displayed.map((row) => {
    const others = othersOf(row);
    const cells = columns.map((name) => {
      const property = row.properties[name];
      return `<td>${property ? cellOf(property, others) : ""}</td>`;
    });
    return `<tr><td>${escapeHtml(titleOf(row, others))}</td>${cells.join("")}</tr>`;
  });
  const left = displayable - displayed.length;
  const more = left > 0 ? `<p>${left} more rows are not shown.</p>` : "";
  return `<table><thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody></table>${more}`;
}
