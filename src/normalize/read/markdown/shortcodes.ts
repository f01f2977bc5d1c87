import type { Env, MarkdownIt, StateBlock, StateInline } from "markdown-it";
import { escapeHtml } from "../../../html/characters.ts";
import { aroundApiTag } from "../../vocabulary/api-tags.ts";
import { firstOf } from "../../vocabulary/attributes.ts";
import { calloutKind } from "../../vocabulary/callouts.ts";
import { codeInfo } from "../../vocabulary/code-info.ts";
import { type Around, aroundDirective } from "../../vocabulary/directives.ts";
import { codeBlock, leadIn, link } from "../../vocabulary/html-text.ts";
import {
  closedNames,
  embeddedBy,
  type Shortcode,
  shortcodeAt,
  shortcodeText,
  silentBodies,
  targetOf,
  toolNames,
  versionText,
} from "../../vocabulary/shortcodes.ts";
import type { LineOf, Warnings } from "../../warnings.ts";
import { templateLogic, warnDropped } from "./dropped-shortcodes.ts";
import {
  indentOf,
  inlineHtml,
  lineOf,
  lineOfBlock,
  lineText,
  MAX_FAILED_SEARCHES,
  nest,
  ours,
  pushHtml,
  walkLines,
} from "./nest.ts";
import { codeLanguage, codeNames, diagrams, holdsCode, namesCode } from "./shortcode-code.ts";
import { figureHtml, formulaIn, isMarkdownValue, parameterOf, withoutGroup } from "./shortcode-values.ts";

/** Hugo, Liquid, GitBook and Markdoc tags: a pair on lines of its own is a directive; others are dropped with a warning. */
export function shortcodes(md: MarkdownIt): void {
  const alt = ["paragraph", "reference", "blockquote", "list"];
  md.block.ruler.before("fence", "shortcode", block, { alt });
  md.inline.ruler.before("link", "shortcode", inline);
}

interface Found {
  readonly tag: Shortcode;
  /** The first line behind the tag. */
  readonly next: number;
}

/** Attributes may follow: `{{< x >}}{class="y"}`. */
const blockEnd = /^\s*(?:\{[^{}\n]{0,200}\})?\s*$/;

/** A tag that stands alone on its line or lines. */
function tagOnLines(state: StateBlock, line: number, endLine: number): Found | undefined {
  if (!lineText(state, line).startsWith("{")) return undefined;
  const start = (state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0);
  const tag = shortcodeAt(state.src, start);
  if (tag === undefined) return undefined;
  let last = line;
  while (last < endLine && (state.eMarks[last] ?? 0) < tag.end) last += 1;
  if (last >= endLine || !blockEnd.test(state.src.slice(tag.end, state.eMarks[last]))) return undefined;
  return { tag, next: last + 1 };
}

/** A pair with its text on one line: `{{< note >}}Words{{< /note >}}`. */
function pairOnLine(state: StateBlock, line: number): { tag: Shortcode; text: string } | undefined {
  const whole = lineText(state, line).trimEnd();
  const tag = whole.startsWith("{") ? shortcodeAt(whole, 0) : undefined;
  if (tag?.role !== "open" || !isBlockName(tag.name)) return undefined;
  const last = Math.max(whole.lastIndexOf("{{"), whole.lastIndexOf("{%"));
  const close = whole[last - 1] === "{" ? last - 1 : last;
  const end = close < tag.end ? undefined : shortcodeAt(whole, close);
  if (end?.role !== "close" || end.name !== tag.name || end.end !== whole.length) return undefined;
  return { tag, text: whole.slice(tag.end, close).trim() };
}

const isBlockName = (name: string): boolean =>
  calloutKind(name) !== undefined ||
  toolNames.has(name) ||
  /^(?:details|expand|collapse|spoiler|alert|notice|callout|hint|admonition|tab|card|step)$/.test(name);

