import { escapeHtml } from "../../html/characters.ts";
import type { LineOf, Warnings } from "../warnings.ts";
import { type Attributes, firstOf } from "./attributes.ts";
import { calloutKind } from "./callouts.ts";
import { calloutClose, calloutOpen, leadIn, link } from "./html-text.ts";

/** A block that is not part of Markdown, in any spelling: `:::name`, `!!! name`, `{% name %}`, `/// name`. */
export interface Directive extends Attributes {
  readonly name: string;
  /** The title as phrasing HTML, where the spelling has a place for one. */
  readonly title?: string;
}

/** The HTML around the body. */
export interface Around {
  readonly open: string;
  readonly close: string;
}

const titleNames = [
  "title",
  "label",
  "header",
  "heading",
  "summary",
  "name",
  "caption",
  "alt",
  "text",
  "description",
  "date",
];
/** Switches that have the name of a text: Docsy's `text=true`. */
const isSwitch = (value: string): boolean => /^(?:true|false)$/.test(value);
const wrappers = new Set(
  `tabs tab-set tabset tabgroup tab-group code-group codegroup steps stepper cards card-group cardgrid card-grid grid columns
   column row col div v-pre raw center left right section container figure list filetree markdown content-ref swagger
   panel-tabset fragment incremental nonincremental tabpane html caption figure-caption table-caption pageinfo
   rowheaders tab-set-code table define steps codetabs codetab prompt blocks block details-group accordion accordions collapse-group nolints highlight cardpane updates embed file`.split(
    /\s+/,
  ),
);
const titled = new Set(
  "tab tab-item tabitem details detail grid-item-card collapse collapsible expand expandable accordion-item spoiler toggle dropdown card grid-item step code item definition update sidebar topic margin".split(
    " ",
  ),
);

/** The HTML around a directive's body. An unknown name keeps body and title, with one warning per name. */
export function aroundDirective(directive: Directive, warnings: Warnings, lineOf?: LineOf): Around {
  const name = directive.name.toLowerCase();
  // The name of a group of tabs is for scripts.
  const names = /^tab(?:s|set|-set|pane|group)$/.test(name) ? ["title", "caption"] : titleNames;
  const stated = new Map([...directive.named].filter(([, value]) => !isSwitch(value)));
  const given = directive.title ?? escapeHtml(firstOf(stated, names) ?? "");
  const kind = kindOf(name, directive);
  if (kind !== undefined) {
    // `{{% notice tip "Title" %}}`
    const second =
      given === "" && calloutKind(directive.positional[0] ?? "") === kind ? directive.positional[1] : "";
    return { open: calloutOpen(kind, given || escapeHtml(second ?? "")), close: calloutClose };
  }
  const words = titled.has(name) ? directive.positional.join(" ") : "";
  const title = given === "" ? escapeHtml(words) : name === "html" || name === "grid" ? "" : given;
  if (!wrappers.has(name) && !titled.has(name)) {
    warnings.add(
      "unknown-directive",
      `"${directive.name}" is not a known directive; its text is kept without its meaning.`,
      lineOf,
    );
  }
  const href = firstOf(directive.named, ["href", "url", "link", "to"]);
  // What is in it is the link.
  if (title === "" && href !== undefined && name !== "content-ref")
    return { open: `<p>${link(href, escapeHtml(href))}</p>\n`, close: "" };
  return { open: leadIn(title === "" ? "" : link(href, title)), close: "" };
}

/** Whether a block of this name means something of its own. */
export const isDirective = (name: string): boolean =>
  calloutKind(name) !== undefined ||
  titled.has(name) ||
  wrappers.has(name) ||
  /^(?:callout|hint|admonition|alert|notice|aside|banner|notes|hidden|content-hidden|comment)$/.test(name);

function kindOf(name: string, { named, positional }: Directive): string | undefined {
  const stated =
    firstOf(named, ["type", "style", "kind", "variant", "intent", "level", "color", "context"]) ??
    positional[0];
  const fallback = calloutKind(name);
  if (!["hint", "callout", "admonition", "alert", "notice", "aside", "banner"].includes(name))
    return fallback;
  return (stated === undefined ? undefined : calloutKind(stated)) ?? fallback;
}
