import { tagAt } from "../../../html/tag.ts";
import type { Attributes, TreeWriter } from "./tree-writer.ts";

/**
 * Writes a piece of HTML as our own rules make it, and what authors write as plainly (`<kbd>`, a comment). False where
 * anything in it is for the HTML parser to read.
 */
export function writeHtml(html: string, writer: TreeWriter): boolean {
  for (let at = 0; at < html.length; ) {
    const found = html.indexOf("<", at);
    const stop = found === -1 ? html.length : found;
    const text = plainText(html.slice(at, stop));
    if (text === undefined || !writer.text(text)) return false;
    if (found === -1) return true;
    const next = html.startsWith("<!--", stop)
      ? writeComment(html, stop, writer)
      : writeTag(html, stop, writer);
    if (next === undefined) return false;
    at = next;
  }
  return true;
}

const references: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };

/** Text with the references that our own HTML is escaped with; undefined where it has others. */
function plainText(text: string): string | undefined {
  if (!text.includes("&")) return text;
  if (/&(?!(?:amp|lt|gt|quot);)/.test(text)) return undefined;
  return text.replaceAll(/&(amp|lt|gt|quot);/g, (_, name: string) => references[name] ?? "");
}

/** Gives back the place behind it. */
function writeComment(html: string, start: number, writer: TreeWriter): number | undefined {
  const end = html.indexOf("-->", start + 4);
  if (end === -1 || /^-?>|--!>/.test(html.slice(start + 4, end))) return undefined;
  writer.comment();
  return end + 3;
}

const endTag = /<\/([a-z][a-z0-9]*)>/y;
const voidNames = new Set(["br", "hr", "img"]);
const plainAttributes = new Set(["href", "title", "src", "alt", "start"]);

function writeTag(html: string, start: number, writer: TreeWriter): number | undefined {
  endTag.lastIndex = start;
  const closed = endTag.exec(html)?.[1];
  if (closed !== undefined) return writer.close(closed) ? endTag.lastIndex : undefined;
  const tag = tagAt(html, start + 1);
  const attributes = tag && attributesOf(tag.attrs);
  if (tag === undefined || attributes === undefined) return undefined;
  const { tagName, selfClosing, end } = tag;
  const isWritten = voidNames.has(tagName)
    ? writer.empty(tagName, attributes)
    : !selfClosing && writer.open(tagName, attributes);
  return isWritten ? end + 1 : undefined;
}

/** Undefined where one could hide the element, or mean more than the builder of Markdown's own tree knows. */
function attributesOf(list: readonly { name: string; value: string }[]): Attributes | undefined {
  const attributes: Attributes = {};
  for (const { name, value } of list) {
    const isLanguage = name === "class" && /^language-[\w+#.-]+$/.test(value);
    if (!plainAttributes.has(name) && !isLanguage) return undefined;
    attributes[name] = value;
  }
  return attributes;
}
