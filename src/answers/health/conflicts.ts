import { type Claim, claimsIn, type Stated } from "./claims.ts";
import { areContrasted } from "./contrasts.ts";
import { type Placed, pageKey } from "./place.ts";
import type { QuantityKind } from "./quantities.ts";

/** Two statements about the same thing with different figures. One of them is likely out of date. */
export interface Conflict {
  readonly kind: QuantityKind;
  readonly places: readonly [Stated, Stated];
  /** How alike the statements are but for their figures, 0 to 1. */
  readonly likeness: number;
}

/** A sentence's rarest words, by which others like it are looked for. */
const KEYS = 4;
/** What so many sentences share says too little to look at all their pairs. */
const MAX_ALIKE = 40;
/** What two sentences are both about, of all that either is about. */
const MIN_LIKENESS = 0.6;

/**
 * Pairs of sentences of different pages that say the same of the same thing with different figures, the most alike
 * first. By words alone: what sets two things apart may stand elsewhere, so some pairs do not contradict each other.
 */
export function conflictsIn(passages: readonly Placed[]): Conflict[] {
  const claims = passages.flatMap(claimsIn);
  const having = new Map<string, number>();
  for (const { about } of claims) for (const stem of about) having.set(stem, (having.get(stem) ?? 0) + 1);
  const weightOf = (stem: string) => Math.log(1 + claims.length / (having.get(stem) ?? 1));
  const byKey = new Map<string, Claim[]>();
  const found = new Map<string, Conflict>();
  for (const claim of claims) {
    const rarest = [...claim.about]
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
  const kind = differingKind(one, other);
  if (!kind || !(isLinked(one, other) || isLinked(other, one))) return undefined;
  if (lacksNames(one, other) || lacksNames(other, one) || areContrasted(one, other)) return undefined;
  if (hasOwnTopic(one, other) || hasOwnTopic(other, one)) return undefined;
  const likeness = likenessOf(one, other, weightOf);
  if (likeness < MIN_LIKENESS) return undefined;
  return { kind, places: [one.stated, other.stated], likeness: Math.round(likeness * 100) / 100 };
}

/**
 * The kind of which both give one figure, and not the same. Undefined where figures of more than one kind differ: those
 * are two cases of a rule, not a rule stated twice.
 */
function differingKind(one: Claim, other: Claim): QuantityKind | undefined {
  const differing = [...one.figures].filter(([key, { values }]) => {
    const others = other.figures.get(key)?.values;
    return others !== undefined && ![...values].some((value) => others.has(value));
  });
  const [first, ...more] = differing;
  if (!first || more.length > 0) return undefined;
  const [key, { kind, values }] = first;
  return values.size === 1 && other.figures.get(key)?.values.size === 1 ? kind : undefined;
}

const says = ({ about, context }: Claim, stem: string): boolean => about.has(stem) || context.has(stem);

/** Some word of the other's headings is said here, so that both belong together. */
const isLinked = (one: Claim, other: Claim): boolean =>
  other.context.size === 0 || [...other.context].some((stem) => says(one, stem));

/** Statements about things of different names are about different things. */
const lacksNames = (one: Claim, other: Claim): boolean => [...one.names].some((name) => !says(other, name));

/** A word of its sentence that its own headings have, too, and the other does not say at all: another thing. */
const hasOwnTopic = (one: Claim, other: Claim): boolean =>
  [...one.about].some((stem) => one.context.has(stem) && !says(other, stem));

/** The weight of what both sentences are about, of all that either is about. What the other's headings say counts as said. */
function likenessOf(one: Claim, other: Claim, weightOf: (stem: string) => number): number {
  let [shared, all] = [0, 0];
  for (const stem of new Set([...one.about, ...other.about])) {
    all += weightOf(stem);
    if (says(one, stem) && says(other, stem)) shared += weightOf(stem);
  }
  return all === 0 ? 0 : shared / all;
}
