import MarkdownIt from "markdown-it";
import footnote from "markdown-it-footnote";
import { escapeHtml } from "../../../html/characters.ts";
import type { Document } from "../../document.ts";
import { isTitleName } from "../../names.ts";
import { emoji } from "../../vocabulary/emoji.ts";
import { footnoteMark, leadIn } from "../../vocabulary/html-text.ts";
import { plainLinkTargets } from "../../vocabulary/shortcodes.ts";
import type { Warnings } from "../../warnings.ts";
import { expandIncludes } from "../includes/expand.ts";
import { pagesOf } from "../page-links.ts";
import { sphinxConfigurationOf } from "../rst/configuration.ts";
import { alerts } from "./alerts.ts";
import { autoReferences } from "./auto-references.ts";
import { blockAttributes } from "./block-attributes.ts";
import { withoutComments } from "./comments.ts";
import { components } from "./components.ts";
import { containers } from "./containers.ts";
import { definitionLists } from "./definition-lists.ts";
import { docsify } from "./docsify.ts";
import { fences } from "./fence.ts";
import { fieldLists, isMyst } from "./field-lists.ts";
import { hugoProjectOf, withParametersInCode } from "./hugo-project.ts";
import { inlineSpellings } from "./inline.ts";
import { plainTables } from "./kramdown-tables.ts";
import { linkDefinitions } from "./link-definitions.ts";
import { takeLocals } from "./liquid.ts";
import { chooseBranches } from "./liquid-branches.ts";
import { withoutMagicBlocks } from "./magic-blocks.ts";
import { marks } from "./marks.ts";
import { materialHooks } from "./material-hooks.ts";
import { math } from "./math.ts";
import { mkdocs } from "./mkdocs.ts";
import { mkdocsProjectOf } from "./mkdocs-project.ts";
import { mystRoles } from "./myst-roles.ts";
import { environment, type MarkdownEnv } from "./nest.ts";
import { numberedExamples, pandoc } from "./pandoc/index.ts";
import { isPandoc, withoutEquationLabels } from "./pandoc/references.ts";
import { quartoProjectOf } from "./quarto-project.ts";
import {
  admonitionsInHtml,
  apartFromBlocks,
  markdownInHtml,
  settleRawElements,
  textBehindComments,
} from "./raw-elements.ts";
import { literalTemplates } from "./raw-text.ts";
import { fencedNames } from "./shortcode-code.ts";
import { shortcodes } from "./shortcodes.ts";
import { withoutSlideNotes } from "./slides.ts";
import { tablePipes } from "./table-pipes.ts";
import { targetsWithValues } from "./target-values.ts";
import { isTemplate, values } from "./values.ts";
import { wikiLinks } from "./wiki-links.ts";

const parser = new MarkdownIt({ html: true, linkify: true })
  .use(footnote)
  .use(containers)
  .use(mkdocs)
  .use(shortcodes)
  .use(autoReferences)
  .use(inlineSpellings)
  .use(blockAttributes)
  .use(pandoc)
  .use(definitionLists)
  .use(fieldLists)
  .use(components)
  .use(math)
  .use(wikiLinks)
  .use(marks)
  .use(values)
  .use(mystRoles)
  .use(alerts)
  .use(docsify)
  .use(emoji)
  .use(fences);

// "README.md" and "node.js" are not web addresses.
parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
// Link targets stay as written, because they are keys of the document's `links`; the sanitiser checks them later.
parser.validateLink = () => true;
parser.normalizeLink = (url) => url;

const { rules } = parser.renderer;
rules.block_html_ready = (tokens, i) => tokens[i]?.content ?? "";
rules.footnote_ref = (tokens, i) => footnoteMark(Number(tokens[i]?.meta?.id ?? 0) + 1);
rules.footnote_block_open = () => `${leadIn("Footnotes")}<ol>\n`;
rules.footnote_block_close = () => "</ol>\n";
rules.footnote_open = () => "<li>";
rules.footnote_close = () => "</li>\n";
rules.footnote_anchor = () => "";

