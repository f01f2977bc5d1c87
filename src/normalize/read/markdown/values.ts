import type { MarkdownIt, StateBlock, StateInline } from "markdown-it";
import { escapeHtml } from "../../../html/characters.ts";
import { liquidValue } from "./liquid.ts";
import { opensBlock } from "./mkdocs.ts";
import { environment, indentOf, lineOf, lineOfBlock, lineText, type MarkdownEnv, ours } from "./nest.ts";

/**
 * Values that a site's generator fills in: `{{ $frontmatter.x }}` (VitePress), `{{ page.x }}` (Jekyll), `{{ key }}` (MyST, MkDocs'
 * macros). What the front matter states is filled in; the rest is left out with a warning, unless nothing says that the
 * text is a template at all: `{{first_name}}` may be what the author means.
 */
export function values(md: MarkdownIt): void {
  md.inline.ruler.before("link", "value", value);
  md.block.ruler.before("paragraph", "value", valueAlone);
}

const pattern = /^\{\{-?\s*((?:[^{}]|\{[^{}]*\}){1,300}?)\s*-?\}\}/;
const plain = /^\$?[\w-]+(?:\.[\w-]+)*$/;
/** Written only where a generator reads it. */
const template =
  /\{%|\{\{[<%]|^[ \t]{0,80}<script setup|^(?:`{3,}|:{3,})\{[\w-]+\}|^\([\w./ -]+\)=\s*$|\s(?:v-|@|:)[a-z]+=/m;

/** mdBook's, and those of its preprocessors: `{{#title Page}}`. Handlebars' blocks may be what the author means. */
const preprocessor =
  /^\{\{#\s*(?!(?:if|unless|each|with|in|include|rustdoc_include)\b)([a-z_]\w*)\b[^{}\n]{0,300}\}\}/;

function preprocessed(state: StateInline, silent: boolean): boolean {
  const [whole, name = ""] = preprocessor.exec(state.src.slice(state.pos, state.pos + 400)) ?? [];
  if (whole === undefined) return false;
  if (!silent) {
    const env = ours(state.env);
    env.warnings.explain(whole);
    // The title of the window, not of the page.
    if (name !== "title")
      env.warnings.add(
        "template-value",
        `${whole}${placeOf(env, whole)} was left out: a preprocessor of the book fills it in.`,
      );
    state.push("text", "", 0).content = "";
  }
  state.pos += whole.length;
  return true;
}

function value(state: StateInline, silent: boolean): boolean {
  if (!state.src.startsWith("{{", state.pos)) return false;
  if (preprocessed(state, silent)) return true;
  const match = pattern.exec(state.src.slice(state.pos, state.pos + 400));
  const written = match?.[1];
  if (match === null || written === undefined || /^[<%#/!]/.test(written)) return false;
  const env = ours(state.env);
  const { text, isMarkdown } = filled(written, env);
  const isMeant =
    text === undefined && plain.test(written) && !written.includes(".") && env.isTemplate !== true;
  if (!silent) {
    if (text === undefined) {
      const what = isMeant
        ? "stands on the page as it is written"
        : "was left out: the site's generator fills it in";
      env.warnings.add("template-value", `The value {{ ${written} }}${placeOf(env, match[0])} ${what}.`);
    }
    const shown = text ?? (isMeant ? match[0] : "");
    if (isMarkdown && env.depth <= MAX_SUBSTITUTIONS) {
      state.push("block_html_ready", "", 0).content = markdownValue(state.md, shown, env);
      // Even without text a token stands between the marks of `**{{ x }}**`, which would else be one run.
    } else state.push("text", "", 0).content = shown;
  }
  state.pos += match[0].length;
  return true;
}

/**
 * `{{ table_of_types }}` alone between blank lines, or as all of a tab, is a generator's, of MkDocs' macros or a plug-in; in a sentence, a cell or a list
 * a name may be what the author means. What the text itself states is filled in by the rule for lines.
 */
function valueAlone(state: StateBlock, line: number, end: number, silent: boolean): boolean {
  if (!/^(?:root|container)$/.test(state.parentType) || indentOf(state, line) !== 0) return false;
  const isFirst = line === 0 || state.isEmpty(line - 1) || opensBlock(lineText(state, line - 1));
  if (!isFirst || (line + 1 < end && !state.isEmpty(line + 1))) return false;
  // `{{ version }}.`
  const text = lineText(state, line)
    .trim()
    .replace(/(?<=\}\})[.:]$/, "");
  const written = text.startsWith("{{") ? pattern.exec(text.slice(0, 400)) : null;
  const name = written?.[0] === text ? (written[1] ?? "") : "";
  const env = ours(state.env);
  if (!plain.test(name) || filled(name, env).text !== undefined) return false;
  if (silent) return true;
  env.warnings.add("template-value", leftOut(name), lineOfBlock(state, line));
  state.line = line + 1;
  return true;
}

const leftOut = (name: string): string =>
  `The value {{ ${name} }} was left out: the site's generator fills it in.`;

/** Whether a text shows that a generator of sites reads it. */
export function isTemplate(text: string, data: Readonly<Record<string, unknown>>): boolean {
  return template.test(text) || ["layout", "myst", "substitutions", "outline"].some((key) => key in data);
}

/** Where a piece of the text stands in the document: " (line 12)"; empty for what was included. */
export function placeOf({ source }: Pick<MarkdownEnv, "source">, written: string): string {
  const line = lineOf(source, written)();
  return line === undefined ? "" : ` (line ${line})`;
}

/** Substitutions inside each other. */
const MAX_SUBSTITUTIONS = 4;

/** MyST's substitutions are Markdown, blocks where they have several lines. */
function markdownValue(md: MarkdownIt, text: string, env: MarkdownEnv): string {
  const inner = environment({ ...env, depth: env.depth + 1 });
  return text.trim().includes("\n") ? md.render(text, inner) : md.renderInline(text.trim(), inner);
}

interface Filled {
  readonly text: string | undefined;
  readonly isMarkdown?: boolean;
}

/** What a name stands for: of the text itself, of MyST's substitutions, of the front matter. */
export function filled(
  written: string,
  { data = {}, locals = {} }: Pick<MarkdownEnv, "data" | "locals">,
): Filled {
  if (!plain.test(written))
    return { text: quoted(written) ?? liquidValue(written, { values: data, locals }) };
  if (Object.hasOwn(locals, written)) return { text: locals[written], isMarkdown: true };
  const names = written.replace(/^(?:\$frontmatter|frontmatter|page|meta)\./, "").split(".");
  const substitutions = [valueAt(data.myst, ["substitutions"]), data.substitutions, data];
  for (const root of substitutions) {
    const found = valueAt(root, names);
    if (typeof found === "string" || typeof found === "number")
      return { text: String(found), isMarkdown: root !== data };
  }
  return { text: undefined };
}

/** The same in raw HTML, to which the rules of Markdown do not apply; not in code. */
export function withValues(html: string, env: MarkdownEnv): string {
  if (!html.includes("{{") || env.isTemplate !== true) return html;
  return html
    .split(/(<(?:pre|code)\b[\s\S]*?(?:<\/(?:pre|code)\s*>|$)|<[^<>]*>)/i)
    .map((part, i) => (i % 2 === 0 ? filledIn(part, env) : withWords(part, env)))
    .join("");
}

const filledIn = (text: string, env: MarkdownEnv): string =>
  text.replaceAll(anywhere, (mark: string, written: string) => shownIn(mark, written, env));

/** Values in the attributes whose words a reader gets; in addresses they are no part of a known one. */
const withWords = (markup: string, env: MarkdownEnv): string =>
  /^<(?:pre|code)\b/i.test(markup)
    ? markup
    : markup.replaceAll(words, (attribute) => filledIn(attribute, env));

const words = /\s(?:alt|title|aria-label)=(?:"[^"]*"|'[^']*')/gi;

const anywhere = /\{\{-?\s*((?:[^{}<%#/!]|\{[^{}]*\})(?:[^{}]|\{[^{}]*\}){0,300}?)\s*-?\}\}/g;

function shownIn(mark: string, written: string, env: MarkdownEnv): string {
  const { text } = filled(written, env);
  if (text !== undefined) return escapeHtml(text);
  env.warnings.add(
    "template-value",
    `The value {{ ${written} }}${placeOf(env, mark)} was left out: the site's generator fills it in.`,
  );
  return "";
}

/** `{{ "text" }}`, by which authors escape template marks. */
function quoted(written: string): string | undefined {
  return /^(["'`])([^"'`]*)\1$/.exec(written)?.[2];
}

/** What names lead to; undefined where one of them does not exist. */
export function valueAt(root: unknown, names: readonly string[]): unknown {
  let value = root;
  for (const name of names) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = Object.entries(value).find(([key]) => key === name)?.[1];
  }
  return value;
}
