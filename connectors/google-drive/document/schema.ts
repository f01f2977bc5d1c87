import { z } from "zod";

/** What is read of a document; the rest is its look. https://developers.google.com/workspace/docs/api/reference/rest/v1/documents */
const Link = z.object({
  url: z.string().nullish(),
  heading: z.object({ id: z.string().nullish() }).nullish(),
});

const TextStyle = z.object({
  bold: z.boolean().nullish(),
  italic: z.boolean().nullish(),
  strikethrough: z.boolean().nullish(),
  baselineOffset: z.string().nullish(),
  weightedFontFamily: z.object({ fontFamily: z.string().nullish() }).nullish(),
  link: Link.nullish(),
});
export type TextStyle = z.output<typeof TextStyle>;

const suggested = z.array(z.string()).nullish();

/** A part of a paragraph: exactly one member says what it is. */
const Element = z.object({
  textRun: z
    .object({
      content: z.string(),
      textStyle: TextStyle.nullish(),
      suggestedInsertionIds: suggested,
    })
    .nullish(),
  inlineObjectElement: z.object({ inlineObjectId: z.string().nullish() }).nullish(),
  footnoteReference: z
    .object({ footnoteId: z.string().nullish(), footnoteNumber: z.string().nullish() })
    .nullish(),
  horizontalRule: z.object({}).nullish(),
  person: z
    .object({
      personProperties: z.object({ name: z.string().nullish(), email: z.string().nullish() }).nullish(),
    })
    .nullish(),
  richLink: z
    .object({
      richLinkProperties: z.object({ title: z.string().nullish(), uri: z.string().nullish() }).nullish(),
    })
    .nullish(),
  dateElement: z
    .object({ dateElementProperties: z.object({ displayText: z.string().nullish() }).nullish() })
    .nullish(),
  equation: z.object({}).nullish(),
  /** Where pages and columns end, and the page's number. */
  pageBreak: z.object({}).nullish(),
  columnBreak: z.object({}).nullish(),
  autoText: z.object({}).nullish(),
});
export type Element = z.output<typeof Element>;

const Paragraph = z.object({
  elements: z.array(Element),
  paragraphStyle: z
    .object({ namedStyleType: z.string().nullish(), headingId: z.string().nullish() })
    .nullish(),
  bullet: z.object({ listId: z.string().nullish(), nestingLevel: z.number().int().nullish() }).nullish(),
});
export type Paragraph = z.output<typeof Paragraph>;

const CellStyle = z.object({ rowSpan: z.number().int().nullish(), columnSpan: z.number().int().nullish() });
const RowStyle = z.object({ tableHeader: z.boolean().nullish() });

export interface Cell {
  readonly content: readonly StructuralElement[];
  readonly tableCellStyle?: z.output<typeof CellStyle> | null | undefined;
}
export interface Table {
  readonly columns?: number | null | undefined;
  readonly tableRows: readonly {
    readonly tableCells?: readonly Cell[] | null | undefined;
    readonly tableRowStyle?: z.output<typeof RowStyle> | null | undefined;
  }[];
}
/** A paragraph, a table, or what is no text: a section break, a table of contents. */
export interface StructuralElement {
  readonly paragraph?: Paragraph | null | undefined;
  readonly table?: Table | null | undefined;
  readonly sectionBreak?: object | null | undefined;
  readonly tableOfContents?: object | null | undefined;
}

const Cell: z.ZodType<Cell> = z.object({
  content: z.lazy(() => z.array(StructuralElement)),
  tableCellStyle: CellStyle.nullish(),
});
const Table: z.ZodType<Table> = z.object({
  columns: z.number().int().nullish(),
  tableRows: z.array(z.object({ tableCells: z.array(Cell).nullish(), tableRowStyle: RowStyle.nullish() })),
});
const StructuralElement: z.ZodType<StructuralElement> = z.object({
  paragraph: Paragraph.nullish(),
  table: Table.nullish(),
  sectionBreak: z.object({}).nullish(),
  tableOfContents: z.object({}).nullish(),
});

/** Even an empty one has a paragraph. */
const content = z.object({ content: z.array(StructuralElement) });

const DocumentTab = z.object({
  body: content,
  lists: z
    .record(
      z.string(),
      z.object({
        listProperties: z
          .object({
            nestingLevels: z
              .array(z.object({ glyphType: z.string().nullish(), startNumber: z.number().int().nullish() }))
              .nullish(),
          })
          .nullish(),
      }),
    )
    .nullish(),
  footnotes: z.record(z.string(), content).nullish(),
  inlineObjects: z
    .record(
      z.string(),
      z.object({
        inlineObjectProperties: z
          .object({
            embeddedObject: z
              .object({ title: z.string().nullish(), description: z.string().nullish() })
              .nullish(),
          })
          .nullish(),
      }),
    )
    .nullish(),
});
export type DocumentTab = z.output<typeof DocumentTab>;

export interface Tab {
  readonly tabProperties?: { readonly title?: string | null | undefined } | null | undefined;
  readonly documentTab?: DocumentTab | null | undefined;
  readonly childTabs?: readonly Tab[] | null | undefined;
}
const Tab: z.ZodType<Tab> = z.object({
  tabProperties: z.object({ title: z.string().nullish() }).nullish(),
  documentTab: DocumentTab.nullish(),
  childTabs: z.lazy(() => z.array(Tab)).nullish(),
});

export const GoogleDocument = z.object({ title: z.string().nullish(), tabs: z.array(Tab) });
export type GoogleDocument = z.output<typeof GoogleDocument>;
