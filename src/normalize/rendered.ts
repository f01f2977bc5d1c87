import type { Warning } from "../model.ts";

/** What a format's renderer hands to the finishing step: plain semantic HTML, neither sanitised nor link-resolved yet. */
export interface Rendered {
  readonly html: string;
  /** A title the text itself states (front matter); the finishing step falls back to the only h1. */
  readonly title?: string;
  readonly frontMatter: Readonly<Record<string, unknown>>;
  readonly warnings: readonly Warning[];
}
