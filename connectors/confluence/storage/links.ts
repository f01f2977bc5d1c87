import { type ChildNode, type Element, isTag } from "domhandler";
import { escapeHtml } from "../../../src/html/characters.ts";
import { namesTitle } from "../../../src/naming.ts";
import { childOf, textBelow } from "./parse.ts";
import { fileOf, pageOf, type StorageContext, userOf } from "./references.ts";

type Inner = (nodes: readonly ChildNode[]) => string;

const resourceOf = (node: Element): Element | undefined =>
  node.children.find((child): child is Element => isTag(child) && child.name.startsWith("ri:"));

/** A link to a page, space, file, user or anchor on this page, https://confluence.atlassian.com/doc/confluence-storage-format-790796544.html (Links). */
export function linkHtml(node: Element, context: StorageContext, inner: Inner): string {
  const resource = resourceOf(node);
  const label = labelOf(node, inner);
  if (resource === undefined) return label?.html ?? escapeHtml(node.attribs["ac:anchor"] ?? "");
  const { attribs, name } = resource;
  const user = name === "ri:user" ? userOf(resource) : undefined;
  if (user !== undefined) return label?.html ?? escapeHtml(`@${context.nameOf(user) ?? "unknown user"}`);
  if (name === "ri:attachment") return fileHtml(resource, label, context);
  if (name === "ri:url") return addressHtml(attribs["ri:value"] ?? "", label, context);
  if (name === "ri:space") {
    const key = attribs["ri:space-key"] ?? "";
    return linkOrLabel(context.spaceUrl(key), label?.html ?? escapeHtml(key));
  }
  const page = pageOf(resource);
  if (page === undefined) return label?.html ?? "";
  const title = context.withheldTitle(page);
  if (title !== undefined) return labelWithout(title, label);
  const url = context.urlOf(page);
  const anchor = node.attribs["ac:anchor"];
  const text = label?.html ?? escapeHtml(page.title || url || "");
  return linkOrLabel(url && anchor ? `${url}#${encodeURIComponent(anchor)}` : url, text);
}

function fileHtml(resource: Element, label: Label | undefined, context: StorageContext): string {
  const file = fileOf(resource);
  if (file && !context.mayNameFile(file)) return labelWithout(file.name, label);
  return label?.html ?? escapeHtml(file?.name ?? "");
}

function addressHtml(address: string, label: Label | undefined, context: StorageContext): string {
  const title = context.withheldAt(address);
  if (title !== undefined) return labelWithout(title, label);
  return linkOrLabel(address, label?.html ?? escapeHtml(address));
}

/** An ordinary link: as it is, unless it leads to a page that may not be named. */
export function anchorHtml(node: Element, context: StorageContext, inner: () => string): string | undefined {
  const title = context.withheldAt(node.attribs.href ?? "");
  if (title === undefined) return undefined;
  const text = textBelow(node.children);
  return labelWithout(title, { html: inner(), text });
}

function linkOrLabel(url: string | undefined, label: string): string {
  return url ? `<a href="${escapeHtml(url)}">${label}</a>` : label;
}

/** The author's words for a page that may not be named, unless they name it. Its address does. */
function labelWithout(title: string, label: Label | undefined): string {
  if (label === undefined || namesTitle(label.text, title) || /:\/\//.test(label.text)) return "";
  return label.html;
}

interface Label {
  readonly html: string;
  readonly text: string;
}

function labelOf(node: Element, inner: Inner): Label | undefined {
  const rich = childOf(node, "ac:link-body");
  const plain = childOf(node, "ac:plain-text-link-body");
  const text = textBelow((rich ?? plain)?.children ?? []);
  const html = rich ? inner(rich.children) : escapeHtml(text);
  return html.trim() === "" ? undefined : { html, text };
}

/** An image with its caption. Its file needs a login, so only its alternative text is of use. */
export function imageHtml(node: Element, context: StorageContext, inner: Inner): string {
  const resource = resourceOf(node);
  if (resource === undefined) return "";
  const { attribs, name } = resource;
  const file = fileOf(resource);
  const fileUrl = file && context.mayNameFile(file) ? context.fileUrl(file.name) : "";
  const src = name === "ri:url" ? attribs["ri:value"] : fileUrl;
  const alt = node.attribs["ac:alt"] ?? node.attribs["ac:title"] ?? "";
  const image = `<img src="${escapeHtml(src ?? "")}" alt="${escapeHtml(alt)}">`;
  const caption = childOf(node, "ac:caption");
  if (caption === undefined) return image;
  return `<figure>${image}<figcaption>${inner(caption.children)}</figcaption></figure>`;
}

/** Confluence's own emoticons that carry meaning, https://confluence.atlassian.com/doc/confluence-storage-format-790796544.html */
const EMOTICONS: Readonly<Record<string, string>> = {
  tick: "✅",
  cross: "❌",
  warning: "⚠️",
  information: "ℹ️",
  question: "❓",
  plus: "➕",
  minus: "➖",
  "light-on": "💡",
  "light-off": "💡",
  "yellow-star": "⭐",
  "red-star": "⭐",
  "green-star": "⭐",
  "blue-star": "⭐",
  "thumbs-up": "👍",
  "thumbs-down": "👎",
  smile: "🙂",
  sad: "🙁",
  laugh: "😀",
  wink: "😉",
  cheeky: "😛",
  heart: "❤️",
  "broken-heart": "💔",
};

/** An emoticon as a character; empty where there is no such character. */
export function emoticon(attributes: Readonly<Record<string, string>>): string {
  const fallback = attributes["ac:emoji-fallback"] ?? "";
  if (fallback !== "" && !/^:.*:$/s.test(fallback)) return fallback;
  return EMOTICONS[attributes["ac:name"] ?? ""] ?? "";
}
