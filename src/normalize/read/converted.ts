import type { Warning } from "../document.ts";
import type { WarningList } from "../warnings.ts";

/** What a converter makes of a document, or of one thing in it: HTML as any other program writes it. */
export interface Converted {
  readonly html: string;
  readonly title?: string;
  readonly warnings: readonly Warning[];
  /** The program of this machine that made it, in its version; absent: what comes with this package. */
  readonly madeWith?: string;
  /** Absent on the first: the document's own page. Its title is the path to it: "Pet Shop › pets › Add a pet". */
  readonly part?: { readonly id: string; readonly title: string };
}

/** What a text states of itself beside what it shows. */
export interface Stated {
  /** A title the text itself states (front matter); the finishing step falls back to the only h1. */
  readonly title?: string;
  readonly frontMatter: Readonly<Record<string, unknown>>;
  readonly warnings: readonly Warning[];
}

/** What a format's renderer hands to the finishing step: plain semantic HTML, neither sanitised nor link-resolved yet. */
export interface Rendered extends Stated {
  readonly html: string;
}

/** Puts a rendered text together; the title is the front matter's, when it has one. */
export function rendered(
  html: string,
  frontMatter: Record<string, unknown>,
  warnings: WarningList,
): Rendered {
  return { html, ...statedIn(frontMatter, warnings) };
}

export function statedIn(frontMatter: Record<string, unknown>, warnings: WarningList): Stated {
  const title = statedTitle(frontMatter);
  return { ...(title === undefined ? {} : { title }), frontMatter, warnings: warnings.all() };
}

/** The `title` of a front matter; a number counts as its digits. */
export function statedTitle({ title }: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof title === "number") return String(title);
  return typeof title === "string" && title.trim() !== "" ? title.trim() : undefined;
}
