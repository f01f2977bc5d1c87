import type { MarkdownIt, StateBlock } from "markdown-it";
import { escapeHtml } from "../../../html/characters.ts";
import { readAttributes } from "../../vocabulary/attributes.ts";
import { calloutKind } from "../../vocabulary/callouts.ts";
import { type Around, aroundDirective, isDirective } from "../../vocabulary/directives.ts";
import { leadIn } from "../../vocabulary/html-text.ts";
import { hidingTag } from "./block-attributes.ts";
import { directiveHtml } from "./fence.ts";
import {
  environment,
  indentOf,
  inlineHtml,
  lineOfBlock,
  lineText,
  MAX_FAILED_SEARCHES,
  type MarkdownEnv,
  nest,
  ours,
  pushHtml,
  walkLines,
  withNotes,
} from "./nest.ts";

/**
 * `:::name[Title]{attributes}` … `:::` as Docusaurus, VitePress, Starlight, Pandoc and MyST write it, PyMdown's
 * `/// name | Title` … `///`, and the single-line `::: zone`, `::: moniker` and `:::row:::` of Microsoft Learn
 * (https://learn.microsoft.com/en-us/contribute/content/markdown-reference).
 */
export function containers(md: MarkdownIt): void {
  const alt = ["paragraph", "reference", "blockquote", "list"];
  md.block.ruler.before("fence", "container", container, { alt });
}

interface Opening {
  readonly marks: string;
  readonly name: string;
  readonly title: string;
  readonly attributes: string;
}

