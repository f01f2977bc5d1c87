import { Element, type Document as Tree } from "domhandler";
import { isFixedWidth, roleOfStyle, type StyleRole } from "../docx/styles.ts";
import { at, attribute, elementsOf, local } from "../office/xml.ts";

type Family = "paragraph" | "text" | "graphic" | "table" | "table-row" | "table-cell";

/** The styles of a file: those with a name, and those that programs make for what an author formats by hand. */
export interface OdfStyles {
  /** A style and those that it is based on, nearest first; without the defaults of its family. */
  line(family: Family, name: string | undefined): readonly Element[];
  /** `text:list-style` by name, and `text:outline-style` as "". */
  readonly lists: ReadonlyMap<string, Element>;
  /** The first page layout that states a colour, and pictures in headers, which lie behind every page. */
  readonly layouts: readonly Element[];
}

export function odfStyles(parts: readonly (Tree | undefined)[]): OdfStyles {
  const byName = new Map<string, Element>();
  const lists = new Map<string, Element>();
  const layouts: Element[] = [];
  for (const part of parts)
    for (const one of part ? elementsOf(part) : []) {
      const name = attribute(one, "name") ?? "";
      const kind = local(one);
      if (kind === "style") byName.set(`${attribute(one, "family")} ${name}`, one);
      else if (kind === "list-style") lists.set(name, one);
      else if (kind === "outline-style") lists.set("", one);
      else if (kind === "page-layout-properties") layouts.push(one);
      // Content has no styles.
      else if (kind === "body") break;
    }
  const known = new Map<string, readonly Element[]>();
  return {
    lists,
    layouts,
    line(family, name) {
      const key = `${family} ${name}`;
      const before = known.get(key);
      if (before) return before;
      const found: Element[] = [];
      known.set(key, found);
      let next = name;
      while (next !== undefined && found.length < MAX_LINE) {
        // Pandoc refers to styles that it does not describe.
        const style = byName.get(`${family} ${next}`) ?? new Element("style:style", { "style:name": next });
        if (found.includes(style)) break;
        found.push(style);
        next = attribute(style, "parent-style-name");
      }
      return found;
    },
  };
}

const MAX_LINE = 20;

/** The first value that a line of styles states for a property: `property(line, "text-properties", "color")`. */
export function property(line: readonly Element[], group: string, name: string): string | undefined {
  for (const style of line) {
    const value = attribute(at(style, group), name);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** What a line of paragraph styles means, by the names that programs and authors give them. */
export function roleOf(line: readonly Element[]): StyleRole | undefined {
  for (const style of line) {
    const name = nameOf(style);
    const role = captionOf.test(name) ? "caption" : roleOfStyle(name);
    if (role) return role;
  }
  return isMonospace(line) ? "code" : undefined;
}

/** The kinds of captions that programs number. */
const captionOf = /^(?:table|illustration|drawing)$/i;

/** `Source_20_Text`, `Source_Text` and `SourceText` → `Source Text`. */
const nameOf = (style: Element): string =>
  attribute(style, "display-name") ??
  (attribute(style, "name") ?? "")
    .replaceAll(/_([0-9a-f]{2})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replaceAll("_", " ")
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, "$1 $2");

export function isMonospace(line: readonly Element[]): boolean {
  const font =
    property(line, "text-properties", "font-family") ?? property(line, "text-properties", "font-name");
  return isFixedWidth(font?.replaceAll(/^['"]|['"]$/g, ""));
}

/** Of "Heading 2", or of a style with an outline level: Word's headings come without one. */
export function headingLevel(line: readonly Element[]): number | undefined {
  for (const style of line) {
    const stated = attribute(style, "default-outline-level") ?? /^Heading (\d)$/i.exec(nameOf(style))?.[1];
    const level = Number(stated ?? "0");
    if (level >= 1) return level;
  }
  return undefined;
}

/** The styles of a paragraph or a heading. */
export const lineOf = (styles: OdfStyles, paragraph: Element): readonly Element[] =>
  styles.line("paragraph", attribute(paragraph, "style-name"));

export const isBold = (line: readonly Element[]): boolean =>
  /^(?:bold|[6-9]00)$/.test(property(line, "text-properties", "font-weight") ?? "");
