import { z } from "zod";
import { attachmentKinds } from "../../src/connector-kit/formats.ts";
import { itemsOf } from "../../src/connector-kit/items.ts";

const Id = z.string().min(1);

/** Null where the documentation has an absent member, but for what decides whether there is more. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([name, member]) => member !== null || name === "has_children");
  return Object.fromEntries(kept.map(([name, member]) => [name, withoutNulls(member)]));
}

/** Reads what Notion may leave out and what it states as null alike. */
const lenient = <T extends z.ZodType>(schema: T) => z.preprocess(withoutNulls, schema);

/** https://developers.notion.com/reference/parent-object */
export const Parent = z.object({
  type: z.string(),
  page_id: Id.optional(),
  block_id: Id.optional(),
  database_id: Id.optional(),
  data_source_id: Id.optional(),
});
export type Parent = z.output<typeof Parent>;

const DateValue = z.object({ start: z.string(), end: z.string().nullish() });
export type DateValue = z.output<typeof DateValue>;

/** https://developers.notion.com/reference/rich-text */
export const RichText = z.object({
  type: z.string().default("text"),
  plain_text: z.string(),
  href: z.string().nullish(),
  annotations: z
    .object({
      bold: z.boolean().optional(),
      italic: z.boolean().optional(),
      strikethrough: z.boolean().optional(),
      underline: z.boolean().optional(),
      code: z.boolean().optional(),
    })
    .optional(),
  equation: z.object({ expression: z.string() }).optional(),
  mention: z
    .object({
      type: z.string(),
      page: z.object({ id: Id }).optional(),
      database: z.object({ id: Id }).optional(),
      data_source: z.object({ id: Id }).optional(),
      date: DateValue.nullish(),
      link_preview: z.object({ url: z.string() }).optional(),
      link_mention: z.object({ href: z.string(), title: z.string().optional() }).optional(),
    })
    .optional(),
});
export type RichText = z.output<typeof RichText>;
const Line = z.array(RichText);

const FileLink = z.object({ url: z.string() });

/** What a block may contain, depending on its type. https://developers.notion.com/reference/block */
const Content = z.object({
  rich_text: Line.optional(),
  caption: Line.optional(),
  /** Plain text for child pages and child databases, rich text for meeting notes. */
  title: z.union([z.string(), Line]).optional(),
  cells: z.array(Line).optional(),
  checked: z.boolean().optional(),
  language: z.string().nullish(),
  expression: z.string().optional(),
  url: z.string().optional(),
  external: FileLink.optional(),
  file: FileLink.optional(),
  name: z.string().optional(),
  icon: z.object({ type: z.string(), emoji: z.string().optional() }).nullish(),
  color: z.string().optional(),
  has_column_header: z.boolean().optional(),
  has_row_header: z.boolean().optional(),
  list_start_index: z.number().optional(),
  synced_from: z.object({ block_id: Id.optional() }).nullish(),
  page_id: Id.optional(),
  database_id: Id.optional(),
  block_type: z.string().optional(),
  children: z
    .object({ summary_block_id: Id.optional(), notes_block_id: Id.optional() })
    .optional()
    .catch(undefined),
});
export type Content = z.output<typeof Content>;

const texts = ["paragraph", "heading_1", "heading_2", "heading_3", "heading_4", "quote", "callout", "toggle"];
const items = ["bulleted_list_item", "numbered_list_item", "to_do", "code"];

/** The member that holds a block's words, empty where it has none: without it nobody knows what the block says. */
const wordsOf = new Map<string, keyof Content>([
  ...[...texts, ...items].map((type) => [type, "rich_text"] as const),
  ["table_row", "cells"],
  ["equation", "expression"],
]);

const BlockParts = z
  .looseObject({
    id: Id,
    type: z.string(),
    has_children: z.boolean().default(false),
    in_trash: z.boolean().optional(),
    last_edited_time: z.string().optional(),
    parent: Parent.optional(),
  })
  .transform(({ id, type, has_children, in_trash, last_edited_time, parent, ...rest }, context) => {
    const content = Content.safeParse(rest[type] ?? {});
    if (!content.success) context.addIssue(`${type}: ${content.error.issues[0]?.path.join(".") ?? ""}`);
    const words = wordsOf.get(type);
    if (content.success && words && content.data[words] === undefined)
      context.addIssue(`${type}: ${words} is missing`);
    return {
      id,
      type,
      hasChildren: has_children,
      trashed: in_trash === true,
      edited: last_edited_time,
      parent,
      content: content.data ?? {},
    };
  });
/** A block with its content under one name, whatever its type. */
export const Block = lenient(BlockParts);
export type Block = z.output<typeof BlockParts>;

