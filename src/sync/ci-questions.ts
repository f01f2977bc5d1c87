/** What a change does to the questions that its pages are tested with. */
export interface CiQuestions {
  readonly questions: number;
  /** Those that did as their file expects, before and after the change. */
  readonly passedBefore: number;
  readonly passed: number;
  /** Passed before, and no longer. */
  readonly lost: readonly CiQuestion[];
  /** Passed not before, and now. */
  readonly found: readonly CiQuestion[];
}

/** A question whose outcome the change turns. */
export interface CiQuestion {
  readonly question: string;
  /** The page it names, or the pages; null where any page may answer, or none. */
  readonly expected: string | readonly string[] | null;
  /** Why it falls short after the change; null: it does not. */
  readonly why: string | null;
  /** The page that comes first after the change. */
  readonly first: { readonly externalId: string; readonly title: string; readonly url: string | null } | null;
}
