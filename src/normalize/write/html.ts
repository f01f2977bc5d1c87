import { type ChildNode, isTag, isText } from "domhandler";
import { linkSchemes } from "../clean/links.ts";

/** The allowed elements; any other is replaced by its children. */
export const allowedElements: ReadonlySet<string> = new Set([
  ..."h1 h2 h3 h4 h5 h6 p ul ol li dl dt dd blockquote pre hr br".split(" "),
  ..."table caption thead tbody tr th td".split(" "),
  ..."a strong em code kbd del ins sub sup mark".split(" "),
]);

/** The allowed attributes, with the pattern that their value must match. */
export const allowedAttributes: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  a: { href: /^[!-~\u00a1-\uffff]{1,8000}$/ },
  code: { class: /^language-[a-z][\w+#.-]{0,23}$/ },
  ol: { start: /^-?\d{1,9}$/ },
};

/** Elements that are dropped with their text, which is not for readers. */
export const droppedElements: ReadonlySet<string> = new Set(
  "script style noscript template iframe object embed textarea select option button title head svg math".split(
    " ",
  ),
);

export const allowedSchemes = linkSchemes;

/**
 * The last gate: writes a tree as HTML, and only what the allow-lists name, whatever earlier steps let through. An element
 * that is not allowed is replaced by its children; comments are never written.
 */
export function sanitizedHtml(nodes: readonly ChildNode[]): string {
  return nodes.map((node) => write(node)).join("\n");
}

/** How an allowed element is written. */
interface Form {
  readonly name: string;
  readonly isVoid: boolean;
  /** Between its children. */
  readonly separator: string;
  readonly attributes: readonly (readonly [name: string, pattern: RegExp])[];
}

const voidElements = new Set(["br", "hr"]);
/** White space between the children of these means nothing: they get a line each, for people who compare pages. */
const onePerLine = new Set(["ul", "ol", "dl", "table", "thead", "tbody", "blockquote"]);
/** A page consists of these, most of them no longer than a line or two. */
const lines = new Set(["p", "li", "tr", "dt", "dd", "pre", "h2", "h3", "h4", "h5", "h6"]);
const forms: ReadonlyMap<string, Form> = new Map(
  [...allowedElements].map((name): [string, Form] => {
    const attributes = Object.entries(allowedAttributes[name] ?? {});
    const separator = onePerLine.has(name) ? "\n" : "";
    return [name, { name, isVoid: voidElements.has(name), separator, attributes }];
  }),
);

function write(node: ChildNode): string {
  if (isText(node)) return escapeText(node.data);
  if (!isTag(node)) return "";
  const form = forms.get(node.name);
  if (form?.isVoid) return `<${form.name}>`;
  if (!form && droppedElements.has(node.name)) return "";
  const separator = form?.separator ?? "";
  let inner = "";
  for (const child of node.children) inner += write(child) + separator;
  if (!form) return inner;
  const attributes = form.attributes.length === 0 ? "" : attributesOf(form, node.attribs);
  const html = `<${form.name}${attributes}>${separator}${inner}</${form.name}>`;
  return lines.has(form.name) ? inOnePiece(html) : html;
}

/**
 * V8 keeps a concatenated string as its parts until a character of it is read. All parts of a long page would live until
 * it is written; reading a character of each line flattens them line by line.
 */
function inOnePiece(html: string): string {
  if (!html.endsWith(">")) throw new Error("an element ends with its tag");
  return html;
}

function attributesOf({ attributes }: Form, own: Readonly<Record<string, string>>): string {
  let written = "";
  for (const [name, pattern] of attributes) {
    const value = own[name];
    if (value === undefined || !pattern.test(value)) continue;
    if (name === "href" && !hasAllowedScheme(value)) continue;
    written += ` ${name}="${escapeText(value).replaceAll('"', "&quot;")}"`;
  }
  return written;
}

function hasAllowedScheme(href: string): boolean {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(href)?.[1];
  return scheme !== undefined && allowedSchemes.has(scheme.toLowerCase());
}

function escapeText(text: string): string {
  return /[&<>]/.test(text)
    ? text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
    : text;
}
