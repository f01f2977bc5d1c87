import { Element, Text } from "domhandler";
import { textOf } from "../office/xml.ts";

/** Marks that travel through the converter as text, of the private use area; `finish` resolves them. */
export const mark = {
  label: "\uE000",
  labelEnd: "\uE001",
  formula: "\uE002",
  formulaEnd: "\uE003",
  blank: "\uE004",
};
const marks = /[\uE000-\uE004]/g;

/** An element with the prefix that another of its part has: writers choose prefixes freely. */
export function made(like: Element, name: string, children: readonly (Element | Text)[] = []): Element {
  const element = new Element(`${prefixOf(like)}${name}`, {}, [...children]);
  for (const child of children) child.parent = element;
  return element;
}

export function prefixOf(like: Element): string {
  return like.name.slice(0, like.name.indexOf(":") + 1);
}

/** A run of text. */
export function madeRun(like: Element, text: string): Element {
  const t = made(like, "t", [new Text(text)]);
  t.attribs["xml:space"] = "preserve";
  return made(like, "r", [t]);
}

/** A sign of a symbol font, by its place in it. ECMA-376 part 1, 17.3.3.30 */
export function madeSign(like: Element, font: string, place: number): Element {
  const sign = made(like, "sym");
  sign.attribs[`${prefixOf(like)}font`] = font;
  sign.attribs[`${prefixOf(like)}char`] = (0xf000 + (place & 0xff)).toString(16).toUpperCase();
  return sign;
}

export function madeParagraph(like: Element, text: string): Element {
  return made(like, "p", [madeRun(like, text)]);
}

/** Puts elements where one was. */
export function replaceWith(element: Element, nodes: readonly Element[]): void {
  insertAfter(element, nodes);
  remove(element);
}

export function remove(element: Element): void {
  const siblings = element.parent?.children;
  const index = siblings?.indexOf(element) ?? -1;
  if (index >= 0) siblings?.splice(index, 1);
  element.parent = null;
}

export function insertAfter(anchor: Element, nodes: readonly Element[]): void {
  const parent = anchor.parent;
  if (!parent) return;
  parent.children.splice(parent.children.indexOf(anchor) + 1, 0, ...nodes);
  for (const node of nodes) node.parent = parent;
}

/** Puts a run at the start of a paragraph, behind its properties. */
export function prepend(paragraph: Element, run: Element): void {
  const at = paragraph.children.findIndex((child) => "name" in child && child.name.endsWith("pPr")) + 1;
  paragraph.children.splice(at, 0, run);
  run.parent = paragraph;
}

/** The text of an element without characters that are marks here. */
export function plainText(element: Element): string {
  return textOf(element).replaceAll(marks, "");
}
