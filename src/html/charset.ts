/** Where the HTML standard lets a page declare its encoding: https://html.spec.whatwg.org/#determining-the-character-encoding */
const DECLARATION_BYTES = 1024;
/** Browsers read a page again when they come upon a later declaration. */
const MAX_LATE_DECLARATION = 65_536;
const declaration =
  /<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]+)|^<\?xml[^>]{0,100}encoding\s*=\s*["']([\w-]+)/i;

/** What Windows-1252 has at 0x80 to 0x9F; the five bytes that it leaves out stay. https://encoding.spec.whatwg.org/#windows-1252 */
const windows1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/**
 * Text of bytes in an encoding of the standard, by any of its labels; undefined where the label is not known or the bytes
 * are not in it. Node 20 decodes Windows-1252 as Latin-1 (https://github.com/nodejs/node/issues/56542), which turns "€"
 * and "’" into control characters: they are put right here.
 */
export function decodeAs(bytes: Uint8Array, label: string): string | undefined {
  try {
    const decoder = new TextDecoder(label, { fatal: true });
    const text = decoder.decode(bytes);
    return decoder.encoding === "windows-1252" ? withWindowsSigns(text) : text;
  } catch {
    return undefined;
  }
}

/** Text that was decoded as Latin-1, with the signs that Windows-1252 has where Latin-1 has control characters. */
export function withWindowsSigns(text: string): string {
  return text.replace(/[\u0080-\u009f]/g, (sign) => windows1252.charAt(sign.charCodeAt(0) - 0x80));
}

/** A sequence of UTF-8, or a byte that belongs to none. */
const utf8 = /[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}|[\x80-\xff]/g;
/** Sequences of UTF-8 for each stray byte; in other encodings such sequences are rare. */
const MIN_SEQUENCES = 2;

/**
 * UTF-8 with a few bytes of Windows-1252 in it, as texts have that were put together from several; undefined for anything else.
 */
export function decodeMixed(
  bytes: Uint8Array,
): { readonly text: string; readonly strays: number } | undefined {
  const latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
  let strays = 0;
  let sequences = 0;
  const text = latin1.replace(utf8, (found) => {
    if (found.length === 1) {
      strays += 1;
      return withWindowsSigns(found);
    }
    sequences += 1;
    return Buffer.from(found, "latin1").toString("utf8");
  });
  return strays > 0 && sequences >= strays * MIN_SEQUENCES ? { text, strays } : undefined;
}

/** ISO-2022-JP is ASCII to the eye: its escape sequences tell. https://encoding.spec.whatwg.org/#iso-2022-jp */
export function isIso2022Jp(text: string): boolean {
  const [, ...parts] = text.split("\u001b");
  return parts.some((part, at) => /^\$[@B][!-~]{2,}/.test(part) && /^\([BJ]/.test(parts[at + 1] ?? ""));
}

/** The encoding that a page declares where the standard looks for it. */
export function declaredCharset(body: Uint8Array): string | undefined {
  return declaredWithin(body.subarray(0, DECLARATION_BYTES));
}

/** The same, behind a long head. */
export function lateCharset(body: Uint8Array): string | undefined {
  return declaredWithin(body.subarray(0, MAX_LATE_DECLARATION));
}

function declaredWithin(start: Uint8Array): string | undefined {
  const head = new TextDecoder("latin1").decode(start).replace(/<!--[\s\S]*?(?:-->|$)/g, "");
  const match = declaration.exec(head);
  const label = (match?.[1] ?? match?.[2])?.toLowerCase();
  // A page in which "utf-16" can be read as ASCII is not UTF-16: the standard reads it as UTF-8.
  return label?.startsWith("utf-16") ? "utf-8" : label;
}

/** A sequence of UTF-8, each byte of which was taken for a character of Latin-1. */
const sequence = /[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}/g;
/** No text has these characters: they display nothing, and no keyboard writes them. */
const control = /[\x80-\x9f]/;
/** Fewer sequences with such a character are an accident. */
const MIN_CERTAIN = 2;

/**
 * Text that was encoded as UTF-8, taken for Latin-1 and encoded again, as it was before; undefined for anything else. A
 * quotation mark is then "â" and two control characters: "it’s" would be read as "itâs".
 */
export function decodedTwice(text: string): string | undefined {
  if (!control.test(text)) return undefined;
  let certain = 0;
  const decoded = text.replace(sequence, (found) => {
    const sign = Buffer.from(found, "latin1").toString("utf8");
    if (sign.includes("\ufffd")) return found;
    if (control.test(found)) certain += 1;
    return sign;
  });
  return certain >= MIN_CERTAIN && !control.test(decoded) ? decoded : undefined;
}
