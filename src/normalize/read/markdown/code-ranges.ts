const itemOrContainer = /^\s*(?:[-*+]|\d{1,9}[.)]|!!!|\?\?\?\+?|===[!+]?|\[\^[^\]]{1,80}\]:|:)[ \t]/;
const tags = /<(pre|code)\b/iy;
const highlighted =
  /\{%-?\s*(raw|highlight|codeblock|code)\b[^%\n]{0,400}%\}|\{\{[<%]\s*(highlight|code)\b[^}\n]{0,400}[>%]\}\}/y;

/** Finds code in Markdown outside fences, line by line from the top. */
export class CodeFinder {
  readonly #text: string;
  /** The lines around are in a list or a block with an indented body, where four blanks are not code. */
  #inItem = false;
  #inCode = false;
  readonly #absent = new Set<string>();

  constructor(text: string) {
    this.#text = text;
  }

  /** Whether a line belongs to an indented code block; call it for each line outside fences, in order. */
  isIndented(line: string, before: string): boolean {
    if (line.trim() === "") return this.#inCode;
    const deep = /^(?: {4}| {0,3}\t)/.test(line);
    if (!deep) {
      this.#inCode = false;
      const lazy = before.trim() !== "" && this.#inItem && !/^#/.test(line);
      this.#inItem = itemOrContainer.test(line) || lazy || /^ /.test(line);
      return false;
    }
    this.#inCode = !this.#inItem && (this.#inCode || before.trim() === "");
    return this.#inCode;
  }

  /** The end of the code that starts at an offset: a code span, `<pre>`, `<code>`, highlighted or raw source. */
  endAt(at: number): number | undefined {
    const text = this.#text;
    if (text[at] === "\\") return at + 2;
    if (text[at] === "`") return this.#spanEnd(at);
    tags.lastIndex = at;
    const tag = tags.exec(text)?.[1]?.toLowerCase();
    if (tag !== undefined) return this.endOf(new RegExp(`</${tag}\\s*>`, "gi"), at);
    highlighted.lastIndex = at;
    const match = highlighted.exec(text);
    if (match?.[1] !== undefined)
      return this.endOf(new RegExp(`\\{%-?\\s*end_?${match[1]}\\s*-?%\\}`, "g"), at);
    if (match?.[2] !== undefined)
      return this.endOf(new RegExp(`\\{\\{[<%]\\s*/\\s*${match[2]}\\s*[>%]\\}\\}`, "g"), at);
    return undefined;
  }

  /** A span ends at as many back-ticks, in the same paragraph; without them they are text. */
  #spanEnd(at: number): number {
    const marks = /^`+/.exec(this.#text.slice(at, at + 80))?.[0] ?? "`";
    const from = at + marks.length;
    const slice = this.#text.slice(from, from + 4000);
    const paragraph = slice.slice(0, /\n[ \t]*\n/.exec(slice)?.index);
    const end = new RegExp(`(?<!\`)${marks}(?!\`)`).exec(paragraph);
    return end === null ? from : from + end.index + marks.length;
  }

  /** Where the next match ends; undefined where none follows. What stands nowhere in the rest is searched for only once. */
  endOf(close: RegExp, from: number): number | undefined {
    if (this.#absent.has(close.source)) return undefined;
    close.lastIndex = from;
    const match = close.exec(this.#text);
    if (match === null) this.#absent.add(close.source);
    return match === null ? undefined : match.index + match[0].length;
  }
}
