import { type Element, isTag, isText } from "domhandler";
import { attribute, elementChildren, oneLine, textOf } from "../../html/dom.ts";
import {
  isPressed,
  isSpokenControl,
  isTextButton,
  nameOfControl,
  sentenceAround,
  spokenInput,
} from "../vocabulary/controls.ts";
import { dropReason } from "../vocabulary/dropped.ts";
import { arrowOf, isIcon, isLetterSign, isLigature, nameOfIcon } from "../vocabulary/icons.ts";
import type { Handler } from "./builder.ts";
import { block } from "./elements.ts";
import type { Flow } from "./flow.ts";

/** A sentence that offers more than this offers a list of countries. */
const MAX_OPTIONS = 20;

/** A button in a sentence is the word to look for; any other that is left is a text, or a heading's. */
export const button: Handler = (node, flow, builder) => {
  if (isTextButton(node)) block(node, flow, builder);
  else if (!isSpokenControl(node)) builder.walk(node, flow);
  else strong(nameOfControl(node), flow);
};

/** "Monthly / Yearly" */
export const select: Handler = (node, flow, builder) => {
  const options = optionsOf(node);
  if (options.length > MAX_OPTIONS) builder.warnings.count("form-dropped", options[0]);
  else flow.text(options.join(" / "));
};

function optionsOf(node: Element): string[] {
  return elementChildren(node).flatMap((child) => {
    if (child.name === "optgroup") return optionsOf(child);
    const words = oneLine(attribute(child, "label") || textOf(child));
    return child.name === "option" && words !== "" ? [words] : [];
  });
}

/** A task's checkbox becomes a mark in the text, a field or gauge in a sentence what it shows. */
export const input: Handler = (node, flow) => {
  const isBox = attribute(node, "type").toLowerCase() === "checkbox";
  if (isBox && !(isSpokenControl(node) && hasTextBefore(node)))
    flow.text(node.attribs.checked === undefined ? "[ ] " : "[x] ");
  else if (isPressed(node)) strong(spokenInput(node), flow);
  else flow.text(spokenInput(node));
};

/** "Tick [Remember me]": a task's box comes first. */
function hasTextBefore(node: Element): boolean {
  for (let { prev } = node; prev; prev = prev.prev) if (textOf(prev).trim() !== "") return true;
  return false;
}

function strong(words: string, flow: Flow): void {
  const opened = flow.open("strong");
  flow.text(words);
  if (opened) flow.close();
}

/** "漢字(かんじ)" */
export const reading: Handler = (node, flow, builder) => {
  if (textOf(node).trim() === "") return;
  flow.text("(");
  builder.walk(node, flow);
  flow.text(")");
};

/**
 * Adds the name of an icon that stands in a sentence, such as "Delete" for `<i class="fa-trash" title="Delete">`, or the
 * arrow between two of its words. False where the element is not such an icon.
 */
export function addIcon(node: Element, flow: Flow): boolean {
  const arrow = arrowOf(node);
  if (arrow !== undefined && isBetweenWords(node)) {
    flow.text(` ${arrow} `);
    return true;
  }
  if (isLigature(node)) {
    const word = nameOfIcon(node) || textOf(node).trim().replaceAll("_", " ");
    if (sentenceAround(node) && !textAfter(node).toLowerCase().startsWith(word.toLowerCase()))
      flow.text(word);
    return true;
  }
  if (isLetterSign(node, () => textOf(node).trim())) {
    flow.standIn(textOf(node).trim());
    return true;
  }
  if (node.name === "img" || !isIcon(node) || flow.isOpen("code")) return false;
  const name = sentenceAround(node) ? nameOfIcon(node) : "";
  if (name === "") return false;
  flow.standIn(unlessRepeated(name, node));
  return true;
}

/** "File [arrow] Save": not the arrow behind a link's text. */
function isBetweenWords(node: Element): boolean {
  let before = "";
  for (let { prev } = node; prev && before === ""; prev = prev.prev)
    before = isText(prev) || isTag(prev) ? textOf(prev).trim() : "";
  return /[\p{L}\p{N}]/u.test(before) && textAfter(node) !== "" && sentenceAround(node) !== undefined;
}

/** "gear" for an icon named "gear icon" before the word "icon"; nothing where its whole name stands beside it. */
export function unlessRepeated(name: string, node: Element): string {
  if (startsWithWords(textAfter(node), name)) return "";
  const last = name.split(" ").at(-1)?.toLowerCase() ?? "";
  const rest = name.slice(0, -last.length).trim();
  const after = /^[\p{L}\p{N}]+/u.exec(textAfter(node))?.[0].toLowerCase();
  return rest !== "" && after === last ? rest : name;
}

const startsWithWords = (line: string, words: string): boolean =>
  line.toLowerCase().startsWith(words.toLowerCase()) && !/^[\p{L}\p{N}]/u.test(line.slice(words.length));

/** The beginning of the visible text that follows an inline element in its sentence. */
function textAfter(node: Element): string {
  for (let next = node.next; next; next = next.next) {
    const isShown = isText(next) || (isTag(next) && dropReason(next, true) === undefined);
    const words = isShown ? oneLine(textOf(next)) : "";
    if (words !== "") return words;
  }
  const { parent } = node;
  return parent && isTag(parent) && parent.name === "span" ? textAfter(parent) : "";
}
