/** Text formats that are read directly. */
export type TextType = "text/markdown" | "text/mdx" | "text/html" | "text/plain";

/** Formats of files of which a conversion reads the bytes and nothing else: no name, address or setting alters what it gives. */
export type FileType =
  | "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
  | "application/vnd.openxmlformats-officedocument.presentationml.presentation"
  | "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
  | "application/vnd.oasis.opendocument.text"
  | "application/vnd.oasis.opendocument.spreadsheet"
  | "application/epub+zip"
  | "application/pdf";

/** Formats that a library or another program converts to HTML first. */
export type ConvertedType =
  | FileType
  | "text/asciidoc"
  | "text/x-rst"
  | "text/x-textile"
  | "text/x-wiki"
  | "application/vnd.oai.openapi"
  | "application/x-ipynb+json"
  | "message/rfc822"
  | "text/csv";

/** The media types the normaliser knows. */
export type MediaType = TextType | ConvertedType;

/** A file as a conversion takes it. */
export interface DocumentFile {
  readonly body: string | Uint8Array;
  readonly mediaType: FileType;
}

/** The loaded body with its media type. Plain data: it can cross to a worker. */
export interface Document {
  readonly body: string | Uint8Array;
  readonly mediaType: MediaType;
  /** File or page name, the last resort for a title. */
  readonly name: string;
  /** A title that the source states; it beats the body's own, except front matter. */
  readonly title?: string | undefined;
  /** Absolute URL of the document: the base of its relative links. */
  readonly url?: string | undefined;
  /**
   * Link targets as written in the body (`../a.md#x`) → absolute URL; `""`: only the link's text is kept. Others resolve
   * against `url`.
   */
  readonly links?: Readonly<Record<string, string>> | undefined;
  /**
   * Link targets as written in the body → titles of a document that may not be named in the page. Such a link is kept as
   * text, and dropped where its text names the document.
   */
  readonly withheld?: Readonly<Record<string, readonly string[]>> | undefined;
  /**
   * Targets as written in the body that show the title of what they lead to, `page.md` of a link without words or `ref:name` of a
   * label → that title.
   */
  readonly titles?: Readonly<Record<string, string>> | undefined;
  /** Included files as written in the body (`./_note.mdx`) → their text. Nested includes are keyed as they are written there. */
  readonly includes?: Readonly<Record<string, string>> | undefined;
  readonly options?: NormalizeOptions | undefined;
  /** What the source left out of the body, for people: it is reported with the page and never stands in it. */
  readonly warnings?: readonly Warning[] | undefined;
}

/** A document in one of the formats that need no conversion. */
export type TextDocument = Document & { readonly mediaType: TextType };

/** A source's settings for normalising; plain data, part of the source's revision. */
export interface NormalizeOptions {
  /** MDX component name → what becomes of it; extends the built-in registry. */
  readonly components?: Readonly<Record<string, ComponentRule>>;
  /** CSS selector of the content of HTML pages; absent: the normaliser finds it. */
  readonly contentSelector?: string;
  /** CSS selectors of parts of HTML pages that are not content. */
  readonly excludeSelectors?: readonly string[];
  /** A page with more HTML than this is split at its headings; absent: the default. */
  readonly maxPageBytes?: number;
  /** The source's locale (BCP 47): a page in another language gets a warning. Absent: any language is fine. */
  readonly locale?: string;
}

/** What an MDX component becomes. `title` names the props to read; `text` is a template over props: "Added in {v}". */
export type ComponentRule =
  | "children"
  | "drop"
  | {
      readonly as: "callout" | "steps" | "tabs" | "tab" | "card" | "details" | "filetree" | "section";
      readonly title?: string;
      readonly kind?: string;
    }
  | { readonly as: "text"; readonly text: string };

/** Something that was dropped, guessed, or is doubtful about a page. Never blocks it. */
export interface Warning {
  /** Stable kebab-case code: `image-without-alt`, `unknown-component`. */
  readonly code: string;
  readonly message: string;
}

/** A document after normalising: what Fin would read. */
export interface Normalized {
  readonly title: string;
  readonly html: string;
  /** Words of the visible text. */
  readonly words: number;
  readonly warnings: readonly Warning[];
  /** Set on all but the first page of a document that became several. */
  readonly part?: Part;
  /** On a document's own page, where so much of its text is missing without a reason that it is held. */
  readonly lost?: LostText;
  /** The program of this machine that converted the document, with its version; absent where none was needed. */
  readonly madeWith?: string;
}

/** Words of a source that its pages do not have, and that no reason explains. */
export interface LostText {
  readonly words: number;
  /** Words of the source. */
  readonly of: number;
  /** The first lost words of the place that lost most. */
  readonly begin: string;
  /** Names the source's text: 12 hexadecimal digits of its sha256. */
  readonly hash: string;
}

/** One of the further pages of a document. */
export interface Part {
  /** Unique in the document, and stable as long as its heading is. */
  readonly id: string;
  /** The fragment that leads to it on the document's own page, where there is one. */
  readonly anchor?: string;
}
