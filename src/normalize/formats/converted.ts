import type { Warning } from "../../model.ts";

/** A document of another format as semantic HTML, before the finishing step cleans and sanitises it. */
export interface Converted {
  /** A fragment; not sanitised, and never to be shown as it is. */
  readonly html: string;
  readonly title?: string;
  readonly warnings: readonly Warning[];
  /** Set where one document becomes several pages: the id is stable and unique in the document. */
  readonly part?: { readonly id: string; readonly title: string };
}