function block(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  if (indentOf(state, startLine) >= 4) return false;
  const found = tagOnLines(state, startLine, endLine);
  const pair = found === undefined ? pairOnLine(state, startLine) : undefined;
  if (pair !== undefined) {
    if (silent) return true;
    const { warnings, openShortcodes = [] } = ours(state.env);
    const tag = withoutGroup(pair.tag, openShortcodes);
    const around = aroundCard(tag, warnings, lineOfBlock(state, startLine), (text) =>
      inlineHtml(state.md, text, state.env),
    );
    const body = holdsCode(tag, openShortcodes)
      ? codeBlock({ text: pair.text, ...codeInfo(codeLanguage(tag, openShortcodes) ?? "") })
      : `<p>${inlineHtml(state.md, pair.text, state.env)}</p>\n`;
    pushHtml(state, around.open + body + around.close);
    state.line = startLine + 1;
    return true;
  }
  if (found === undefined) return false;
  if (silent) return true;
  const { tag, next } = found;
  const env = ours(state.env);
  const line = lineOfBlock(state, startLine);
  const close = tag.role === "open" ? findClose(state, next, endLine, tag.name) : undefined;
  const drawn = close === undefined && tag.name === "figure" ? figureHtml(tag) : undefined;
  if (drawn !== undefined) {
    pushHtml(state, drawn);
    state.line = next;
    return true;
  }
  if (close === undefined) {
    const value = parameterOf(tag, env);
    if (value !== undefined) {
      pushHtml(state, `<p>${parameterHtml(state.md, tag, value, state.env)}</p>\n`);
      state.line = next;
      return true;
    }
    const embedded = tag.role === "close" ? undefined : embeddedBy(tag);
    if (embedded !== undefined) {
      pushHtml(state, `<p>${link(embedded.href, escapeHtml(embedded.text))}</p>\n`);
      state.line = next;
      return true;
    }
    warnDropped(tag, env.warnings, line);
    const text = tag.role === "close" ? "" : shortcodeText(tag);
    pushHtml(state, text === "" ? "" : `<p>${inlineHtml(state.md, text, state.env)}</p>\n`);
    state.line = next;
    return true;
  }
  const text = state.getLines(next, close.line, state.blkIndent, false);
  // A fence inside says itself what it is.
  const isNamed = namesCode(tag);
  const isCode = (isNamed || holdsCode(tag, env.openShortcodes ?? [])) && !/^[ \t]*(?:`{3}|~{3})/m.test(text);
  if (tag.name === "highlight" || isCode) {
    const named = codeLanguage(tag, env.openShortcodes ?? []);
    const info =
      tag.name === "highlight"
        ? codeInfo(tag.rest)
        : codeInfo(named ?? (diagrams.test(tag.name) ? tag.name : ""));
    const title =
      tag.name === "highlight" || isNamed
        ? ""
        : (firstOf(tag.named, ["header", "name", "title", "file", "filename"]) ?? tag.positional[0] ?? "");
    const lead = tag.name === "card" ? inlineHtml(state.md, title, state.env) : escapeHtml(title);
    pushHtml(state, leadIn(lead) + codeBlock({ text, ...info }));
  } else if (silentBodies.has(tag.name)) {
    env.warnings.explain(state.getLines(next, close.line, 0, false));
    env.warnings.add(
      "shortcode-dropped",
      `The shortcode "${tag.name}" was removed with what is inside it.`,
      line,
    );
  } else {
    const around = env.openShortcodes ?? [];
    env.openShortcodes = [...around, tag];
    const own = withoutGroup(tag, around);
    const inline = (written: string) => inlineHtml(state.md, written, state.env);
    nest(state, { from: next, to: close.line, indent: 0 }, aroundCard(own, env.warnings, line, inline));
    env.openShortcodes = env.openShortcodes.slice(0, -1);
  }
  state.line = close.next;
  return true;
}

/** The parts of a card and a tab's label are Markdown: https://www.docsy.dev/docs/content/shortcodes/#card-panes */
function aroundCard(
  tag: Shortcode,
  warnings: Warnings,
  line: LineOf,
  inline: (text: string) => string,
): Around {
  if (tag.name !== "tab" && tag.name !== "card") return aroundTag(tag, warnings, line);
  const [header, ...more] = ["header", "title", "name", "subtitle"].flatMap(
    (key) => tag.named.get(key) ?? [],
  );
  const own = header === undefined ? tag : { ...tag, title: inline(header) };
  const { open, close } = aroundTag(own, warnings, line);
  const paragraphs = (texts: readonly string[]) => texts.map((text) => `<p>${inline(text)}</p>\n`).join("");
  if (tag.name === "tab") return { open, close };
  return {
    open: open + paragraphs(more),
    close: paragraphs(tag.named.has("footer") ? [tag.named.get("footer") ?? ""] : []) + close,
  };
}

function aroundTag(tag: Shortcode & { readonly title?: string }, warnings: Warnings, line: LineOf) {
  const tool = toolNames.get(tag.name);
  if (tool !== undefined) return { open: leadIn(tool), close: "" };
  if (templateLogic.has(tag.name)) {
    warnDropped(tag, warnings, line);
    return { open: "", close: "" };
  }
  const version = versionText(tag);
  if (version !== undefined) return { open: leadIn(escapeHtml(version)), close: "" };
  if (codeNames.test(tag.name)) return { open: "", close: "" };
  const api = aroundApiTag(tag);
  if (api !== undefined) return api;
  return aroundDirective(tag, warnings, line);
}

function findClose(
  state: StateBlock,
  from: number,
  to: number,
  name: string,
): { line: number; next: number } | undefined {
  const env = ours(state.env);
  env.closedShortcodes ??= closedNames(state.src);
  if (!env.closedShortcodes.has(name) || env.failedSearches > MAX_FAILED_SEARCHES) return undefined;
  let depth = 1;
  let next = from;
  const line = walkLines(state, from, to, (_text, at) => {
    const found = tagOnLines(state, at, to);
    if (found?.tag.name !== name || found.tag.role === "void") return false;
    depth += found.tag.role === "open" ? 1 : -1;
    next = found.next;
    return depth === 0;
  });
  if (depth === 0) return { line, next };
  env.failedSearches += 1;
  return undefined;
}

function inline(state: StateInline, silent: boolean): boolean {
  if (state.src.charCodeAt(state.pos) !== 0x7b) return false;
  const tag = shortcodeAt(state.src, state.pos);
  if (tag === undefined) return false;
  if (!silent) {
    const env = ours(state.env);
    const target = targetOf(tag);
    if (target !== undefined) {
      const shown = target.replace(/^(?:site|post):/, "");
      state.push("block_html_ready", "", 0).content = link(target, escapeHtml(shown));
      state.pos = tag.end;
      return true;
    }
    const formula = formulaIn(state, tag);
    if (formula !== undefined) {
      state.push("text", "", 0).content = `$${formula.text}$`;
      state.pos = formula.end;
      return true;
    }
    const value = parameterOf(tag, env);
    if (value !== undefined && isMarkdownValue(tag)) {
      state.push("block_html_ready", "", 0).content = parameterHtml(state.md, tag, value, state.env);
      state.pos = tag.end;
      return true;
    }
    if (value === undefined)
      warnDropped(tag, env.warnings, lineOf(env.source, state.src.slice(state.pos, tag.end)));
    const text = value ?? (tag.role === "close" ? "" : shortcodeText(tag));
    // Neither text of its own nor what is left around it is glued together.
    const isBehind = /[\p{L}\p{N}.,:;]$/u.test(state.pending || (state.tokens.at(-1)?.content ?? ""));
    const isBefore = /^[\p{L}\p{N}]/u.test(state.src.slice(tag.end, tag.end + 2));
    const before = text !== "" && isBehind ? " " : "";
    const after = text !== "" && isBefore ? " " : "";
    if (text === "" && isBehind && isBefore && !endings.test(tag.name)) state.pending += " ";
    // Even without text a token stands between the marks of `**{{< x >}}**`, which would else be one run.
    state.push("text", "", 0).content = text === "" ? "" : `${before}${text}${after}`;
  }
  state.pos = tag.end;
  return true;
}

const parameterHtml = (md: MarkdownIt, tag: Shortcode, value: string, env: Env | undefined): string =>
  isMarkdownValue(tag) ? inlineHtml(md, value, env) : escapeHtml(value);

/** A condition may stand around the ending of a word. */
const endings = /^(?:if|unless|ifversion|raw)$/;
