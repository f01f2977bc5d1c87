import fc from "fast-check";

/**
 * Properties draw the same cases wherever the suite runs, so that a commit passes or fails, not a moment of it. New
 * cases are looked for by `npm run soak properties`, which gives each of its rounds another seed.
 */
const usual = 20_261_128;

fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? usual) });

const wholeSearch = process.env.PROPERTY_SEED !== undefined;

/**
 * How many cases a property of text draws: all of them in `npm run soak properties`, which looks for new ones; a third of
 * them, the same every time, where the suite only keeps what was found.
 */
export const runs = (all: number): number => (wholeSearch ? all : Math.ceil(all / 3));

/** UTF-16 keeps these code points for itself; they are no characters. */
const firstSurrogate = 0xd800;
const afterSurrogates = 0xe000;
const surrogates = afterSurrogates - firstSurrogate;

/**
 * Any character at all, as `unit` of a string: what fast-check calls "binary", case by case. Its own makes a table of all
 * million characters first, which takes most of a second of CPU time, and keeps it in every process.
 */
export const anyCharacter: fc.Arbitrary<string> = fc.nat({ max: 0x10ffff - surrogates }).map(
  (index) => String.fromCodePoint(index < firstSurrogate ? index : index + surrogates),
  (character) => {
    const codePoint = typeof character === "string" ? character.codePointAt(0) : undefined;
    if (codePoint === undefined || String.fromCodePoint(codePoint) !== character)
      throw new Error("not one character");
    return codePoint < firstSurrogate ? codePoint : codePoint - surrogates;
  },
);
