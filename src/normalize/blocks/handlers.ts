import { type Element, isTag } from "domhandler";
import { element, findFirst } from "../../html/dom.ts";
import { visibleLine } from "../vocabulary/dropped.ts";
import type { BuildRule } from "./builder.ts";
import { code } from "./code.ts";
import { definitions, list } from "./lists.ts";
import { drawing, embed, figure, image } from "./media.ts";
import { table } from "./tables.ts";

/** What becomes of an element, by its name. */
export type Behaviour =
  | { readonly as: "inline"; readonly name: string }
  | { readonly as: "block" | "transparent" }
  | { readonly as: "rule" | "container"; readonly rule: BuildRule };

const heading: BuildRule = (node, flow, builder) => {
  if (flow.inlineOnly) {
    flow.boundary();
    builder.walk(node, flow);
    flow.boundary();
    return;
  }
  const words = builder.inline(node, flow);
  if (words.length > 0) flow.push(element(node.name, headingId(node), words));
};

/** Kept for splitting, and never written: the heading's own id, its anchor's, or its section's. */
function headingId(node: Element): { id?: string } {
  const anchor = node.children.find((child) => isTag(child) && child.name === "a");
  const { parent } = node;
  const section = parent && isTag(parent) && parent.children.find(isTag) === node ? parent : undefined;
  const id = [node, anchor, section]
    .map((one) => (one && isTag(one) ? (one.attribs.id ?? one.attribs.name) : undefined))
    .find((value) => value !== undefined && /^\S{1,200}$/.test(value));
  return id === undefined ? {} : { id };
}

const quotation: BuildRule = (node, flow, builder) => {
  const blocks = builder.blocks(node, flow);
  if (blocks.length > 0) flow.push(element("blockquote", {}, blocks));
};

/** "Show more", "Expand description": says what to do with the part, not what it is. */
const genericLabel =
  /^(?:expand|collapse|show|hide|toggle|read)(?: (?:all|more|less|the|this|full|details?|description|content|code|source|output|section|text)){0,2}$/i;

/** A part that opens on demand: its label in bold, then what it holds. */
const details: BuildRule = (node, flow, builder) => {
  flow.boundary();
  const summary = findFirst(node, ({ name }) => name === "summary");
  if (summary && summary.parent === node && genericLabel.test(visibleLine(summary))) builder.skip(summary);
  else if (summary && summary.parent === node) {
    const isHeading = findFirst(summary, ({ name }) => /^h[1-6]$/.test(name)) !== undefined;
    const opened = !isHeading && flow.open("strong");
    builder.walk(summary, flow);
    if (opened) flow.close();
    flow.boundary();
    builder.skip(summary);
  }
  builder.walk(node, flow);
  flow.boundary();
};

const link: BuildRule = (node, flow, builder) => {
  const target = node.attribs.href;
  const isAnchor =
    target === undefined || target.trim() === "" || (target.startsWith("#") && inHeading(node));
  const href = isAnchor ? undefined : builder.links.resolve(target);
  const opened = href !== undefined && flow.open("a", { href });
  builder.walk(node, flow);
  if (opened) flow.close();
};

const quote: BuildRule = (node, flow, builder) => {
  flow.text("“");
  builder.walk(node, flow);
  flow.text("”");
};

const rule: BuildRule = (_node, flow) => {
  if (flow.inlineOnly) flow.boundary();
  else flow.push(element("hr"));
};

/** A task's box becomes its mark in text; every other control is left out before this is asked. */
const taskBox: BuildRule = (node, flow) => {
  flow.text(node.attribs.checked === undefined ? "[ ] " : "[x] ");
};

function inHeading({ parent }: Element): boolean {
  for (let up = parent, level = 0; up && isTag(up) && level < 4; up = up.parent, level += 1) {
    if (/^h[1-6]$/.test(up.name)) return true;
  }
  return false;
}

const inlineNames: Readonly<Record<string, string>> = {
  strong: "strong",
  b: "strong",
  em: "em",
  i: "em",
  cite: "em",
  dfn: "em",
  var: "em",
  code: "code",
  tt: "code",
  samp: "code",
  kbd: "kbd",
  del: "del",
  s: "del",
  strike: "del",
  ins: "ins",
  sub: "sub",
  sup: "sup",
  mark: "mark",
};

const blockNames =
  "address article aside body center dd div dt fieldset figcaption footer form frameset head header hgroup html legend li main nav p search section summary tbody td tfoot th thead tr caption colgroup";

const behaviours: ReadonlyMap<string, Behaviour> = new Map<string, Behaviour>([
  ...Object.entries(inlineNames).map(([name, to]): [string, Behaviour] => [name, { as: "inline", name: to }]),
  ...blockNames.split(" ").map((name): [string, Behaviour] => [name, { as: "block" }]),
  ...["h1", "h2", "h3", "h4", "h5", "h6"].map((name): [string, Behaviour] => [
    name,
    { as: "rule", rule: heading },
  ]),
  ...["ul", "ol", "menu", "dir"].map((name): [string, Behaviour] => [name, { as: "container", rule: list }]),
  ...["pre", "listing", "xmp", "plaintext"].map((name): [string, Behaviour] => [
    name,
    { as: "rule", rule: code },
  ]),
  ...["video", "audio", "iframe", "embed", "object"].map((name): [string, Behaviour] => [
    name,
    { as: "rule", rule: embed },
  ]),
  ["dl", { as: "container", rule: definitions }],
  ["table", { as: "container", rule: table }],
  ["blockquote", { as: "container", rule: quotation }],
  ["details", { as: "rule", rule: details }],
  ["figure", { as: "rule", rule: figure }],
  ["a", { as: "rule", rule: link }],
  ["q", { as: "rule", rule: quote }],
  ["hr", { as: "rule", rule: rule }],
  ["br", { as: "rule", rule: (_node, flow) => flow.lineBreak() }],
  ["img", { as: "rule", rule: image }],
  ["image", { as: "rule", rule: image }],
  ["svg", { as: "rule", rule: drawing }],
  ["input", { as: "rule", rule: taskBox }],
]);

const transparent: Behaviour = { as: "transparent" };

export function behaviourOf(name: string): Behaviour {
  return behaviours.get(name) ?? transparent;
}
