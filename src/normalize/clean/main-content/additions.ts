import type { ParentNode } from "domhandler";
import { dropArticleLines } from "./article-lines.ts";
import { dropAuthors } from "./authors.ts";
import { dropCardRuns } from "./card-runs.ts";
import { dropDateLines } from "./date-lines.ts";
import { dropPageFacts } from "./page-facts.ts";
import { dropPager } from "./pager.ts";
import { dropRepeatedButtons } from "./repeated-buttons.ts";
import { dropReplies } from "./replies.ts";
import { dropSaidTwice } from "./said-twice.ts";
import { dropTails } from "./tails.ts";

/** What a page says of itself. */
export interface PageKind {
  /** Comments are its content. */
  readonly isDiscussion: boolean;
  /** It is read as one text. */
  readonly isArticle: boolean;
}

/** Kinds of works that are read as one text: https://schema.org/Article */
const kinds =
  "(?:Article|NewsArticle|BlogPosting|ReportageNewsArticle|OpinionNewsArticle|AnalysisNewsArticle)";
const statements = [
  // JSON-LD
  new RegExp(`"@type"\\s{0,9}:\\s{0,9}\\[?\\s{0,9}"${kinds}"`),
  // Microdata
  new RegExp(`\\bitemtype=["']https?://schema\\.org/${kinds}["']`),
];

/**
 * Whether a page says of itself that it is an article: other pages that it names stand beside its text. Open Graph's type
 * does not count: programs say "article" of every page, and give every page a day.
 */
export const saysArticle = (html: string): boolean => statements.some((one) => one.test(html));

/** Removes what a site adds to a text within the element that has it. Returns how many parts were removed. */
export function dropAdditions(root: ParentNode, { isDiscussion, isArticle }: PageKind): number {
  return (
    dropTails(root, isDiscussion) +
    dropCardRuns(root, isArticle) +
    dropAuthors(root) +
    (isArticle && !isDiscussion ? dropReplies(root) : 0) +
    dropRepeatedButtons(root) +
    dropSaidTwice(root) +
    (isDiscussion ? 0 : dropDateLines(root, isArticle)) +
    dropPageFacts(root) +
    dropPager(root) +
    (isArticle && !isDiscussion ? dropArticleLines(root) : 0)
  );
}
