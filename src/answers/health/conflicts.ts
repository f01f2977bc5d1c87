import { stopWords, wordsOf } from "../text/words.ts";
import { type Place, type Placed, pageKey } from "./place.ts";
import { type Quantity, type QuantityKind, quantitiesIn } from "./quantities.ts";

/** Two statements about the same thing with different figures. One of them is likely out of date. */
export interface Conflict {
  readonly kind: QuantityKind;
  readonly places: readonly [Stated, Stated];
  /** How alike the statements are but for their figures, 0 to 1. */
  readonly likeness: number;
}

/** A sentence, and where it stands. */
export interface Stated extends Place {
  readonly sentence: string;
}

/** A sentence that states figures, taken apart. */
interface Claim {
  readonly stated: Stated;
  /** By kind, and of counts by what is counted. */
  readonly figures: ReadonlyMap<string, Figures>;
  /** Stems of its telling words, without the figures. */
  readonly stems: ReadonlySet<string>;
  /** Stems of its names: what begins with a capital within the sentence, or is spelt like code. */
  readonly names: ReadonlySet<string>;
  /** Stems of its page's title and headings. */
  readonly subject: ReadonlySet<string>;
}

/** Figures of one kind. */
interface Figures {
  readonly kind: QuantityKind;
  readonly values: ReadonlySet<string>;
}

const MIN_STEMS = 3;
const MAX_STEMS = 30;
/** A sentence's rarest words, by which others like it are looked for. */
const KEYS = 4;
/** What so many sentences share says too little to look at all their pairs. */
const MAX_ALIKE = 40;
const MIN_LIKENESS = 0.5;
const MIN_SAME_SUBJECT = 0.25;

/**
 * Pairs of sentences of different passages that say the same of the same subject with different figures, the most alike first.
 * By words alone: what sets two subjects apart may stand elsewhere, so many pairs do not contradict each other.
 */
export function conflictsIn(passages: readonly Placed[]): Conflict[] {
  const claims = passages.flatMap(claimsIn);
  const having = new Map<string, number>();
  for (const { stems } of claims) for (const stem of stems) having.set(stem, (having.get(stem) ?? 0) + 1);
  const weightOf = (stem: string) => Math.log(1 + claims.length / (having.get(stem) ?? 1));
  const byKey = new Map<string, Claim[]>();
  const found = new Map<string, Conflict>();
  for (const claim of claims) {
    const rarest = [...claim.stems]
      .sort((a, b) => (having.get(a) ?? 0) - (having.get(b) ?? 0))
      .slice(0, KEYS);
    for (const stem of rarest) {
      const others = byKey.get(stem) ?? [];
      for (const other of others) {
        const conflict = conflictOf(other, claim, weightOf);
        if (conflict) found.set(JSON.stringify(conflict.places), conflict);
      }
      if (others.length < MAX_ALIKE) byKey.set(stem, [...others, claim]);
    }
  }
  return [...found.values()].sort((a, b) => b.likeness - a.likeness);
}

function conflictOf(one: Claim, other: Claim, weightOf: (stem: string) => number): Conflict | undefined {
  if (pageKey(one.stated) === pageKey(other.stated)) return undefined;
  const differing = [...one.figures].find(([key, { values }]) =>
    isDisjoint(values, other.figures.get(key)?.values),
  );
  if (!differing || hasOtherNames(one, other)) return undefined;
  if (overlap(one.subject, other.subject, () => 1) < MIN_SAME_SUBJECT) return undefined;
  const likeness = overlap(one.stems, other.stems, weightOf);
  if (likeness < MIN_LIKENESS) return undefined;
  return {
    kind: differing[1].kind,
    places: [one.stated, other.stated],
    likeness: Math.round(likeness * 100) / 100,
  };
}

const isDisjoint = (some: ReadonlySet<string>, others: ReadonlySet<string> = new Set()): boolean =>
  some.size === others.size && ![...some].some((value) => others.has(value));

/** Statements about things of different names are about different things. */
function hasOtherNames(one: Claim, other: Claim): boolean {
  const lacks = (names: ReadonlySet<string>, { stems }: Claim) => [...names].some((name) => !stems.has(name));
  return lacks(one.names, other) || lacks(other.names, one);
}

/** Weighted Jaccard. */
function overlap(
  some: ReadonlySet<string>,
  others: ReadonlySet<string>,
  weightOf: (stem: string) => number,
): number {
  let [shared, all] = [0, 0];
  for (const stem of new Set([...some, ...others])) {
    all += weightOf(stem);
    if (some.has(stem) && others.has(stem)) shared += weightOf(stem);
  }
  return all === 0 ? 0 : shared / all;
}

function claimsIn({ place, title, text }: Placed): Claim[] {
  const subject = stemsOf(`${title} ${place.section ?? ""}`);
  return sentencesOf(text).flatMap((sentence): Claim[] => {
    const quantities = quantitiesIn(sentence);
    if (quantities.length === 0 || isCode.test(sentence)) return [];
    const rest = without(sentence, quantities);
    const stems = stemsOf(rest);
    if (stems.size < MIN_STEMS || stems.size > MAX_STEMS) return [];
    const figures = figuresOf(quantities);
    return [{ stated: { ...place, sentence }, figures, stems, names: namesIn(rest), subject }];
  });
}

function figuresOf(quantities: readonly Quantity[]): Map<string, Figures> {
  const figures = new Map<string, Figures>();
  for (const { kind, of = "", value } of quantities) {
    const key = `${kind} ${of}`;
    figures.set(key, { kind, values: new Set([...(figures.get(key)?.values ?? []), value]) });
  }
  return figures;
}

const sentencesOf = (text: string): string[] =>
  text
    .split(/\n|(?<=[.!?])\s+(?=\p{Lu})/u)
    .map((sentence) => sentence.replace(/^\s*- /, "").trim())
    .filter((sentence) => sentence !== "");

/** Assignments, calls, braces, options, variables, and comments. */
const isCode = /[{}=;<>|\\`]|\w\(|::|(?:^|\s)--?\w|\$[a-z_]|^(?:\/\/|#|\/\*)/i;

function without(sentence: string, quantities: readonly Quantity[]): string {
  return quantities.reduceRight(
    (text, { at, length }) => `${text.slice(0, at)} ${text.slice(at + length)}`,
    sentence,
  );
}

const stemsOf = (text: string): Set<string> =>
  new Set(
    wordsOf(text, "en")
      .filter(({ plain }) => !stopWords.has(plain))
      .map(({ stem }) => stem),
  );

const nameLike =
  /(?<=\S\s+|[("“])\p{Lu}[\p{L}\p{N}]*|[\p{L}\p{N}]*(?:\p{Ll}\p{Lu}|[._/:@]\p{L}|\p{N})[\p{L}\p{N}._/:@-]*/gu;

const namesIn = (text: string): Set<string> =>
  new Set([...text.matchAll(nameLike)].flatMap(([name]) => [...stemsOf(name)]));
