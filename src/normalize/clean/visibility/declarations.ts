/** Property → value, both in lower case, of the declarations that count; `!important` is marked. */
export interface Declared {
  readonly value: string;
  readonly important: boolean;
}
export type Declarations = ReadonlyMap<string, Declared>;

/** No author writes a longer style. */
const MAX_STYLE_LENGTH = 20_000;

/** The declarations of a `style` attribute or a rule's block. The last one of a property counts, `!important` before others. */
export function declarationsOf(style: string): Declarations {
  const found = new Map<string, Declared>();
  for (const part of splitOutside(cssText(style.slice(0, MAX_STYLE_LENGTH)), ";")) {
    const colon = part.indexOf(":");
    if (colon === -1) continue;
    const name = part.slice(0, colon).trim();
    const written = part.slice(colon + 1).trim();
    const important = written.endsWith("important") && /!\s{0,9}important$/.test(written);
    const value = (important ? written.slice(0, written.lastIndexOf("!")) : written).trim();
    if (value === "" || (found.get(name)?.important && !important)) continue;
    found.set(name, { value, important });
  }
  return found;
}

/** CSS in the form in which it is compared: without comments, escapes resolved (https://www.w3.org/TR/css-syntax-3/#consume-escaped-code-point), in lower case. */
export function cssText(css: string): string {
  const plain = css.includes("/*") ? withoutComments(css) : css;
  const read = plain.includes("\\")
    ? plain.replace(/\\(?:([0-9a-f]{1,6})[ \t\n]?|([^\n]))/gi, (_, hex?: string, char?: string) =>
        hex === undefined ? (char ?? "") : codePoint(Number.parseInt(hex, 16)),
      )
    : plain;
  return read.toLowerCase();
}

function codePoint(code: number): string {
  return code === 0 || code > 0x10ffff ? "\ufffd" : String.fromCodePoint(code);
}

export function withoutComments(css: string): string {
  let kept = "";
  let at = 0;
  for (;;) {
    const start = css.indexOf("/*", at);
    if (start === -1) return kept + css.slice(at);
    kept += css.slice(at, start);
    const end = css.indexOf("*/", start + 2);
    if (end === -1) return kept;
    at = end + 2;
  }
}

/** The parts between separators outside quotes and brackets. */
export function splitOutside(text: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = "";
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? "";
    if (quote !== "") {
      if (char === quote) quote = "";
    } else if (char === '"' || char === "'") quote = char;
    else if (char === "(" || char === "[") depth += 1;
    else if (char === ")" || char === "]") depth = Math.max(depth - 1, 0);
    else if (char === separator && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

/** Later layers before earlier ones, `!important` before all. */
export function cascade(layers: readonly Declarations[]): Declarations {
  if (layers.length === 1 && layers[0]) return layers[0];
  const all = new Map<string, Declared>();
  for (const layer of layers) {
    for (const [name, declared] of layer) {
      if (!all.get(name)?.important || declared.important) all.set(name, declared);
    }
  }
  return all;
}
