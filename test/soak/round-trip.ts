import type { CheerioAPI } from "cheerio";
import { load } from "cheerio";
import type { Element } from "domhandler";

/** What a page says, in a form that two readings of it can be compared in. */
export interface Content {
  readonly words: readonly string[];
  /** Rows of cells, as text. */
  readonly tables: readonly string[];
  /** A list with those inside it: depth, kind and text of each item. */
  readonly lists: readonly string[];
  readonly code: readonly string[];
}

export interface Comparison {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** What the copy lacks or reads differently. */
  readonly lost: Readonly<Record<Part, readonly string[]>>;
}

export const parts = ["tables", "lists", "code"] as const;
export type Part = (typeof parts)[number];

/** A word ends where a block does. */
const block = /<\/?(?:p|li|[uo]l|t[dhr]|table|caption|h[1-6]|pre|br|hr|blockquote|d[ltd]|div)\b/g;

export function contentOf(html: string): Content {
  const $ = load(html, {}, false);
  const words =
    load(html.replaceAll(block, " $&"), {}, false)
      .text()
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return {
    words: [...words],
    tables: outermost($, "table").map((table) => rowsOf($, table)),
    lists: outermost($, "ul, ol").map((list) => itemsOf($, list, 0).join("\n")),
    code: $("pre")
      .toArray()
      .map((block) =>
        $(block)
          .text()
          .replaceAll(/[^\S\n]+$/gm, "")
          .replace(/^\n+|\n+$/g, ""),
      ),
  };
}

/** Lists and tables inside others are part of them. */
function outermost($: CheerioAPI, selector: string): Element[] {
  return $(selector)
    .toArray()
    .filter((element) => $(element).parents("table, ul, ol").length === 0) as Element[];
}

function rowsOf($: CheerioAPI, table: Element): string {
  return $(table)
    .find("tr")
    .toArray()
    .map((row) =>
      $(row)
        .children("th, td")
        .toArray()
        .map((cell) => compact($(cell).text()))
        .join(" | "),
    )
    .join("\n");
}

function itemsOf($: CheerioAPI, list: Element, depth: number): string[] {
  const sign = list.name === "ol" ? "#" : "*";
  return $(list)
    .children("li")
    .toArray()
    .flatMap((item) => {
      const own = $(item).clone();
      own.find("ul, ol, pre, table").remove();
      const inner = $(item).children("ul, ol").toArray() as Element[];
      return [
        `${"  ".repeat(depth)}${sign} ${compact(own.text())}`,
        ...inner.flatMap((below) => itemsOf($, below, depth + 1)),
      ];
    });
}

/** Without spaces: where a line breaks in print is not the author's. */
function compact(text: string): string {
  return text.replaceAll(/\s+/g, "");
}

/** The words of both as multisets, and which tables, lists and blocks of code came back as they were. */
export function compare(original: Content, copy: Content): Comparison {
  const shared = sharedCount(original.words, copy.words);
  const precision = shared / Math.max(copy.words.length, 1);
  const recall = shared / Math.max(original.words.length, 1);
  const f1 = shared === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  const lost = Object.fromEntries(
    parts.map((part) => {
      const left = [...copy[part]];
      return [
        part,
        original[part].filter((one) => {
          const at = left.indexOf(one);
          if (at >= 0) left.splice(at, 1);
          return at < 0;
        }),
      ];
    }),
  ) as Record<Part, string[]>;
  return { precision, recall, f1, lost };
}

function sharedCount(one: readonly string[], other: readonly string[]): number {
  const left = new Map<string, number>();
  for (const word of one) left.set(word, (left.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of other) {
    const count = left.get(word) ?? 0;
    if (count > 0) shared += 1;
    left.set(word, count - 1);
  }
  return shared;
}
