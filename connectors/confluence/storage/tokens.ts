import { hash } from "node:crypto";
import { type ChildNode, type Element, isCDATA, isTag, isText } from "domhandler";
import { escapeHtml } from "../../../src/html/characters.ts";
import { isMacro, macroName, parameter, textBelow } from "./parse.ts";

/** Deeper elements are reduced to their text. */
const MAX_DEPTH = 120;

/** What is done with the elements of a page before Confluence renders it. */
export interface Replacing {
  /** HTML that stands in place of an element; undefined: Confluence renders the element. */
  instead(node: Element): string | undefined;
  /** A macro that is to show something: its name is needed where it shows nothing. */
  isWatched(macro: Element): boolean;
  /** Attributes and children that an element needs where its page is not known: added to it. */
  completed?(node: Element): { readonly attribs: Readonly<Record<string, string>>; readonly inside?: string };
}

/** Storage format in which words stand for what Confluence must not render. */
export interface Tokens {
  readonly storage: string;
  /** What becomes of Confluence's rendering; undefined where it lost a part. */
  restore(html: string, dropped: (macro: string) => void): string | undefined;
}

/** Confluence renders words as they are, wherever they stand. */
export function withTokens(nodes: readonly ChildNode[], replacing: Replacing): Tokens {
  const key = hash("sha256", textBelow(nodes), "hex").slice(0, 10);
  const parts: string[] = [];
  const watched: string[] = [];
  const partToken = (index: number) => `finpart${key}n${index}n`;
  const watchToken = (index: number, end: "a" | "z") => `finmacro${key}n${index}${end}`;

  function write(node: ChildNode, depth: number, isInline: boolean): string {
    if (isText(node)) return escapeHtml(node.data);
    if (isCDATA(node)) return `<![CDATA[${textBelow(node.children)}]]>`;
    if (!isTag(node)) return "";
    if (depth > MAX_DEPTH) return escapeHtml(textBelow(node.children));
    const word = (token: string) => (isInline ? token : `<p>${token}</p>`);
    const part = replacing.instead(node);
    if (part !== undefined) return word(partToken(parts.push(part) - 1));
    const { attribs = {}, inside = "" } = replacing.completed?.(node) ?? {};
    const attributes = Object.entries({ ...node.attribs, ...attribs })
      .map(([name, value]) => ` ${name}="${escapeHtml(value)}"`)
      .join("");
    const within = isInline || /^(?:p|h[1-6]|a|ac:link-body|ac:parameter|ac:task-body)$/.test(node.name);
    const children = node.children.map((child) => write(child, depth + 1, within)).join("");
    const whole = `<${node.name}${attributes}>${inside}${children}</${node.name}>`;
    if (!isMacro(node) || !isPlain(node.parent) || !replacing.isWatched(node)) return whole;
    const index = watched.push(macroName(node)) - 1;
    return `${word(watchToken(index, "a"))}${whole}${word(watchToken(index, "z"))}`;
  }

  const storage = nodes.map((node) => write(node, 0, false)).join("");

  function restore(html: string, dropped: (macro: string) => void): string | undefined {
    let result = html;
    for (const [index, name] of watched.entries()) {
      const [from, to] = [watchToken(index, "a"), watchToken(index, "z")];
      const between = result.split(from)[1]?.split(to)[0];
      if (between !== undefined && textOf(between) === "") dropped(name);
      result = replaced(replaced(result, from, ""), to, "");
    }
    // The Cloud's editor writes some parts twice, of which one is shown.
    const shown = new Set(parts.filter((_, index) => result.includes(partToken(index))));
    if (parts.some((part) => part.trim() !== "" && !shown.has(part))) return undefined;
    for (const [index, part] of parts.entries()) result = replaced(result, partToken(index), part);
    return result;
  }
  return { storage, restore };
}

/** Whether words may stand beside what an element contains: macros of other vendors may expect macros alone. */
const isPlain = (parent: ChildNode["parent"]): boolean =>
  parent === null || !isTag(parent) || parent.name !== "ac:rich-text-body" || isKnownBox(parent.parent);

const isKnownBox = (macro: ChildNode["parent"]): boolean =>
  macro !== null &&
  isTag(macro) &&
  /^(?:info|note|warning|tip|panel|expand|excerpt|details)$/.test(macroName(macro));

/** In place of the paragraph that was made for it, else of the word alone. */
function replaced(html: string, token: string, part: string): string {
  const alone = new RegExp(`<p[^>]*>\\s*${token}\\s*</p>`, "g");
  return html.replace(alone, () => part).replaceAll(token, () => part);
}

const textOf = (html: string): string =>
  html
    .replace(/<[^>]*>/g, " ")
    .replace(/&nbsp;|&#160;/g, " ")
    .trim();

/** Macros of which a reader misses nothing where they show nothing. */
const QUIET = new Set(
  "toc anchor style livesearch search pagetreesearch create-from-template attachments".split(" "),
);

/** Whether a macro that shows nothing in the rendering is one of which something is missing. */
export const isToShow = (macro: Element): boolean =>
  !QUIET.has(macroName(macro)) && parameter(macro, "hidden") !== "true";
