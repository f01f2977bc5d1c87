import type { IncludedDocuments } from "../../src/connector-kit/included.ts";
import { isAboutOneObject } from "../../src/connector-kit/one-object.ts";
import { FinIngestError } from "../../src/errors.ts";
import { escapeHtml } from "../../src/html/characters.ts";
import { isForbidden, isNotShared, type NotionApi } from "./client.ts";
import type { KnownPage } from "./known-page.ts";
import { propertiesFor, propertyTable, wantedProperties } from "./properties.ts";
import { htmlOf, type Naming, plainOf } from "./rich-text.ts";
import type { Page } from "./schema.ts";
import { nameOf, type Session } from "./session.ts";

interface Reading {
  readonly included: IncludedDocuments;
  readonly api: NotionApi;
  readonly naming: Pick<Naming, "linkOf">;
}

/**
 * The text of a page without blocks, as rows often are: their text is a property, which a table of questions calls the
 * answer. Its paragraphs and links are kept, so the page is asked for again; other properties stay a table. Empty for pages
 * that have nothing to say.
 * @throws FinIngestError where it has text in properties that nobody asked for
 */
export async function rowText(session: Session, page: KnownPage, reading: Reading): Promise<string> {
  const isRow = page.parent.type === "data_source_id" || page.parent.type === "database_id";
  if (!isRow) return "";
  const row = await rowNow(page, reading.api);
  if (row === undefined) return page.properties;
  const wanted = propertiesFor(row, session.options.properties);
  if (wanted === false) refuseUnasked(row, page);
  const others = (await session.others([row], reading.included, wanted))(row);
  const naming = { ...reading.naming, withheldTitle: others.withheldTitle };
  const texts = wantedProperties(row, wanted).flatMap(([name, { type, rich_text }]) => {
    const html = type === "rich_text" ? paragraphs(htmlOf(rich_text, naming)) : "";
    return html === "" ? [] : [{ name, html }];
  });
  const named = new Set(texts.map(({ name }) => name));
  const rest = Object.fromEntries(Object.entries(row.properties).filter(([name]) => !named.has(name)));
  const table = propertyTable({ properties: rest }, wanted, others);
  const [only, ...more] = texts;
  if (only && more.length === 0) return `${only.html}${table}`;
  return `${texts.map(({ name, html }) => `<h2>${escapeHtml(name)}</h2>${html}`).join("")}${table}`;
}

/** Undefined where it cannot be asked for now: the listing knows its properties, without paragraphs and links. */
async function rowNow(page: KnownPage, api: NotionApi): Promise<Page | undefined> {
  try {
    return (await api.page(page.id)).value;
  } catch (error) {
    const isWithdrawn = isNotShared(error) || isForbidden(error);
    if (isWithdrawn || page.properties === "" || !isAboutOneObject(error)) throw error;
    return page.mixed;
  }
}

const paragraphs = (html: string): string =>
  html
    .split(/(?:<br>\s*){2,}/)
    .filter((part) => part.trim() !== "")
    .map((part) => `<p>${part}</p>`)
    .join("");

/** Text that is for no reader may be among the properties, so nothing is taken on a guess. */
function refuseUnasked({ properties }: Page, { title, id }: KnownPage): void {
  const texts = Object.entries(properties)
    .filter(([, { type, rich_text }]) => type === "rich_text" && plainOf(rich_text) !== "")
    .map(([name]) => name);
  if (texts.length === 0) return;
  throw new FinIngestError(`"${nameOf(title, id)}" is empty: all of its text is in properties`, {
    hint: `If readers may see it, name its property: \`properties: [${texts.join(", ")}]\`.`,
  });
}
