import type { Draftable } from "../questions/suggest.ts";
import type { Tested } from "../questions/test.ts";
import { lineWords } from "../text/lines.ts";
import { MAX_WORDS } from "../text/passages.ts";
import { type Conflict, conflictsIn } from "./conflicts.ts";
import { nearDuplicates } from "./near-duplicates.ts";
import { type Place, pageKey, placed } from "./place.ts";

/** What is wrong with the pages as answers. Each finding names the document to edit. */
export interface Health {
  /** Passages of different pages that say nearly the same: Fin may cite either, and an edit has to find both. */
  readonly nearDuplicates: readonly (readonly [Place, Place])[];
  /** A single paragraph, list item or row too long to be one passage. */
  readonly tooLong: readonly (Place & { readonly words: number })[];
  /** Tables that nothing names: their rows are retrieved without what they are about. */
  readonly orphanTables: readonly Place[];
  /** Pages that are among the first five of no question. Says as much as the questions do; null: none were asked. */
  readonly unasked: readonly Pick<Place, "source" | "externalId">[] | null;
  /** Questions that are missing from the pages; null: none were asked. */
  readonly unanswered: readonly Unanswered[] | null;
  /** Sentences that give the same thing different figures. */
  readonly conflicting: readonly Conflict[];
}

/** A question that the pages have no answer to. */
export interface Unanswered {
  readonly question: string;
  /** Its line in the question file. */
  readonly line: number;
  /** The document that comes nearest to it: the one to edit, if any. */
  readonly nearest: string | null;
}

/** What is looked for besides. */
export interface HealthOptions {
  /** Absent: no questions were asked. */
  readonly asked?: { readonly pages: ReadonlySet<string>; readonly questions: readonly Tested[] } | undefined;
}

/** Of each kind that are named. */
const MAX_NAMED = 100;

/**
 * Looks for what hinders pages from being answers.
 *
 * @param options.asked.pages the pages that were among the first five of some question, by `pageKey`
 */
export function healthOf(pages: readonly Draftable[], { asked }: HealthOptions): Health {
  const passages = placed(pages);
  const tooLong = passages
    .map(({ place, text }) => ({ ...place, words: lineWords(text) }))
    .filter(({ words }) => words > 2 * MAX_WORDS)
    .sort((a, b) => b.words - a.words);
  const named = <T>(all: readonly T[]): T[] => all.slice(0, MAX_NAMED);
  return {
    nearDuplicates: named(nearDuplicates(passages)),
    tooLong: named(tooLong),
    orphanTables: named(passages.filter(({ bareTable }) => bareTable).map(({ place }) => place)),
    unasked: asked
      ? named(
          pages
            .filter((page) => !asked.pages.has(pageKey(page)))
            .map(({ source, externalId }) => ({ source, externalId })),
        )
      : null,
    unanswered: asked ? named(asked.questions.flatMap(unansweredOf)) : null,
    conflicting: named(conflictsIn(passages)),
  };
}

function unansweredOf({ question, line, verdict, mustNotAnswer, results }: Tested): Unanswered[] {
  if (mustNotAnswer || verdict !== "missing") return [];
  return [{ question, line, nearest: results[0]?.externalId ?? null }];
}
