import type { Env, MarkdownIt, StateBlock, StateInline, Token } from "markdown-it";
import type { Document, NormalizeOptions } from "../../document.ts";
import type { Around } from "../../vocabulary/directives.ts";
import type { Shortcode } from "../../vocabulary/shortcodes.ts";
import type { LineOf } from "../../warnings.ts";
import type { PageLinks } from "../page-links.ts";
import { type Definitions, definitionsIn } from "./link-definitions.ts";
import type { Locals } from "./liquid.ts";
import type { QuartoProject } from "./quarto-project.ts";

export type OtherDocuments = Pick<Document, "titles" | "links" | "withheld">;

/** What our rules share in markdown-it's environment. */
export interface MarkdownEnv extends PageLinks {
  /** The configuration's component rules. */
  readonly components?: NormalizeOptions["components"];
  /** Failed searches for a closing mark; bounded, because each reads to the end of the text. */
  failedSearches: number;
  /** How many fenced directives are around this text. */
  readonly depth: number;
  /** The front matter. */
  readonly data?: Readonly<Record<string, unknown>>;
  /** What its project states, where that is Quarto's. */
  readonly quarto?: QuartoProject;
  /** Where Hugo looks for a parameter behind the front matter. */
  readonly hugo?: readonly unknown[];
  /** What the text names itself. */
  readonly locals?: Locals;
  /** A generator of sites reads the text. */
  readonly isTemplate?: boolean;
  /** The text is MyST's. */
  readonly isMyst?: boolean;
  /** The text is Pandoc's, Quarto's or bookdown's. */
  readonly isPandoc?: boolean;
  /** The file is a page of GitHub's or GitLab's wiki, where a link's text comes first. */
  readonly isGollum?: boolean;
  /** What is known of other documents, by targets as written. */
  readonly others?: OtherDocuments;
  /** Short → long, as the text defines them. */
  readonly abbreviations?: Map<string, string>;
  /** Where the names of links lead that the text defines anywhere. */
  readonly definitions?: Definitions;
  /** The shortcodes around what is being read, the innermost last. */
  openShortcodes?: readonly Shortcode[];
  /** Names of shortcodes that are closed somewhere in the text. */
  closedShortcodes?: ReadonlySet<string>;
}

const key = Symbol("fin-ingest");

/** A new markdown-it environment with ours in it. */
export function environment(env: MarkdownEnv): Env {
  return { [key]: env };
}

export function ours(env: Env | undefined): MarkdownEnv {
  // The environment is an open dictionary; only `environment` sets our own key.
  return env?.[key] as MarkdownEnv;
}

/** The last text that was asked about: a document with many warnings asks often. */
let asked: { readonly source: string; readonly starts: readonly number[] } = { source: "", starts: [0] };

function lineStarts(source: string): readonly number[] {
  if (asked.source !== source)
    asked = { source, starts: [0, ...[...source.matchAll(/\n/g)].map(({ index }) => index + 1)] };
  return asked.starts;
}

/** The line, from 1, on which a piece of a text stands first. */
export const lineOf =
  (source: string | undefined, written: string): LineOf =>
  () => {
    const at = source === undefined ? -1 : source.indexOf(written);
    if (source === undefined || at === -1) return undefined;
    const next = lineStarts(source).findIndex((start) => start > at);
    return next === -1 ? lineStarts(source).length : next;
  };

/** The same for a line that is read, which comes from the same place of the document unless something before it was replaced. */
export const lineOfBlock =
  (state: StateBlock, at: number): LineOf =>
  () => {
    const { source } = ours(state.env);
    if (source === undefined) return undefined;
    const written = lineText(state, at).trimEnd();
    const starts = lineStarts(source);
    const lines = state.bMarks.length - (state.src.endsWith("\n") ? 0 : 1);
    const guess = starts.length - lines + at;
    const line = source.slice(starts[guess], starts[guess + 1]);
    return guess >= 0 && line.includes(written) ? guess + 1 : lineOf(source, written)();
  };

/** Renders the text of a title separately, before what stands below it is read; footnotes stay with the page. */
export function inlineHtml(md: MarkdownIt, text: string, env: Env | undefined): string {
  if (text === "") return "";
  return md.renderInline(text, {
    ...environment(ours(env)),
    references: definitionsIn(text, ours(env).definitions ?? {}, env?.references),
  });
}

