/**
 * How a page is scored against a question. Searched for on every second page of Astro's documentation asked with its own
 * description, then rounded by hand beside the other half, other languages, PowerShell's documentation, and sentences taken out of
 * pages; `npm run bench answers` shows what they give. What did not pay there is left out: words of links to a page, and
 * stemming other languages than English, and reciprocal ranks: pages and passages are fused by score.
 */
export const weights = {
  /** BM25F over a page's fields (Robertson, Zaragoza and Taylor 2004): a word's weight, how much length counts. */
  fields: {
    title: { weight: 1, length: 0.3 },
    heads: { weight: 2, length: 0.5 },
    body: { weight: 1, length: 0.9 },
    /** The first passage says what a page is about. */
    lead: { weight: 2.5, length: 0.3 },
    slug: { weight: 1.5, length: 0.3 },
  },
  saturation: 3,
  /** The best passage, by its own words, its headings and its page's title. */
  passage: { share: 0.4, heads: 1, title: 0.5, length: 0.3, saturation: 2 },
  /** How much of the question the title says, and how much of the title the question. */
  questionInTitle: 1,
  titleInQuestion: 1,
  /** Pairs of neighbouring words of the question that the page has side by side. */
  pairs: 0.6,
  /** A word that is only the same by its stem. */
  sameStem: 0.8,
} as const;

/** The most that a page can score, so that scores are given as shares of it. */
export const MAX_SCORE =
  1 +
  weights.saturation +
  weights.passage.share * (1 + weights.passage.saturation) +
  weights.questionInTitle +
  weights.titleInQuestion +
  weights.pairs;
