const firstSurrogate = 0xd800;
/** Where a table says whether it takes characters beyond ASCII. */
const beyondAscii = 128;

/** A set of characters, by code; all beyond ASCII are in it or none. */
export type CharacterTable = Uint8Array;

/** All characters of ASCII from `first` on, and all beyond ASCII but surrogates, except those named. */
export function allFrom(first: number, except: string): CharacterTable {
  const table = new Uint8Array(beyondAscii + 1).fill(1, first);
  for (const character of except) table[character.charCodeAt(0)] = 0;
  return table;
}

/** Just these, which are ASCII. */
export function only(characters: string): CharacterTable {
  const table = new Uint8Array(beyondAscii + 1);
  for (const character of characters) table[character.charCodeAt(0)] = 1;
  return table;
}

export function isIn(table: CharacterTable, code: number): boolean {
  return table[Math.min(code, beyondAscii)] === 1 && code < firstSurrogate;
}

/** Where the run of such characters ends that starts at `at`; `at` itself where there is none. */
export function endOfRun(table: CharacterTable, text: string, at: number): number {
  let end = at;
  while (end < text.length && isIn(table, text.charCodeAt(end))) end += 1;
  return end;
}
