import { z } from "zod";

const Id = z.string().min(1);

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

/** A block with its content under one name, whatever its type. */
export const Block = z
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
export type Block = z.output<typeof Block>;

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
export const Property = z.object({
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
export type Property = z.output<typeof Property>;

/** https://developers.notion.com/reference/page */
export const Page = z.object({
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
export type Page = z.output<typeof Page>;

/** https://developers.notion.com/reference/data-source */
export const DataSource = z.object({
  object: z.literal("data_source"),
  id: Id,
  in_trash: z.boolean().optional(),
  title: Line.optional(),
  parent: Parent,
  database_parent: Parent.optional(),
});
export type DataSource = z.output<typeof DataSource>;

/** https://developers.notion.com/reference/database */
export const Database = z.object({
  object: z.literal("database"),
  id: Id,
  in_trash: z.boolean().optional(),
  title: Line.optional(),
  parent: Parent,
  data_sources: z.array(z.object({ id: Id, name: z.string().nullish() })),
});
export type Database = z.output<typeof Database>;

/** https://developers.notion.com/reference/intro#pagination */
export function listOf<T extends z.ZodType>(item: T) {
  return z.object({
    results: z.array(item),
    has_more: z.boolean(),
    next_cursor: z.string().nullable(),
    /** https://developers.notion.com/guides/data-apis/query-large-data-sources */
    request_status: z.object({ type: z.string() }).optional(),
  });
}
export const Blocks = listOf(Block);
export const PageOrDataSource = z.discriminatedUnion("object", [Page, DataSource]);
export const Found = listOf(PageOrDataSource);

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
        kind: z.enum(["pdf", "docx"]),
        name: z.string(),
        edited: z.string().optional(),
      }),
    )
    .readonly(),
});

/** Ids of the pages and data sources at which the last walk entered. */
export const EntryIds = ids;
