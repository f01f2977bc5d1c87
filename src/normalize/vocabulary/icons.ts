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

/** Where sets of icons state which one it is. */
const iconAttributes = ["data-icon", "data-lucide", "data-feather", "data-testid"];
/** The same on elements that are icons by their own names. */
const ownAttributes = ["name", "icon", "shape"];
/** Hints that a script shows. */
const hints = ["data-tooltip", "data-original-title", "data-bs-title", "data-tippy-content", "data-title"];

/** An element that shows a sign and no text: `<i class="fa fa-check">`, an svg, a picture. */
export function isIcon(node: Element): boolean {
  if (node.name === "svg" || node.name === "img") return true;
  // <sl-icon name="check">, <ion-icon>, <clr-icon shape>, <iconify-icon icon>
  if (/^[a-z]+-icon$/.test(node.name)) return textOf(node).trim() === "";
  if (!/^(?:i|span|em|b|mark|div|a|abbr)$/.test(node.name)) return false;
  const isNamed =
    iconClass.test(attribute(node, "class")) ||
    attribute(node, "role") === "img" ||
    iconAttributes.some((name) => node.attribs[name] !== undefined);
  return (
    (isNamed || attribute(node, "aria-label") !== "" || attribute(node, "title") !== "") &&
    (textOf(node).trim() === "" || (attribute(node, "aria-label") !== "" && visibleLine(node) === ""))
  );
}

/** A letter or two in a sign, such as Doxygen's for the kind of an entry: no part of the word beside it. */
export const isLetterSign = ({ attribs }: Element, words: () => string): boolean =>
  attribs.class !== undefined && iconClass.test(attribs.class) && /^\p{L}{1,2}$/u.test(words());

export const isLigature = (node: Element): boolean =>
  ligatures.test(attribute(node, "class")) && /^\s*[a-z][a-z0-9_]*\s*$/.test(textOf(node));

/** The name that an icon has for those who do not see it; empty when it has none. */
export function nameOfIcon(node: Element): string {
  const title = node.name === "svg" ? findFirst(node, ({ name }) => name === "title") : undefined;
  const stated = [
    attribute(node, "aria-label"),
    attribute(node, "alt"),
    attribute(node, "title"),
    ...hints.map((hint) => attribute(node, hint)),
    title ? visibleLine(title) : "",
    wordsForHearing(node),
  ];
  const name = stated.map(oneLine).find((words) => words !== "") ?? "";
  if (node.name === "img" && name.split(" ").length > MAX_WORDS) return "";
  return name.length > MAX_NAME || mechanics.test(name) ? "" : name;
}

const yes =
  /(?:^|[\s_/#:-])(?:check|done|checked|checkmark|check-?mark|tick|yes|true|success|included|available|supported|enabled|ok|pass(?:ed)?|thumbs?-?up)(?:$|[\s_.-])/i;
const no =
  /(?:^|[\s_/#:-])(?:cross|times|close|xmark|x-?mark|x|no|none|false|excluded|unavailable|unsupported|disabled|not-\w+|minus|dash|ban|remove|cancel|wrong|unchecked|fail(?:ed|ure)?|thumbs?-?down)(?:$|[\s_.-])/i;

/** "✓" or "✗" for the sign that a class, a file or a symbol is named after; undefined when it is neither. */
export function signOf(node: Element): "✓" | "✗" | undefined {
  const use = node.name === "svg" ? findFirst(node, ({ name }) => name === "use") : undefined;
  const file = fileOf(attribute(node, "src"));
  const symbol = use ? attribute(use, "href") || attribute(use, "xlink:href") : "";
  const stated = [...iconAttributes, ...(node.name.includes("-") ? ownAttributes : [])]
    .map((name) => attribute(node, name).replaceAll(/(?<=\p{Ll})(?=\p{Lu})/gu, "-"))
    .join(" ");
  const names = `${attribute(node, "class")} ${file} ${symbol.split("/").at(-1) ?? ""} ${stated}`;
  if (no.test(names)) return "✗";
  return yes.test(names) ? "✓" : undefined;
}

/** The name of a picture's file, also of one that a server makes smaller: `/_next/image?url=%2Ftick.png`. */
function fileOf(src: string): string {
  const original = /[?&]url=([^&#]+)/.exec(src)?.[1]?.replaceAll(/%2f/gi, "/");
  return (original ?? src).split(/[?#]/)[0]?.split("/").at(-1) ?? "";
}

const onwards =
  /(?:^|[\s_-])(?:(angle|chevron|caret|navigate[_-]next)|(arrow|long-arrow))(?:[_-](?:right|forward|next))?(?:[_-]alt)?(?:$|\s)/i;

/** What an arrow between two words says, as in "File › Save"; undefined for any other icon. */
export function arrowOf(node: Element): "›" | "→" | undefined {
  const names = isLigature(node) ? textOf(node).trim() : attribute(node, "class");
  if (!/right|forward|next/i.test(names)) return undefined;
  const [, angle, arrow] = onwards.exec(names.replaceAll(/(?:^|\s)(?:fa|bi|icon|ti|lucide|ri)-/g, " ")) ?? [];
  return angle === undefined ? (arrow === undefined ? undefined : "→") : "›";
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
  const wrapped = findFirst(cell, (one) => hints.some((hint) => attribute(one, hint) !== ""));
  const own = [wrapped ? nameOfIcon(wrapped) : "", oneLine(attribute(cell, "aria-label"))];
  const name = [hidden, ...icons.map(nameOfIcon), ...own].find((words) => words !== "");
  if (name !== undefined && name.length <= MAX_NAME) return { words: name };
  if (icons.length === 0) return undefined;
  const box = icons.map(boxOf).find((state) => state !== undefined);
  if (box !== undefined) return { words: box ? "☑" : "☐" };
  return { words: icons.map(signOf).find((sign) => sign !== undefined) ?? "" };
}

/**
 * "✓" or "✗" for an empty cell whose class a style sheet draws as a sign. That it is not "no" for number is said by another
 * cell of its row or table that is a "yes".
 */
export function signOfStyle(cell: Element): "✓" | "✗" | undefined {
  if (cell.attribs.class === undefined || textOf(cell).trim() !== "") return undefined;
  const sign = signOf(cell);
  if (sign !== "✗") return sign;
  let table: Element = cell;
  while (table.name !== "table" && table.parent && isTag(table.parent)) table = table.parent;
  const isYes = (one: Element) =>
    /^t[dh]$/.test(one.name) && textOf(one).trim() === "" && signOf(one) === "✓";
  return findFirst(table, isYes) === undefined ? undefined : sign;
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
