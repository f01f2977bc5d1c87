import type { Rule } from "./painted-areas.ts";

/** Text on a page: position in points from the page's lower left corner, `y` being the baseline. */
export interface TextItem {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
  readonly format: TextFormat;
  /** Where its letters are set so far apart that each seems to be a word. */
  readonly spaced?: Spaced | undefined;
}

export interface Spaced {
  /** The words. */
  readonly text: string;
  /** How far the letters are from each other, as a share of their size; 0 for a letter alone. */
  readonly gap: number;
}

export interface TextFormat {
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly code?: boolean;
  readonly href?: string;
  readonly script?: "sup" | "sub";
}

export interface PageText {
  readonly width: number;
  readonly height: number;
  readonly items: readonly TextItem[];
  /** Lines of text that run up or down, each as one item at its place. */
  readonly turned: readonly TextItem[];
  /** Lines along an axis, as boxes without much thickness. */
  readonly rules: readonly Rule[];
}

/** Text in one format. */
export interface Span extends TextFormat {
  readonly text: string;
}

/** A piece of a line without a wide gap: a whole line of prose, or a cell of a table. */
export interface Fragment {
  readonly spans: readonly Span[];
  readonly text: string;
  readonly x: number;
  readonly end: number;
  readonly y: number;
  readonly size: number;
  /** Where the text behind a list's marker starts. */
  readonly bodyX?: number;
  /** A table that lines enclose stands in its place: rows of cells of lines. */
  readonly table?: readonly (readonly (readonly Fragment[])[])[];
}

/** Fragments on one baseline, from left to right. */
export interface Row {
  readonly cells: readonly Fragment[];
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly text: string;
}

export type Block =
  | { readonly kind: "heading"; readonly level: number; readonly spans: readonly Span[] }
  | { readonly kind: "paragraph"; readonly spans: readonly Span[] }
  | { readonly kind: "list"; readonly items: readonly ListItem[] }
  | { readonly kind: "code"; readonly text: string }
  | {
      readonly kind: "table";
      readonly rows: readonly (readonly (readonly Span[])[])[];
      readonly header: boolean;
    };

export type ListMarker =
  | { readonly type: "bullet" }
  /** A number, as `<ol type>` has them. */
  | { readonly type: "1" | "a" | "i"; readonly number: number };

/** An item of a list, or a further paragraph of one. */
export interface ListItem {
  /** Undefined for what goes on with an item. */
  readonly marker?: ListMarker;
  /** Where the marker and the text behind it start. */
  readonly x: number;
  readonly bodyX: number;
  readonly size: number;
  readonly spans: readonly Span[];
  /** A block of code in place of a paragraph. */
  readonly code?: string;
}

export function plain(spans: readonly Span[]): string {
  return spans.map(({ text }) => text).join("");
}

/** Adjacent spans of one format become one. */
export function joinSpans(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    const same =
      last &&
      last.bold === span.bold &&
      last.italic === span.italic &&
      last.code === span.code &&
      last.script === span.script &&
      last.href === span.href;
    if (same) joined[joined.length - 1] = { ...last, text: last.text + span.text };
    else joined.push(span);
  }
  return joined;
}
