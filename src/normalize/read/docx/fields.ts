import type { Element, Document as Tree } from "domhandler";
import { attribute, elementsOf, local, textOf } from "../office/xml.ts";
import { insertAfter, made, madeRun, madeSign, mark, remove } from "./make.ts";

/** A field that is open: its code, which no reader sees, then its result. ECMA-376 part 1, 17.16.2 */
interface Field {
  code: string;
  readonly instructions: Element[];
  isCode: boolean;
}

/**
 * Fields in the form that converters read: no text of an inner field's result in an outer one's code, links with nothing
 * but their target, and signs and formulas that are a field's code alone. Changes the tree.
 */
export function simplifyFields(root: Tree): void {
  const open: Field[] = [];
  const elements = [...elementsOf(root)];
  const whole = closedFields(elements);
  for (const element of elements) {
    const name = local(element);
    if (name === "fldChar") {
      if (whole.has(element)) follow(element, open);
    } else if (name === "instrText") {
      const field = open.at(-1);
      if (field) {
        field.code += textOf(element);
        field.instructions.push(element);
      }
    } else if (name === "t" && open.some(({ isCode }) => isCode)) remove(element);
  }
}

/** Marks of fields that have a beginning and an end; any other is a file's fault, and must hide no text. */
function closedFields(elements: readonly Element[]): ReadonlySet<Element> {
  const whole = new Set<Element>();
  const open: Element[][] = [];
  for (const element of elements) {
    if (local(element) !== "fldChar") continue;
    const type = attribute(element, "fldCharType");
    if (type === "begin") open.push([element]);
    else if (type === "end") for (const one of [...(open.pop() ?? []), element]) whole.add(one);
    else open.at(-1)?.push(element);
  }
  for (const left of open) for (const one of left) whole.delete(one);
  return whole;
}

function follow(element: Element, open: Field[]): void {
  const type = attribute(element, "fldCharType");
  if (type === "begin") open.push({ code: "", instructions: [], isCode: true });
  const field = open.at(-1);
  if (!field || type === "begin") return;
  if (type === "separate") {
    field.isCode = false;
    settleLink(field);
    return;
  }
  open.pop();
  const run = element.parent;
  if (field.isCode && run && "name" in run && !open.some(({ isCode }) => isCode))
    insertAfter(run, shown(field.code, run));
}

/** `HYPERLINK "address" \l "place" \o "hint"`: ECMA-376 part 1, 17.16.5.25 */
function settleLink({ code, instructions }: Field): void {
  if (!/^\s*HYPERLINK\b/i.test(code)) return;
  const place = argumentOf(code, /\\l\s+/i);
  const address = argumentOf(code, /^\s*HYPERLINK\s+/i);
  const target =
    address === undefined ? ` HYPERLINK \\l "${place ?? ""}"` : ` HYPERLINK "${withPlace(address, place)}"`;
  instructions.forEach((instruction, at) => {
    const [text] = instruction.children;
    if (text && "data" in text) text.data = at === 0 ? target : "";
  });
}

/** What follows a word or a switch of a code, with or without quotes. */
function argumentOf(code: string, before: RegExp): string | undefined {
  const found = new RegExp(`${before.source}(?:"([^"]*)"|([^\\s"\\\\][^\\s"]*))`, "i").exec(code);
  return found ? (found[1] ?? found[2] ?? "") : undefined;
}

const withPlace = (address: string, place: string | undefined): string =>
  place === undefined || address.includes("#") ? address : `${address}#${place}`;

/** What Word draws from a field without a result. */
function shown(code: string, like: Element): readonly Element[] {
  const symbol = /^\s*SYMBOL\s+(0x[\da-f]+|\d+)/i.exec(code)?.[1];
  if (symbol !== undefined) return symbolOf(Number(symbol), code, like);
  const equation = /^\s*EQ\s+([\s\S]+)$/i.exec(code)?.[1];
  return equation === undefined ? [] : equationOf(equation.trim(), like);
}

function symbolOf(number: number, code: string, like: Element): readonly Element[] {
  const font = argumentOf(code, /\\f\s+/i);
  if (font === undefined) return [madeRun(like, String.fromCodePoint(Math.min(number, 0xffff)))];
  return [made(like, "r", [madeSign(like, font, number)])];
}

/** Readings above words, as East Asian writers set them, are such equations. ECMA-376 part 1, 17.16.5.17 */
const readingAbove = /\\o\s*(?:\\a[dlrc]\s*)?\(\s*\\s\s*\\up\s*\d+\s*\(([^()]*)\)\s*[,;]([^()]*)\)/gi;
const steps: readonly (readonly [RegExp, string])[] = [
  [/\\f\s*\(([^(),;]*)[,;]([^(),;]*)\)/i, "\\frac{$1}{$2}"],
  [/\\r\s*\(\s*[,;]([^(),;]*)\)/i, "\\sqrt{$1}"],
  [/\\r\s*\(([^(),;]+)[,;]([^(),;]*)\)/i, "\\sqrt[$1]{$2}"],
  [/\\s\s*\\up\s*\d*\s*\(([^()]*)\)/i, "^{$1}"],
  [/\\s\s*\\do\s*\d*\s*\(([^()]*)\)/i, "_{$1}"],
];

function equationOf(code: string, like: Element): readonly Element[] {
  const words = code.replaceAll(/\\\*\s*(?:"[^"]*"|\S+)/g, "").trim();
  const read = words.replaceAll(readingAbove, "$2($1)");
  if (read !== words) return [madeRun(like, read)];
  let formula = words;
  for (let last = ""; last !== formula; ) {
    last = formula;
    for (const [pattern, tex] of steps) formula = formula.replace(pattern, tex);
  }
  return [madeRun(like, `${mark.formula}${formula}${mark.formulaEnd}`)];
}