const opening = /^(:{3,}|\/{3,})\s*\{?\s*\.?([A-Za-z][\w-]*)(.*)$/;
const closing = /^(:{3,}|\/{3,})\s*$/;
/** Marks without a meaning of their own: what they enclose is kept. */
const single = new Set([
  "zone",
  "zone-end",
  "moniker",
  "moniker-end",
  "row",
  "row-end",
  "column",
  "column-end",
  "image-end",
]);

/** Names for what only authors see. */
const hiddenNames = /^(?:hidden|content-hidden|comment)$/;

/** Complete on one line; the inline rules read them. */
const leaf = /^(?:image|code|no-loc|video)$/;
/** MyST's `:::{image}` has an end of its own. */
const isLeaf = ({ name }: Opening, line: string): boolean => leaf.test(name) && !/^:+\s*\{/.test(line);

/** Pandoc's `::: {.note #id title="T"}`, in any order. */
const braced = /^(:{3,})\s*\{([^{}\n]*[.#=][^{}\n]*|\s*)\}\s*:*\s*$/;

export function readOpening(line: string): Opening | undefined {
  const [, colons, content = ""] = braced.exec(line) ?? [];
  if (colons === undefined) return namedOpening(line);
  const name = /(?:^|\s)\.([A-Za-z][\w-]*)/.exec(content)?.[1] ?? "div";
  // A class that means nothing else is for the style sheet.
  const own = knownName(name);
  return { marks: colons, name: isDirective(own) ? own : "div", title: "", attributes: `{${content}}` };
}

/** Quarto's `callout-tip` is a tip. https://quarto.org/docs/authoring/callouts.html */
function knownName(name: string): string {
  const own = name.replace(/^callout-/, "");
  return calloutKind(own) === undefined ? name : own;
}

function namedOpening(line: string): Opening | undefined {
  const match = opening.exec(line);
  const [, marks, name] = match ?? [];
  if (marks === undefined || name === undefined) return undefined;
  let rest = (match?.[3] ?? "").replace(/^\}/, "").trim();
  if (marks.startsWith("/") && rest !== "" && !rest.startsWith("|")) return undefined;
  rest = rest.replace(/:{3,}$/, "").trim();
  const label = labelOf(rest);
  if (label !== undefined) rest = rest.slice(label.length + 2).trim();
  const brace = rest.startsWith("{") || label !== undefined ? rest.indexOf("{") : rest.lastIndexOf(" {");
  const attributes = brace === -1 || !rest.endsWith("}") ? "" : rest.slice(brace).trim();
  const words = attributes === "" ? rest : rest.slice(0, brace);
  const title =
    label ??
    words
      .replace(/^\|/, "")
      .trim()
      .replace(/^"(.*)"$/, "$1");
  const named = /^[\w-]+="/.test(title);
  return { marks, name: knownName(name), title: named ? "" : title, attributes: named ? title : attributes };
}

/** The text in the brackets at the start of a line, which may contain matched brackets. */
function labelOf(text: string): string | undefined {
  if (!text.startsWith("[")) return undefined;
  let depth = 0;
  for (let i = 0; i < text.length; i += 1) {
    if (text[i] === "\\") i += 1;
    else if (text[i] === "[") depth += 1;
    else if (text[i] === "]") depth -= 1;
    if (depth === 0) return text.slice(1, i);
  }
  return undefined;
}

function container(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  if (indentOf(state, startLine) >= 4) return false;
  const line = lineText(state, startLine);
  const env = ours(state.env);
  if (closing.test(line)) return silent || stray(state, startLine, env);
  if (identifier.test(line)) return silent || generated(state, startLine, endLine, env);
  const open = readOpening(line);
  if (open === undefined || isLeaf(open, line)) return false;
  if (silent) return !open.marks.startsWith("/") || pymdown.test(open.name);
  if (single.has(open.name)) return marker(state, startLine, open, env);
  if (env.failedSearches > MAX_FAILED_SEARCHES) return false;
  const end = findEnd(state, startLine + 1, endLine, open.marks);
  const closed = end < endLine && closing.test(lineText(state, end));
  if (!closed) {
    env.failedSearches += 1;
    if (open.marks.startsWith("/")) return false;
    env.warnings.add(
      "directive-unclosed",
      `"${open.marks}${open.name}" is never closed; it is taken to reach to the end.`,
      lineOfBlock(state, startLine),
    );
  }
  const myst = mystName.exec(line);
  const made = myst && ours(state.env).depth <= 8 && mystHtml(state, myst, { from: startLine + 1, to: end });
  if (typeof made === "string") {
    if (made === "") env.warnings.explain(state.getLines(startLine + 1, end, 0, false));
    pushHtml(state, made);
    state.line = closed ? end + 1 : end;
    return true;
  }
  const directive = {
    name: open.name,
    ...(open.title === "" ? {} : { title: inlineHtml(state.md, open.title, state.env) }),
    ...readAttributes(`${open.attributes} ${pymdownType(state, startLine + 1, line)}`),
  };
  const around =
    hiddenAround(open) ??
    aroundDirective({ ...directive, positional: [] }, env.warnings, lineOfBlock(state, startLine));
  const from = behindOptions(state, startLine + 1, end, line);
  env.warnings.explain(state.getLines(startLine + 1, from, 0, false));
  nest(state, { from, to: end, indent: 0 }, around);
  state.line = closed ? end + 1 : end;
  return true;
}

const mystName = /^:{3,}\s*\{([A-Za-z][\w:-]*)\}[ \t]*(.*)$/;

/** MyST's `:::{list-table} Title`, as between back-ticks. */
function mystHtml(
  state: StateBlock,
  [, name = "", argument = ""]: RegExpExecArray,
  { from, to }: { from: number; to: number },
): string | undefined {
  const fresh = environment({ ...ours(state.env), depth: ours(state.env).depth + 1 });
  const content = state.getLines(from, to, state.blkIndent, true);
  return directiveHtml(name, argument.trim(), content, {
    render: (text) => state.md.render(withNotes(text, state.src), fresh),
    inline: (text) => inlineHtml(state.md, text, fresh),
  });
}

/** PyMdown's blocks that may follow a line directly, as a caption its picture. */
const pymdown = /^(?:(?:figure-|table-)?caption|details|tab|html|admonition|note|tip|warning|danger|info)$/;

/** The first line behind `:class: dropdown` (MyST's `:::{note}`) and `    type: warning` (PyMdown's `/// note`). */
function behindOptions(state: StateBlock, from: number, to: number, opening: string): number {
  const isMyst = /^:{3,}\s*\{[\w-]+\}/.test(opening);
  if (!isMyst && !opening.startsWith("/")) return from;
  const isOption = (line: number) =>
    isMyst
      ? /^:[\w-]+:(?:\s|$)/.test(lineText(state, line))
      : indentOf(state, line) >= 4 && /^[\w-]+:(?:\s|$)/.test(lineText(state, line));
  let line = from;
  while (line < to && isOption(line)) line += 1;
  return line;
}

/** PyMdown's `    type: warning` below `/// admonition`, as an attribute. */
function pymdownType(state: StateBlock, from: number, opening: string): string {
  const lines = { from, to: behindOptions(state, from, state.lineMax, opening) };
  if (!opening.startsWith("/") || lines.to === from) return "";
  const type = /^[ \t]*type:[ \t]*([\w-]+)/m.exec(state.getLines(from, lines.to, 0, false))?.[1];
  return type === undefined ? "" : `type=${type}`;
}

/** Hidden by its attributes (`::: {.hidden}`, `::: {.card style="display:none"}`), or the notes of a slide. */
function hiddenAround({ name, attributes }: Opening): Around | undefined {
  const isNotes = name === "notes" && /\.notes\b/.test(attributes);
  const open =
    isNotes || hiddenNames.test(name) ? "<div hidden>\n" : hidingTag(attributes.replace(/^\{(.*)\}$/, "$1"));
  return open === undefined ? undefined : { open, close: "</div>\n" };
}

/** The line that closes marks of this length, nested ones skipped. */
function findEnd(state: StateBlock, from: number, to: number, marks: string): number {
  const open = [marks.length];
  return walkLines(state, from, to, (text) => {
    if (text[0] !== marks[0]) return false;
    const close = closing.exec(text)?.[1];
    const inner = close === undefined ? readOpening(text) : undefined;
    if (inner !== undefined && !single.has(inner.name) && !isLeaf(inner, text)) open.push(inner.marks.length);
    if (close === undefined) return false;
    const same = open.lastIndexOf(close.length);
    const at = same === -1 ? open.findLastIndex((length) => length < close.length) : same;
    if (at !== -1) open.length = at;
    return open.length === 0;
  });
}

/** mkdocstrings' place for what it writes of an object of code, with its options: https://mkdocstrings.github.io/usage/ */
const identifier = /^:::[ \t]+[A-Za-z_]\w*(?:[./]\w+)+[ \t]*$/;

function generated(state: StateBlock, line: number, to: number, env: MarkdownEnv): true {
  const name = lineText(state, line)
    .replace(/^:+\s*/, "")
    .trim();
  env.warnings.add(
    "generated-text",
    `The description of ${name} is left out: the site's generator writes it from the code.`,
    lineOfBlock(state, line),
  );
  let end = line + 1;
  while (end < to && (indentOf(state, end) >= 4 || lineText(state, end).trim() === "")) end += 1;
  env.warnings.explain(state.getLines(line, end, 0, false));
  state.line = end;
  return true;
}

function stray(state: StateBlock, line: number, env: MarkdownEnv): true {
  env.warnings.add(
    "stray-directive",
    "A closing mark (:::) without an opening one was removed.",
    lineOfBlock(state, line),
  );
  state.line = line + 1;
  return true;
}

function marker(state: StateBlock, line: number, open: Opening, env: MarkdownEnv): true {
  const { named } = readAttributes(open.attributes);
  const audience = named.get("pivot") ?? named.get("range") ?? named.get("target");
  if ((open.name === "zone" || open.name === "moniker") && audience !== undefined) {
    env.warnings.add(
      "zones-merged",
      "Parts for different zones or versions are kept one after the other, each under its name.",
    );
    pushHtml(state, leadIn(escapeHtml(`For ${audience}`)));
  }
  state.line = line + 1;
  return true;
}
