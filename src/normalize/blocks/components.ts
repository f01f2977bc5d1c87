import { type Element, isTag, isText } from "domhandler";
import { attribute, elementChildren, isBlank, oneLine, textOf } from "../../html/dom.ts";
import { sentenceAround } from "../vocabulary/controls.ts";
import { visibleLine } from "../vocabulary/dropped.ts";
import type { Handler } from "./builder.ts";
import { block, children } from "./elements.ts";
import type { Flow } from "./flow.ts";

/** Attributes that a component draws above its content, which HTML itself would not show. */
const labels = ["label", "heading", "header", "summary", "caption", "title"];
const MAX_LABEL = 120;

/**
 * An element that a page defines itself (`<x-tab label="Linux">`): what it is labelled with is a line of its own, and a row
 * of such elements are parts, not words of a sentence. https://html.spec.whatwg.org/multipage/custom-elements.html
 */
export const component: Handler = (node, flow, builder) => {
  if (flow.inlineOnly || sentenceAround(node) || textOf(node).trim() === "") {
    children(node, flow, builder);
    return;
  }
  const label = labelOf(node);
  if (label === "" && !isAmongComponents(node)) {
    children(node, flow, builder);
    return;
  }
  flow.boundary();
  const opened = label !== "" && flow.open("strong");
  flow.text(label);
  if (opened) flow.close();
  block(node, flow, builder);
};

function labelOf(node: Element): string {
  const label = labels.map((name) => oneLine(attribute(node, name))).find((words) => words !== "") ?? "";
  const isSaid = visibleLine(node).toLowerCase().startsWith(label.toLowerCase());
  return isSaid || label.length > MAX_LABEL || !/\p{L}/u.test(label) ? "" : label;
}

/** Nothing but other components, blocks and blanks stands beside it. */
function isAmongComponents({ parent }: Element): boolean {
  return (
    parent !== null &&
    elementChildren(parent).length > 1 &&
    parent.children.every((child) => (isText(child) ? isBlank(child.data) : !isTag(child) || isPart(child)))
  );
}

const isPart = ({ name }: Element): boolean =>
  name.includes("-") ||
  /^(?:p|div|section|article|h[1-6]|[uo]l|dl|pre|table|blockquote|figure|hr)$/.test(name);

const hintClass = /(?:^|\s)tooltip[_-]?(?:text|content|body|inner|bubble|message)(?:\s|$)/i;

/** The explanation of a term, which a style sheet shows when it is pointed at: "timeout (in seconds)". */
export function addHint(node: Element, flow: Flow): boolean {
  if (!/^(?:span|small|em|i)$/.test(node.name) || !hintClass.test(attribute(node, "class"))) return false;
  const words = visibleLine(node);
  if (words === "") return false;
  flow.text(` (${words})`);
  return true;
}
