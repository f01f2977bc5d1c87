import { defaultTreeAdapter, parseFragment, type Token, type Tokenizer, TokenizerMode } from "parse5";
import { CappedTokenizer } from "../../../html/parse.ts";
import { splitFrontMatter } from "../../read/front-matter/index.ts";

/** A stretch of the source as it is written: offsets into its text, `end` not included. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** A word a reader sees, in lower case, and where the source has it. */
export interface Word extends Stretch {
  readonly word: string;
}

const wordPattern =
  /[\p{Ideographic}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}]+(?:(?:['’]|\u00ad+)[\p{L}\p{N}]+)*/gu;

/** The words of plain text. */
export function plainWords(text: string): Word[] {
  return [...text.matchAll(wordPattern)].map(({ 0: word, index }) => ({
    word: word.replaceAll("\u00ad", "").normalize("NFC").toLowerCase(),
    start: index,
    end: index + word.length,
  }));
}

const unseen = new Set(["script", "style", "template", "noscript", "svg", "iframe", "object"]);
/** Elements whose content is text to the tokenizer, markup or not: https://html.spec.whatwg.org/#parsing-html-fragments */
const textModes: ReadonlyMap<string, Tokenizer["state"]> = new Map([
  ["script", TokenizerMode.SCRIPT_DATA],
  ["style", TokenizerMode.RAWTEXT],
  ["iframe", TokenizerMode.RAWTEXT],
  ["title", TokenizerMode.RCDATA],
  ["textarea", TokenizerMode.RCDATA],
]);
/** Elements that do not end a word: a highlighter may colour the halves of one differently. */
const inline = new Set(
  "a abbr b bdi bdo cite code data del dfn em font i ins kbd mark nobr q s samp small span strong sub sup time tt u var wbr".split(
    " ",
  ),
);

/** A stretch of the visible text and where it begins in the markup. */
interface Piece {
  readonly text: string;
  readonly start: number;
  /** Where a character reference ends; absent: the text is written as it is. */
  readonly end?: number;
}

/**
 * The words that a reader of HTML sees, with their places in the markup. No tree is built: only the words and their
 * order matter, and deeply nested markup then costs no more than any other.
 */
export function htmlWords(html: string): Word[] {
  const pieces: Piece[] = [];
  const gap: Piece = { text: " ", start: 0 };
  /** The open element whose content nobody sees, and how deep it is nested in itself. */
  let within: { readonly name: string; depth: number } | undefined;
  const text = ({ location }: Token.CharacterToken) => {
    if (within !== undefined || !location) return;
    const { startOffset, endOffset } = location;
    // One by one: a long text has more pieces than a call takes arguments.
    for (const piece of decodedPieces(html.slice(startOffset, endOffset), startOffset)) pieces.push(piece);
  };
  const tokenizer = new CappedTokenizer(
    { sourceCodeLocationInfo: true },
    {
      onCharacter: text,
      onWhitespaceCharacter: text,
      onNullCharacter: () => {},
      onComment: () => {},
      onDoctype: () => {},
      onEof: () => {},
      onStartTag({ tagName, selfClosing }) {
        const mode = textModes.get(tagName);
        if (mode !== undefined) tokenizer.state = mode;
        if (within?.name === tagName) within.depth += 1;
        else if (within === undefined && (unseen.has(tagName) || tagName === "title") && !selfClosing)
          within = { name: tagName, depth: 1 };
        if (!inline.has(tagName)) pieces.push(gap);
      },
      onEndTag({ tagName }) {
        if (within?.name === tagName) {
          within.depth -= 1;
          if (within.depth === 0) within = undefined;
        }
        if (!inline.has(tagName)) pieces.push(gap);
      },
    },
  );
  tokenizer.write(html, true);
  return placed(pieces);
}

/** Words of the joined pieces, each with the places of its first and last character in the markup. */
function placed(pieces: readonly Piece[]): Word[] {
  const from: number[] = [];
  let length = 0;
  for (const { text } of pieces) {
    from.push(length);
    length += text.length;
  }
  let at = 0;
  const placeOf = (offset: number): Stretch => {
    while (at + 1 < pieces.length && (from[at + 1] ?? 0) <= offset) at += 1;
    const { start, end } = pieces[at] ?? { start: 0 };
    if (end !== undefined) return { start, end };
    const place = start + offset - (from[at] ?? 0);
    return { start: place, end: place + 1 };
  };
  return plainWords(pieces.map(({ text }) => text).join("")).map(({ word, start, end }) => ({
    word,
    start: placeOf(start).start,
    end: placeOf(end - 1).end,
  }));
}

function decodedPieces(raw: string, from: number): Piece[] {
  if (!raw.includes("&")) return [{ text: raw, start: from }];
  return [...raw.matchAll(/&#?\w{1,32};?|[^&]+|&/g)].map(({ 0: text, index }) => {
    const start = from + index;
    const isReference = text.length > 1 && text.startsWith("&");
    return isReference ? { text: decoded(text), start, end: start + text.length } : { text, start };
  });
}

const MAX_REFERENCES = 2_500;
const references = new Map<string, string>();

function decoded(reference: string): string {
  const known = references.get(reference);
  if (known !== undefined) return known;
  const [node] = parseFragment(reference).childNodes;
  const text = node && defaultTreeAdapter.isTextNode(node) ? node.value : " ";
  if (references.size < MAX_REFERENCES) references.set(reference, text);
  return text;
}

/** Markup of Markdown and MDX; no pattern runs past the next character that could begin it, so none is quadratic. */
const markup: readonly RegExp[] = [
  /<!--[\s\S]*?(?:-->|$)/g,
  /\{\/\*[\s\S]*?(?:\*\/\}|$)/g,
  // What is in quotes may look like a tag: `type="List<Text>"`.
  /<\/?[A-Za-z](?:[^<>=]|=(?!")|="[^"\n]{0,500}")*>/g,
  /<[a-z][a-z+.-]*:[^<>\s]*>/g,
  /\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)/g,
  // A link's definition may have its address on the next line: https://spec.commonmark.org/0.31.2/#link-reference-definition
  /^ {0,3}\[(?!\^)[^\]\n]*\]:(?:[ \t]*\n[ \t]*\S+[ \t]*$|[^\n]*)/gm,
  /<\?[^<>]{0,2000}\?>/g,
  /\{\{[<%][^{}]{0,2000}\}\}/g,
  /\]\[[^[\]\n]*\]/g,
  /\{[#.%<:][^{}\n]*\}/g,
  /&#?\w{1,32};/g,
  // An item's number, which a list shows without a text of its own.
  /^[ \t>]{0,80}\d{1,9}[.)](?=[ \t])/gm,
  /^(?:import|export)\s[^\n]*/gm,
  /^ {0,3}(?:!!!?|\?\?\?\+?)(?: ?[\w-]+)+(?=[ \t]*(?:"|$))|^ {0,3}!!!? ?[\w-]+|^ {0,3}\?\?\?\+? ?[\w-]+|^ {0,3}:{3,}[^\n]*|\[![A-Z]+\]/gm,
  // Marks of site generators: values, attributes, a role's name, an option, a target, a block, an include, a wiki's target.
  /\{\{[^{}\n]*\}\}|\{\{[<%][^{}]{0,2000}[%>]\}\}/g,
  /\{:?[ \t]*(?:[#.][^{}\n]*|[\w-]+=[^{}\n]*)\}/g,
  /\{[A-Za-z][\w:.+-]{0,60}\}(?=`)/g,
  /^ {0,12}:[\w-]{1,40}:(?:[ \t][^\n]*)?$/gm,
  /^\([^()\n]{1,200}\)=[ \t]*$/gm,
  /^[ \t]{0,12}\/{3,}[^\n]*$/gm,
  /^[ \t]{0,12}[-;]{1,2}8<-{1,2}[^\n]*$/gm,
  /^\*\[[^\]\n]{1,200}\]:[^\n]*/gm,
  /!\[\[[^[\]\n]*\]\]|\[\[[^[\]\n|]*\|/g,
  /:[a-z][a-z0-9_+]*-[a-z0-9_+-]*:|(?<![\w:]):[a-z0-9_+]+:(?![\w:])/g,
];
/** Directives of MyST whose fence holds text, not code; of the others nothing counts as lost. */
const directive = /^[ >\t]*[`~:]{3,}[ \t]*\{([\w:.+-]+)\}/;
const codeDirectives = /^(?:code(?:-block|-cell)?|sourcecode|literalinclude|math|mermaid|prompt)$/;
const listDirectives = /^(?:toctree|include|raw|eval-rst|bibliography|contents|tableofcontents|image|index)$/;
const embedded = /<(script|style)\b[\s\S]*?(?:<\/\1>|$)/gi;
const fence = /^([ >]{0,12}(?:(?:[-*+]|\d{1,9}[.)])[ \t]{1,4}){0,3})(`{3,}(?=[^`\n]*$)|~{3,})[^\n]*$/gm;

/** The words of Markdown or MDX without its markup: what a reader is meant to see. Doubtful ones are not among them. */
export function markdownWords(text: string): Word[] {
  const { body } = splitFrontMatter(text);
  const front = text.endsWith(body) ? text.length - body.length : 0;
  return plainWords(blank(text.slice(0, front)) + outsideFences(body, proseOnly));
}

/** What a stretch of Markdown is: text outside of fences, code, text with fences of its own, or nothing to count. */
type Within = "prose" | "code" | "text" | "nothing";

/** What stands behind a fence's first line. */
function fenced(line: string): Within {
  // Docusaurus reads what is in such a fence as if there were none.
  if (line.includes("mdx-code-block")) return "prose";
  const name = directive.exec(line)?.[1];
  if (name === undefined || codeDirectives.test(name)) return "code";
  return listDirectives.test(name) ? "nothing" : "text";
}

function shownAs(within: Within, text: string, prose: (text: string) => string): string {
  switch (within) {
    case "prose":
      return prose(text);
    case "text":
      return outsideFences(text, prose);
    case "code":
      return text;
    case "nothing":
      return blank(text);
  }
}

/** Applies `prose` to the text outside code fences; fence lines are blanked, code stays. */
function outsideFences(body: string, prose: (text: string) => string): string {
  let result = "";
  let from = 0;
  let open: string | undefined;
  let within: Within = "prose";
  for (const { 0: line, 2: marks = "", index } of body.matchAll(fence)) {
    // A closing line has nothing before its marks but what is around the code.
    if (open !== undefined && !(marks.startsWith(open) && line.replace(/^[ >]*/, "").trim() === marks))
      continue;
    const between = body.slice(from, index);
    result += shownAs(within, between, prose) + blank(line);
    from = index + line.length;
    within = open === undefined ? fenced(line) : "prose";
    open = open === undefined ? marks : undefined;
  }
  const rest = body.slice(from);
  return result + (open === undefined ? prose(rest) : rest);
}

const proseOnly = (text: string): string =>
  [embedded, ...markup]
    .reduce((left, pattern) => left.replace(pattern, blank), text)
    // `H~2~O` is one word.
    .replace(/(?<=[\p{L}\p{N}])[~^](?=[\p{L}\p{N}])/gu, "\u00ad");

/** Keeps the length, so that what follows keeps its place. */
const blank = (text: string): string => text.replace(/[^\n]/g, " ");
