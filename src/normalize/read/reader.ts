import type { Document, DocumentFile, TextType, Warning } from "../document.ts";

/** One page from a format's reader: semantic HTML, not sanitised, with links as they are written. */
export interface ReadPage {
  readonly html: string;
  /** A title that the document states itself: it beats every other. */
  readonly title?: string | undefined;
  /** What navigation calls it: the title of a document that has neither a title nor an h1. */
  readonly label?: string | undefined;
  readonly warnings: readonly Warning[];
  /** What it was read from, where the words of that text can be told from its markup. */
  readonly source?: SourceText;
  /** Texts that the reader left out, each with a warning or by a rule. */
  readonly explained?: readonly string[];
  /** The HTML may be a whole page of a site, with boilerplate around its content. */
  readonly mayBePage?: boolean;
  /** The program of this machine that converted it, with its version; absent where none was needed. */
  readonly madeWith?: string;
  /** Absent on the first: the document's own page. Its title is the path to it: "Pet Shop › pets › Add a pet". */
  readonly part?: { readonly id: string; readonly title: string };
}

/** A decoded text. */
export interface SourceText {
  readonly text: string;
  /** Offset behind the front matter. */
  readonly from: number;
  readonly mediaType: TextType;
}

/**
 * The one function of every format: a document of that format → its pages, the document's own first.
 *
 * @throws FinIngestError for a document that cannot be read as its format
 */
export type Reader = (document: Document) => Promise<readonly ReadPage[]>;

/** What a file became: all that its pages are made from. Plain data, which a store may keep. */
export type ConvertedPage = Pick<ReadPage, "html" | "title" | "warnings">;

/** The same for formats of files, which are given their bytes alone. */
export type FileReader = (file: Pick<DocumentFile, "body">) => Promise<readonly ConvertedPage[]>;

/** The `title` of a front matter; a number counts as its digits. */
export function frontMatterTitle({ title }: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof title === "number") return String(title);
  return typeof title === "string" && title.trim() !== "" ? title.trim() : undefined;
}

/** As Docusaurus, Hugo, Mintlify, Just the Docs and Starlight name a page in their menus. */
const labels = ["sidebar_label", "linkTitle", "linktitle", "sidebarTitle", "nav_title", "nav_label"];

/** What a front matter calls the page in the site's navigation. */
export function frontMatterLabel(data: Readonly<Record<string, unknown>>): string | undefined {
  const { sidebar } = data;
  const nested = typeof sidebar === "object" && sidebar !== null && "label" in sidebar ? sidebar.label : "";
  return [...labels.map((name) => data[name]), nested]
    .map((label) => frontMatterTitle({ title: label }))
    .find((label) => label !== undefined);
}
