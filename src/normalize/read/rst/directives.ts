/** What a directive becomes that docutils does not know. */
export type DirectiveRule =
  | {
      readonly as:
        | "keep"
        | "verbatim"
        | "ignore"
        | "code"
        | "content"
        | "labelled"
        | "signature"
        | "version"
        | "include"
        | "raw"
        | "only"
        | "card"
        | "button"
        | "tab-code"
        | "byline";
    }
  | {
      readonly as: "drop";
      readonly why: string;
      /** What stands below it is written by hand: autodoc's `autoclass` with further words. */
      readonly isDocumented?: boolean;
    }
  | { readonly as: "admonition"; readonly title: string };

/** https://docutils.sourceforge.io/docs/ref/rst/directives.html; all but those that hold verbatim text. */
const docutilsKnows =
  "attention caution danger error hint important note tip warning admonition image figure topic sidebar line-block " +
  "rubric epigraph highlights pull-quote compound container table list-table sectnum section-numbering " +
  "header footer replace unicode date class role default-role meta title target-notes";
const verbatim = "code math parsed-literal csv-table";
/** Directives for Sphinx itself, without output. */
const silent =
  "contents index highlight highlightlang currentmodule module py:module py:currentmodule default-domain tabularcolumns sectionauthor " +
  "moduleauthor codeauthor rst-class cssclass todo todolist program restructuredtext-test-directive tags " +
  "c:namespace cpp:namespace js:module";
const containers =
  "tab-set tabs grid grid-item grid-row card-carousel hlist glossary div centered acks panels " +
  "details-content container-fluid";
const labelled =
  "tab-item tab group-tab code-tab dropdown details collapse tab-label step toggle content-tabs";
const signatures =
  "function class method attribute data exception decorator option cmdoption envvar describe object confval setting " +
  "property staticmethod classmethod type struct member macro enum enumerator var namespace concept " +
  "get post put patch delete head options any program-option django-admin command event";
/** https://www.sphinx-doc.org/en/master/usage/restructuredtext/directives.html#describing-changes-between-versions */
const versions =
  "versionadded versionchanged deprecated versionremoved deprecated-removed version-added version-changed " +
  "version-deprecated version-removed version-deprecated-removed";
const generated =
  /^(?:auto(?:module|class|function|method|data|attribute|exception|summary|program|doc\w*)|doxygen\w+|click|argparse|automodapi|openapi|swaggerv2doc|graphviz|digraph|graph|inheritance-diagram|plantuml|uml|mermaid|plot|ipython|jupyter-execute|exec)$/;

/** https://www.sphinx-doc.org/en/master/usage/extensions/autodoc.html */
const documented = /^auto(?!summary|program)/;

const rules: ReadonlyMap<string, DirectiveRule> = new Map<string, DirectiveRule>([
  ...each(docutilsKnows, { as: "keep" }),
  ...each(verbatim, { as: "verbatim" }),
  ...each(silent, { as: "ignore" }),
  ...each(containers, { as: "content" }),
  ...each(labelled, { as: "labelled" }),
  ...each(signatures, { as: "signature" }),
  ...each("code-block sourcecode productionlist prompt literal code-cell", { as: "code" }),
  ...each(versions, { as: "version" }),
  ["seealso", { as: "admonition", title: "See also" }],
  ["toctree", { as: "drop", why: "it lists other documents" }],
  ["raw", { as: "raw" }],
  ...each("only ifconfig", { as: "only" }),
  ...each("card grid-item-card", { as: "card" }),
  ...each("button-link button-ref", { as: "button" }),
  ["tab-set-code", { as: "tab-code" }],
  ["article-info", { as: "byline" }],
  ...each("bibliography footbibliography", {
    as: "drop",
    why: "its entries are in BibTeX files, which are not read",
  }),
  ...each("include literalinclude", { as: "include" }),
]);

function each(names: string, rule: DirectiveRule): [string, DirectiveRule][] {
  return names.split(" ").map((name) => [name, rule]);
}

/** The rule for a directive as written (`py:function`); undefined for an unknown one. */
export function directiveRule(name: string): DirectiveRule | undefined {
  const key = name.toLowerCase();
  const known = rules.get(key);
  if (known !== undefined) return known;
  const [domain, own] = key.includes(":")
    ? [key.slice(0, key.indexOf(":")), key.slice(key.lastIndexOf(":") + 1)]
    : ["", key];
  if (domain !== "") return { as: "signature" };
  if (!generated.test(own)) return undefined;
  const why = "it is made from something other than text";
  return { as: "drop", why, isDocumented: documented.test(own) };
}

/** "New in version 2.0", as Sphinx words it: https://www.sphinx-doc.org/en/master/usage/restructuredtext/directives.html#describing-changes-between-versions */
export function versionWords(name: string, version: string): string {
  switch (name.replace("version-", "version")) {
    case "versionadded":
      return `New in version ${version}`;
    case "versionchanged":
      return `Changed in version ${version}`;
    case "versionremoved":
      return `Removed in version ${version}`;
    default:
      return `Deprecated since version ${version}`;
  }
}
