import { folded, isUnspaced, stemOf, stopWords, wordCharacters } from "../text/words.ts";
import type { Question } from "./question.ts";
import { weights } from "./weights.ts";

/** What of a question stands in a text. */
export interface Matches {
  /** How often each of its terms does; one that is only the same by its stem counts less. */
  readonly counts: Float64Array;
  /** Which of its pairs stand side by side. */
  readonly pairs: ReadonlySet<string>;
}

/**
 * Counts a question's terms in texts. Cutting every text into words would take ten times as long: only what begins as
 * a term does is looked at.
 */
export function matcherFor({ terms, pairs }: Question): (text: string, locale: string) => Matches {
  const byForm = new Map(terms.flatMap(({ forms }, at) => forms.map((form): [string, number] => [form, at])));
  const wanted = new Set(pairs.map(String));
  const beginnings = [...new Set(terms.map(({ forms }) => beginningOf(forms)))].sort(
    (a, b) => b.length - a.length,
  );
  const begin = new RegExp(beginnings.join("|"), "g");

  return (text, locale) => {
    const counts = new Float64Array(terms.length);
    const found = new Set<string>();
    if (terms.length === 0) return { counts, pairs: found };
    const line = folded(text);
    let before: { term: number; end: number } | undefined;
    begin.lastIndex = 0;
    for (let match = begin.exec(line); match; match = begin.exec(line)) {
      const word = wordAt(line, match.index, byForm);
      // What overlaps may match too: pairs of syllables do.
      begin.lastIndex = match.index + 1;
      if (word === undefined) continue;
      const plain = line.slice(match.index, word);
      const term = byForm.get(plain) ?? byForm.get(stemOf(plain, locale));
      if (term === undefined) continue;
      counts[term] = (counts[term] ?? 0) + (terms[term]?.plain === plain ? 1 : weights.sameStem);
      const pair = `${before?.term},${term}`;
      if (before && wanted.has(pair) && isBetweenNeighbours(line, before.end, match.index)) found.add(pair);
      before = { term, end: word };
    }
    return { counts, pairs: found };
  };
}

/** What every word with the term's stem begins with: Porter writes "companies" as "compani" and "filing" as "file". */
function beginningOf(forms: readonly string[]): string {
  const [one = "", other = one] = forms;
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  const common = one.slice(0, length);
  return common.length > 2 ? common.replace(/[ei]$/, "") : common;
}

/** The end of the word that begins here; undefined where none does. */
function wordAt(line: string, at: number, forms: ReadonlyMap<string, number>): number | undefined {
  if (isUnspaced.test(line.charAt(at))) {
    for (let end = Math.min(line.length, at + longestUnspaced); end > at; end -= 1)
      if (forms.has(line.slice(at, end))) return end;
    return undefined;
  }
  if (at > 0 && isWordCharacter(line, at - 1) && !isUnspaced.test(line.charAt(at - 1))) return undefined;
  let end = at + 1;
  while (end < line.length && isWordCharacter(line, end) && !isUnspaced.test(line.charAt(end))) end += 1;
  return end;
}

const longestUnspaced = 12;

function isWordCharacter(line: string, at: number): boolean {
  const code = line.charCodeAt(at);
  if (code < 0x80) return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39);
  return wordCharacters.test(line.charAt(at));
}

/** Nothing stands between them but what says nothing. */
function isBetweenNeighbours(line: string, end: number, start: number): boolean {
  if (start <= end) return true;
  if (start - end > MAX_BETWEEN) return false;
  const between = line.slice(end, start);
  return (
    !/[.?!\n]/.test(between) && (between.match(/[\p{L}\p{N}]+/gu) ?? []).every((word) => stopWords.has(word))
  );
}

const MAX_BETWEEN = 24;
