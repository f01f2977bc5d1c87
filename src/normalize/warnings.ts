import type { Warning } from "./document.ts";

/** What can be dropped or changed, each with the sentence of its warning. */
const sentences = {
  "image-without-alt": (n: string) => `${n} without a description (alt text) left out: Fin reads text only.`,
  "icon-without-name": (n: string) =>
    `${n} without a name in a table: the cell is empty, which may read as "no".`,
  "link-unresolved": (n: string) => `${n} kept as text: the target is relative and its address is not known.`,
  "link-unsafe": (n: string) => `${n} kept as text: only http, https, mailto and tel links are published.`,
  "embed-dropped": (n: string) => `${n} without an address left out.`,
  "hidden-dropped": (n: string) => `${n} hidden from readers left out.`,
  "comment-dropped": (n: string) => `${n} left out: written for authors, not for readers.`,
  "style-unread": (n: string) =>
    `${n} that hide something could not be understood: what they hide may be in the page.`,
  "script-dropped": (n: string) => `${n} left out.`,
  "form-dropped": (n: string) => `${n} left out.`,
  "drawing-dropped": (n: string) => `${n} without a title left out: Fin reads text only.`,
  "depth-flattened": (n: string) => `${n} flattened: nested too deep. The text is kept.`,
  "table-span-cut": (n: string) => `${n} with a row or column span too large to repeat.`,
  "boilerplate-dropped": (n: string) => `${n} left out as boilerplate (navigation, footer and the like).`,
  "text-from-data": (n: string) =>
    `${n} shows no text without its scripts: the data in it is read instead, which may be shortened.`,
  "content-selector-unmatched": (n: string) => `${n} matched nothing: the usual rules chose the content.`,
  "selector-unusable": (n: string) => `${n} could not be used.`,
} as const;

export type CountedCode = keyof typeof sentences;

const nouns: Readonly<Record<CountedCode, readonly [one: string, many: string]>> = {
  "image-without-alt": ["image", "images"],
  "icon-without-name": ["icon", "icons"],
  "link-unresolved": ["link", "links"],
  "link-unsafe": ["link", "links"],
  "embed-dropped": ["video or embed", "videos or embeds"],
  "hidden-dropped": ["part", "parts"],
  "comment-dropped": ["comment", "comments"],
  "style-unread": ["style rule", "style rules"],
  "script-dropped": ["script or style block", "script or style blocks"],
  "form-dropped": ["form control", "form controls"],
  "drawing-dropped": ["drawing", "drawings"],
  "depth-flattened": ["element", "elements"],
  "table-span-cut": ["table cell", "table cells"],
  "boilerplate-dropped": ["part", "parts"],
  "text-from-data": ["page", "pages"],
  "content-selector-unmatched": ["content selector", "content selectors"],
  "selector-unusable": ["selector", "selectors"],
};
const MAX_EXAMPLES = 3;
const MAX_EXPLAINED = 10_000;
/** Nobody reads hundreds of warnings about one page; further ones are only counted. */
const MAX_MESSAGES = 100;
/** Lines that one message names; finding a line costs a search of the text. */
const MAX_LINES = 4;

/** A message, and the lines of the document that it is about. */
interface Said extends Warning {
  readonly lines: Set<number>;
  asked: number;
}

/** Finds the line, from 1, that a warning is about; undefined where it is not in the document's own text. */
export type LineOf = () => number | undefined;

/**
 * Collects what is dropped, changed or doubtful while a page is made: messages, each once, and counts, each of which
 * becomes one warning.
 */
export class Warnings {
  readonly #messages = new Map<string, Said>();
  readonly #counts = new Map<CountedCode, number>();
  readonly #unsaid = new Map<CountedCode, number>();
  readonly #examples = new Map<CountedCode, Set<string>>();
  readonly #explained: string[] = [];
  readonly #source: string | undefined;
  #more = 0;

  /** @param source the whole text of the document, front matter included, in which warnings find their lines */
  constructor(start: readonly Warning[] = [], source?: string) {
    this.#source = source;
    for (const { code, message } of start) this.add(code, message);
  }

