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
export const isArticle = (html: string): boolean => statements.some((one) => one.test(html));
