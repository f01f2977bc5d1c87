import type { Warning } from "../../model.ts";

/** What a converter makes of a document, or of one thing in it: HTML as any other program writes it. */
export interface Converted {
  readonly html: string;
  readonly title?: string;
  readonly warnings: readonly Warning[];
  /** Absent on the first: the document's own page. Its title is the path to it: "Pet Shop › pets › Add a pet". */
  readonly part?: { readonly id: string; readonly title: string };
}
