import { lacksMap } from "./character-maps.ts";
import { type Characters, charactersOf } from "./characters.ts";
import { formatOf } from "./format.ts";
import type { PdfPage } from "./page.ts";
import type { TextFormat } from "./text.ts";

/** What a page's text depends on, besides its place. */
export interface Font {
  /** Distinguishes fonts of a page. */
  readonly name: string;
  readonly format: TextFormat;
  /** Whether its characters are known. */
  readonly isReadable: boolean;
  readonly characters: Characters;
  /** The width of one unit of its glyphs, as a share of the font size. */
  readonly unit: number;
  /** What the font size is multiplied with to give the height of its letters. */
  readonly height: number;
}

/** The usual width of a unit; fonts of type 3 state their own (ISO 32000-1, 9.2.4). */
const UNIT = 0.001;
const unknownFont: Font = {
  name: "",
  format: {},
  isReadable: true,
  characters: (_, given) => given,
  unit: UNIT,
  height: 1,
};

/**
 * The fonts of a page by the names that its operators use.
 *
 * @param numbered those whose codes are no characters
 */
export function fontsOf(page: PdfPage, numbered: ReadonlySet<string>): (name: unknown) => Font {
  const known = new Map<string, Font>();
  return (name) => {
    if (typeof name !== "string") return unknownFont;
    const font = known.get(name) ?? fontNamed(page, name, numbered.has(name));
    known.set(name, font);
    return font;
  };
}

function fontNamed(page: PdfPage, name: string, isNumbered: boolean): Font {
  const objects = name.startsWith("g_") ? page.commonObjs : page.objs;
  const found: unknown = objects.has(name) ? objects.get(name) : undefined;
  const facts = (typeof found === "object" && found !== null ? found : {}) as Record<string, unknown>;
  const characters = charactersOf(facts, isNumbered);
  return { name, format: formatOf(facts), isReadable: !lacksMap(found), characters, ...sizeOf(facts) };
}

function sizeOf({ fontMatrix, bbox, isType3Font }: Record<string, unknown>): {
  unit: number;
  height: number;
} {
  const [unit, , , tall]: readonly unknown[] = Array.isArray(fontMatrix) ? fontMatrix : [];
  if (isType3Font !== true || typeof unit !== "number" || typeof tall !== "number")
    return { unit: UNIT, height: 1 };
  const [, bottom, , top]: readonly unknown[] = Array.isArray(bbox) ? bbox : [];
  const height = typeof bottom === "number" && typeof top === "number" ? Math.abs((top - bottom) * tall) : 0;
  return { unit: Math.abs(unit), height: height > 0 ? height : Math.abs(tall) / UNIT };
}
