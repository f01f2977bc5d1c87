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
