import type { Element } from "domhandler";
import { attribute, classesOf, elementChildren, findFirst } from "../../html/dom.ts";
import { calloutKind } from "./callouts.ts";
import { findVisible, visibleLine } from "./dropped.ts";

/** Class names by which common tools mark a callout, some of them with its kind. */
const marker =
  /^(?:admonition|admonitionblock|callout-block|bs-callout|callout|alert|markdown-alert|custom-block|starlight-aside|theme-admonition|notecard|hint|notice|infobox-note|infoblock|message-box|devsite-note|note-block|confluence-information-macro|panel-callout|important-note|docs-callout|doc-alert)(?:-{1,2}(.+))?$/;
/** Kinds that mark a callout without a class of their own beside them. */
const plainKinds = new Set(
  "note tip info warning caution danger important hint attention seealso".split(" "),
);
const titleClass =
  /(?:^|[\s_-])(?:(?:admonition|callout|alert|block|aside|notecard|hint|macro|notice)[a-z_-]*(?:title|heading|header)|title)(?:[\s_-]|$)/i;

interface Callout {
  /** Empty when the kind is not known: then the title alone introduces it. */
  readonly kind: string;
  readonly title?: Element;
}

/** The kind and title of a callout; undefined where an element is not one. */
export function calloutOf(node: Element): Callout | undefined {
  const kind = kindOf(node);
  if (kind === undefined) return undefined;
  const title =
    node.name === "details"
      ? findFirst(node, ({ name }) => name === "summary")
      : (boxOf(node)?.title ??
        findVisible(node, isTitle) ??
        // Starlight hides it from screen readers alone, to which the box is named.
        findFirst(node, (one) => one.attribs["aria-hidden"] === "true" && isTitle(one)));
  return title ? { kind, title } : { kind };
}

const isTitle = (one: Element) => titleClass.test(kebab(one.attribs.class)) && visibleLine(one).length <= 120;

function kindOf(node: Element): string | undefined {
  const classes = classesOf(node);
  if (classes.length === 0) return attribute(node, "role") === "note" ? "Note" : undefined;
  if (node.name === "details" && classes.includes("alert")) return undefined;
  let marked = false;
  for (const name of classes) {
    const match = marker.exec(name);
    if (!match) continue;
    if (match[1] === undefined) marked = true;
    else {
      const kind = calloutKind(match[1]);
      if (kind !== undefined) return kind;
    }
  }
  const named = classes.find((name) =>
    marked ? calloutKind(name) !== undefined && !marker.test(name) : plainKinds.has(name),
  );
  if (named !== undefined) return calloutKind(named);
  if (!marked) return undefined;
  return calloutKind(attribute(node, "data-type") || attribute(node, "data-callout")) ?? "";
}

/** `admonitionHeading_Gvgb` → `admonition-Heading_Gvgb`, so that one pattern reads all spellings. */
function kebab(name: string | undefined): string {
  return name?.replace(/([a-z])([A-Z])/g, "$1-$2") ?? "";
}

/** DocBook with graphics: a table with an icon over two rows, the title, and the text below it. */
export function boxOf(node: Element): { title: Element; content: Element } | undefined {
  const [table, ...others] = elementChildren(node);
  if (table?.name !== "table" || others.length > 0) return undefined;
  const icon = findFirst(table, ({ name }) => name === "td");
  if (icon?.attribs.rowspan !== "2" || elementChildren(icon)[0]?.name !== "img") return undefined;
  const title = findFirst(table, ({ name }) => name === "th");
  const content = findFirst(table, (one) => one.name === "td" && one !== icon);
  return title && content && { title, content };
}