const Named = z.object({ name: z.string() });
const Person = z.object({ name: z.string().nullish() });

/** https://developers.notion.com/reference/page-property-values */
const plainProperty = {
  type: z.string(),
  title: Line.optional(),
  rich_text: Line.optional(),
  number: z.number().nullish(),
  select: Named.nullish(),
  status: Named.nullish(),
  multi_select: z.array(Named).optional(),
  date: DateValue.nullish(),
  people: z.array(Person).optional(),
  files: z.array(Named).optional(),
  checkbox: z.boolean().optional(),
  url: z.string().nullish(),
  email: z.string().nullish(),
  phone_number: z.string().nullish(),
  created_time: z.string().optional(),
  last_edited_time: z.string().optional(),
  created_by: Person.optional(),
  last_edited_by: Person.optional(),
  unique_id: z.object({ prefix: z.string().nullish(), number: z.number().nullish() }).nullish(),
  formula: z
    .object({
      type: z.string(),
      string: z.string().nullish(),
      number: z.number().nullish(),
      boolean: z.boolean().nullish(),
      date: DateValue.nullish(),
    })
    .optional(),
  verification: z.object({ state: z.string() }).nullish(),
  relation: z.array(z.object({ id: Id })).optional(),
  /** Of a relation: there are more than Notion gives. */
  has_more: z.boolean().optional(),
};
const PlainProperty = z.object(plainProperty);
const PropertyParts = z.object({
  ...plainProperty,
  rollup: z
    .object({
      type: z.string(),
      number: z.number().nullish(),
      date: DateValue.nullish(),
      array: z.array(PlainProperty).optional(),
    })
    .optional(),
});
export type Property = z.output<typeof PropertyParts>;

/** Paths and labels are made of these, and rules decide by them who is answered: without its value it is not read. */
export const Property = PropertyParts.refine(
  ({ type, title, multi_select }) =>
    (type !== "title" || title !== undefined) && (type !== "multi_select" || multi_select !== undefined),
  "has no value",
);

/** https://developers.notion.com/reference/page */
const PageParts = z.object({
  object: z.literal("page"),
  id: Id,
  created_time: z.string().optional(),
  last_edited_time: z.iso.datetime({ offset: true }),
  in_trash: z.boolean().optional(),
  archived: z.boolean().optional(),
  is_archived: z.boolean().optional(),
  url: z.string().optional(),
  public_url: z.string().nullish(),
  parent: Parent,
  properties: z.record(z.string(), Property),
});
export const Page = lenient(PageParts);
export type Page = z.output<typeof PageParts>;

/** https://developers.notion.com/reference/data-source */
const DataSourceParts = z.object({
  object: z.literal("data_source"),
  id: Id,
  in_trash: z.boolean().optional(),
  title: Line.optional(),
  parent: Parent,
  database_parent: Parent.optional(),
});
export const DataSource = lenient(DataSourceParts);
export type DataSource = z.output<typeof DataSourceParts>;

/** https://developers.notion.com/reference/database */
const DatabaseParts = z.object({
  object: z.literal("database"),
  id: Id,
  in_trash: z.boolean().optional(),
  title: Line.optional(),
  parent: Parent,
  data_sources: z.array(z.object({ id: Id, name: z.string().nullish() })),
});
export const Database = lenient(DatabaseParts);
export type Database = z.output<typeof DatabaseParts>;

/** https://developers.notion.com/reference/intro#pagination */
function listOf<T>(item: z.ZodType<T>) {
  return z.object({
    results: itemsOf(item),
    has_more: z.boolean(),
    next_cursor: z.string().nullish(),
    /** https://developers.notion.com/guides/data-apis/query-large-data-sources */
    request_status: z.object({ type: z.string() }).nullish(),
  });
}
export const Blocks = listOf(Block);
const PageOrDataSource = z.discriminatedUnion("object", [PageParts, DataSourceParts]);
export const Found = listOf(lenient(PageOrDataSource));

/** https://developers.notion.com/reference/get-self */
export const Self = z.object({
  id: Id,
  name: z.string().nullish(),
  bot: z.object({ workspace_name: z.string().nullish() }).optional(),
});

const ids = z.array(z.string()).readonly();

/** What is cached of a page's blocks: as long as the page's time is the same, they are. */
export const CachedStructure = z.object({
  edited: z.string(),
  children: ids,
  databases: ids,
  synced: ids,
  named: ids,
  files: z
    .array(
      z.object({
        id: z.string(),
        kind: z.enum(attachmentKinds),
        name: z.string(),
        edited: z.string().optional(),
      }),
    )
    .readonly(),
});

/** Ids of the pages and data sources at which the last walk entered. */
export const EntryIds = ids;
