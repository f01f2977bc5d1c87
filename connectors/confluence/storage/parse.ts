import { load } from "cheerio/slim";
import { type ChildNode, type Element, isCDATA, isTag, isText } from "domhandler";
import { $ } from "../../../src/html/parse.ts";

/**
 * Parses storage format: XHTML with `ac:` and `ri:` elements, without declarations of either, and with HTML's named
 * entities. https://confluence.atlassian.com/doc/confluence-storage-format-790796544.html
 * Never throws: what is not well-formed is parsed as far as possible.
 */
export function parseStorage(storage: string): ChildNode[] {
  const [root] = load(withNumericEntities(storage), { xml: true }).root();
  return root?.children ?? [];
}

const entity = /&([A-Za-z][A-Za-z0-9]{1,31});/g;
const XML_ENTITIES = new Set(["amp", "lt", "gt", "quot", "apos"]);

/** HTML's entities as numeric ones, which XML has too; those in CDATA are text. */
function withNumericEntities(storage: string): string {
  const known = new Map<string, string>();
  let result = "";
  let at = 0;
  for (;;) {
    const start = storage.indexOf("<![CDATA[", at);
    result += replaceEntities(storage.slice(at, start < 0 ? undefined : start), known);
    if (start < 0) return result;
    const end = storage.indexOf("]]>", start);
    if (end < 0) return result + storage.slice(start);
    at = end + 3;
    result += storage.slice(start, at);
  }
}

function replaceEntities(text: string, known: Map<string, string>): string {
  return text.replace(entity, (whole: string, name: string) => {
    if (XML_ENTITIES.has(name)) return whole;
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

/** The first descendant that passes the test, in document order. */
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

/** All descendants that pass the test, in document order. */
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

/** All text of the descendants, CDATA included. */
export function textBelow(nodes: readonly ChildNode[]): string {
  let text = "";
  const stack = [...nodes].reverse();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (isText(node)) text += node.data;
    else if (isTag(node) || isCDATA(node)) pushReversed(stack, node.children);
  }
  return text;
}

const macroNames = new Set(["ac:structured-macro", "ac:macro"]);
export const isMacro = (node: Element): boolean => macroNames.has(node.name);
export const macroName = (node: Element): string => (node.attribs["ac:name"] ?? "").toLowerCase();

/** A macro's parameter as text; "" is the name of the unnamed one. */
export function parameter(macro: Element, name: string): string {
  const found = parameterOf(macro, name);
  return found === undefined ? "" : textBelow(found.children).trim();
}

/** The element of a macro's parameter. */
export function parameterOf(macro: Element, name: string): Element | undefined {
  return macro.children.find(
    (child): child is Element =>
      isTag(child) && child.name === "ac:parameter" && (child.attribs["ac:name"] ?? "") === name,
  );
}
