import type { Warning } from "../normalize/index.ts";
import type { UpdateReason } from "./changes.ts";
import type { AudienceChange } from "./run-report.ts";

/** Two commits of the git repository that holds the sources' folders. */
export interface CommitRange {
  readonly base: string;
  readonly head: string;
}

/** What merging the change would make Fin learn, change and forget. */
export interface CiPlan extends CommitRange {
  readonly learn: readonly CiPage[];
  readonly change: readonly CiChange[];
  readonly forget: readonly CiForget[];
  /** Documents under another id with the same text: sent under the new one, then the old page is hidden. */
  readonly moved?: readonly CiMove[];
  /** What of the change is not in this plan. */
  readonly notCompared?: readonly CiNotCompared[];
  readonly failed: readonly CiFailed[];
  /** Documents that seem to contain a secret: they would not be uploaded, and their text is not in the report. */
  readonly held: readonly CiHeld[];
  /** Sources of which nothing would be sent, because a rule that narrows or excludes has never matched. */
  readonly refused?: readonly CiRefused[];
  /** Rules that narrow or exclude and that no document of the later commit matches any more. */
  readonly ruleWarnings?: readonly CiRuleWarning[];
  /** Where the change was tested with questions. */
  readonly questions?: CiQuestions;
}

export interface CiPage {
  readonly source: string;
  readonly externalId: string;
  readonly title: string;
  readonly url: string | null;
  readonly words: number;
  readonly audience: AudienceChange;
  readonly markdown: string;
  readonly warnings: readonly Warning[];
  /** Its file, from the top of the repository. */
  readonly file?: string | undefined;
}

export interface CiMove extends CiPage {
  readonly from: string;
  readonly before: { readonly title: string; readonly markdown: string; readonly url: string | null };
  readonly diff?: string;
}

export interface CiNotCompared {
  readonly source: string;
  readonly message: string;
}

export interface CiChange extends CiPage {
  readonly reasons: readonly UpdateReason[];
  readonly before: { readonly title: string; readonly markdown: string };
  /** What differs between the texts, where they are not at hand. */
  readonly diff?: string;
}

export interface CiForget {
  readonly source: string;
  readonly externalId: string;
  readonly title: string;
  readonly url: string | null;
  readonly audience: AudienceChange;
  readonly why: string;
}

export interface CiFailed {
  readonly file?: string | undefined;
  readonly source: string;
  readonly externalId: string;
  readonly message: string;
}

export interface CiRuleWarning {
  readonly source: string;
  readonly message: string;
}

export interface CiRefused extends CiRuleWarning {
  readonly hint: string;
}

export interface CiHeld extends CiFailed {
  readonly resolve: string;
}

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
