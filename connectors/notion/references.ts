import { pageIdAt, uuidOf } from "./ids.ts";
import type { Page, RichText } from "./schema.ts";
import type { BlockNode } from "./tree.ts";

/** Ids of the pages and databases that a line names by a mention or links to by an address. */
export function idsIn(line: readonly RichText[] | undefined): string[] {
  return (line ?? []).flatMap(({ href, mention }) => {
    const { page, database, data_source: source, link_mention: link, link_preview: preview } = mention ?? {};
    const id = page?.id ?? database?.id ?? source?.id;
    const addressed = pageIdAt(link?.href) ?? pageIdAt(preview?.url) ?? pageIdAt(href);
    return [id, addressed].flatMap((one) => (one === undefined ? [] : [uuidOf(one) ?? one]));
  });
}

/** The same of a block, without what is below it. */
export function idsOfBlock({ content }: BlockNode): string[] {
  const { rich_text, caption, title, cells = [], page_id, database_id, url, external } = content;
  const lines = [rich_text, caption, typeof title === "string" ? undefined : title, ...cells];
  const named = [page_id, database_id, pageIdAt(url), pageIdAt(external?.url)];
  return [
    ...lines.flatMap(idsIn),
    ...named.flatMap((one) => (one === undefined ? [] : [uuidOf(one) ?? one])),
  ];
}

const isComputed = (type: string): boolean => type === "rollup" || type === "formula";

/** What a page's title and properties show of other pages. */
export interface Shown {
  /** Named in its title. */
  readonly title: readonly string[];
  /** Named in its other properties, or the pages that a rollup or a formula may draw on. */
  readonly properties: readonly string[];
}

export function shownBy({ properties }: Pick<Page, "properties">): Shown {
  const all = Object.values(properties);
  const draws = all.some(({ type }) => isComputed(type));
  return {
    title: all.flatMap((one) => (one.type === "title" ? idsIn(one.title) : [])),
    properties: all.flatMap((one) => {
      if (one.type === "rich_text") return idsIn(one.rich_text);
      if (one.type === "url") return pageIdAt(one.url) ?? [];
      return one.type === "relation" && draws ? (one.relation ?? []).map(({ id }) => id) : [];
    }),
  };
}

/** Whether Notion gave all pages to which a page is related: of longer relations it gives the first 25. */
export const relationsAreWhole = ({ properties }: Pick<Page, "properties">): boolean =>
  Object.values(properties).every(({ has_more }) => has_more !== true);
