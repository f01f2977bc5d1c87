import { type Element, isTag } from "domhandler";
import { attribute, element, findFirst, oneLine } from "../../html/dom.ts";
import { namesTarget } from "../../naming.ts";
import { visibleLine } from "../vocabulary/dropped.ts";
import type { Handler } from "./builder.ts";
import { isGenericLabel } from "./labels.ts";

/** The element's children, as if it were not there. */
export const children: Handler = (node, flow, builder) => builder.walk(node, flow);

/** The element's children, in paragraphs of their own. */
export const block: Handler = (node, flow, builder) => {
  flow.boundary();
  builder.walk(node, flow);
  flow.boundary();
};

/** An inline element of this name around the children. */
export function inline(name: string): Handler {
  return (node, flow, builder) => {
    const opened = flow.open(name);
    builder.walk(node, flow);
    if (opened) flow.close();
  };
}

/** A structure of blocks: within one line, or nested too deeply, only its children are kept. */
export function container(handle: Handler): Handler {
  return (node, flow, builder) => {
    if (!flow.inlineOnly && !builder.isTooDeep) {
      handle(node, flow, builder);
      return;
    }
    if (!flow.inlineOnly) builder.warnings.count("depth-flattened");
    block(node, flow, builder);
  };
}

export const lineBreak: Handler = (_node, flow) => flow.lineBreak();

export const heading: Handler = (node, flow, builder) => {
  if (flow.inlineOnly) {
    block(node, flow, builder);
    return;
  }
  const words = builder.inline(node, flow);
  if (words.length > 0) flow.push(element(node.name, headingId(node), words));
};

/** Used for splitting and never written: the heading's own id, its anchor's, or its section's. */
function headingId(node: Element): { id?: string } {
  const anchor = node.children.find((child) => isTag(child) && child.name === "a");
  const { parent } = node;
  const section = parent && isTag(parent) && parent.children.find(isTag) === node ? parent : undefined;
  const id = [node, anchor, section]
    .map((one) => (one && isTag(one) ? (one.attribs.id ?? one.attribs.name) : undefined))
    .find((value) => value !== undefined && /^\S{1,200}$/.test(value));
  return id === undefined ? {} : { id };
}

/** In a page, quotations that hold nothing but one another only indent their text; in a mail they are one person's each. */
export const quotation: Handler = (node, flow, builder) => {
  const blocks = builder.blocks(node, flow);
  const [only, ...others] = blocks;
  if (builder.isPage && only?.name === "blockquote" && others.length === 0) flow.push(only);
  else if (blocks.length > 0) flow.push(element("blockquote", {}, blocks));
};

/** A part that opens on demand: its label in bold, then its content. */
export const details: Handler = (node, flow, builder) => {
  flow.boundary();
  const summary = findFirst(node, ({ name }) => name === "summary");
  if (summary && summary.parent === node && isGenericLabel(visibleLine(summary))) builder.skip(summary);
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

export const link: Handler = (node, flow, builder) => {
  const target = node.attribs.href;
  const isAnchor =
    target === undefined || target.trim() === "" || (target.startsWith("#") && inHeading(node));
  const withheld = isAnchor ? undefined : builder.links.withheldTitles(target);
  if (withheld !== undefined && namesTarget(visibleLine(node), withheld, target ?? "")) return;
  const href = isAnchor ? undefined : builder.links.resolve(target);
  const opened = href !== undefined && flow.open("a", { href });
  builder.walk(node, flow);
  if (opened) flow.close();
};

/** The first use of an abbreviation says what it means, as its hint does: "SLA (Service Level Agreement)". */
export const abbreviation: Handler = (node, flow, builder) => {
  builder.walk(node, flow);
  const [short, meaning] = [visibleLine(node), oneLine(attribute(node, "title"))];
  if (!isAbbreviation(short) || meaning === "" || inHeading(node)) return;
  const around = node.parent ? visibleLine(node.parent).toLowerCase() : "";
  if (!around.includes(meaning.toLowerCase()) && builder.isNew(`${short}: ${meaning}`))
    flow.text(` (${meaning})`);
};

/** Capitals that stand for words; a hint on a date or a name says something else. */
const isAbbreviation = (short: string): boolean => /^(?=(?:.*\p{Lu}){2})[\p{L}\p{N}.&/-]{2,15}$/u.test(short);

export const quote: Handler = (node, flow, builder) => {
  flow.text("“");
  builder.walk(node, flow);
  flow.text("”");
};

export const rule: Handler = (_node, flow) => {
  if (flow.inlineOnly) flow.boundary();
  else flow.push(element("hr"));
};

function inHeading({ parent }: Element): boolean {
  for (let up = parent, level = 0; up && isTag(up) && level < 4; up = up.parent, level += 1) {
    if (/^h[1-6]$/.test(up.name)) return true;
  }
  return false;
}
