import { type ChildNode, type Element, isTag, isText } from "domhandler";
import { textOf } from "../../html/dom.ts";

/**
 * Whether two elements without anything between them are two things, which the style sheet alone keeps apart, and not
 * two parts of one word.
 */
export function areApart(first: ChildNode, second: Element): boolean {
  if (!isTag(first)) return isBadgeBeside(first, second);
  if (!inlineNames.has(first.name) || !inlineNames.has(second.name)) return false;
  return areLabels(first, second) || areTwoLinks(first, second) || isMethodOfPath(first, second);
}

const inlineNames = new Set("span code a".split(" "));

/** Words in elements of different classes: "amount" "integer". A badge is apart from whatever it is beside: "200" "OK". */
function areLabels(first: Element, second: Element): boolean {
  const { class: one = "" } = first.attribs;
  const { class: other = "" } = second.attribs;
  if (one === other) return false;
  if (badge.test(one) || badge.test(other))
    return /[\p{L}\p{N}]$/u.test(endOf(first)) && /^[\p{L}\p{N}]/u.test(startOf(second));
  if (one === "" || other === "") return false;
  return /[\p{L}\p{N}]{3}$/u.test(endOf(first)) && /^[\p{L}\p{N}]{3}/u.test(startOf(second));
}

/** A badge without a blank before the words that it is for: "New" "Feature flags". */
export function isBadgeBeside(first: ChildNode, second: ChildNode): boolean {
  const isBadge = (node: ChildNode) => isTag(node) && marker.test(node.attribs.class ?? "");
  if (!isBadge(first) && !isBadge(second)) return false;
  return /[\p{L}\p{N}]$/u.test(edgeOf(first, -1)) && /^\p{L}/u.test(edgeOf(second, 0));
}

const marker = /(?:^|[\s_-])(?:badge|pill|chip|lozenge)(?:$|[\s_-])/i;
const badge = /(?:^|[\s_-])(?:badge|label|tag|pill|chip|lozenge|type)(?:$|[\s_-])/i;

/**
 * A card beside a card, a button beside a button: a link that was cut in two leads to one place. A file and the button that
 * downloads it lead to one as well: https://wordpress.org/documentation/article/file-block/
 */
function areTwoLinks(first: Element, second: Element): boolean {
  if (first.name !== "a" || second.name !== "a") return false;
  const { href: one } = first.attribs;
  const { href: other } = second.attribs;
  if (!one || !other) return false;
  if (one === other && first.attribs.download === second.attribs.download) return false;
  return /[\p{L}\p{N}.!?]$/u.test(endOf(first)) && /^[\p{L}\p{N}]/u.test(startOf(second));
}

/** "GET" "/v1/charges", as references of APIs write it. */
function isMethodOfPath(first: Element, second: Element): boolean {
  return startOf(second).startsWith("/") && methods.test(textOf(first).trim());
}

const methods = /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/;

const endOf = (node: Element) => edgeOf(node, -1).slice(-12);
const startOf = (node: Element) => edgeOf(node, 0).slice(0, 12);

/** The text at one end of an element. */
function edgeOf(node: ChildNode, end: 0 | -1): string {
  let at: ChildNode | undefined = node;
  while (at && isTag(at)) at = at.children.at(end);
  return at && isText(at) ? at.data : "";
}
