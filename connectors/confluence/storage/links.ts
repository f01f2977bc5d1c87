import { type ChildNode, type Element, isTag } from "domhandler";
import { escapeHtml } from "../../../src/connector-kit/html.ts";
import { childOf, textBelow } from "./parse.ts";
import { pageOf, type StorageContext, userOf } from "./references.ts";

type Inner = (nodes: readonly ChildNode[]) => string;

const resourceOf = (node: Element): Element | undefined =>
  node.children.find((child): child is Element => isTag(child) && child.name.startsWith("ri:"));

/** A link to a page, space, file, user or anchor on this page, https://confluence.atlassian.com/doc/confluence-storage-format-790796544.html (Links). */
export function linkHtml(node: Element, context: StorageContext, inner: Inner): string {
  const resource = resourceOf(node);
  const label = labelOf(node, inner);
  if (resource === undefined) return label ?? escapeHtml(node.attribs["ac:anchor"] ?? "");
  const { attribs, name } = resource;
  const user = name === "ri:user" ? userOf(resource) : undefined;
  if (user !== undefined) return label ?? escapeHtml(`@${context.nameOf(user) ?? "unknown user"}`);
  if (name === "ri:attachment") return label ?? escapeHtml(attribs["ri:filename"] ?? "");
  if (name === "ri:url")
    return linkOrLabel(attribs["ri:value"], label ?? escapeHtml(attribs["ri:value"] ?? ""));
  if (name === "ri:space") {
    const key = attribs["ri:space-key"] ?? "";
    return linkOrLabel(context.spaceUrl(key), label ?? escapeHtml(key));
  }
  const page = pageOf(resource);
  if (page === undefined) return label ?? "";
  const url = context.urlOf(page);
  const anchor = node.attribs["ac:anchor"];
  const text = label ?? escapeHtml(page.title || url || "");
  return linkOrLabel(url && anchor ? `${url}#${encodeURIComponent(anchor)}` : url, text);
}

function linkOrLabel(url: string | undefined, label: string): string {
  return url ? `<a href="${escapeHtml(url)}">${label}</a>` : label;
}

function labelOf(node: Element, inner: Inner): string | undefined {
  const rich = childOf(node, "ac:link-body");
  const plain = childOf(node, "ac:plain-text-link-body");
  const label = rich ? inner(rich.children) : plain ? escapeHtml(textBelow(plain.children)) : "";
  return label.trim() === "" ? undefined : label;
}

/** An image with its caption. Its file needs a login, so only its alternative text is of use. */
export function imageHtml(node: Element, context: StorageContext, inner: Inner): string {
  const resource = resourceOf(node);
  if (resource === undefined) return "";
  const { attribs, name } = resource;
  const src = name === "ri:url" ? attribs["ri:value"] : context.fileUrl(attribs["ri:filename"] ?? "");
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
