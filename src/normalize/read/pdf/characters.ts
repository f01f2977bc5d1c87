/**
 * What the codes of a font stand for. `undefined`: the file does not say, and what pdf.js gives is the code itself. An empty
 * text: the sign belongs to the one that has the text of both.
 */
export type Characters = (code: number, given: string) => string | undefined;

/** Codes below are control characters, which nobody paints: they are numbers of signs. */
const FIRST_CHARACTER = 0x20;
const SOFT_HYPHEN = 0xad;
/** The box that fonts have for what they have no sign for. */
const NO_SIGN = 0;

/**
 * Fonts of several bytes number their signs freely, and a table says what they stand for (ISO 32000-1, 9.10.3); other
 * fonts have the characters of their encoding, where a soft hyphen has the sign of a hyphen.
 *
 * @param facts of the font, as pdf.js gives them with `fontExtraProperties`
 * @param isNumbered whether the font was used with codes that are no characters
 */
export function charactersOf(
  { composite, cMap, toUnicode }: Record<string, unknown>,
  isNumbered: boolean,
): Characters {
  if (composite !== true) return (code, given) => (code === SOFT_HYPHEN && given === "-" ? "\u00AD" : given);
  // The codes of the maps that pdf.js knows are characters of an encoding.
  if (isRecord(cMap) && cMap.builtInCMap === true) return (_, given) => given;
  const table: unknown = isRecord(toUnicode) ? toUnicode._map : undefined;
  if (!Array.isArray(table)) return (_, given) => (isNumbered ? undefined : given);
  return (code, given) => {
    const text: unknown = table[code];
    if (text === "" || (code === NO_SIGN && typeof text !== "string")) return "";
    return typeof text === "string" ? given : undefined;
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

/** The names of fonts that a page uses with codes which pdf.js gives for characters, and which are none. */
export function numberedFonts(
  { fnArray, argsArray }: { readonly fnArray: readonly number[]; readonly argsArray: readonly unknown[] },
  ops: Readonly<Record<string, number>>,
): ReadonlySet<string> {
  const found = new Set<string>();
  let font = "";
  fnArray.forEach((operator, index) => {
    const args: unknown = argsArray[index];
    const [first]: readonly unknown[] = Array.isArray(args) ? args : [];
    if (operator === ops.setFont && typeof first === "string") font = first;
    else if (operator === ops.showText && !found.has(font) && Array.isArray(first) && first.some(isNumber))
      found.add(font);
  });
  return found;
}

function isNumber(glyph: unknown): boolean {
  if (!isRecord(glyph)) return false;
  const { originalCharCode: code, unicode } = glyph;
  if (typeof code !== "number" || code === 0 || code >= FIRST_CHARACTER) return false;
  return unicode === String.fromCharCode(code) && !/[\t\n\r]/.test(unicode);
}
