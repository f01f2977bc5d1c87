import type { Element } from "domhandler";
import { classesOf } from "../../../html/dom.ts";
import { isBlurred } from "./blur.ts";
import { conceals } from "./css-visibility.ts";
import { type Declarations, declarationsOf } from "./declarations.ts";
import { isHandled } from "./opened/controls.ts";
import { type Selector, selectorOf, withoutGenerated } from "./selector.ts";
import type { SheetReader } from "./sheet.ts";

/** States that a reader brings about: pointing, clicking, choosing; and classes that scripts set on a click. */
const pseudo = "hover|focus(?:-within|-visible)?|active|checked|target(?:-within)?|open|popover-open";
const classes =
  "(?:is-|has-|js-)?(?:open(?:ed)?|expanded|revealed|reveal|shown?|visible|active|clicked|unblurred|unhidden|checked|toggled|flipped)";
const state = new RegExp(
  `:not\\(\\s*(?::(?:${pseudo})|\\.${classes}|\\[open\\])\\s*\\)|:(?:${pseudo})(?![\\w-])|\\.${classes}(?![\\w-])|\\[open\\]|\\[aria-expanded=["']?true["']?\\]`,
  "gi",
);
const negated = /:not\(\s*(?::hover|:focus|:active|:checked|:target|\.|\[open)/i;
/** Rules for states that are looked at. */
const MAX_RULES = 200;

const byMouse = ["onmouseover", "onmouseenter", "onpointerenter", "onfocus", "@mouseenter", "@mouseover"];

/** Whether a script reacts when a reader points at an element or clicks it. */
export const isRevealedByScript = (node: Element): boolean =>
  isHandled(node) || byMouse.some((name) => node.attribs[name] !== undefined);

/** Tells what readers see once they point at it, click it or choose it. */
export class OnDemand {
  readonly #selectors: readonly Selector[];

  constructor({ rules, generated, engine }: SheetReader) {
    const own = rules.filter(({ selector }) => isOfState(selector.text));
    const ofGenerated = generated.filter(({ selector }) => isOfState(selector));
    const undoing = [
      ...own
        .filter(({ selector, style }) => undoes(selector.text, style))
        .map(({ selector }) => selector.text),
      ...ofGenerated
        .filter(({ selector, block }) => undoes(selector, declarationsOf(block)))
        .map(({ selector }) => withoutGenerated(selector)),
    ];
    this.#selectors = undoing
      .slice(0, MAX_RULES)
      .map((selector) => selectorOf(inEveryState(selector), engine))
      .filter((one) => one !== undefined);
  }

  /** Whether a rule takes away what blurs or covers an element, or puts that on it only while it is at rest. */
  reveals(node: Element): boolean {
    return this.#selectors.some((selector) => selector.matches(node, classesOf));
  }
}

const isOfState = (selector: string): boolean => selector.search(state) !== -1;

/** Stands in the place of a state. */
const MARK = "\ue000";

/** The selector without its states; one that was nothing else is any element. */
function inEveryState(selector: string): string {
  return selector
    .replace(state, MARK)
    .replaceAll(/(^|[\s>+~(,])\ue000+/g, "$1*")
    .replaceAll(MARK, "");
}

const covering = ["filter", "-webkit-filter", "backdrop-filter", "background", "background-color", "opacity"];

function undoes(selector: string, style: Declarations): boolean {
  const value = (name: string) => style.get(name)?.value;
  const filter = value("filter") ?? value("-webkit-filter") ?? value("backdrop-filter");
  if (negated.test(selector) && covering.some((name) => style.has(name))) return true;
  const background = value("background") ?? value("background-color");
  const moves = ["transform", "translate", "scale", "rotate", "inset", "left", "top", "right", "bottom"];
  return (
    conceals(style, "p") ||
    (filter !== undefined && !isBlurred(filter)) ||
    (background !== undefined && /^(?:none|transparent|unset|initial)|rgba\(.*,\s*\.?0\)/.test(background)) ||
    Number.parseFloat(value("opacity") ?? "1") < 0.5 ||
    Number.parseFloat(value("z-index") ?? "0") < 0 ||
    /^0/.test(value("height") ?? "") ||
    /^0/.test(value("width") ?? "") ||
    moves.some((name) => !/^(?:none|0|auto)?$/.test(value(name) ?? ""))
  );
}
