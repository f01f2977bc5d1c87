import { type Element, isTag } from "domhandler";
import { element, findFirst, text, textOf } from "../../html/dom.ts";
import { calloutKind, calloutLead } from "../vocabulary/callouts.ts";
import { visibleLine } from "../vocabulary/dropped.ts";
import { boxOf, calloutOf } from "../vocabulary/html-callouts.ts";
import type { Builder } from "./builder.ts";
import type { Flow } from "./flow.ts";

const containers = new Set(["div", "aside", "section", "blockquote", "details", "p", "table", "article"]);
/** A note, warning or tip → a quotation that starts with its kind in words. False when `node` is not a callout. */
export function addCallout(node: Element, flow: Flow, builder: Builder): boolean {
  if (flow.inlineOnly || !containers.has(node.name)) return false;
  const found = calloutOf(node);
  if (!found) return false;
  const title = found.title ? visibleLine(found.title) : "";
  if (found.title) builder.skip(found.title);
  const body = builder.blocks(contentOf(node), flow);
  const lead = leadOf(found.kind, title, body);
  if (body.length === 0 && title === "") return true;
  const leading = lead === "" ? [] : [element("p", {}, [element("strong", {}, [text(lead)])])];
  flow.push(element("blockquote", {}, [...leading, ...body]));
  return true;
}

/** Antora sets callouts as tables whose first cell is an icon. */
function contentOf(node: Element): Element {
  const cell = findFirst(node, ({ name, attribs }) => name === "td" && attribs.class === "content");
  return cell ?? boxOf(node)?.content ?? node;
}

/** What introduces the callout; empty when its own words do. */
function leadOf(kind: string, title: string, body: readonly Element[]): string {
  if (title !== "") {
    const words = title.replace(/[:.!]$/, "");
    const own = calloutKind(words);
    if (own !== undefined) return own;
    return kind === "" || words.toLowerCase().startsWith(kind.toLowerCase())
      ? words
      : calloutLead(kind, words);
  }
  const first = body[0];
  const opening = first && isTag(first) ? textOf(first).slice(0, 40).trim().toLowerCase() : "";
  if (kind === "")
    return calloutKind(/^\p{L}+(?=\s*:)/u.exec(opening)?.[0] ?? "") === undefined ? "Note" : "";
  return new RegExp(`^${kind.toLowerCase()}s?\\s*(?:[:.!–—-]|$)`, "u").test(opening) ? "" : kind;
}
