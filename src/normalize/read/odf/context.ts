import type { Element } from "domhandler";
import type { Warnings } from "../../warnings.ts";
import { tooMuch } from "../office/zip.ts";
import type { Counters } from "./numbering.ts";
import type { OdfFile } from "./package.ts";

/** What the parts of a text share while it is read. */
export interface TextContext extends Pick<OdfFile, "parts" | "styles"> {
  readonly warnings: Warnings;
  /** Footnotes and endnotes, as HTML, in the order of their marks. */
  readonly notes: string[];
  /** What stands in frames: blocks, which follow the paragraph that they are anchored in. */
  readonly floats: string[];
  /** How far each list has counted, by its id. */
  readonly lists: Map<string, Counters>;
  /** The same, of the last list of each style. */
  readonly lastLists: Map<string, Counters>;
  /** Characters that cells and rows may still be repeated for. */
  readonly copies: { left: number };
  /** Of headings outside lists. */
  readonly outline: Counters;
}

/** Reads the blocks inside a note, a cell or a frame. */
export type ReadBlocks = (element: Element, context: TextContext) => string;

/** A text asks for copies of cells in cells in cells: no author writes so much. */
export const MAX_COPIED = 5_000_000;

/** @throws FinIngestError where all that a file repeats comes to too much */
export function copied(html: string, times: number, { copies }: TextContext): string {
  copies.left -= html.length * (times - 1);
  if (copies.left < 0) throw tooMuch("its tables repeat cells without end");
  return html.repeat(times);
}
