import { type Document, type Element, isTag, type ParentNode } from "domhandler";
import { contains, findFirst, textOf } from "../../../../html/dom.ts";
import type { Tabs } from "../../../vocabulary/tabs.ts";
import type { Sight } from "../sight.ts";
import {
  aroundOf,
  asksQuestion,
  isControl,
  isHandled,
  isToggle,
  namesOpening,
  opensAnotherKind,
  targetsNamedBy,
} from "./controls.ts";
import { questionRows } from "./question-rows.ts";
import { slidesIn } from "./slides.ts";
import { conditionOf, following, mayBeOpened, namesBody, unitOf, wrappersOf } from "./targets.ts";

/** What readers open on demand. */
export interface Opened {
  /** Parts that a visible control opens, and slides; what hides them by themselves does not count. */
  readonly parts: ReadonlySet<Element>;
  /** The controls whose text is the label of such a part. */
  readonly labels: ReadonlySet<Element>;
}

/** A control and what it may open. */
interface Pair {
  readonly control: Element;
  readonly target: Element;
  readonly isOnly: boolean;
}

const worthLooking =
  /<(?:button|label|summary)\b|aria-(?:controls|expanded)|data-[\w-]*(?:toggle|target)|accordion|faq|collaps|toggle|x-show|v-show|ng-show|role\s?=\s?["']?(?:button|tab)|:target|slide|carousel|style\s?=\s?["'][^"'<>]{0,200}(?:hidden|none|height:\s?0)/i;
/** Controls in these open menus, whatever they say. */
const tools = new Set("nav footer select dialog template".split(" "));
const toolRoles = new Set(
  "navigation menu menubar toolbar banner search contentinfo dialog alertdialog".split(" "),
);
const MAX_CONTROLS = 5_000;
const MAX_LABELLED = 500;

/**
 * Finds what a page's readers open on demand: the panels of tabs, accordions and questions, and whatever else a visible
 * control names or stands directly before. A control that is hidden itself opens nothing; menus, dialogs, tooltips and
 * parts for some people only are not opened by anything.
 */
export function openedIn(tree: Document, html: string, tabs: Tabs, sight: Sight): Opened {
  const finder = new Finder(sight, /:target\b/.test(html));
  if (worthLooking.test(html)) finder.collect(tree);
  for (const [panel, tab] of tabs.openers) finder.add({ control: tab, target: panel, isOnly: false });
  return finder.opened();
}

class Finder {
  readonly #sight: Sight;
  readonly #opensByAddress: boolean;
  readonly #byId = new Map<string, Element>();
  readonly #controls: Element[] = [];
  readonly #labelled: Element[] = [];
  readonly #slides = new Set<Element>();
  /** Part → the controls that open it. */
  readonly #openers = new Map<Element, Pair[]>();
  readonly #seen = new Map<Element, boolean>();

  constructor(sight: Sight, opensByAddress: boolean) {
    this.#sight = sight;
    this.#opensByAddress = opensByAddress;
  }

