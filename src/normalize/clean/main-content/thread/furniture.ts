import { type ChildNode, type Element, isTag, isText, type ParentNode } from "domhandler";
import { element, findAll, findFirst, lineOf, relink, text, textOf } from "../../../../html/dom.ts";
import { measureOf } from "../measure.ts";

/** Pictures of faces and signs, which programs put for a few characters. */
const smileyName = /(?:^|[\s_-])(?:smil(?:ie|ey)s?|emojis?|emoticons?)(?=$|[\s_-])/i;
/** Cards with the title, picture and first lines of a page that a post links to. */
const cardName = /(?:^|[\s_-])(?:unfurl|onebox|ipsembed|link-?preview)(?=$|[\s_-])/i;
const edited = /^\(?(?:this (?:post|reply|topic|message) was )?(?:last )?(?:edited|modified)\b.{0,90}$/i;
/** What programs print above code, with what selects it. */
const codeLabel = /^(?:code:?)?\s*\[?(?:select(?: all)?)?\]?$/i;
const MAX_EDITED = 100;
const MAX_LABEL = 20;

/**
 * Removes what a program adds within the text of a post: notes of when it was edited, and, of a card made from a link,
 * all but the link. A smiley becomes its characters. Returns the removed texts.
 */
export function dropFurniture(node: ParentNode, removed: string[] = []): readonly string[] {
  const kept = node.children.flatMap((child): ChildNode[] => {
    if (!isTag(child)) return [child];
    if (child.name === "img" && smileyName.test(child.attribs.class ?? "")) return smiley(child);
    if (cardName.test(child.attribs.class ?? "")) return linkOf(child, removed);
    if (isEditNote(child) || isCodeLabel(child)) {
      removed.push(textOf(child));
      return [];
    }
    dropFurniture(child, removed);
    // Shown as a line of its own.
    return child.name === "cite" && child.next && isText(child.next) ? [child, text(" ")] : [child];
  });
  relink(node, kept);
  return removed;
}

/** A name such as "laugh" is not what the author wrote. */
function smiley({ attribs: { alt = "" } }: Element): ChildNode[] {
  return /[\p{L}\p{N}]/u.test(alt) || alt === "" ? [] : [text(alt)];
}

function linkOf(card: Element, removed: string[]): ChildNode[] {
  const isTitled = ({ name, attribs }: Element) => name === "a" && /^https?:/.test(attribs.href ?? "");
  const links = findAll(card, (node) => isTitled(node) && lineOf(node) !== "");
  const longest = links.toSorted((one, other) => lineOf(other).length - lineOf(one).length)[0];
  const href = longest?.attribs.href ?? card.attribs["data-url"];
  if (longest === undefined || href === undefined || holdsCode(card)) return [card];
  removed.push(textOf(card));
  return [element("p", undefined, [element("a", { href }, [text(lineOf(longest))])])];
}

const holdsCode = (card: Element) => findFirst(card, ({ name }) => name === "pre") !== undefined;

/** A line right above code that says no more than that it is code. */
function isCodeLabel(node: Element): boolean {
  const line = measureOf(node).text <= MAX_LABEL ? lineOf(node) : "";
  if (line === "" || !codeLabel.test(line)) return false;
  for (let next = node.next; next; next = next.next)
    if (isTag(next))
      return next.name === "code" || next.name === "pre" || holdsCode(next) || isOnlyCode(next);
  return false;
}

const isOnlyCode = ({ children }: Element): boolean =>
  children.length === 1 && children.every((child) => isTag(child) && child.name === "code");

function isEditNote(node: Element): boolean {
  return measureOf(node).text <= MAX_EDITED && edited.test(lineOf(node));
}
