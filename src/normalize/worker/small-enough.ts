import type { Document } from "../document.ts";
import { isTextType } from "../media-types.ts";

/** Larger documents may block the process noticeably. */
const MAX_CHARACTERS = 64 * 1024;
/** Share of marks; ordinary pages, code samples included, stay below a third. */
const MAX_MARKS = 0.4;
/** A document this short is always small enough, whatever its content. */
const ALWAYS_SMALL = 1024;

/** Whether a document may be normalised outside a worker: it is small, and not mostly markup as hostile input is. */
export function isSmallEnough({ body, includes, mediaType }: Document): boolean {
  if (!isTextType(mediaType)) return false;
  let size = body.length;
  for (const text of Object.values(includes ?? {})) size += text.length;
  if (size > MAX_CHARACTERS) return false;
  if (size <= ALWAYS_SMALL) return true;
  const texts = [typeof body === "string" ? body : Buffer.from(body).toString("latin1")];
  const marks = [...texts, ...Object.values(includes ?? {})].reduce((sum, text) => sum + marksIn(text), 0);
  return marks / size <= MAX_MARKS;
}

/** Whether a text is markup and little else, which no person writes. */
export function isMostlyMarks(text: string): boolean {
  return marksIn(text) > text.length * MAX_MARKS;
}

/** Characters that open or close something in any of the formats, and tabs, which nest lists. */
function marksIn(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) if (isMark[text.charCodeAt(at)] === 1) count += 1;
  return count;
}

const isMark = new Uint8Array(65_536);
for (const mark of "<>[](){}*_`~|:$!&\\^=+\t") isMark[mark.charCodeAt(0)] = 1;
