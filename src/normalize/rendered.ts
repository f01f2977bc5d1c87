import type { Warning } from "../model.ts";
import type { WarningList } from "./warning-list.ts";

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
