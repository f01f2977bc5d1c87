const docbookParts = "div.refentry, div.chapter, div.sect1, div.appendix, div.preface";

/** Parts of a document: a single one is the page; several side by side (AsciiDoc's sections, too) are parts of it. */
export const partRoots: ReadonlySet<string> = new Set([docbookParts]);

/**
 * Where common generators put an author's content, the most specific first. They are tried in turn; one is taken when
 * its element has enough of the page's text (see content-root.ts).
 */
export const generatorRoots: readonly string[] = [
  ".theme-doc-markdown", // Docusaurus
  ".md-content__inner", // MkDocs Material
  ".sl-markdown-content", // Starlight
  ".vp-doc", // VitePress
  ".theme-default-content", // VuePress
  ".devsite-article-body", // Google's developer sites
  ".td-content", // Docsy (Hugo)
  "article.doc", // Antora
  "[itemprop=articleBody]", // Read the Docs (Sphinx)
  "article.bd-article", // PyData (Sphinx)
  "#furo-main-content", // Furo (Sphinx)
  ".mw-parser-output", // MediaWiki
  "#mw-content-text",
  "#dokuwiki__content .page", // DokuWiki
  "div.wiki-page", // Redmine
  "#xwikicontent", // XWiki
  "#wikipage", // Trac
  ".patternTopic", // Foswiki, TWiki
  ".wiki-content", // Confluence
  ".ak-renderer-document", // Confluence Cloud
  ".article__body", // Zendesk Guide
  ".article-body",
  ".markdown-section", // Docsify
  ".markdown-body", // GitHub and the like
  ".book-body .markdown-section, .page-inner section.normal", // GitBook, bookdown
  docbookParts,
  "#readme",
];

/** What microdata states to be the text of an article: https://schema.org/articleBody */
export const statedRoots: readonly string[] = ["[itemprop=articleBody]"];

/** HTML's own roles for main content, and the names that hand-made pages use. */
export const commonRoots: readonly string[] = [
  "main article",
  "[role=main] article",
  "[role=article]",
  "article",
  "main [role=main]",
  "main",
  "[role=main]",
  "#main-content, #maincontent, #mainContent, #main_content",
  ".main-content, .main_content",
  ".entry-content, .post-content, .page-content, .article-content, .content-body, .doc-content, .docs-content",
  "#content, #docContent, #doc-content, #page-content",
  ".content, .document, .body, #main, .main, #body",
];
