import type { Element, Document as Tree } from "domhandler";
import { at, attribute, childrenOf, elementsOf, flag, local } from "../office/xml.ts";
import { formatted } from "./number-format.ts";

/** One level of a numbered list. */
export interface Level {
  readonly start: number;
  readonly format: string;
  /** `%1.%2` is the number of the first level, a full stop, that of the second. */
  readonly text: string;
  /** Whether the level begins again behind a higher one. */
  readonly restarts: boolean;
  /** Whether numbers of all levels are written in digits. */
  readonly isLegal: boolean;
}

interface Numbering {
  readonly abstract: string;
  readonly levels: ReadonlyMap<number, Level>;
  readonly starts: ReadonlyMap<number, number>;
}

/** What Word shows before a paragraph, and how far in its style puts it: "List Bullet 2" is one step. */
export type Label = Shown & { readonly indent?: number };

type Shown =
  | { readonly kind: "bullet" }
  | { readonly kind: "none" }
  /** Nothing, though it is in a list: a further paragraph of the item above, as pandoc writes it. */
  | { readonly kind: "more"; readonly depth: number }
  /** A number alone, with the format of `<ol type>`. */
  | {
      readonly kind: "number";
      readonly value: number;
      readonly type: "1" | "a" | "A" | "i" | "I";
      readonly text: string;
    }
  /** Anything else: `2.1`, `Step 3:`. */
  | { readonly kind: "text"; readonly text: string };

/** The lists of `numbering.xml` by their ids. ECMA-376 part 1, 17.9 */
export function numberingsOf(part: Tree | undefined): ReadonlyMap<string, Numbering> {
  const [root] = part ? childrenOf(part) : [];
  const abstracts = new Map<string, Element>();
  const byStyle = new Map<string, Element>();
  for (const one of root ? childrenOf(root, "abstractNum") : []) {
    abstracts.set(attribute(one, "abstractNumId") ?? "", one);
    const link = attribute(at(one, "styleLink"), "val");
    if (link !== undefined) byStyle.set(link, one);
  }
  const numberings = new Map<string, Numbering>();
  for (const num of root ? childrenOf(root, "num") : []) {
    const stated = abstracts.get(attribute(at(num, "abstractNumId"), "val") ?? "");
    const abstract = byStyle.get(attribute(stated && at(stated, "numStyleLink"), "val") ?? "") ?? stated;
    if (!abstract) continue;
    const levels = new Map(childrenOf(abstract, "lvl").map((level) => [indexOf(level), levelOf(level)]));
    const starts = new Map<number, number>();
    for (const change of childrenOf(num, "lvlOverride")) {
      const start = attribute(at(change, "startOverride"), "val");
      if (start !== undefined) starts.set(indexOf(change), Number(start) || 0);
      const level = at(change, "lvl");
      if (level) levels.set(indexOf(change), levelOf(level));
    }
    numberings.set(attribute(num, "numId") ?? "", {
      abstract: attribute(abstract, "abstractNumId") ?? "",
      levels,
      starts,
    });
  }
  return numberings;
}

function indexOf(element: Element): number {
  return Number(attribute(element, "ilvl") ?? "0") || 0;
}

function levelOf(level: Element): Level {
  const value = (name: string) => attribute(at(level, name), "val");
  return {
    start: Number(value("start") ?? "1") || 0,
    format: value("numFmt") ?? "decimal",
    text: value("lvlText") ?? `%${indexOf(level) + 1}.`,
    restarts: value("lvlRestart") !== "0",
    isLegal: flag(at(level, "isLgl")) === true,
  };
}

/** Counts paragraphs in document order; lists of one definition share their numbers, unless one states where it starts. */
export class Counter {
  readonly #numberings: ReadonlyMap<string, Numbering>;
  readonly #values = new Map<string, (number | undefined)[]>();
  readonly #started = new Set<string>();

  constructor(numberings: ReadonlyMap<string, Numbering>) {
    this.#numberings = numberings;
  }

  /** The label of the next paragraph of a list; undefined for a list that is not defined. */
  next(id: string, depth: number): Label | undefined {
    const numbering = this.#numberings.get(id);
    const level = numbering?.levels.get(depth);
    if (!numbering || !level) return undefined;
    const values = this.#values.get(numbering.abstract) ?? [];
    this.#values.set(numbering.abstract, values);
    const key = `${id} ${depth}`;
    const restart = this.#started.has(key) ? undefined : numbering.starts.get(depth);
    this.#started.add(key);
    const last = values[depth];
    values[depth] = restart ?? (last === undefined ? level.start : last + 1);
    for (let below = depth + 1; below < Math.max(values.length, 9); below += 1)
      if (numbering.levels.get(below)?.restarts !== false) values[below] = undefined;
    return labelOf(level, depth, values, numbering);
  }
}

const types = { decimal: "1", lowerLetter: "a", upperLetter: "A", lowerRoman: "i", upperRoman: "I" } as const;

function labelOf(
  level: Level,
  depth: number,
  values: readonly (number | undefined)[],
  { levels }: Numbering,
): Label {
  if (level.format === "bullet")
    return level.text.trim() === "" ? { kind: "more", depth } : { kind: "bullet" };
  const text = level.text.replaceAll(/%(\d)/g, (_, digit: string) => {
    const index = Number(digit) - 1;
    const format = level.isLegal && index < depth ? "decimal" : (levels.get(index)?.format ?? "decimal");
    return formatted(values[index] ?? levels.get(index)?.start ?? 1, format);
  });
  if (text.trim() === "") return { kind: "none" };
  const type = types[level.format as keyof typeof types];
  const isAlone = new RegExp(`^\\(?%${depth + 1}[.):]?\\)?$`).test(level.text.trim());
  const value = values[depth] ?? level.start;
  return isAlone && type !== undefined ? { kind: "number", value, type, text } : { kind: "text", text };
}

/** The list and the level of a paragraph, from its own properties or those of its styles. */
export function listOf(
  paragraph: Element,
  styles: readonly Element[],
): { id: string; depth: number } | undefined {
  const own = at(paragraph, "pPr", "numPr");
  const all = [own, ...styles.map((style) => at(style, "pPr", "numPr"))];
  const id = all.map((one) => attribute(one && at(one, "numId"), "val")).find((one) => one !== undefined);
  if (id === undefined || id === "0") return undefined;
  const depth = all.map((one) => attribute(one && at(one, "ilvl"), "val")).find((one) => one !== undefined);
  return { id, depth: Number(depth ?? "0") || 0 };
}

/** Paragraphs in document order. */
export function paragraphsOf(root: Tree): Element[] {
  return [...elementsOf(root)].filter((element) => local(element) === "p");
}
