import { load } from "cheerio";
import { type ChildNode, type Element, isCDATA, isTag, isText } from "domhandler";
import { $ } from "../../../src/html/parse.ts";

/**
 * Reads storage format: XHTML with `ac:` and `ri:` elements, without declarations of either, and with HTML's named
 * entities. https://confluence.atlassian.com/doc/confluence-storage-format-790796544.html
 * Never throws: what is not well-formed is read as far as it goes.
 */
export function parseStorage(storage: string): ChildNode[] {
  const [root] = load(numbered(storage), { xml: true }).root();
  return root?.children ?? [];
}

const entity = /&([A-Za-z][A-Za-z0-9]{1,31});/g;
const ofXml = new Set(["amp", "lt", "gt", "quot", "apos"]);

/** HTML's entities as numbers, which XML knows; those in CDATA are text. */
function numbered(storage: string): string {
  const known = new Map<string, string>();
  let result = "";
  let at = 0;
  for (;;) {
    const start = storage.indexOf("<![CDATA[", at);
    result += entitiesNumbered(storage.slice(at, start < 0 ? undefined : start), known);
    if (start < 0) return result;
    const end = storage.indexOf("]]>", start);
    if (end < 0) return result + storage.slice(start);
    at = end + 3;
    result += storage.slice(start, at);
  }
}

function entitiesNumbered(text: string, known: Map<string, string>): string {
  return text.replace(entity, (whole: string, name: string) => {
    if (ofXml.has(name)) return whole;
    let number = known.get(whole);
    if (number === undefined) {
      const decoded = $("<i></i>").html(whole).text();
      number =
        decoded === whole ? `&amp;${name};` : [...decoded].map((one) => `&#${one.codePointAt(0)};`).join("");
      known.set(whole, number);
    }
    return number;
  });
}

/** Elements among the children, by name. */
export function childOf(node: Element, name: string): Element | undefined {
  return node.children.find((child): child is Element => isTag(child) && child.name === name);
}

/** The first element below that the test holds for, in document order. */
export function firstBelow(
  nodes: readonly ChildNode[],
  test: (node: Element) => boolean,
): Element | undefined {
  const stack = [...nodes].reverse();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (!isTag(node)) continue;
    if (test(node)) return node;
    pushReversed(stack, node.children);
  }
  return undefined;
}

/** All elements, in document order. */
export function allBelow(nodes: readonly ChildNode[], test: (node: Element) => boolean): Element[] {
  const found: Element[] = [];
  const stack = [...nodes].reverse();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (!isTag(node)) continue;
    if (test(node)) found.push(node);
    pushReversed(stack, node.children);
  }
  return found;
}

function pushReversed(stack: ChildNode[], nodes: readonly ChildNode[]): void {
  for (let index = nodes.length - 1; index >= 0; index -= 1) {
    const node = nodes[index];
    if (node) stack.push(node);
  }
}

/** All text below, CDATA included. */
export function textBelow(nodes: readonly ChildNode[]): string {
  let text = "";
  const stack = [...nodes].reverse();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (isText(node)) text += node.data;
    else if (isTag(node) || isCDATA(node)) pushReversed(stack, node.children);
  }
  return text;
}

export const escaped = (text: string): string =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");

const macroNames = new Set(["ac:structured-macro", "ac:macro"]);
export const isMacro = (node: Element): boolean => macroNames.has(node.name);
export const macroName = (node: Element): string => (node.attribs["ac:name"] ?? "").toLowerCase();

/** A macro's parameter as text; "" names the one without a name. */
export function parameter(macro: Element, name: string): string {
  const found = macro.children.find(
    (child): child is Element =>
      isTag(child) && child.name === "ac:parameter" && (child.attribs["ac:name"] ?? "") === name,
  );
  return found === undefined ? "" : textBelow(found.children).trim();
}
