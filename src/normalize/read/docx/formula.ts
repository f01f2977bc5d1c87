import type { Element } from "domhandler";
import { at, attribute, childrenOf, local } from "../office/xml.ts";
import { plainText } from "./make.ts";
import { accents, functions, operators, symbols } from "./symbols.ts";

/**
 * An equation of Word (Office Math Markup Language) as LaTeX: fractions, scripts, roots, sums, brackets, matrices, accents.
 * ECMA-376 part 1, 22.1: https://ecma-international.org/publications-and-standards/standards/ecma-376/
 */
export function formulaOf(math: Element): string {
  return all(math).replaceAll(/\s+/g, " ").trim();
}

/** What is inside an element, from left to right. */
function all(element: Element | undefined): string {
  const parts = element ? childrenOf(element).map(one) : [];
  // A command ends at a letter: `\alpha x`.
  return parts.reduce(
    (text, part) => text + (/\\[a-z]+$/i.test(text) && /^[a-z]/i.test(part) ? " " : "") + part,
    "",
  );
}

function part(element: Element, name: string): string {
  return all(at(element, name));
}

function property(element: Element, group: string, name: string): string | undefined {
  return attribute(at(element, group, name), "val");
}

function one(element: Element): string {
  const converter = converters[local(element)];
  if (converter) return converter(element);
  // Properties say how it looks.
  return local(element).endsWith("Pr") ? "" : all(element);
}

const converters: Readonly<Record<string, (element: Element) => string>> = {
  r: runText,
  f: fraction,
  rad: (e) => {
    const degree = part(e, "deg");
    return `\\sqrt${degree === "" ? "" : `[${degree}]`}{${part(e, "e")}}`;
  },
  sSup: (e) => `${base(e)}^{${part(e, "sup")}}`,
  sSub: (e) => `${base(e)}_{${part(e, "sub")}}`,
  sSubSup: (e) => `${base(e)}_{${part(e, "sub")}}^{${part(e, "sup")}}`,
  sPre: (e) => `{}_{${part(e, "sub")}}^{${part(e, "sup")}}${base(e)}`,
  nary: sum,
  d: brackets,
  func: (e) => {
    const name = part(e, "fName").trim();
    return `${functions.has(name) ? `\\${name}` : name} ${part(e, "e")}`;
  },
  limLow: (e) => `${limitBase(e)}_{${part(e, "lim")}}`,
  limUpp: (e) => `${limitBase(e)}^{${part(e, "lim")}}`,
  acc: (e) => `${accents[property(e, "accPr", "chr") ?? "\u0302"] ?? "\\hat"}{${part(e, "e")}}`,
  bar: (e) => `${property(e, "barPr", "pos") === "top" ? "\\overline" : "\\underline"}{${part(e, "e")}}`,
  groupChr: (e) =>
    `${property(e, "groupChrPr", "pos") === "top" ? "\\overbrace" : "\\underbrace"}{${part(e, "e")}}`,
  borderBox: (e) => `\\boxed{${part(e, "e")}}`,
  m: (e) => `\\begin{matrix}${childrenOf(e, "mr").map(matrixRow).join(" \\\\ ")}\\end{matrix}`,
  eqArr: (e) => `\\begin{aligned}${childrenOf(e, "e").map(all).join(" \\\\ ")}\\end{aligned}`,
};

function matrixRow(row: Element): string {
  return childrenOf(row, "e").map(all).join(" & ");
}

function runText(run: Element): string {
  const text = childrenOf(run, "t").map(plainText).join("");
  // Words of running text inside an equation.
  if (at(run, "rPr", "nor") && /\p{L}{2}/u.test(text)) return `\\text{${text}}`;
  return [...text].map((char) => symbols[char] ?? char).reduce(joined, "");
}

function joined(text: string, next: string): string {
  return text + (/\\[a-z]+$/i.test(text) && /^[a-z]/i.test(next) ? " " : "") + next;
}

function fraction(element: Element): string {
  const [top, bottom] = [part(element, "num"), part(element, "den")];
  const type = property(element, "fPr", "type");
  if (type === "lin" || type === "skw") return `{${top}}/{${bottom}}`;
  return type === "noBar" ? `\\binom{${top}}{${bottom}}` : `\\frac{${top}}{${bottom}}`;
}

function base(element: Element): string {
  const text = part(element, "e");
  return [...text].length > 1 && !/^\\[a-z]+$/i.test(text) && !/^\\left/.test(text) ? `{${text}}` : text;
}

function limitBase(element: Element): string {
  const text = part(element, "e").trim();
  return functions.has(text) ? `\\${text}` : base(element);
}

/** Sums, products, integrals; without a sign it is an integral. */
function sum(element: Element): string {
  const sign = property(element, "naryPr", "chr") ?? "∫";
  const [low, high] = [part(element, "sub"), part(element, "sup")];
  const limits = `${low === "" ? "" : `_{${low}}`}${high === "" ? "" : `^{${high}}`}`;
  return `${operators[sign] ?? sign}${limits} ${part(element, "e")}`;
}

function brackets(element: Element): string {
  const begin = property(element, "dPr", "begChr") ?? "(";
  const end = property(element, "dPr", "endChr") ?? ")";
  const inner = childrenOf(element, "e")
    .map(all)
    .join(property(element, "dPr", "sepChr") ?? "|");
  return `\\left${bracket(begin)}${inner}\\right${bracket(end)}`;
}

function bracket(sign: string): string {
  if (sign === "") return ".";
  return /^[{}]$/.test(sign) ? `\\${sign}` : (symbols[sign] ?? sign);
}
