import type { MarkdownIt, StateCore, StateInline, Token } from "markdown-it";
import { escapeHtml } from "../../../html/characters.ts";
import { labelTarget } from "../../media-types.ts";
import { titleOfName } from "../../names.ts";
import { link } from "../../vocabulary/html-text.ts";
import { mystDocument, mystSections } from "../cross-references.ts";
import { inlineHtml, lineOf, type MarkdownEnv, type OtherDocuments, ours } from "./nest.ts";
import { warnOfKeys } from "./pandoc/references.ts";
import { filled } from "./values.ts";

/** MyST's roles, and links whose text is their target's title. https://mystmd.org/guide/roles */
export function mystRoles(md: MarkdownIt): void {
  md.inline.ruler.before("backticks", "myst_role", role);
  md.core.ruler.after("inline", "link_texts", linkTexts);
}

/** What a reader sees of a role's content; by default the title of "Title <target>". */
const kinds: ReadonlyMap<string, (text: string) => string> = new Map([
  ...names("kbd", (text: string) => `<kbd>${escapeHtml(text)}</kbd>`),
  ...names("sub subscript", (text: string) => `<sub>${escapeHtml(text)}</sub>`),
  ...names("sup superscript", (text: string) => `<sup>${escapeHtml(text)}</sup>`),
  ...names("math", (text: string) => escapeHtml(`$${text}$`)),
  ...names("menuselection", (text: string) => escapeHtml(text.replaceAll(/\s*-->\s*/g, " → "))),
  ...names("guilabel", (text: string) => `<strong>${escapeHtml(text.replace(/&(?=\w)/, ""))}</strong>`),
  ...names("strong", (text: string) => `<strong>${escapeHtml(text)}</strong>`),
  ...names("emphasis dfn", (text: string) => `<em>${escapeHtml(text)}</em>`),
  ...names("del strike", (text: string) => `<del>${escapeHtml(text)}</del>`),
  ...names(
    "code file command program samp literal option envvar makevar regexp mimetype",
    (text: string) => `<code>${escapeHtml(text)}</code>`,
  ),
  ...names("abbr u underline smallcaps sc si chem button bdg badge download", (text: string) =>
    escapeHtml(titleOf(text)),
  ),
  ...names("ref doc term any eq keyword token index", (text: string) => escapeHtml(titleOf(text))),
  ...names("cite cite:t cite:alp cite:ct footcite cite:year cite:yearpar", (text: string) =>
    escapeHtml(sources(text)),
  ),
  ...names("cite:p cite:ps cite:ts cite:cts cite:alps", (text: string) => escapeHtml(`(${sources(text)})`)),
  // A number that only the whole book knows.
  ...names("numref", (text: string) =>
    escapeHtml(titleOf(text).replaceAll(/\s*(?:%s|\{(?:number|name)\})/g, "")),
  ),
  ...names("pep", (text: string) => escapeHtml(`PEP ${titleOf(text)}`)),
  ...names("rfc", (text: string) => escapeHtml(`RFC ${titleOf(text)}`)),
  ...names("octicon fas far fab material-regular material-outlined material-round raw raw-html", () => ""),
]);
const domains = /^(?:myst|py|c|cpp|js|rst|std|rb|go|rust|java|php):[\w-]+$/;

function names(list: string, shown: (text: string) => string): [string, (text: string) => string][] {
  return list.split(" ").map((name) => [name, shown]);
}

/** "{see}knuth84{p. 3}; a" → "see knuth84 p. 3; a". https://mystmd.org/guide/citations */
const sources = (text: string): string =>
  text.replaceAll(/\{([^{}]*)\}/g, " $1 ").replaceAll(/\s+(?=[\s;,]|$)|^\s+/g, "");

/** "Title <target>" → "Title"; "<target>" and "~a.b.c" → what Sphinx shows of a bare target. */
function titleOf(text: string): string {
  const stated = /^([^<]+?)\s*<[^<>]+>$/.exec(text)?.[1];
  return (
    stated ??
    text.replace(/^[!~]?(.*)$/s, (all, rest: string) =>
      all.startsWith("~") ? (rest.split(".").at(-1) ?? rest) : rest,
    )
  );
}

