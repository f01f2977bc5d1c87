import { type Element, isTag, type ParentNode } from "domhandler";
import { lineOf } from "../../html/dom.ts";
import { measureOf } from "../clean/main-content/measure.ts";

/** Alternative texts that tools fill in, and names of files. */
const placeholders: readonly RegExp[] = [
  /^(?:image|img|icon|photo|picture|screenshot|logo|untitled|illustration|figure|thumbnail|banner|hero)(?: (?:image|photo|description|alt))?$/i,
  /^(?:enter )?image description(?: here)?$|^alt(?:ernative)? text$/i,
  /^[\w./-]{1,300}\.(?:png|jpe?g|gif|svg|webp|avif)$/i,
  // As cameras and telephones name them: "IMG_2031", "DSC00012", "20240312_101500", "Screenshot 2024-03-12 at 10.15.00".
  /^(?:IMG|DSCN?|DSCF|PXL|MVIMG|P)?[\s_-]?\d{3,}(?:[\s_-]\d+)*(?:[\s_-]?\(\d+\))?$/i,
  /^(?:screen ?shot|screenshot|whatsapp image)[\s_-]\d{4}-\d\d-\d\d\b.{0,40}$/i,
  // As editors name files: words in small letters with hyphens between them.
  /^[a-z\d]+(?:[-_][a-z\d]+){2,}$/,
  // As content systems make words of files' names: with a digest, a size or a mark of their own.
  /(?:^|\s)(?=[a-f]*\d)(?=\d*[a-f])[a-f\d]{8,}(?:\s|$)/,
  /^(?:[A-Z\d]\S*\s){1,12}(?:\d{3,4}x\d{3,4}(?:px)?|Scaled(?: \d+)?)$/,
];

/** Whether an alternative text describes nothing. */
export const isPlaceholder = (alt: string): boolean => {
  const words = alt.replace(/\.$/, "");
  return placeholders.some((pattern) => pattern.test(words));
};

/** A shorter description may be a word that means something else in each place. */
const MIN_REPEATED = 12;
/** Characters of an element beside the image that are read. */
const MAX_BESIDE = 1_500;
/** Elements that are looked at on either side. */
const NEIGHBOURS = 2;

/**
 * Whether the text beside a picture says all that its description says: a card's title, a caption, a heading above it.
 * A description that was cut short, or that has a name in front (`Oven – the door`), is said where its parts are.
 */
export function isSaidBeside(node: Element, alt: string): boolean {
  if (alt.length < MIN_REPEATED) return false;
  const near = textsBeside(node, alt).map(words);
  if (partsOf(alt).every((part) => near.some((text) => text.includes(part)))) return true;
  // A longer text has the words of much that it does not say.
  return near.some((text) => text.length <= mostAround(alt) && hasWordsOf(text, alt));
}

const mostAround = (alt: string): number => alt.length * 3 + 60;

function hasWordsOf(text: string, alt: string): boolean {
  const said = new Set(text.split(" "));
  return words(alt)
    .split(" ")
    .every((word) => said.has(word));
}

const partsOf = (alt: string): readonly string[] =>
  alt
    .replace(/(?:\.\.\.|…)$/, "")
    .split(/\s[-–—|:·]\s|:\s/)
    .map(words)
    .filter((part) => part.trim() !== "");

/** Words alone, in small letters, each between spaces: a part is found at the bounds of words. */
const words = (text: string): string => ` ${(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(" ")} `;

function textsBeside(node: Element, alt: string): string[] {
  const texts: string[] = [];
  let within: Element = node;
  for (let up = node.parent; isWithin(up); up = up.parent) {
    const { text } = measureOf(up);
    if (text === 0) within = up;
    else if (text <= mostAround(alt)) texts.push(lineOf(up));
    else break;
  }
  return [...texts, ...neighbours(within, "prev"), ...neighbours(within, "next")];
}

const isWithin = (node: ParentNode | null): node is Element =>
  node !== null && isTag(node) && node.name !== "body";

function neighbours(node: Element, side: "prev" | "next"): string[] {
  const found: string[] = [];
  for (let at = node[side]; at !== null && found.length < NEIGHBOURS; at = at[side]) {
    if (!isTag(at)) continue;
    const { text } = measureOf(at);
    if (text > MAX_BESIDE) break;
    if (text > 0) found.push(lineOf(at));
  }
  return found;
}
