import type { Element } from "domhandler";

/** What an element without a level has: https://www.w3.org/TR/wai-aria-1.2/#heading */
const DEFAULT_LEVEL = 2;
/** HTML has no deeper headings. */
const MAX_LEVEL = 6;
/** Elements that mean nothing by themselves; any other keeps what it is. */
const generic = new Set(["div", "p", "span"]);

/** The style that Word calls Title, in what it saves as HTML. */
const officeTitle = "MsoTitle";

/** The level of an element that its role or Word's style alone makes a heading, from 1 to 6; undefined for all others. */
export function headingLevel({ name, attribs }: Element): number | undefined {
  if (name === "p" && attribs.class === officeTitle) return 1;
  if (attribs.role !== "heading" || !generic.has(name)) return undefined;
  const level = Number(attribs["aria-level"] ?? DEFAULT_LEVEL);
  return Number.isInteger(level) && level >= 1 ? Math.min(level, MAX_LEVEL) : DEFAULT_LEVEL;
}
