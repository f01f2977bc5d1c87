import type { Document } from "../../document.ts";
import { codeBlock } from "../../vocabulary/html-text.ts";
import { excerpt, type Warnings } from "../../warnings.ts";
import { markdownHtml } from "../markdown/body.ts";
import { follow, type Node, type Target } from "./read.ts";

/** Limits of one description over all its pages. References multiply: a small file can expand to an endless text. */
export interface OpenapiLimits {
  readonly operations: number;
  /** Rows of schema tables. */
  readonly rows: number;
  readonly rowsPerPage: number;
  /** Characters of descriptions and examples. */
  readonly characters: number;
  /** Nesting of objects. */
  readonly depth: number;
}

export const defaultOpenapiLimits: OpenapiLimits = {
  operations: 5_000,
  rows: 50_000,
  rowsPerPage: 1_000,
  characters: 10_000_000,
  depth: 8,
};

/** What all parts of one conversion share. */
export interface Context {
  readonly root: Node;
  readonly limits: OpenapiLimits;
  readonly warnings: Warnings;
  resolve(value: unknown): Target;
  /** A description's Markdown as HTML. */
  markdown(text: string): string;
  example(value: unknown, mediaType: string): string;
  /** Rows count for the page of this name from now on. */
  startPage(name: string): void;
  /** False when there is no room for another row. */
  takeRow(): boolean;
  /** False when there is no room for so many characters. */
  takeText(length: number): boolean;
}

const MAX_EXAMPLE_LENGTH = 20_000;

export function contextOf(
  root: Node,
  document: Document,
  warnings: Warnings,
  limits: OpenapiLimits,
): Context {
  let { rows, characters } = limits;
  let page = { name: "", rows: limits.rowsPerPage };
  const known = new Map<string, string>();
  const take = (length: number): boolean => {
    characters -= length;
    if (characters >= 0) return true;
    warnings.add("openapi-cut", "The description is too long; some of its texts were left out.");
    return false;
  };
  return {
    root,
    takeText: take,
    limits,
    warnings,
    resolve(value) {
      const target = follow(root, value);
      if (target.unresolved !== undefined) {
        const written = target.unresolved.slice(0, 100);
        warnings.add(
          "openapi-reference",
          `The reference ${written} is named, not followed: it does not lead into this document or a file that came with it.`,
        );
      }
      return target;
    },
    markdown(text) {
      if (text === "" || !take(text.length)) return "";
      const html = known.get(text) ?? markdownHtml(text, { ...document, includes: {} }, warnings);
      known.set(text, html);
      return html;
    },
    example(value, mediaType) {
      const text = typeof value === "string" ? value : (JSON.stringify(value, null, 2) ?? "");
      if (text.length > MAX_EXAMPLE_LENGTH) {
        warnings.add("openapi-example-dropped", `An example of ${text.length} characters was left out.`);
        return "";
      }
      const language = languageOf(mediaType, typeof value !== "string" || /^\s*[[{]/.test(text));
      return take(text.length) ? codeBlock({ text, language }) : "";
    },
    startPage(name) {
      page = { name, rows: limits.rowsPerPage };
    },
    takeRow() {
      rows -= 1;
      page.rows -= 1;
      if (rows >= 0 && page.rows >= 0) return true;
      const where = rows < 0 ? "The schemas are" : `The schemas of ${excerpt(page.name)} are`;
      warnings.add("openapi-cut", `${where} too large; some of their properties were left out.`);
      return false;
    },
  };
}

function languageOf(mediaType: string, isData: boolean): string | undefined {
  if (/json/i.test(mediaType)) return "json";
  if (/xml/i.test(mediaType)) return isData ? "json" : "xml";
  if (/yaml/i.test(mediaType)) return isData ? "json" : "yaml";
  return isData ? "json" : undefined;
}
