import { type Element, isTag } from "domhandler";
import { classesOf, noAttributes, textOf } from "../../../html/dom.ts";
import { lru } from "../../../html/lru.ts";
import { afterAnimation } from "./animation.ts";
import { conceals, isHarmless } from "./css-visibility.ts";
import { cascade, type Declarations, declarationsOf } from "./declarations.ts";
import { matchesMedia } from "./media-query.ts";
import { RuleIndex } from "./rule-index.ts";
import { SheetReader, type StyleRule } from "./sheet.ts";
import { isInert, refersToVariables, withVariables } from "./variables.ts";

/** The declarations for the elements of one document, from its own style sheets and `style` attributes. */
export interface Styles {
  /** There are only `style` attributes. */
  readonly onlyInline: boolean;
  of(node: Element): Declarations;
  /** By its `style` attribute alone. */
  inline(node: Element): Declarations;
  /** Whether a rule shows an element once a script has given it, or one around it, the class of a state (`.visible`). */
  showsInState(node: Element): boolean;
  /** With the variables replaced that an element inherits. */
  resolved(node: Element, style: Declarations): Declarations;
  /** The sheets as they are read. */
  readonly sheet: SheetReader;
  /** What would hide something and could not be understood, as written. */
  unread(): readonly string[];
}

/** Rules for states that are tried on one element. */
const MAX_STATE_RULES = 200;
/** Looks at elements for custom properties. */
const MAX_LOOKS = 3_000_000;
const nothing: Declarations = new Map();
const declared = lru(declarationsOf);

/** Reads the style sheets of a document: its `<style>` elements, in `<head>` or anywhere else. */
export function stylesOf(elements: readonly Element[]): Styles {
  const sheet = new SheetReader();
  for (const element of elements) if (isForWideScreen(element)) sheet.read(textOf(element));
  return new DocumentStyles(sheet);
}

class DocumentStyles implements Styles {
  readonly #rules = new RuleIndex();
  readonly sheet: SheetReader;
  readonly #known = new Map<Element, Declarations>();
  readonly #raw = new Map<Element, Declarations>();
  readonly #unread = new Set<string>();
  readonly #showing: readonly StyleRule[];
  #looks = 0;

  constructor(sheet: SheetReader) {
    this.sheet = sheet;
    const mayHide = sheet.rules.some(({ style }) => !isHarmlessStyle(style));
    for (const rule of mayHide ? sheet.rules : []) if (!isInertStyle(rule.style)) this.#rules.add(rule);
    this.#showing = mayHide ? sheet.rules.filter(isShowing).slice(0, MAX_STATE_RULES) : [];
    for (const { selector, style } of sheet.unread) if (conceals(style, "p")) this.#unread.add(selector);
  }

  get onlyInline(): boolean {
    return this.#rules.isEmpty;
  }

  showsInState(node: Element): boolean {
    return this.#showing.some(({ selector }) =>
      selector.matches(node, (one) => [...classesOf(one), ...statesOfEntering]),
    );
  }

  resolved(node: Element, style: Declarations): Declarations {
    return refersToVariables(style) ? withVariables(style, (name) => this.#variable(node, name)) : style;
  }

  unread(): readonly string[] {
    return [...this.#unread];
  }

  inline({ attribs }: Element): Declarations {
    return attribs.style === undefined ? nothing : declared(attribs.style);
  }

  of(node: Element): Declarations {
    if (node.attribs === noAttributes && this.onlyInline) return nothing;
    const raw = this.#rawOf(node);
    if (raw.size === 0) return raw;
    const known = this.#known.get(node);
    if (known) return known;
    const resolved = refersToVariables(raw) ? this.#resolved(node, raw) : raw;
    const style = afterAnimation(resolved, this.sheet.keyframes);
    if (style !== raw) this.#known.set(node, style);
    return style;
  }

  #resolved(node: Element, raw: Declarations): Declarations {
    return withVariables(
      raw,
      (name) => this.#variable(node, name),
      (property, value) => {
        if (mayHide.test(property)) this.#unread.add(`${property}: ${value}`);
      },
    );
  }

  /** Custom properties are inherited. */
  #variable(node: Element, name: string): string | undefined {
    for (let up: Element | undefined = node; up; up = up.parent && isTag(up.parent) ? up.parent : undefined) {
      this.#looks += 1;
      const value = this.#rawOf(up).get(name)?.value;
      if (value !== undefined && !/^(?:inherit|unset|initial)$/.test(value)) return value;
      if (value === "initial" || this.#looks > MAX_LOOKS) return undefined;
    }
    return undefined;
  }

  /** What the rules and the attribute say, as written. */
  #rawOf(node: Element): Declarations {
    if (this.#rules.isEmpty) return this.inline(node);
    const known = this.#raw.get(node);
    if (known) return known;
    const raw = this.#cascaded(this.#rules.rulesFor(node), this.inline(node));
    if (raw.size > 0) this.#raw.set(node, raw);
    return raw;
  }

  #cascaded(rules: readonly StyleRule[], inline: Declarations): Declarations {
    if (rules.length === 0) return inline;
    const layers = rules.map(({ style }) => style);
    return cascade(inline.size > 0 ? [...layers, inline] : layers);
  }
}

/** Classes that scripts set when a part comes into view. */
const statesOfEntering: readonly string[] = (
  "visible is-visible in-view inview is-inview is-in-view show shown active is-active animate animated aos-animate " +
  "revealed is-revealed appear appeared entered loaded is-loaded in on"
).split(" ");
const stateClass = new RegExp(`\\.(?:${statesOfEntering.join("|")})(?![\\w-])`, "i");

const isShowing = ({ selector, style }: StyleRule): boolean =>
  stateClass.test(selector.text) &&
  (Number.parseFloat(style.get("opacity")?.value ?? "0") > 0.05 ||
    style.get("visibility")?.value === "visible");

/** Properties that hide by one value; if that is not known, it is said. */
const mayHide = /^(?:display|visibility|opacity|content-visibility|clip-path|font-size)$/;

function isHarmlessStyle(style: Declarations): boolean {
  for (const [property, one] of style) if (!isHarmless(property, one)) return false;
  return true;
}

function isInertStyle(style: Declarations): boolean {
  for (const property of style.keys()) if (!isInert(property)) return false;
  return true;
}

function isForWideScreen({ attribs }: Element): boolean {
  return matchesMedia((attribs.media ?? "").toLowerCase());
}