/** Spellings of single tools, as those that the parser knows. */
const rewritings: readonly ((text: string) => string)[] = [
  numberedExamples,
  withoutEquationLabels,
  plainTables,
  tablePipes,
  materialHooks,
  textBehindComments,
];

/**
 * Markdown without its front matter → HTML, not sanitised. Never throws: a text that the parser cannot read becomes plain text.
 *
 * @param stated the front matter
 * @param source the whole document, in which warnings count lines
 */
export function markdownHtml(
  body: string,
  document: Document,
  warnings: Warnings,
  stated: Readonly<Record<string, unknown>> = {},
  source = body,
): string {
  const { appended, values } = mkdocsProjectOf(document.includes);
  const data = withProject({ ...values, ...stated }, document);
  try {
    const written = body.includes("\r") ? body.replaceAll(/\r\n?/g, "\n") : body;
    // Before includes, so that a file in a comment is not looked for; behind them, because files have comments too.
    const shown = withoutSlideNotes(written, data);
    warnings.countMany("hidden-dropped", shown.dropped);
    warnings.explain(shown.notes);
    const own = expandIncludes(uncommented(shown.text, warnings), document.includes, warnings, source);
    const included = [own, ...appended.map((file) => document.includes?.[file] ?? "")].join("\n\n").trimEnd();
    const hugo = hugoProjectOf(document.includes);
    const filled = withParametersInCode(uncommented(included, warnings), [data.params, data, ...hugo]);
    const literal = literalTemplates(fencedNames(filled));
    const { text: all, locals, certain } = takeLocals(literal, data, warnings);
    const text = chooseBranches(all, { values: data, locals: certain }, warnings);
    const shared: MarkdownEnv = {
      warnings,
      components: document.options?.components,
      failedSearches: 0,
      depth: 0,
      data,
      quarto: quartoProjectOf(document.includes),
      hugo,
      locals,
      source,
      isTemplate: isTemplate(literal, data),
      isMyst: isMyst(text, data),
      isPandoc: isPandoc(document.name, data),
      isGollum: isTitleName(document.name),
      ...pagesOf(document),
      others: document,
      abbreviations: new Map(),
      definitions: linkDefinitions(text),
    };
    const plain = rewritings.reduce(
      (written, rewrite) => rewrite(written),
      withoutMagicBlocks(text, warnings),
    );
    const raw = apartFromBlocks(settleRawElements(plain, warnings));
    const settled = markdownInHtml(shared.isMyst ? admonitionsInHtml(raw) : raw);
    return parser.render(targetsWithValues(plainLinkTargets(settled), shared), environment(shared));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    warnings.add(
      "markdown-unreadable",
      `The Markdown could not be read (${message}); it is shown as plain text.`,
    );
    return plainParagraphs(body);
  }
}

/** MyST's front matter with the values that the project gives to all documents. */
function withProject(
  data: Readonly<Record<string, unknown>>,
  { includes }: Document,
): Readonly<Record<string, unknown>> {
  const { values } = sphinxConfigurationOf(includes);
  if (Object.keys(values).length === 0) return data;
  const { substitutions } = data;
  return {
    ...data,
    substitutions: { ...values, ...(typeof substitutions === "object" ? substitutions : {}) },
  };
}

function uncommented(written: string, warnings: Warnings): string {
  const { text, dropped } = withoutComments(written);
  warnings.countMany("comment-dropped", dropped.length);
  for (const comment of dropped) warnings.explain(comment);
  return text;
}

function plainParagraphs(text: string): string {
  return text
    .split(/\n[ \t]*\n/)
    .filter((part) => part.trim() !== "")
    .map((part) => `<p>${escapeHtml(part.trim())}</p>\n`)
    .join("");
}
