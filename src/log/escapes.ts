/**
 * A secret whose characters were escaped as in URLs, JSON, source code, HTML or quoted-printable, in any mixture
 * and as often over as it may be: an error quoted in JSON that is quoted in JSON. `isIn` is quick, `pattern` is
 * slow and finds where.
 */
export function escapedForms(secret: string): { isIn(text: string): boolean; pattern(): RegExp } {
  const plain = plainOf(secret);
  let pattern: RegExp | undefined;
  return {
    isIn: (text) => escapes.test(text) && plainOf(text).includes(plain),
    pattern: () => {
      pattern ??= new RegExp(escapable(secret), "gi");
      return pattern;
    },
  };
}

const escapes = /[\\%&=]/;
const mostLayers = 4;

/** The text without escapes, in small letters; good for a comparison only. */
function plainOf(text: string): string {
  let plain = text;
  for (let layer = 0; layer < mostLayers; layer += 1) {
    const before = plain;
    plain = plain
      .replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
      .replace(/\\+(?:u00|x)([0-9a-f]{2})/gi, (_, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      )
      .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos));/gi, entityText);
    if (plain === before) break;
  }
  return plain.replaceAll("\\", "").toLowerCase();
}

function entityText(whole: string, decimal?: string, hexadecimal?: string, name?: string): string {
  const code = decimal ? Number(decimal) : hexadecimal ? Number.parseInt(hexadecimal, 16) : undefined;
  if (code !== undefined) return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  return Object.entries(named).find(([, own]) => own === name?.toLowerCase())?.[0] ?? whole;
}

/** The text with each character as itself or as any escape of it. */
function escapable(text: string): string {
  let pattern = "";
  let afterBackslashes = false;
  for (const character of text.match(/\\+|[^\\]/gu) ?? []) {
    const isBackslashes = character.startsWith("\\");
    pattern += isBackslashes ? backslashes : anyForm(character, afterBackslashes);
    afterBackslashes = isBackslashes;
  }
  return pattern;
}

/** One backslash or a run of them, however often it was escaped over: the number says nothing any more. */
const backslashes = String.raw`(?:\\|%(?:25)*5c|&(?:amp;)*#(?:92|x5c);)+(?:u005c|x5c)?`;

const named: Readonly<Record<string, string>> = {
  "&": "amp",
  "<": "lt",
  ">": "gt",
  '"': "quot",
  "'": "apos",
};

function anyForm(character: string, afterBackslashes: boolean): string {
  const code = character.codePointAt(0) ?? 0;
  const slashes = afterBackslashes ? "" : String.raw`\\*`;
  const name = named[character];
  const entity = `&(?:amp;)*(?:#0*${code}|#x0*${code.toString(16)}${name === undefined ? "" : `|${name}`});`;
  const units = Array.from({ length: character.length }, (_, index) => hex(character.charCodeAt(index), 4));
  const bytes = [...Buffer.from(character)].map((byte) => hex(byte));
  const forms = [
    `${slashes}${literal(character)}`,
    bytes.map((byte) => `%(?:25)*${byte}`).join(""),
    units.map((unit) => String.raw`\\+u${unit}`).join(""),
    bytes.map((byte) => String.raw`\\+x${byte}`).join(""),
    bytes.map((byte) => `=${byte}`).join(""),
    character === "&" ? "&(?:amp;)+" : entity,
    ...(character === " " ? [String.raw`\+`] : []),
  ];
  return `(?:${(character === "&" ? forms.toReversed() : forms).join("|")})`;
}

const hex = (value: number, width = 2): string => value.toString(16).padStart(width, "0");

const literal = (character: string): string => character.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
