import { type ChildNode, type Element, isTag, isText, type ParentNode } from "domhandler";
import type { Links } from "../clean/links.ts";
import type { PageTitles } from "../clean/main-content/title.ts";
import type { Opened } from "../clean/visibility/opened/find.ts";
import { dropReason, visibleLine } from "../vocabulary/dropped.ts";
import { isPreformatted, isSetInLines } from "../vocabulary/html-code.ts";
import type { Tabs } from "../vocabulary/tabs.ts";
import type { Warnings } from "../warnings.ts";
import { ariaTableOf } from "./aria-tables.ts";
import type { Builder } from "./builder.ts";
import { addCallout } from "./callouts.ts";
import { code } from "./code.ts";
import { addHint } from "./components.ts";
import { addIcon } from "./controls.ts";
import { Flow } from "./flow.ts";
import { handlerOf } from "./handlers.ts";
import { isGenericLabel, isOneLine, isWithinLabel } from "./labels.ts";
import { addFormula, formulaOf } from "./math.ts";
import { figure, isFigure } from "./media.ts";
import { areApart, isBadgeBeside } from "./side-by-side.ts";
import { addAriaTable } from "./tables.ts";

/** Quotations, lists and tables nested deeper than this are set side by side. */
const MAX_NESTING = 60;

export interface BuildInput {
  readonly links: Links;
  readonly warnings: Warnings;
  readonly tabs: Tabs;
  readonly opened: Opened;
  readonly isPage: boolean;
  /** What a page states of its title: a picture that is described so says nothing more. */
  readonly titles?: PageTitles | undefined;
  /** Takes the elements that are left out. */
  readonly dropped?: Element[];
}

/** The normal form of what is below `root`: a list of blocks. The source tree is not changed. */
export function buildBlocks(root: ParentNode, input: BuildInput): Element[] {
  return new Walker(input).blocks(root);
}

class Walker implements Builder {
  readonly links: Links;
  readonly warnings: Warnings;
  readonly isPage: boolean;
  caption = "";
  readonly #tabs: Tabs;
  readonly #opened: Opened;
  readonly #skipped = new Set<Element>();
  readonly #dropped: Element[];
  readonly #described: Set<string>;
  #nesting = 0;

  constructor({ links, warnings, tabs, opened, isPage, titles, dropped = [] }: BuildInput) {
    this.#dropped = dropped;
    this.links = links;
    this.warnings = warnings;
    this.isPage = isPage;
    this.#described = new Set([titles?.heading, titles?.short].filter((title) => title !== undefined));
    this.#tabs = tabs;
    this.#opened = opened;
  }

  get isTooDeep(): boolean {
    return this.#nesting >= MAX_NESTING;
  }

  walk(node: ParentNode, flow: Flow): void {
    for (const child of node.children) {
      if (isText(child)) {
        if (child.prev && !flow.isOpen("code") && isBadgeBeside(child.prev, child)) flow.text(" ");
        flow.text(child.data);
      } else if (isTag(child)) {
        if (child.prev && !flow.isOpen("code") && areApart(child.prev, child)) flow.text(" ");
        this.#visit(child, flow);
      }
    }
  }

  blocks(node: ParentNode, around?: Flow): Element[] {
    const flow = new Flow(false, around?.openElements());
    this.#nesting += 1;
    this.walk(node, flow);
    this.#nesting -= 1;
    return flow.finishBlocks();
  }

  inline(node: ParentNode, around?: Flow): ChildNode[] {
    const flow = new Flow(true, around?.openElements());
    this.walk(node, flow);
    return flow.finishInline();
  }

  skip(node: Element): void {
    this.#skipped.add(node);
  }

  isDropped(node: Element): boolean {
    if (this.#skipped.size > 0 && this.#skipped.has(node)) return true;
    const { rows, labels } = this.#tabs;
    if (rows.size > 0 && rows.has(node)) return this.#leave(node);
    if (labels.size > 0 && labels.has(node)) return false;
    if (node.name === "button" && this.#opened.labels.has(node)) return isGenericLabel(visibleLine(node));
    const reason = dropReason(node, this.isPage);
    if (reason === undefined) return false;
    if (reason !== "unnoticed") this.warnings.count(reason);
    return this.#leave(node);
  }

  #leave(node: Element): true {
    this.#dropped.push(node);
    return true;
  }

  withCaption(caption: string, visit: () => void): void {
    const outer = this.caption;
    this.caption = caption;
    visit();
    this.caption = outer;
  }

  isNew(description: string): boolean {
    if (this.#described.has(description)) return false;
    this.#described.add(description);
    return true;
  }

  #visit(node: Element, flow: Flow): void {
    const formula = formulaOf(node);
    if (formula !== undefined) {
      addFormula(formula, flow);
      return;
    }
    if (this.isDropped(node)) return;
    const { labels } = this.#tabs;
    const label = labels.size === 0 ? undefined : labels.get(node);
    if (label !== undefined) this.#leadIn(label, flow);
    if (this.#opened.labels.has(node) && this.#addLabel(node, flow)) return;
    if (isPreformatted(node) && !flow.inlineOnly) {
      code(node, flow, this);
      return;
    }
    if (node.attribs.class !== undefined || node.attribs.role === "note") {
      if (!this.isTooDeep && addCallout(node, flow, this)) return;
      if (isSetInLines(node)) {
        code(node, flow, this);
        return;
      }
      if (isFigure(node)) {
        figure(node, flow, this);
        return;
      }
      if (addHint(node, flow)) return;
    }
    if (addIcon(node, flow)) return;
    const grid = flow.inlineOnly || this.isTooDeep ? undefined : ariaTableOf(node);
    if (grid) addAriaTable(grid, flow, this);
    else handlerOf(node.name)(node, flow, this);
  }

  /** The control of a part that opens on demand: its text is the part's label. */
  #addLabel(node: Element, flow: Flow): boolean {
    const line = visibleLine(node);
    if (isGenericLabel(line)) return true;
    if (flow.inlineOnly || isWithinLabel(node) || !isOneLine(node)) return false;
    this.#leadIn(line, flow);
    return true;
  }

  #leadIn(label: string, flow: Flow): void {
    flow.boundary();
    const opened = flow.open("strong");
    flow.text(label);
    if (opened) flow.close();
    flow.boundary();
  }
}
