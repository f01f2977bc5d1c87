import { isDrawn } from "./randomness.ts";
import { aiRules } from "./rules/ai.ts";
import { businessRules } from "./rules/business.ts";
import { cloudRules } from "./rules/cloud.ts";
import { credentialRules } from "./rules/credentials.ts";
import { developerRules } from "./rules/developer.ts";
import type { SecretRule } from "./rules/rule.ts";
import { vaultRules } from "./rules/vaults.ts";
import type { Hit } from "./secretlint.ts";

/** Every kind of secret that has a form of its own. What stands first names what several find. */
export const secretRules: readonly SecretRule[] = [
  ...credentialRules,
  ...aiRules,
  ...developerRules,
  ...cloudRules,
  ...vaultRules,
  ...businessRules,
];

const withFlag = (pattern: RegExp, flag: string) =>
  new RegExp(pattern.source, `${pattern.flags.replace(/[gy]/g, "")}${flag}`);

const rulesAt = (place: SecretRule["at"], flag: string) =>
  secretRules
    .filter(({ at }) => at === place)
    .map((rule) => ({ ...rule, pattern: withFlag(rule.pattern, flag) }));

const beginning = rulesAt("start", "y");
const elsewhere = rulesAt("inside", "g");
const wholeWords = secretRules
  .filter(({ at }) => at === "word")
  .map((rule) => ({ ...rule, pattern: new RegExp(`^(?:${rule.pattern.source})$`, rule.pattern.flags) }));

/** The first two characters of a mark → the marks with them and their rules. */
const byBeginning = new Map<number, (readonly [mark: string, rule: SecretRule])[]>();
for (const rule of [...beginning, ...elsewhere])
  for (const mark of rule.marks) {
    const key = pairAt(mark, 0);
    byBeginning.set(key, [...(byBeginning.get(key) ?? []), [mark, rule]]);
  }

function pairAt(text: string, at: number): number {
  return text.charCodeAt(at) * 128 + text.charCodeAt(at + 1);
}

const isAlphanumeric = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57);

/** Whether a word begins there: also behind an escape, as in `"\nTOKEN"`. */
function beginsWord(text: string, at: number): boolean {
  if (at === 0 || !isAlphanumeric(text.charCodeAt(at - 1))) return true;
  return text.charCodeAt(at - 2) === 92 && "nrt".includes(text.charAt(at - 1));
}

/** Rules whose mark stands there. Character by character: a pattern of all marks is slower. */
function* marked(text: string): Generator<readonly [at: number, rule: SecretRule]> {
  for (let at = 0; at < text.length - 1; at += 1) {
    const known = byBeginning.get(pairAt(text, at));
    if (!known) continue;
    for (const [mark, rule] of known)
      if ((rule.at === "inside" || beginsWord(text, at)) && text.startsWith(mark, at)) yield [at, rule];
  }
}

/** Whether a token may begin in the text, so that what follows a break may be the rest of it. */
export function beginsToken(text: string): boolean {
  return !marked(text).next().done || (text.length >= 10 && /\d\D*\d/.test(text) && /[A-Za-z]/.test(text));
}

/** Secrets by their form, in the order of the rules where they overlap. */
export function formHits(text: string, words: readonly Word[]): Hit[] {
  const hits: Hit[] = [];
  const inside = new Set<SecretRule>();
  for (const [at, rule] of marked(text)) {
    if (rule.at === "inside") inside.add(rule);
    else {
      rule.pattern.lastIndex = at;
      const match = rule.pattern.exec(text);
      if (match) note(hits, rule, match, 0);
    }
  }
  for (const rule of inside) for (const match of text.matchAll(rule.pattern)) note(hits, rule, match, 0);
  for (const { value, index } of words) {
    if (value.length > MAX_WORD_LENGTH) continue;
    for (const rule of wholeWords) {
      const match = rule.pattern.exec(value);
      if (match) note(hits, rule, match, index);
    }
  }
  return hits;
}

const MAX_WORD_LENGTH = 100;

function note(
  hits: Hit[],
  { name, counts = isDrawn }: SecretRule,
  match: RegExpExecArray,
  from: number,
): void {
  const [whole] = match;
  if (!counts(match.groups?.random ?? whole, whole)) return;
  hits.push({ rule: name, start: from + match.index, end: from + match.index + whole.length });
}

/** A stretch without spaces, quotes and the like. */
export interface Word {
  readonly value: string;
  readonly index: number;
}

/** Shorter words are not tokens. */
const MIN_WORD_LENGTH = 14;

const longWord = new RegExp(`(?<![\\w+/.~%-])[\\w+/.~-]{${MIN_WORD_LENGTH},60000}={0,2}`, "g");

/** The long words of a text, in which tokens without a prefix and what is encoded are looked for. */
export function longWords(text: string): Word[] {
  return [...text.matchAll(longWord)].map(({ 0: value, index }) => ({ value, index }));
}