  collect(tree: ParentNode): void {
    this.#walk(tree, false);
    for (const control of this.#controls) this.#pair(control);
    for (const part of this.#labelled) this.#pairLabelled(part);
  }

  #walk(node: ParentNode, amongTools: boolean): void {
    if (!amongTools) this.#questions(node);
    if (!amongTools) this.#slidesOf(node);
    for (const child of node.children) {
      if (!isTag(child) || child.name === "script" || child.name === "style") continue;
      const { attribs, name } = child;
      if (attribs.id !== undefined && !this.#byId.has(attribs.id)) this.#byId.set(attribs.id, child);
      if (attribs["aria-labelledby"] !== undefined && this.#labelled.length < MAX_LABELLED)
        this.#labelled.push(child);
      const isTool = amongTools || tools.has(name) || toolRoles.has(attribs.role ?? "");
      if (!isTool && this.#controls.length < MAX_CONTROLS && this.#mayOpen(child)) this.#controls.push(child);
      this.#walk(child, isTool);
    }
  }

  #questions(parent: ParentNode): void {
    for (const { head, answer } of questionRows(parent))
      if (mayBeOpened(answer) && this.#isHidden(answer))
        this.add({ control: head, target: answer, isOnly: true });
  }

  /** A carousel fades or moves; what it does not display at all may never come. */
  #slidesOf(parent: ParentNode): void {
    for (const slide of slidesIn(parent)) {
      const style = this.#sight.styleOf(slide);
      const isGone = style.get("display")?.value === "none" || style.get("visibility")?.value === "hidden";
      if (!isGone && slide.attribs.hidden === undefined && mayBeOpened(slide)) this.#slides.add(slide);
    }
  }

  #mayOpen(node: Element): boolean {
    return isControl(node) || (this.#opensByAddress && /^#./.test(node.attribs.href ?? ""));
  }

  #pair(control: Element): void {
    if (opensAnotherKind(control)) {
      // Some call what their accordions open a popup; a menu is no region of the page.
      for (const target of this.#besides(control))
        if (target.attribs.role === "region") this.add({ control, target, isOnly: true });
      return;
    }
    const named = this.#named(control);
    for (const target of named) this.add({ control, target, isOnly: named.length === 1 });
    if (named.length > 0) return;
    for (const target of this.#besides(control)) this.add({ control, target, isOnly: target.name !== "tr" });
  }

  #named(control: Element): Element[] {
    const isExplicit = isToggle(control) || isHandled(control) || control.attribs.role !== undefined;
    const isNamed = isExplicit || this.#opensByAddress || namesOpening(aroundOf(control));
    if (!isNamed) return [];
    return [...new Set(targetsNamedBy(control))]
      .map((id) => this.#byId.get(id))
      .filter((target) => target !== undefined)
      .filter((target) => target !== control && mayBeOpened(target) && !contains(target, control));
  }

  /** What stands directly behind a control that names nothing. */
  #besides(control: Element): Element[] {
    if (control.name === "summary") {
      const { parent } = control;
      if (!parent || !isTag(parent) || parent.name !== "details") return [];
      return parent.children.filter(isTag).filter((one) => one !== control && mayBeOpened(one));
    }
    if (control.name === "label" && !this.#isSwitch(control)) return [];
    const rows = this.#rowsBelow(control);
    if (rows.length > 0) return rows;
    const unit = unitOf(control);
    return following(unit).filter((target) => this.#isBody(target, control));
  }

  /** A tree that is drawn as a table: the hidden rows below the one with the control. */
  #rowsBelow(control: Element): Element[] {
    const row = isHandled(control) || isToggle(control) ? rowAround(control) : undefined;
    const rows: Element[] = [];
    for (let next = row?.next; next; next = next.next) {
      if (!isTag(next)) continue;
      if (next.name !== "tr" || !this.#isHidden(next)) break;
      rows.push(next);
    }
    return rows;
  }

  /** The label of a box or a button to choose by, which style sheets use for opening without a script. */
  #isSwitch({ attribs }: Element): boolean {
    const field = this.#byId.get(attribs.for ?? "");
    return field?.name === "input" && /^(?:checkbox|radio)$/i.test(field.attribs.type ?? "");
  }

  #isBody(target: Element, control: Element): boolean {
    if (!mayBeOpened(target) || target.name === "label" || target.name === "input") return false;
    const condition = conditionOf(target);
    if (condition !== undefined) return isHandled(control) || isToggle(control);
    const isNamed = namesOpening(aroundOf(control, 3)) || (namesBody(target) && asksQuestion(control));
    const isSure = control.attribs["aria-expanded"] !== undefined || control.name === "label" || isNamed;
    const isNamedBody = namesBody(target) || target.attribs.role === "region";
    if (!this.#isHidden(target)) return isSure && namesOpening(aroundOf(control)) && isNamedBody;
    return (
      isSure ||
      (control.name === "button" && asksQuestion(control)) ||
      (isHandled(control) && namesBody(target))
    );
  }

  #isHidden(target: Element): boolean {
    return (
      this.#sight.hides(target) ||
      this.#sight.isUnreadable(target) ||
      target.attribs["aria-hidden"] === "true"
    );
  }

  /** A region that states which control is its label. */
  #pairLabelled(part: Element): void {
    if (part.attribs.role !== "region" && part.attribs.role !== "tabpanel") return;
    const label = this.#byId.get((part.attribs["aria-labelledby"] ?? "").trim());
    const control = label && (isControl(label) ? label : findFirst(label, isControl));
    if (control && !opensAnotherKind(control) && mayBeOpened(part) && !contains(part, control))
      this.add({ control, target: part, isOnly: true });
  }

  add(pair: Pair): void {
    for (const part of wrappersOf(pair.target, pair.control)) {
      const known = this.#openers.get(part);
      if (known) known.push(pair);
      else this.#openers.set(part, [pair]);
    }
  }

  opened(): Opened {
    const parts = new Set(this.#slides);
    const labels = new Set<Element>();
    for (const [part, pairs] of this.#openers) {
      const seen = pairs.filter(({ control }) => this.#isSeen(control));
      if (seen.length === 0) continue;
      parts.add(part);
      // The name of an empty part would stand for a text of the page.
      const label = seen.find(
        ({ control, target, isOnly }) => isOnly && isLabel(control) && !isEmpty(target),
      );
      if (label) labels.add(label.control);
    }
    return { parts, labels };
  }

  /** Whether a reader sees a control: nothing around it is hidden, except what other visible controls open. */
  #isSeen(control: Element): boolean {
    if (this.#sight.isUnreadable(control) && textOf(control).trim() !== "") return false;
    for (let up: ParentNode | null = control; up && isTag(up); up = up.parent) {
      if (!this.#sight.hides(up) || up.name === "input") continue;
      if (!this.#isOpened(up)) return false;
    }
    return true;
  }

  #isOpened(part: Element): boolean {
    const known = this.#seen.get(part);
    if (known !== undefined) return known;
    // A control within what it opens opens nothing: until the answer is found it counts as no.
    this.#seen.set(part, false);
    const isOpened = (this.#openers.get(part) ?? []).some(({ control }) => this.#isSeen(control));
    this.#seen.set(part, isOpened);
    return isOpened;
  }
}

function rowAround(control: Element): Element | undefined {
  for (let up = control.parent; up && isTag(up); up = up.parent) {
    if (up.name === "tr") return up;
    if (up.name === "table") return undefined;
  }
  return undefined;
}

const isEmpty = (target: Element): boolean =>
  textOf(target).trim() === "" &&
  findFirst(target, ({ name }) => name === "img" || name === "svg") === undefined;

/** Its text tells what it opens. */
function isLabel(control: Element): boolean {
  return control.name !== "summary" && /[\p{L}\p{N}]/u.test(textOf(control));
}