  /** A message is kept once, with the first lines for which it was given. */
  add(code: string, message: string, lineOf?: LineOf): void {
    const key = `${code} ${message}`;
    const said = this.#messages.get(key) ?? { code, message, lines: new Set(), asked: 0 };
    if (!this.#messages.has(key)) {
      if (this.#messages.size >= MAX_MESSAGES) {
        this.#more += 1;
        return;
      }
      this.#messages.set(key, said);
    }
    if (lineOf === undefined || said.asked >= MAX_LINES) return;
    said.asked += 1;
    const line = lineOf();
    if (line !== undefined) said.lines.add(line);
  }

  /** The same, with the line where the source first has what the warning is about. */
  addAt(code: string, written: string | RegExp, message: string): void {
    this.add(code, message, () => this.#lineOf(written));
  }

  /** From 1; undefined where it is not in the source: it was included, or put together. */
  #lineOf(written: string | RegExp): number | undefined {
    const source = this.#source;
    if (source === undefined) return undefined;
    const at = typeof written === "string" ? source.indexOf(written) : source.search(written);
    return at === -1 ? undefined : source.slice(0, at).split("\n").length;
  }

  /** Says that these words are left out for a reason that readers are told, or that a rule states. */
  explain(text: string): void {
    if (this.#explained.length < MAX_EXPLAINED) this.#explained.push(text);
  }

  /** The texts that were left out for a reason. */
  explained(): readonly string[] {
    return this.#explained;
  }

  count(code: CountedCode, example?: string): void {
    this.countMany(code, 1);
    if (!example) return;
    const examples = this.#examples.get(code) ?? new Set();
    this.#examples.set(code, examples);
    if (examples.size < MAX_EXAMPLES) examples.add(example.slice(0, 80));
  }

  countMany(code: CountedCode, count: number): void {
    if (count > 0) this.#counts.set(code, (this.#counts.get(code) ?? 0) + count);
  }

  /** Counts what nobody need be warned of by itself. */
  countUnsaid(code: CountedCode): void {
    this.#unsaid.set(code, (this.#unsaid.get(code) ?? 0) + 1);
  }

  /** With what was not said. */
  counted(code: CountedCode): number {
    return (this.#counts.get(code) ?? 0) + (this.#unsaid.get(code) ?? 0);
  }

  /** The messages, then one warning for each count, both in the order of their first occurrence. */
  all(): Warning[] {
    const more = { code: "more-warnings", message: `and ${this.#more} more warnings` };
    return [
      ...[...this.#messages.values()].map(({ code, message, lines }) => ({
        code,
        message: withLines(message, lines),
      })),
      ...(this.#more === 0 ? [] : [more]),
      ...[...this.#counts].map(([code, count]) => this.#counted(code, count)),
    ];
  }

  #counted(code: CountedCode, count: number): Warning {
    const [one, many] = nouns[code];
    const examples = [...(this.#examples.get(code) ?? [])];
    const sentence = sentences[code](count === 1 ? `1 ${one}` : `${count} ${many}`);
    return { code, message: examples.length > 0 ? `${sentence} (${examples.join(", ")})` : sentence };
  }
}

function withLines(message: string, lines: ReadonlySet<number>): string {
  if (lines.size === 0) return message;
  const named = `${lines.size === 1 ? "line" : "lines"} ${[...lines].join(", ")}`;
  return `${message.replace(/\.$/, "")} (${named}).`;
}

/** A short excerpt on one line, for a warning's message. */
export function excerpt(text: string, length = 60): string {
  const line = text
    .slice(0, length * 4)
    .replaceAll(/\s+/g, " ")
    .trim();
  return line.length > length ? `${line.slice(0, length)}…` : line;
}

/** A pattern for a name behind the marks of a tag, a directive or a component. */
export function namedAt(marks: string, name: string): RegExp {
  return new RegExp(`${marks}${name.replaceAll(/[^\w\s]/g, "\\$&")}(?![\\w-])`);
}
