import { type ChildNode, type Element, isTag, isText, type ParentNode } from "domhandler";
import { attribute, findFirst, oneLine, textOf } from "../../html/dom.ts";

/** Where an author writes sentences; a form's controls are tools, and so are a heading's, unless words stand on both sides. */
const sentences = new Set("p li td th dd figcaption caption".split(" "));
const inline = new Set(
  "a abbr b bdi bdo cite code data del dfn em font i ins kbd label mark q s samp small span strong sub sup time u var".split(
    " ",
  ),
);
const headings = /^(?:h[1-6]|summary|dt|legend)$/;
/** More levels of inline elements around a control are not found in a sentence. */
const MAX_LEVELS = 6;
/** More text nodes than a sentence has; the cap keeps the check linear. */
const MAX_BESIDE = 60;

/** The paragraph, item or cell whose running text an inline element stands in; undefined where there is none. */
export function sentenceAround(node: Element): Element | undefined {
  let at: ParentNode | null = node.parent;
  for (let level = 0; at && isTag(at) && level < MAX_LEVELS; level += 1, at = at.parent) {
    if (sentences.has(at.name)) return hasWordsBeside(at, node) ? at : undefined;
    if (headings.test(at.name)) return isAmongWords(at, node) ? at : undefined;
    if (!inline.has(at.name) && at.name !== "div") return undefined;
    if (at.name === "div" && hasWordsBeside(at, node)) return undefined;
  }
  return undefined;
}

function hasWordsBeside(block: Element, node: Element): boolean {
  let seen = 0;
  const holds = (parent: ParentNode): boolean =>
    parent.children.some((child: ChildNode) => {
      if (child === node || seen > MAX_BESIDE) return false;
      seen += 1;
      if (isText(child)) return /\p{L}{2}/u.test(child.data);
      return isTag(child) && inline.has(child.name) && holds(child);
    });
  return holds(block);
}

/** "Press [Next] to go on" */
function isAmongWords(block: Element, node: Element): boolean {
  let place = node;
  while (place.parent && place.parent !== block && isTag(place.parent)) place = place.parent;
  const at = block.children.indexOf(place);
  const words = (nodes: readonly ChildNode[]) => /\p{L}{2}/u.test(nodes.map(textOf).join(""));
  return words(block.children.slice(0, at)) && words(block.children.slice(at + 1));
}

/** Words that a button or icon shows or stands for: its text, its name, its picture's. */
export function nameOfControl(node: Element): string {
  const own = [
    oneLine(textOf(node)),
    attribute(node, "aria-label"),
    attribute(node, "title"),
    attribute(node, "alt"),
  ];
  const found = own.map(oneLine).find((words) => words !== "");
  if (found !== undefined) return found;
  const picture = findFirst(
    node,
    ({ attribs }) => (attribs.alt ?? attribs["aria-label"] ?? attribs.title ?? "") !== "",
  );
  return picture ? nameOfControl(picture) : "";
}

const copies = /(?:^|[\s_-])(?:copy|clipboard|btn-copy|copybtn)(?:$|[\s_-])/i;
const typed = /^(?:text|search|email|url|tel|number|date)$/;
const pressed = /^(?:submit|button|reset)$/;

/** A control in a sentence ("Click [Save] to keep it") is a word of it; one that copies the code before it is a tool. */
export function isSpokenControl(node: Element): boolean {
  if (!/^(?:button|select|input|textarea|meter|progress|output)$/.test(node.name)) return false;
  if (copies.test(attribute(node, "class")) || node.attribs.hidden !== undefined) return false;
  if (!/^(?:button|select)$/.test(node.name) && spokenInput(node) === "") return false;
  if (node.name === "button" && isCopyButton(node)) return false;
  const sentence = sentenceAround(node);
  return sentence !== undefined && !isInForm(sentence);
}

/** A button around paragraphs is a text that opens more of it: Redoc's answers, the cards of a help centre. */
export const isTextButton = (node: Element): boolean =>
  node.name === "button" && findFirst(node, ({ name }) => name === "p") !== undefined;

function isCopyButton(node: Element): boolean {
  return (
    /^cop(?:y|ied)\b/i.test(nameOfControl(node)) &&
    node.prev !== null &&
    isTag(node.prev) &&
    /^(?:code|pre)$/.test(node.prev.name)
  );
}

function isInForm(node: Element): boolean {
  for (let up = node.parent; up && isTag(up); up = up.parent) if (up.name === "form") return true;
  return false;
}

const isBox = (type: string): boolean => type === "checkbox" || type === "radio";

/** What a reader sees of a field, a gauge or an old-fashioned button; a box without a label beside it has a name. */
export function spokenInput(node: Element): string {
  if (node.name === "textarea") return oneLine(textOf(node) || attribute(node, "placeholder"));
  if (node.name !== "input")
    return oneLine(textOf(node) || attribute(node, "aria-valuetext")) || shareOf(node);
  const type = attribute(node, "type").toLowerCase() || "text";
  if (pressed.test(type)) return oneLine(node.attribs.value ?? ownLabels.get(type) ?? "");
  if (isBox(type)) return oneLine(attribute(node, "aria-label") || attribute(node, "title"));
  if (!typed.test(type)) return "";
  return oneLine(attribute(node, "value") || attribute(node, "placeholder"));
}

/** What browsers write on buttons without a label: https://html.spec.whatwg.org/#submit-button-state-(type=submit) */
const ownLabels: ReadonlyMap<string, string> = new Map([
  ["submit", "Submit"],
  ["reset", "Reset"],
]);

/** How far a bar is filled: "30%". */
function shareOf({ name, attribs }: Element): string {
  if (name === "output" || attribs.value === undefined) return "";
  const [value, least, most] = [Number(attribs.value), Number(attribs.min ?? 0), Number(attribs.max ?? 1)];
  const share = (value - least) / (most - least);
  return share >= 0 && share <= 1 ? `${Math.round(share * 100)}%` : "";
}

export const isPressed = (node: Element): boolean =>
  node.name === "button" || pressed.test(attribute(node, "type").toLowerCase());
