import { type Element, isTag } from "domhandler";
import { attribute, findFirst, noAttributes, textOf } from "../../../../html/dom.ts";
import { lru } from "../../../../html/lru.ts";
import { percentDecoded } from "../../../../http/url.ts";

/** Attributes by which a control names what it opens: ids, separated by blanks, with or without "#". */
const namingAttributes = [
  "aria-controls",
  "data-bs-target",
  "data-target",
  "data-accordion-target",
  "data-tabs-target",
  "data-tab-target",
  "data-collapse-target",
  "data-collapse-toggle",
  "data-mdb-target",
  "data-te-target",
  "data-twe-target",
  "data-hs-collapse",
  "data-hs-tab",
  "data-toggle-target",
  "data-controls",
  "data-open",
  "popovertarget",
  "commandfor",
] as const;

/** What opens with these is a tool of the page or a remark in a box, not a part of its text. */
const otherToggles = /^(?:modal|dropdown|offcanvas|tooltip|popover|button|dropdown-toggle|lightbox|toast)$/i;
const toggles = ["data-toggle", "data-bs-toggle", "data-mdb-toggle", "data-uk-toggle", "uk-toggle"] as const;
const handlers = [
  "onclick",
  "@click",
  "x-on:click",
  "v-on:click",
  "ng-click",
  "(click)",
  "data-action",
  "on:click",
] as const;

/** Words in class names and ids of parts that open on demand. */
const opening =
  /(?:^|[\s_-])(?:accordions?|faqs?|collaps(?:e|es|ed|ible|ibles|er|ing)|expand(?:er|able|o|ing)?|disclosures?|toggles?|toggler|togglable|questions?|spoilers?|unfold|reveals?|qa|q-and-a|details?|summary|read-?more|show-?more|drawer-?text)(?=$|[\s_-])/;
const head =
  /(?:^|[\s_-])(?:questions?|head(?:er|ing)?|title|toggler?|trigger|buttons?|btn|labels?|controls?|summary|opener|handle|q|tab|link)(?=$|[\s_-])/;

const kebab = (names: string) => names.replaceAll(/([a-z])([A-Z])/g, "$1-$2").toLowerCase();

/** Whether class names or an id say that a part opens on demand. */
export const namesOpening = lru((names) => opening.test(kebab(names)));
/** Whether they say that this is the part that one clicks. */
const namesHead = lru((names) => head.test(kebab(names)));

export const namesOf = ({ attribs }: Element): string =>
  attribs === noAttributes ? "" : `${attribs.class ?? ""} ${attribs.id ?? ""}`;

/** A part of the page that readers click to open another one. */
export function isControl(node: Element): boolean {
  const { name, attribs } = node;
  if (name === "summary") return true;
  if (attribs === noAttributes) return name === "button";
  if (isDisabled(node)) return false;
  if (name === "button") return !/^(?:submit|reset)$/i.test(attribute(node, "type")) || isToggle(node);
  if (name === "label") return attribs.for !== undefined;
  if (name === "input" || name === "select" || name === "textarea") return false;
  if (attribs.role === "button" || attribs.role === "tab" || isToggle(node)) return true;
  if (isHandled(node)) return true;
  return headNames.has(name) && mayBeHead(node) && namesOpening(aroundOf(node)) && !sharesButton(node);
}

/** Of a button and what is around or in it with a name, the button is the control. */
function sharesButton(node: Element): boolean {
  if (findFirst(node, isButton)) return true;
  for (let up = node.parent; up && isTag(up); up = up.parent) if (isButton(up)) return true;
  return false;
}

const isButton = ({ name, attribs }: Element) => name === "button" || attribs.role === "button";

const mayBeHead = ({ attribs }: Element) =>
  (attribs.class !== undefined && namesHead(attribs.class)) ||
  (attribs.id !== undefined && namesHead(attribs.id));
const headNames = new Set("a div p span dt li h1 h2 h3 h4 h5 h6 strong b header".split(" "));

/** Whether an element states that it opens and closes something. */
export function isToggle({ attribs }: Element): boolean {
  for (const name in attribs) {
    if (naming.has(name) || name === "aria-expanded") return true;
    if (toggleAttributes.has(name) && !otherToggles.test(attribs[name] ?? "")) return true;
  }
  return false;
}

/** A script reacts to clicks on it. */
export function isHandled({ attribs }: Element): boolean {
  for (const name in attribs) if (handlerAttributes.has(name)) return true;
  return false;
}

const naming: ReadonlySet<string> = new Set(namingAttributes);
const toggleAttributes: ReadonlySet<string> = new Set(toggles);
const handlerAttributes: ReadonlySet<string> = new Set(handlers);

const isDisabled = ({ attribs }: Element) =>
  attribs.disabled !== undefined || attribs["aria-disabled"] === "true" || attribs.inert !== undefined;

/** The names of an element and of those directly around it. */
export function aroundOf(node: Element, levels = 2): string {
  let names = namesOf(node);
  let up = node.parent;
  for (let level = 0; up && isTag(up) && up.name !== "body" && level < levels; up = up.parent, level += 1)
    names += ` ${namesOf(up)}`;
  return names;
}

/** Opens a menu, a dialog, a tooltip. */
export function opensAnotherKind(node: Element): boolean {
  const popup = node.attribs["aria-haspopup"];
  return (
    (popup !== undefined && popup !== "false") ||
    toggles.some((name) => otherToggles.test(attribute(node, name))) ||
    /(?:^|[\s_-])(?:dropdown|menu|hamburger|nav|modal|copy|clipboard|search)(?=$|[\s_-])/.test(
      kebab(namesOf(node)),
    )
  );
}

/** The ids that a control states it opens. */
export function targetsNamedBy(node: Element): string[] {
  const named = namingAttributes.flatMap((name) => attribute(node, name).split(/[\s,]+/));
  const uikit = /target:\s*(#[\w-]+)/.exec(
    attribute(node, "uk-toggle") || attribute(node, "data-uk-toggle"),
  )?.[1];
  const href = attribute(node, "href");
  const isLinkToPart = href.startsWith("#") && href.length > 1;
  const handler = handlers.map((name) => attribute(node, name)).join(" ");
  const inScript = [...handler.matchAll(/['"`]#?([\w:.-]{1,100})['"`]/g)].map(([, id = ""]) => id);
  return [...named, uikit ?? "", isLinkToPart ? percentDecoded(href) : "", ...inScript]
    .map((id) => id.replace(/^#/, ""))
    .filter((id) => id !== "" && !id.includes(" "));
}

/** Whether the text of a control asks something. */
export const asksQuestion = (node: Element): boolean =>
  /[?？؟]\s*[^\p{L}\p{N}]*$/u.test(textOf(node).slice(-40));
