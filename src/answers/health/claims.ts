import { stopWords, wordsOf } from "../text/words.ts";
import type { Place, Placed } from "./place.ts";
import { type Quantity, type QuantityKind, quantitiesIn } from "./quantities.ts";

/** A sentence, and where it stands. */
export interface Stated extends Place {
  readonly sentence: string;
}

/** A sentence that states a figure of something, taken apart. */
export interface Claim {
  readonly stated: Stated;
  /** By kind, and of counts by what is counted. */
  readonly figures: ReadonlyMap<string, Figures>;
  /** Stems of what the sentence is about: without figures, and without words that any such sentence has. */
  readonly about: ReadonlySet<string>;
  /** Stems of its names: what begins with a capital within the sentence, or is spelt like code. */
  readonly names: ReadonlySet<string>;
  /** The words of its page's title and of each heading, in order, as stems. */
  readonly headings: readonly (readonly string[])[];
  /** Stems of all headings. */
  readonly context: ReadonlySet<string>;
  /** All stems of the sentence and its headings. */
  readonly said: ReadonlySet<string>;
  /** Stems of what its headings narrow it to ("in France", "part 2"), or its sentence: "for companies". */
  readonly narrowed: ReadonlySet<string>;
}

/** Figures of one kind. */
export interface Figures {
  readonly kind: QuantityKind;
  readonly values: ReadonlySet<string>;
}

/** Small words of a sentence; what has fewer is a date, a label or a caption. */
const MIN_WORDS = 2;
const MAX_STEMS = 16;

/** The claims of a passage. What only looks like one is left out: code, rows of tables, examples, notes of releases. */
export function claimsIn({ place, title, text }: Placed): Claim[] {
  if (!hasFigure.test(text)) return [];
  const path = [title, ...(place.section?.split(" › ") ?? [])];
  if (path.some((heading) => isOfAnother.test(heading))) return [];
  const statements = sentencesOf(text).flatMap(statementIn);
  if (statements.length === 0) return [];
  const headings = path.map((heading) => stemmed(heading).filter((stem) => !slight.has(stem)));
  const context = new Set(headings.flat());
  const said = path.flatMap(stemmed);
  const narrowed = path.flatMap(narrowing);
  return statements.map(({ sentence, rest, quantities, about }) => ({
    stated: { ...place, sentence },
    figures: figuresOf(quantities),
    about,
    names: namesIn(rest),
    headings,
    context,
    said: new Set([...said, ...stemmed(rest)]),
    narrowed: new Set([...narrowed, ...aimed(rest)]),
  }));
}

interface Statement {
  readonly sentence: string;
  /** Without its figures. */
  readonly rest: string;
  readonly quantities: readonly Quantity[];
  readonly about: ReadonlySet<string>;
}

function statementIn(sentence: string): Statement[] {
  if (!hasFigure.test(sentence) || isCode.test(sentence) || isUnsure.test(sentence)) return [];
  const quantities = quantitiesIn(sentence);
  if (quantities.length === 0) return [];
  const rest = without(sentence, quantities);
  if ((rest.match(smallWords)?.length ?? 0) < MIN_WORDS) return [];
  const about = new Set(stemmed(rest).filter((stem) => !slight.has(stem)));
  return about.size === 0 || about.size > MAX_STEMS ? [] : [{ sentence, rest, quantities, about }];
}

const hasFigure = /\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b/i;
const smallWords = /(?<![\p{L}\p{N}])\p{Ll}{2,}/gu;

function narrowing(heading: string): string[] {
  const [, narrower = ""] = /\s(?:in|for|on|of|with|from|outside|under|at)\s+(.+)$/i.exec(heading) ?? [];
  const [, mark] = /\s(\p{Lu}|\d+)$/u.exec(heading) ?? [];
  const stems = stemmed(narrower).filter((stem) => !slight.has(stem));
  return mark === undefined ? stems : [...stems, mark];
}

const aimed = (sentence: string): string[] =>
  [...sentence.matchAll(/\bfor (?:(?:a|an|the|your|our) )?(\p{L}+)/giu)].flatMap(([, whom = ""]) =>
    stemmed(whom).filter((stem) => !slight.has(stem)),
  );

/** Pages that say what was or what may be. */
const isOfAnother =
  /\b(?:release notes|change ?log|what['’]?s new|history|roadmap|examples?|tutorial|walkthrough|case stud(?:y|ies))\b|\bv?\d+\.\d+/i;

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
    .split(/\n|(?<=[.!?])\s+(?=\p{Lu})|;\s+/u)
    .map((sentence) => sentence.replace(/^\s*- /, "").trim())
    .filter((sentence) => sentence !== "" && !sentence.includes(" · "));

/** Assignments, calls, braces, options, variables, keys, and comments. */
const isCode = /[{}=;<>|\\`]|\w\(|::|(?:^|\s)--?\w|\$[a-z_]|^(?:\/\/|#|\/\*|["'\w-]+: )/i;

/** Examples, guesses, alternatives, what somebody may choose, and questions. */
const isUnsure =
  /\b(?:e\.g\.|for example|for instance|such as|suppose|imagine|say,|about \d|around|approximately|roughly|usually|typically|default|recommend\w*|between|either)\b|^(?:set|increase|reduce|lower|raise|change|use|try)\b|\?$/i;

function without(sentence: string, quantities: readonly Quantity[]): string {
  return quantities.reduceRight(
    (text, { at, length }) => `${text.slice(0, at)} ${text.slice(at + length)}`,
    sentence,
  );
}

const stemmed = (text: string): string[] =>
  wordsOf(text, "en")
    .filter(({ plain }) => !stopWords.has(plain))
    .map(({ stem }) => stem);

/** Words by which figures are stated, of whatever. They set no two things apart. */
const slight: ReadonlySet<string> = new Set(
  stemmed(
    "get gets got give gives given take takes taken keep keeps kept hold holds have had include includes included contain " +
      "contains come comes last lasts become require requires required allow allows allowed permit permitted possible " +
      "available valid expire expires end ends begin begins start starts started limit limits limited maximum minimum most " +
      "least more less than up each every all only per within after before until during over under about long longer later " +
      "time times period periods cost costs charge charged pay pays paid price prices receive receives make makes made " +
      "work works ask asks also always then once already still no not cannot however therefore while because so that " +
      "up every everybody everyone whole total amount number size high higher low lower few small smallest large larger " +
      "largest equal exactly currently now first getting overview faq frequently asked questions general basics introduction " +
      "guide glance short plan plans day days hour hours minute minutes or off apply " +
      "applies left right go goes see back",
  ),
);

const nameLike =
  /(?<=\S\s+|[("“])\p{Lu}[\p{L}\p{N}]*|[\p{L}\p{N}]*(?:\p{Ll}\p{Lu}|[._/:@]\p{L}|\p{N})[\p{L}\p{N}._/:@-]*/gu;

const namesIn = (text: string): Set<string> =>
  new Set([...text.matchAll(nameLike)].flatMap(([name]) => stemmed(name)));
