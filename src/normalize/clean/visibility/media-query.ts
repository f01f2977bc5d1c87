import { pixels } from "./css-length.ts";
import { splitOutside } from "./declarations.ts";

/** The screen for which media queries are evaluated, in pixels. */
const screen: Readonly<Record<string, number>> = {
  width: 1280,
  height: 800,
  "aspect-ratio": 1.6,
  resolution: 1,
  color: 8,
  "color-index": 0,
  monochrome: 0,
  grid: 0,
};

/** What a desktop browser in light colours says of itself, as a pattern of the values that hold. */
const states: Readonly<Record<string, RegExp>> = {
  hover: /^hover$/,
  "any-hover": /^hover$/,
  pointer: /^fine$/,
  "any-pointer": /^fine$/,
  orientation: /^landscape$/,
  scripting: /^enabled$/,
  update: /^fast$/,
  "overflow-block": /^scroll$/,
  "overflow-inline": /^scroll$/,
  "display-mode": /^browser$/,
  "color-gamut": /^srgb$/,
  "dynamic-range": /^standard$/,
  "prefers-color-scheme": /^light$/,
  "prefers-reduced-motion": /^no-preference$/,
  "prefers-reduced-transparency": /^no-preference$/,
  "prefers-reduced-data": /^no-preference$/,
  "prefers-contrast": /^no-preference$/,
  "forced-colors": /^none$/,
  "inverted-colors": /^none$/,
};

/** Undefined: a feature that is not known. */
export type Answer = boolean | undefined;

/** Whether a media query, in lower case, matches a desktop screen in light colours; undefined where that is not known. */
export function mediaAnswer(query: string): Answer {
  const answers = splitOutside(query.slice(0, 2000), ",").map((one) => condition(one.trim()));
  return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
}

/** The same with false for what is not known. */
export const matchesMedia = (query: string): boolean => mediaAnswer(query) === true;

/** A part that is no condition itself: as written, and within its brackets, if it has any. */
type Leaf = (text: string, inner: string | undefined) => Answer;

const condition = (text: string): Answer =>
  answerOf(text.replace(/^only\s+/, ""), (plain, inner) =>
    inner === undefined ? medium(plain) : feature(inner),
  );

function medium(name: string): Answer {
  if (name === "" || /^(?:all|screen)$/.test(name)) return true;
  return /^[a-z-]+$/.test(name) ? false : undefined;
}

/** `screen and (min-width: 1px)`, `not print`, `(a) or (b)`, `not ((a) and (b))`: https://www.w3.org/TR/mediaqueries-5/ */
export function answerOf(text: string, leaf: Leaf, depth = 0): Answer {
  if (depth > 10) return undefined;
  const again = (one: string) => answerOf(one.trim(), leaf, depth + 1);
  if (/^not\b/.test(text)) return negated(again(text.slice(3)));
  const either = splitAtWord(text, "or");
  if (either.length > 1) return any(either.map(again));
  const both = splitAtWord(text, "and");
  if (both.length > 1) return negated(any(both.map((one) => negated(again(one)))));
  const inner = /^\(([\s\S]*)\)$/.exec(text)?.[1]?.trim();
  return inner !== undefined && (inner.startsWith("(") || /^not\b/.test(inner))
    ? again(inner)
    : leaf(text, inner);
}

const negated = (answer: Answer): Answer => (answer === undefined ? undefined : !answer);
const any = (answers: readonly Answer[]): Answer =>
  answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;

/** The parts between a word outside brackets. */
function splitAtWord(text: string, word: string): string[] {
  const parts: string[] = [];
  let part: string[] = [];
  for (const piece of splitOutside(text.replace(/\s+/g, " ").replaceAll(")and", ") and"), " ")) {
    if (piece === word) {
      parts.push(part.join(" "));
      part = [];
    } else part.push(piece);
  }
  return [...parts, part.join(" ")];
}

/** `min-width: 40em`, `width >= 40em`, `400px < width < 60em`, `hover`. */
function feature(text: string): Answer {
  const stated = /^([a-z-]+)\s*(?::\s*([\s\S]+))?$/.exec(text);
  if (stated) return stating(stated[1] ?? "", stated[2]?.trim());
  const parts = text.split(/\s*(<=|>=|<|>|=)\s*/);
  const name = parts.find((one) => Object.hasOwn(screen, one.replace(/^device-/, "")));
  if (name === undefined || parts.length % 2 === 0) return undefined;
  const values = parts.map((one, index) =>
    index % 2 === 1 ? Number.NaN : one === name ? (screen[name.replace(/^device-/, "")] ?? 0) : measured(one),
  );
  if (values.some((one, index) => index % 2 === 0 && Number.isNaN(one))) return undefined;
  return parts.every(
    (sign, index) => index % 2 === 0 || compares(values[index - 1] ?? 0, sign, values[index + 1] ?? 0),
  );
}

function stating(name: string, value: string | undefined): Answer {
  const [, bound, plain = name] = /^(?:-webkit-)?(min|max)-(?:device-)?([a-z-]+)$/.exec(name) ?? [];
  const size = screen[plain.replace(/^device-(?!pixel)/, "").replace("device-pixel-ratio", "resolution")];
  if (size !== undefined) {
    if (value === undefined) return size > 0;
    const limit = measured(value);
    if (Number.isNaN(limit)) return undefined;
    return bound === "min" ? size >= limit : bound === "max" ? size <= limit : size === limit;
  }
  const state = Object.hasOwn(states, name) ? states[name] : undefined;
  if (state === undefined) return undefined;
  return value === undefined ? !state.test("no-preference") && !state.test("none") : state.test(value);
}

/** A length in pixels, a resolution in dots per pixel, a ratio, or a number. */
function measured(value: string): number {
  const ratio = /^([\d.]+)\s*\/\s*([\d.]+)$/.exec(value);
  if (ratio) return Number(ratio[1]) / Number(ratio[2]);
  const resolution = /^([\d.]+)(dppx|x|dpi|dpcm)$/.exec(value);
  if (resolution) return Number(resolution[1]) / ({ dpi: 96, dpcm: 37.8 }[resolution[2] ?? ""] ?? 1);
  return pixels(value);
}

function compares(left: number, sign: string, right: number): boolean {
  if (sign === "<") return left < right;
  if (sign === ">") return left > right;
  return sign === "<=" ? left <= right : sign === ">=" ? left >= right : left === right;
}
