/** A stretch of a text, from the first to before the last. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** A text without escapes, and the position that each of its characters came from. */
interface Plain {
  readonly text: string;
  readonly at: readonly number[];
}

/** Layers of escapes that are removed: an error quoted in JSON, in HTML, in an address has three. */
const MAX_LAYERS = 5;
const escapes = /[\\%&]/;
/** Bounded: a run of backslashes must not make it slow. */
const oneEscape =
  /%([0-9a-f]{2})|\\{1,16}(?:u00|x)([0-9a-f]{2})|&#x0{0,4}([0-9a-f]{1,4});|&#0{0,4}(\d{1,5});|&(amp|lt|gt|quot|apos);/gi;
const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const cutMark = /^(?:…|\.\.\.|[\r\n]|\u00e2\u0080\u00a6|\s*$)/;

/**
 * Finds a secret whose characters were escaped as in URLs, JSON, source code or HTML, in any mixture and over and
 * over, also where it was cut off after `minPrefix` characters.
 */
export function escapedFinder(secret: string, minPrefix: number): (text: string) => Stretch[] {
  const own = plainText(secret);
  const head = own.slice(0, minPrefix);
  return (text) => {
    if (!plainText(text).includes(head)) return [];
    const plain = plainOf(text);
    const found: Stretch[] = [];
    for (let from = plain.text.indexOf(head); from >= 0; ) {
      let end = from;
      while (end - from < own.length && plain.text[end] === own[end - from]) end += 1;
      const whole = end - from === own.length;
      if (whole || cutMark.test(plain.text.slice(end, end + 3)))
        found.push({ start: plain.at[from] ?? 0, end: plain.at[end] ?? text.length });
      from = plain.text.indexOf(head, Math.max(end, from + 1));
    }
    return found;
  };
}

/** The quick way, for the many texts without a secret. */
function plainText(text: string): string {
  let plain = text;
  for (let layer = 0; layer < MAX_LAYERS && escapes.test(plain); layer += 1) {
    const before = plain;
    plain = plain.replace(oneEscape, (...match: (string | undefined)[]) => decoded(match));
    if (plain === before) break;
  }
  return lower(plain.replaceAll("\\", ""));
}

function plainOf(text: string): Plain {
  let plain: Plain = { text, at: Array.from({ length: text.length }, (_, index) => index) };
  for (let layer = 0; layer < MAX_LAYERS; layer += 1) {
    const next = replaced(plain, oneEscape, decoded);
    if (next.text === plain.text) break;
    plain = next;
  }
  const bare = replaced(plain, /\\+/g, () => "");
  return { text: lower(bare.text), at: bare.at };
}

function replaced(
  { text, at }: Plain,
  pattern: RegExp,
  by: (match: readonly (string | undefined)[]) => string,
): Plain {
  const pieces: string[] = [];
  const places: number[] = [];
  let last = 0;
  for (const match of text.matchAll(pattern)) {
    const replacement = by(match);
    pieces.push(text.slice(last, match.index), replacement);
    for (let index = last; index < match.index; index += 1) places.push(at[index] ?? 0);
    for (let index = 0; index < replacement.length; index += 1) places.push(at[match.index] ?? 0);
    last = match.index + match[0].length;
  }
  for (let index = last; index < text.length; index += 1) places.push(at[index] ?? 0);
  return { text: [...pieces, text.slice(last)].join(""), at: places };
}

function decoded([whole = "", url, code, hexadecimal, decimal, name]: readonly (
  | string
  | undefined
)[]): string {
  const hex = url ?? code ?? hexadecimal;
  if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
  if (decimal !== undefined) return String.fromCharCode(Number(decimal) & 0xffff);
  return named[name?.toLowerCase() ?? ""] ?? whole;
}

/** Lower case, one character for one: positions must stay the same. */
const lower = (text: string): string => text.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase());
