import { type Element, Text } from "domhandler";
import { element } from "../../html/dom.ts";

/**
 * The tree of a page's HTML as `sanitizedHtml` writes it: every element closed, attributes in double quotes, text and
 * values escaped. Of nothing else: whatever is not so is taken for text, so that no input makes it fail. A full parser
 * takes ten times as long, and pages are indexed while a run waits.
 */
export function pageTree(html: string): Element {
  const root = element("body", {});
  const open: Element[] = [root];
  const token = /<(\/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*) ?\/?>|[^<]+|</g;
  for (let found = token.exec(html); found; found = token.exec(html)) {
    const [all, slash, name, attributes] = found;
    const parent = open.at(-1) ?? root;
    if (name === undefined) parent.children.push(new Text(unescaped(all)));
    else if (slash === "/") {
      const at = open.findLastIndex((one) => one.name === name);
      if (at > 0) open.length = at;
    } else {
      const node = element(name, attributes ? attributesOf(attributes) : {});
      parent.children.push(node);
      if (!voidElements.has(name) && open.length < MAX_DEPTH) open.push(node);
    }
  }
  return root;
}

const voidElements = new Set(["br", "hr"]);
/** The normaliser's own trees are flatter (`MAX_DEPTH` in src/html/parse.ts). */
const MAX_DEPTH = 600;

function attributesOf(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/ ([a-z-]+)="([^"]*)"/g)];
  return Object.fromEntries(pairs.map(([, name = "", value = ""]) => [name, unescaped(value)]));
}

const characters: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  nbsp: "\u00a0",
};

const unescaped = (text: string): string =>
  text.includes("&")
    ? text.replace(/&(amp|lt|gt|quot|nbsp);/g, (all, name) => characters[name] ?? all)
    : text;
