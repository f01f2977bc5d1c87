import { CodeFinder } from "./code-ranges.ts";
import { fenceAfter } from "./lines.ts";

/** A text without what its author wrote for other authors, and the comments that were left out. */
export interface WithoutComments {
  readonly text: string;
  readonly dropped: readonly string[];
}

interface Spelling {
  /** Where it starts; sticky. */
  readonly open: RegExp;
  /** What ends it; global. Without one it ends where `open` does. */
  readonly close?: RegExp;
  /** Only at the start of a line, or behind a blank. */
  readonly at?: "line" | "blank";
  /** It must end on its line. */
  readonly oneLine?: true;
}

/**
 * Comments of the languages that Markdown passes through before it is a page: Liquid, Hugo and Go templates, Jinja, Twig and
 * MkDocs' macros, Handlebars, EJS, MDX, Obsidian, kramdown, CriticMarkup, and link definitions that nothing refers to.
 */
const spellings: readonly Spelling[] = [
  { open: /\{%-?\s*comment(?:\s[^%\n]{0,200})?-?%\}/y, close: /\{%-?\s*end_?comment\s*-?%\}/g },
  { open: /\{%-?\s*#[^%\n]{0,1000}-?%\}/y },
  { open: /\{%-?\s*doc\s*-?%\}/y, close: /\{%-?\s*enddoc\s*-?%\}/g },
  { open: /\{\{([<%])\s*comment\s*[>%]\}\}/y, close: /\{\{[<%]\s*\/\s*comment\s*[>%]\}\}/g },
  { open: /\{\{-?\s*\/\*/y, close: /\*\/\s*-?\}\}/g },
  { open: /\{\{!--/y, close: /--\}\}/g },
  { open: /\{\{!(?!--)/y, close: /\}\}/g },
  { open: /<%#/y, close: /%>/g },
  { open: /<%--/y, close: /--%>/g },
  // `{#id}` is a heading's id.
  { open: /\{#(?!\s*[\w:.-]{1,100}\s*\})/y, close: /#\}/g },
  { open: /\{\/\*/y, close: /\*\/\s*\}/g },
  { open: /\{>>/y, close: /<<\}/g },
  { open: /\{::comment\b[^}\n]{0,200}\/\}/y },
  { open: /\{::comment\b[^}\n]{0,200}\}/y, close: /\{:\/(?:comment)?\}/g },
  { open: /%%(?!%)/y, close: /%%(?![\w%])/g, at: "line" },
  { open: /%%(?!%)/y, close: /%%(?![\w%])/g, at: "blank", oneLine: true },
  { open: /\[(?:\/\/|comment|_|#)\]:[ \t]*(?:#|<>|\/)[ \t]*["'(][^\n]*/iy, at: "line" },
];
const openers = /`+|\\|<(?:pre|code)\b|\{|%%|<%|\[|\{%/g;

/**
 * Leaves out authors' comments, nowhere in code: fences, code spans, indented blocks, `<pre>`, highlighted source.
 *
 * @param isMyst the text is part of one of MyST's, where `%` begins a comment
 */
export function withoutComments(text: string, isMyst = false): WithoutComments {
  const mayHold =
    /\{[%{#:/>]|%%|<%|\]:[ \t]*(?:#|<>|\/)/.test(text) || (text.includes("%") && /^ {0,3}%/m.test(text));
  if (!mayHold) return { text, dropped: [] };
  return new Scanner(text, isMyst).run();
}

class Scanner {
  readonly #text: string;
  readonly #code: CodeFinder;
  readonly #isMyst: boolean;
  #result = "";
  readonly #dropped: string[] = [];

  constructor(text: string, isMyst: boolean) {
    this.#text = text;
    this.#code = new CodeFinder(text);
    this.#isMyst =
      isMyst || /^(?:`{3,}|:{3,})\{[\w-]+\}|^\([\w. -]+\)=\s*$|\{(?:ref|doc|term|py:\w+)\}`/m.test(text);
  }

  run(): WithoutComments {
    let fence: string | undefined;
    let before = "";
    for (let at = 0; at <= this.#text.length; ) {
      const line = this.#lineAt(at);
      const inside = fence !== undefined;
      fence = fenceAfter(line, fence);
      const isCode = inside || fence !== undefined || this.#code.isIndented(line, before);
      if (!isCode && this.#isCommentLine(line, before)) {
        this.#dropped.push(line);
        at += line.length;
      } else at = isCode ? this.#keep(at, at + line.length) : this.#prose(at);
      before = line;
      if (at >= this.#text.length) break;
      this.#result += "\n";
      at += 1;
    }
    return { text: this.#result, dropped: this.#dropped };
  }

  #lineAt(at: number): string {
    const end = this.#text.indexOf("\n", at);
    return this.#text.slice(at, end === -1 ? this.#text.length : end);
  }

  #keep(from: number, to: number): number {
    this.#result += this.#text.slice(from, to);
    return to;
  }

  /** MyST's `% text`, which ends a paragraph as well; elsewhere a sentence may go on with "% of all". */
  #isCommentLine(line: string, before: string): boolean {
    if (!/^ {0,3}%(?!%)/.test(line)) return false;
    if (this.#isMyst) return true;
    return /^ {0,3}%(?:\s|$)/.test(line) && (before.trim() === "" || /^ {0,3}%/.test(before));
  }

  /** Copies a line of prose without its comments; returns where its line ends, behind a comment of several lines too. */
  #prose(start: number): number {
    let at = start;
    let end = start + this.#lineAt(start).length;
    while (at < end) {
      openers.lastIndex = at;
      const next = openers.exec(this.#text)?.index ?? end;
      at = this.#keep(at, Math.min(next, end));
      if (at >= end) break;
      const code = this.#code.endAt(at);
      const comment = code === undefined ? this.#endOfComment(at, start) : undefined;
      if (comment !== undefined) {
        this.#dropped.push(this.#text.slice(at, comment));
        at = comment;
      } else at = this.#keep(at, code ?? Math.min(at + 1, end));
      if (at > end) end = at + this.#lineAt(at).length;
    }
    return at;
  }

  #endOfComment(at: number, lineStart: number): number | undefined {
    for (const { open, close, at: place, oneLine } of spellings) {
      open.lastIndex = at;
      const match = open.exec(this.#text);
      if (match === null || !this.#isPlace(place, at, lineStart)) continue;
      const from = at + match[0].length;
      if (close === undefined) return from;
      const end = this.#code.endOf(close, from);
      if (end === undefined) continue;
      if (oneLine && this.#text.slice(from, end).includes("\n")) continue;
      return end;
    }
    return undefined;
  }

  #isPlace(place: Spelling["at"], at: number, lineStart: number): boolean {
    if (place === undefined) return true;
    if (this.#text.slice(Math.max(lineStart, at - 40), at).trim() === "") return true;
    return place === "blank" && /[\s([>]/.test(this.#text[at - 1] ?? " ");
  }
}
