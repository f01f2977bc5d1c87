const firstSurrogate = 0xd800;
const codes = 0x10000;

/** A set of characters, by code; all beyond ASCII are in it or none. A place for every code: no question asked but one. */
export type CharacterTable = Uint8Array;

/** All characters of ASCII from `first` on, and all beyond ASCII but surrogates, except those named. */
export function allFrom(first: number, except: string): CharacterTable {
  const table = new Uint8Array(codes).fill(1, first, firstSurrogate);
  for (const character of except) table[character.charCodeAt(0)] = 0;
  return table;
}

/** Just these, which are ASCII. */
export function only(characters: string): CharacterTable {
  const table = new Uint8Array(codes);
  for (const character of characters) table[character.charCodeAt(0)] = 1;
  return table;
}

export function isIn(table: CharacterTable, code: number): boolean {
  return table[code] === 1;
}

/** Where the run of such characters ends that starts at `at`; `at` itself where there is none. */
export function endOfRun(table: CharacterTable, text: string, at: number): number {
  let end = at;
  while (end < text.length && table[text.charCodeAt(end)] === 1) end += 1;
  return end;
}
