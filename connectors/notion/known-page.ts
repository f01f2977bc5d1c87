import { parseUrl } from "../../src/http/url.ts";
import { fillPageUrl } from "./ids.ts";
import type { NotionOptions } from "./options.ts";
import { labelsOf, propertiesFor, propertyTable, titleOf } from "./properties.ts";
import { shownBy } from "./references.ts";
import type { Page, Parent } from "./schema.ts";

/** What a listing keeps of a page: little, since there may be many. */
export interface KnownPage {
  readonly id: string;
  readonly title: string;
  /** `last_edited_time` as Notion writes it. */
  readonly edited: string;
  /** Whether every later edit is certain to change the time. */
  readonly isTimeFinal: boolean;
  readonly trashed: boolean;
  readonly parent: Parent;
  readonly url?: string | undefined;
  readonly labels: readonly string[];
  /** The table of properties that the page has before its text, or, being an answer, instead of it. */
  readonly properties: string;
  /** The page, where its title or its properties show something of other pages: what of it, depends on who is asked. */
  readonly mixed?: Page | undefined;
}

/**
 * Notion rounds times down to the minute, so that a second edit in the same minute does not change the time:
 * https://developers.notion.com/changelog/last-edited-time-is-now-rounded-to-the-nearest-minute
 * A page edited this recently counts as changed, whatever its time. The rest is a margin for delays.
 */
const RECENT_EDIT_MS = 5 * 60_000;

/** What to keep of a page that Notion answered at `at` (epoch milliseconds). */
export function knownPageOf(
  page: Page,
  at: number,
  options: Pick<NotionOptions, "page_url" | "properties">,
): KnownPage {
  const title = titleOf(page);
  const url = urlOf(page, title, options.page_url);
  const inDatabase = page.parent.type === "data_source_id" || page.parent.type === "database_id";
  const shown = shownBy(page);
  const wanted = inDatabase ? propertiesFor(page, options.properties) : false;
  const mixes = shown.title.length > 0 || (wanted !== false && shown.properties.length > 0);
  return {
    id: page.id,
    title,
    edited: page.last_edited_time,
    isTimeFinal: at - Date.parse(page.last_edited_time) >= RECENT_EDIT_MS,
    trashed: page.in_trash === true || page.archived === true || page.is_archived === true,
    parent: page.parent,
    labels: inDatabase ? labelsOf(page) : [],
    properties: propertyTable(page, wanted),
    url,
    ...(mixes ? { mixed: page } : {}),
  };
}

/** The address by the template, else the one at which it is published, else Notion's own. */
function urlOf(page: Page, title: string, template: string | undefined): string | undefined {
  if (template !== undefined) return fillPageUrl(template, { id: page.id, title });
  return [page.public_url, page.url].map(absolute).find((url) => url !== undefined);
}

function absolute(url: string | null | undefined): string | undefined {
  if (!url || !parseUrl(url) || !/^https?:$/.test(new URL(url).protocol)) return undefined;
  return new URL(url).href;
}
