import { type Element, isTag } from "domhandler";
import { attribute, findFirst, oneLine, textOf } from "../../html/dom.ts";
import { visibleLine, wordsForHearing } from "./dropped.ts";
import { boxOf, firstElement } from "./tasks.ts";

/** An icon's words are a name, not a description. */
const MAX_NAME = 40;
/** More words describe a picture. */
const MAX_WORDS = 5;
/** What only tells how a link opens. */
const mechanics = /\b(?:external|opens? in|new (?:tab|window)|permalink|anchor)\b/i;
const iconClass =
  /(?:^|\s)(?:fa[srlbdt]?|fa-[\w-]+|bi|bi-[\w-]+|ti|ti-[\w-]+|icon|icons?-[\w-]+|[\w-]+-icon|glyphicon[\w-]*|mdi[\w-]*|octicon[\w-]*|dashicons[\w-]*|lucide[\w-]*|material-(?:icons|symbols)[\w-]*)(?:\s|$)/i;
/** Fonts that draw a word as a sign: https://developers.google.com/fonts/docs/material_icons */
const ligatures = /(?:^|\s)material-(?:icons|symbols)[\w-]*(?:\s|$)/i;

/** An element that shows a sign and no text: `<i class="fa fa-check">`, an svg, a picture. */
export function isIcon(node: Element): boolean {
  if (node.name === "svg" || node.name === "img") return true;
  if (!/^(?:i|span|em|b|mark|div|a|abbr)$/.test(node.name)) return false;
  const isNamed = iconClass.test(attribute(node, "class")) || attribute(node, "role") === "img";
  return (
    (isNamed || attribute(node, "aria-label") !== "" || attribute(node, "title") !== "") &&
    (textOf(node).trim() === "" || (attribute(node, "aria-label") !== "" && visibleLine(node) === ""))
  );
}

export const isLigature = (node: Element): boolean =>
  ligatures.test(attribute(node, "class")) && /^\s*[a-z][a-z0-9_]*\s*$/.test(textOf(node));

/** The name that an icon has for those who do not see it; empty when it has none. */
export function nameOfIcon(node: Element): string {
  const title = node.name === "svg" ? findFirst(node, ({ name }) => name === "title") : undefined;
  const stated = [
    attribute(node, "aria-label"),
    attribute(node, "alt"),
    attribute(node, "title"),
    title ? visibleLine(title) : "",
    wordsForHearing(node),
  ];
  const name = stated.map(oneLine).find((words) => words !== "") ?? "";
  if (node.name === "img" && name.split(" ").length > MAX_WORDS) return "";
  return name.length > MAX_NAME || mechanics.test(name) ? "" : name;
}

const yes =
  /(?:^|[\s_/#-])(?:check|done|checked|checkmark|check-?mark|tick|yes|true|success|included|available|supported|enabled|ok|pass(?:ed)?|thumbs?-?up)(?:$|[\s_.-])/i;
const no =
  /(?:^|[\s_/#-])(?:cross|times|close|xmark|x-?mark|x|no|none|false|excluded|unavailable|unsupported|disabled|not-\w+|minus|dash|ban|remove|cancel|wrong|unchecked|fail(?:ed|ure)?|thumbs?-?down)(?:$|[\s_.-])/i;

/** "✓" or "✗" for the sign that a class, a file or a symbol is named after; undefined when it is neither. */
export function signOf(node: Element): "✓" | "✗" | undefined {
  const use = node.name === "svg" ? findFirst(node, ({ name }) => name === "use") : undefined;
  const file = attribute(node, "src").split(/[?#]/)[0]?.split("/").at(-1) ?? "";
  const symbol = use ? attribute(use, "href") || attribute(use, "xlink:href") : "";
  const names = `${attribute(node, "class")} ${file} ${symbol.split("/").at(-1) ?? ""} ${attribute(node, "data-icon")}`;
  if (no.test(names)) return "✗";
  return yes.test(names) ? "✓" : undefined;
}

/** What the nameless icon says that a list's item begins with; undefined for any other item. */
export function leadingSign(item: Element): "✓" | "✗" | undefined {
  const first = firstElement(item);
  if (first === undefined || textOf(first).trim() !== "" || nameOfIcon(first) !== "") return undefined;
  return isIcon(first) || isDrawnByClass(first) ? signOf(first) : undefined;
}

/** What a cell of a table that has no text says by its icon, box or hidden words; undefined when nothing in it does. */
export function spokenCell(cell: Element): { readonly words: string } | undefined {
  const input = findFirst(
    cell,
    ({ name, attribs }) => name === "input" && /^(?:checkbox|radio)$/i.test(attribs.type ?? ""),
  );
  if (input) return { words: input.attribs.checked === undefined ? "☐" : "☑" };
  const role = findFirst(cell, ({ attribs }) => attribs["aria-checked"] !== undefined);
  if (role) return { words: role.attribs["aria-checked"] === "true" ? "☑" : "☐" };
  const hidden = oneLine(textOf(cell));
  const icons = iconsIn(cell);
  const name = [hidden, ...icons.map(nameOfIcon), oneLine(attribute(cell, "aria-label"))].find(
    (words) => words !== "",
  );
  if (name !== undefined && name.length <= MAX_NAME) return { words: name };
  if (icons.length === 0) return undefined;
  const box = icons.map(boxOf).find((state) => state !== undefined);
  if (box !== undefined) return { words: box ? "☑" : "☐" };
  return { words: icons.map(signOf).find((sign) => sign !== undefined) ?? "" };
}

/** The same for a cell whose only word is drawn as a sign: `<span class="material-icons">check</span>`. */
export function spokenLigature(cell: Element): { readonly words: string } | undefined {
  const drawn = findFirst(cell, isLigature);
  const word = drawn ? textOf(drawn).trim() : "";
  if (word === "" || oneLine(textOf(cell)) !== word) return undefined;
  const name = word.replaceAll("_", "-");
  if (no.test(name)) return { words: "✗" };
  return { words: yes.test(name) ? "✓" : word.replaceAll("_", " ") };
}

/** An empty element in a cell, which a style sheet draws: `<span class="tick"></span>`. */
function isDrawnByClass(node: Element): boolean {
  return /^(?:i|span|em|b)$/.test(node.name) && node.children.length === 0 && attribute(node, "class") !== "";
}

function iconsIn(cell: Element): Element[] {
  const found: Element[] = [];
  for (const child of cell.children) {
    if (!isTag(child)) continue;
    if (isIcon(child) || isDrawnByClass(child)) found.push(child);
    found.push(...iconsIn(child));
  }
  return found;
}
