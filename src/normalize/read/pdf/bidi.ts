import { joinSpans, plain, type Span } from "./text.ts";

const rightToLeft = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/u;
/** Letters as they are written within a word, which stand for the letter itself. */
const shapes = /[\uFB1D-\uFDFF\uFE70-\uFEFC]+/gu;
const brackets: Readonly<Record<string, string>> = {
  "(": ")",
  ")": "(",
  "[": "]",
  "]": "[",
  "{": "}",
  "}": "{",
  "«": "»",
  "»": "«",
};

/**
 * A line as it stands on the page, from left to right, in the order in which it is read: Hebrew and Arabic from right to
 * left, with numbers and Latin words inside from left to right. What UAX #9 does, backwards, for one level.
 */
export function inReadingOrder(spans: readonly Span[]): readonly Span[] {
  const text = plain(spans);
  if (!rightToLeft.test(text)) return spans;
  const letters = spans.flatMap((span) => clusters(span.text).map((one) => ({ ...span, text: one })));
  const isMainlyLeftToRight =
    count(text, /[A-Za-z\u00C0-\u024F]/gu) > count(text, new RegExp(rightToLeft, "gu"));
  const ordered = isMainlyLeftToRight
    ? runs(letters, isRightToLeft).flatMap((run) => (isRightToLeft(run) ? run.toReversed() : run))
    : runs(letters.toReversed(), isLeftToRight).flatMap((run) =>
        isLeftToRight(run) ? run.toReversed() : run,
      );
  return joinSpans(withBrackets(ordered).map((span) => ({ ...span, text: withoutShapes(span.text) })));
}

/** Whether most of a text's letters are Hebrew or Arabic. */
export function isMainlyRightToLeft(text: string): boolean {
  if (!rightToLeft.test(text)) return false;
  return count(text, new RegExp(rightToLeft, "gu")) > count(text, /[A-Za-z\u00C0-\u024F]/gu);
}

/** Numbers and words that run from left to right within such a text. */
const leftToRight = /[\p{N}\p{Script=Latin}]+(?:[.,:/-][\p{N}\p{Script=Latin}]+)*/gu;

/** A sign that stands for several letters, such as lam with alef, as if each letter had its own from left to right. */
export function asPainted(text: string): string {
  if (text.length <= 1 || !rightToLeft.test(text)) return text;
  const backwards = clusters(text).reverse().join("");
  return backwards.replaceAll(leftToRight, (run) => clusters(run).reverse().join(""));
}

/** A letter with the marks on it. */
function clusters(text: string): string[] {
  return text.match(/[\s\S]\p{M}*/gu) ?? [];
}

type Run = readonly Span[];
const isRightToLeft = (run: Run) => rightToLeft.test(plain(run));
const isLeftToRight = (run: Run) =>
  /[\p{N}\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u.test(plain(run)) && !isRightToLeft(run);
const isStrong = (one: Span) => /[\p{L}\p{N}]/u.test(one.text);

/** Parts a line where the direction changes; signs between two letters of a direction go with them. */
function runs(letters: readonly Span[], belongs: (run: Run) => boolean): Span[][] {
  const parts: Span[][] = [];
  let open = false;
  const nextStrong: (Span | undefined)[] = [];
  let strong: Span | undefined;
  for (const letter of letters.toReversed()) {
    if (isStrong(letter)) strong = letter;
    nextStrong.push(strong);
  }
  nextStrong.reverse();
  letters.forEach((letter, index) => {
    const next = nextStrong[index];
    const isOwn = next !== undefined && belongs([next]) && (next === letter || open);
    if (parts.length > 0 && isOwn === open) parts.at(-1)?.push(letter);
    else parts.push([letter]);
    open = isOwn;
  });
  return parts;
}

/** Some writers store brackets as they look, others as they are meant: they open before they close. */
function withBrackets(spans: readonly Span[]): readonly Span[] {
  const first = /[()[\]{}«»]/.exec(plain(spans))?.[0];
  if (first === undefined || !/[)\]}»]/.test(first)) return spans;
  return spans.map((span) => ({ ...span, text: brackets[span.text] ?? span.text }));
}

function withoutShapes(text: string): string {
  return text.replaceAll(shapes, (shaped) => shaped.normalize("NFKC"));
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
