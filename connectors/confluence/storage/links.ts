import { type ChildNode, type Element, isTag } from "domhandler";
import type { StorageContext } from "./html.ts";
import { childOf, escaped, textBelow } from "./parse.ts";
import { pageOf, userOf } from "./references.ts";

type Inner = (nodes: readonly ChildNode[]) => string;

const resourceOf = (node: Element): Element | undefined =>
  node.children.find((child): child is Element => isTag(child) && child.name.startsWith("ri:"));

/** A link to a page, space, file, user or place on this page, https://confluence.atlassian.com/doc/confluence-storage-format-790796544.html (Links). */
export function linkHtml(node: Element, context: StorageContext, inner: Inner): string {
  const resource = resourceOf(node);
  const label = labelOf(node, inner);
  if (resource === undefined) return label ?? escaped(node.attribs["ac:anchor"] ?? "");
  const { attribs, name } = resource;
  const user = name === "ri:user" ? userOf(resource) : undefined;
  if (user !== undefined) return label ?? escaped(`@${context.nameOf(user) ?? "unknown user"}`);
  if (name === "ri:attachment") return label ?? escaped(attribs["ri:filename"] ?? "");
  if (name === "ri:url") return anchored(attribs["ri:value"], label ?? escaped(attribs["ri:value"] ?? ""));
  if (name === "ri:space") {
    const key = attribs["ri:space-key"] ?? "";
    return anchored(context.spaceUrl(key), label ?? escaped(key));
  }
  const page = pageOf(resource);
  if (page === undefined) return label ?? "";
  const url = context.urlOf(page);
  const anchor = node.attribs["ac:anchor"];
  const text = label ?? escaped(page.title || url || "");
  return anchored(url && anchor ? `${url}#${encodeURIComponent(anchor)}` : url, text);
}

function anchored(url: string | undefined, label: string): string {
  return url ? `<a href="${escaped(url)}">${label}</a>` : label;
}

function labelOf(node: Element, inner: Inner): string | undefined {
  const rich = childOf(node, "ac:link-body");
  const plain = childOf(node, "ac:plain-text-link-body");
  const label = rich ? inner(rich.children) : plain ? escaped(textBelow(plain.children)) : "";
  return label.trim() === "" ? undefined : label;
}

/** An image with its caption. Its file needs a login, so what counts is its alternative text. */
export function imageHtml(node: Element, context: StorageContext, inner: Inner): string {
  const resource = resourceOf(node);
  if (resource === undefined) return "";
  const { attribs, name } = resource;
  const src = name === "ri:url" ? attribs["ri:value"] : context.fileUrl(attribs["ri:filename"] ?? "");
  const alt = node.attribs["ac:alt"] ?? node.attribs["ac:title"] ?? "";
  const image = `<img src="${escaped(src ?? "")}" alt="${escaped(alt)}">`;
  const caption = childOf(node, "ac:caption");
  if (caption === undefined) return image;
  return `<figure>${image}<figcaption>${inner(caption.children)}</figcaption></figure>`;
}

/** Confluence's own emoticons that say something, https://confluence.atlassian.com/doc/confluence-storage-format-790796544.html */
const signs: Readonly<Record<string, string>> = {
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

/** An emoticon as a character; those that no character is known for say nothing. */
export function emoticon(attributes: Readonly<Record<string, string>>): string {
  const stated = attributes["ac:emoji-fallback"] ?? "";
  if (stated !== "" && !/^:.*:$/s.test(stated)) return stated;
  return signs[attributes["ac:name"] ?? ""] ?? "";
}
