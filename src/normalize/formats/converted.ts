import type { Warning } from "../../model.ts";

/** What a format's converter hands to the finishing step: plain semantic HTML, neither sanitised nor link-resolved yet. */
export interface Converted {
  readonly html: string;
  readonly title?: string;
  readonly warnings: readonly Warning[];
  /** Set on what becomes a page of its own beside the document's; `id` is stable and unique in the document, [a-z0-9-]+. */
  readonly part?: { readonly id: string; readonly title: string };
}
