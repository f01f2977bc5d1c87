import { type Element, isTag, isText, type ParentNode } from "domhandler";
import { findFirst } from "../../../html/dom.ts";
import { measureOf, takeOut, visibleLength } from "./measure.ts";

const list =
  /(?:^|[\s_-])(?:comments?|comment-?(?:list|section|area|thread|wrapper)|disqus(?:_thread)?)(?=$|\s)/i;
/** A single comment, with who wrote it. */
const comment = /(?:^|[\s_-])comment(?=$|[\s_-])/i;
const signature =
  /(?:^|[\s_-])(?:vcard|comment-?(?:author|meta|date|by|user|header)|author|user-?name|submitted)(?=$|[\s_-])/i;
/** Characters of the article that they are about. */
const MIN_BEFORE = 400;

/**
 * Removes readers' comments below an article, however many there are: a part named so, with at least one comment that is
 * signed, behind a text. Returns how many parts were removed.
 */
export function dropComments(body: ParentNode): number {
  let before = 0;
  let dropped = 0;
  // What has no signed comment has none further in: this keeps nested parts linear.
  const visit = (node: ParentNode, mayHold: boolean): void => {
    for (const child of [...node.children]) {
      // Older programs set paragraphs as lines.
      if (isText(child)) before += visibleLength(child);
      if (!isTag(child)) continue;
      const isNamed = mayHold && before >= MIN_BEFORE && isNamedList(child);
      if (isNamed && isComments(child)) {
        takeOut(child);
        dropped += 1;
      } else if (/^(?:p|li|dd|blockquote|pre|td)$/.test(child.name)) {
        const { text, linked } = measureOf(child);
        before += text - linked;
      } else visit(child, mayHold && !isNamed);
    }
  };
  visit(body, true);
  return dropped;
}

function isNamedList({ attribs: { class: classes = "", id = "" } }: Element): boolean {
  return list.test(classes) || list.test(id);
}

function isComments(node: Element): boolean {
  if (measureOf(node).text === 0) return false;
  if (findFirst(node, ({ name }) => name === "h1" || name === "main") !== undefined) return false;
  return findFirst(node, (one) => isSigned(one)) !== undefined;
}

function isSigned(node: Element): boolean {
  const { class: classes = "", id = "" } = node.attribs;
  if (!comment.test(classes) && !/^comment-?\d+$/.test(id)) return false;
  return (
    findFirst(node, ({ name, attribs }) => name === "time" || signature.test(attribs.class ?? "")) !==
    undefined
  );
}