const pattern = /^\{([A-Za-z][\w:+.-]{0,60})\}(`{1,3})((?:[^`]|`(?!`)){1,600}?)\2(?!`)/;

function role(state: StateInline, silent: boolean): boolean {
  if (state.src.charCodeAt(state.pos) !== 0x7b) return false;
  const match = pattern.exec(state.src.slice(state.pos, state.pos + 700));
  const [whole, name = "", , content = ""] = match ?? [];
  if (whole === undefined) return false;
  if (!silent) {
    const known = kinds.get(name.toLowerCase().replace(/^bdg-.*/, "bdg"));
    const env = ours(state.env);
    const text = content.replaceAll(/\s+/g, " ").trim();
    if (known === undefined && !domains.test(name) && substituted(name, text, state) === undefined)
      env.warnings.add(
        "unknown-role",
        `The role {${name}} is not known; its text is kept.`,
        lineOf(env.source, whole),
      );
    if (/^(?:foot)?cite\b/.test(name)) warnOfKeys(env, whole);
    const shown =
      substituted(name, text, state) ??
      known?.(text) ??
      (domains.test(name) ? `<code>${escapeHtml(titleOf(text))}</code>` : escapeHtml(titleOf(text)));
    const target = /^(?:ref|numref|any)$/.test(name) && !/<[^<>]+>$/.test(text) ? text : "";
    const token = state.push("block_html_ready", "", 0);
    token.content = reference(name, text, env) ?? shown;
    token.info = target;
  }
  state.pos += whole.length;
  return true;
}

/** A reference to another document, as a link with its own words or the title of what it leads to. */
function reference(name: string, text: string, { others = {}, warnings }: MarkdownEnv): string | undefined {
  if (!/^(?:ref|numref|any|doc)$/.test(name)) return undefined;
  const stated = /^([^<]+?)\s*<([^<>]+)>$/.exec(text);
  const target = name === "doc" ? mystDocument(stated?.[2] ?? text) : labelTarget(stated?.[2] ?? text);
  const title = name === "numref" ? undefined : (stated?.[1] ?? others.titles?.[target]);
  const isWithheld = others.withheld?.[target] !== undefined;
  // Its path would name what may not be named.
  if (title === undefined && isWithheld) warnings.explain(text);
  if (title === undefined) return isWithheld ? "" : undefined;
  if (isWithheld) return link(target, escapeHtml(title));
  return others.links?.[target] === undefined ? escapeHtml(title) : link(target, escapeHtml(title));
}

/** `{sub-ref}`name``: a value of the front matter. */
function substituted(name: string, text: string, { md, env }: StateInline): string | undefined {
  if (name !== "sub-ref") return undefined;
  const { data = {} } = ours(env);
  const { text: value } = filled(text, { data });
  return value === undefined ? undefined : inlineHtml(md, value.trim(), env);
}

/** A reference without a text of its own shows the heading that its target stands before, as does `[](#target)`. */
function linkTexts(state: StateCore): void {
  const inlines = state.tokens.filter(
    ({ children }) =>
      children?.some((child) => child.info !== "" && child.type === "block_html_ready") ||
      (children ?? []).some((_, i) => isEmptyLink(children ?? [], i) || isNamedByTarget(children ?? [], i)),
  );
  if (inlines.length === 0) return;
  const { others = {}, source } = ours(state.env);
  const titles = mystSections(source ?? state.src);
  const headings = new Set(state.tokens.filter((_, i) => state.tokens[i - 1]?.type === "heading_open"));
  for (const inline of inlines) {
    const { children } = inline;
    const isHeading = headings.has(inline);
    for (const [i, child] of (children ?? []).entries()) {
      if (child.type === "block_html_ready" && child.info !== "" && !isResolved(child, others)) {
        child.content = escapeHtml(titles.get(child.info.toLowerCase()) ?? child.info);
      }
      if (isNamedByTarget(children ?? [], i)) nameByTarget(children ?? [], i, { titles, others });
      if (!isEmptyLink(children ?? [], i) || (isHeading && isWithinPage(child))) continue;
      const href = String(child.attrGet("href") ?? "");
      const own = href.toLowerCase();
      // A bare name is a target of this page, not a file beside it.
      if (titles.has(own)) child.attrSet("href", `#${href}`);
      const label = labelTarget(href.replace(/^#/, ""));
      if (!titles.has(own.replace(/^#/, "")) && others.links?.[label] !== undefined)
        child.attrSet("href", label);
      child.info = "auto";
      const text = new state.Token("text", "", 0);
      text.content =
        titles.get(own.replace(/^#/, "")) ??
        others.titles?.[href] ??
        others.titles?.[label] ??
        href.replace(/^#|\.md$/g, "");
      children?.splice(i + 1, 0, text);
    }
  }
}

/** `<project:#target>` of MyST, and GitHub's `[AUTOTITLE](/path)`. */
function isNamedByTarget(children: readonly Token[], i: number): boolean {
  if (children[i]?.type !== "link_open") return false;
  const href = String(children[i]?.attrGet("href") ?? "");
  return href.startsWith("project:") || children[i + 1]?.content === "AUTOTITLE";
}

/** `## Install [](#install)`: the mark by which a heading is linked to. */
const isWithinPage = (link: Token): boolean => String(link.attrGet("href") ?? "").startsWith("#");

/** The connector knew what a reference leads to. */
const isResolved = ({ info }: Token, { titles = {} }: OtherDocuments): boolean =>
  titles[labelTarget(info)] !== undefined;

interface Titles {
  /** Of this page's targets. */
  readonly titles: ReadonlyMap<string, string>;
  readonly others: OtherDocuments;
}

/** The title of the target where it is known, else the words of its name. */
function nameByTarget(children: readonly Token[], i: number, { titles, others }: Titles): void {
  const href = String(children[i]?.attrGet("href") ?? "").replace(/^project:/, "");
  children[i]?.attrSet("href", href);
  const text = children[i + 1];
  if (text?.type !== "text") return;
  const [path = "", id = ""] = href.split("#");
  const label = labelTarget(id);
  if (path === "" && others.links?.[label] !== undefined) children[i]?.attrSet("href", label);
  const last = path.split("/").findLast((step) => step !== "") ?? id;
  text.content =
    (path === "" ? (titles.get(id.toLowerCase()) ?? others.titles?.[label]) : others.titles?.[href]) ??
    titleOfName(`${(path === "" ? id : last).replace(/\.\w{2,8}$/, "")}.md`);
}

function isEmptyLink(children: readonly Token[], i: number): boolean {
  return (
    children[i]?.type === "link_open" && children[i + 1]?.type === "link_close" && children[i]?.info === ""
  );
}