const noteMark = /\[\^([^\]\s]{1,100})\](?!:)/g;

/**
 * A text that is rendered apart from its page, with the definitions of the footnotes that it refers to and does not define: its notes
 * are listed at its own end.
 */
export function withNotes(text: string, page: string): string {
  if (!text.includes("[^")) return text;
  const names = new Set([...text.matchAll(noteMark)].map(([, name = ""]) => name));
  const lines = page.split("\n");
  const notes = [...names].flatMap((name) => {
    const start = `[^${name}]:`;
    if (text.includes(start)) return [];
    const at = lines.findIndex((line) => line.startsWith(start));
    if (at === -1) return [];
    const end = lines.findIndex((line, i) => i > at && line.trim() !== "" && !/^\s/.test(line));
    return [
      lines
        .slice(at, end === -1 ? undefined : end)
        .join("\n")
        .trimEnd(),
    ];
  });
  return notes.length === 0 ? text : `${text.trimEnd()}\n\n${notes.join("\n\n")}\n`;
}

/** Renders a part of a line in place: its footnotes are the page's, whose list stays at the page's end. */
export function partOfLine({ md, env }: StateInline, text: string): string {
  const tokens: Token[] = [];
  md.inline.parse(text, md, env, tokens);
  for (const token of tokens) if (token.type === "text_special") token.type = "text";
  return md.renderer.renderInline(tokens, md.options, env);
}

export const MAX_FAILED_SEARCHES = 40;

/** The text of a line within its container, without indentation. */
export function lineText(state: StateBlock, line: number): string {
  return state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line] ?? 0);
}

/** Columns of indentation within the container. */
export function indentOf(state: StateBlock, line: number): number {
  return (state.sCount[line] ?? 0) - state.blkIndent;
}

/** Where a body ends: before the first line that is indented less. Blank lines within belong to it. */
export function indentedEnd(state: StateBlock, from: number, to: number, indent: number): number {
  let end = from;
  for (let line = from; line < to; line += 1) {
    if (state.isEmpty(line)) continue;
    if (indentOf(state, line) < indent) break;
    end = line + 1;
  }
  return end;
}

export function pushHtml(state: StateBlock, html: string): void {
  if (html === "") return;
  const token = state.push("block_html_ready", "", 0);
  token.content = html;
}

/** Parses lines as Markdown between two pieces of HTML. `indent` is the least indentation of the lines. */
export function nest(
  state: StateBlock,
  lines: { from: number; to: number; indent: number },
  around: Around,
): void {
  const { parentType, lineMax, blkIndent } = state;
  pushHtml(state, around.open);
  state.parentType = "container";
  state.lineMax = lines.to;
  state.blkIndent = blkIndent + lines.indent;
  state.level += 1;
  state.md.block.tokenize(state, lines.from, lines.to);
  state.level -= 1;
  state.parentType = parentType;
  state.lineMax = lineMax;
  state.blkIndent = blkIndent;
  pushHtml(state, around.close);
}

const fenceMark = /^(`{3,}|~{3,})/;
/** A fence may open behind the mark of an item. */
const fenceInItem = /^(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}|~{3,})(.*)$/;

/** Visits the lines of a container outside code fences, until `visit` returns true or the container ends. Returns that line. */
export function walkLines(
  state: StateBlock,
  from: number,
  to: number,
  visit: (text: string, line: number) => boolean,
): number {
  let fence: string | undefined;
  for (let line = from; line < to; line += 1) {
    if (state.isEmpty(line)) continue;
    if (indentOf(state, line) < 0) return line;
    const text = lineText(state, line);
    if (fence !== undefined) {
      const marks = fenceMark.exec(text)?.[1];
      if (marks?.startsWith(fence) && text.slice(marks.length).trim() === "") fence = undefined;
      continue;
    }
    const [, marks, info = ""] = fenceInItem.exec(text) ?? [];
    if (marks !== undefined && !(marks.startsWith("`") && info.includes("`"))) fence = marks;
    else if (visit(text, line)) return line;
  }
  return to;
}
