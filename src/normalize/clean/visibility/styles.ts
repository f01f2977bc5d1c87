import { type Element, isTag } from "domhandler";
import { classesOf, noAttributes, textOf } from "../../../html/dom.ts";
import { lru } from "../../../html/lru.ts";
import { afterAnimation } from "./animation.ts";
import { conceals, isHarmless } from "./css-visibility.ts";
import { cascade, type Declarations, declarationsOf } from "./declarations.ts";
import { matchesMedia } from "./media-query.ts";
import { SheetReader, type StyleRule } from "./sheet.ts";
import { refersToVariables, withVariables } from "./variables.ts";

/** The declarations for the elements of one document, from its own style sheets and `style` attributes. */
export interface Styles {
  /** There are only `style` attributes. */
  readonly onlyInline: boolean;
  of(node: Element): Declarations;
  /** By its `style` attribute alone. */
  inline(node: Element): Declarations;
  /** Whether a rule shows an element once a script has given it, or one around it, the class of a state (`.visible`). */
  showsInState(node: Element): boolean;
  /** What would hide something and could not be understood, as written. */
  unread(): readonly string[];
}

/** Rules that are tried on one element: the last ones, if there are more. */
const MAX_RULES_PER_KEY = 200;
/** Steps for all selectors together; beyond it only a selector's last compound counts, which hides more. */
const MAX_STEPS = 3_000_000;
const nothing: Declarations = new Map();
const noRules: readonly StyleRule[] = [];
const declared = lru(declarationsOf);

/** Reads the style sheets of a document: its `<style>` elements, in `<head>` or anywhere else. */
export function stylesOf(elements: readonly Element[]): Styles {
  const sheet = new SheetReader();
  for (const element of elements) if (isForWideScreen(element)) sheet.read(textOf(element));
  return new DocumentStyles(sheet);
}

class DocumentStyles implements Styles {
  readonly #byKey = new Map<string, StyleRule[]>();
  readonly #sheet: SheetReader;
  readonly #known = new Map<Element, Declarations>();
  readonly #raw = new Map<Element, Declarations>();
  readonly #unread = new Set<string>();
  readonly #showing: readonly StyleRule[];
  #steps = 0;
  #looks = 0;

  constructor(sheet: SheetReader) {
    this.#sheet = sheet;
    const mayHide = sheet.rules.some(({ style }) => !isHarmlessStyle(style));
    for (const rule of mayHide ? sheet.rules : []) this.#index(rule);
    this.#showing = mayHide ? sheet.rules.filter(isShowing).slice(0, MAX_RULES_PER_KEY) : noRules;
    for (const { selector, style } of sheet.unread) if (conceals(style, "p")) this.#unread.add(selector);
  }

  get onlyInline(): boolean {
    return this.#byKey.size === 0;
  }

  showsInState(node: Element): boolean {
    return this.#showing.some(({ selector }) =>
      selector.matches(node, (one) => [...classesOf(one), ...statesOfEntering]),
    );
  }

  unread(): readonly string[] {
    return [...this.#unread];
  }

  inline({ attribs }: Element): Declarations {
    return attribs.style === undefined ? nothing : declared(attribs.style);
  }

  of(node: Element): Declarations {
    if (node.attribs === noAttributes && this.onlyInline) return nothing;
    const known = this.#known.get(node);
    if (known) return known;
    const style = this.#computed(node);
    if (style.size > 0) this.#known.set(node, style);
    return style;
  }

  #computed(node: Element): Declarations {
    const raw = this.#rawOf(node);
    if (raw.size === 0) return raw;
    const resolved = refersToVariables(raw) ? this.#resolved(node, raw) : raw;
    return afterAnimation(resolved, this.#sheet.keyframes);
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
      if (value === "initial" || this.#looks > MAX_STEPS) return undefined;
    }
    return undefined;
  }

  /** What the rules and the attribute say, as written. */
  #rawOf(node: Element): Declarations {
    if (this.#byKey.size === 0) return this.inline(node);
    const known = this.#raw.get(node);
    if (known) return known;
    const asked = this.#candidates(node);
    const rules = asked.length === 0 ? noRules : asked.filter((rule) => this.#applies(node, rule));
    const raw = rules.length === 0 ? this.inline(node) : this.#cascaded(node, [...rules]);
    if (raw.size > 0) this.#raw.set(node, raw);
    return raw;
  }

  #cascaded(node: Element, rules: StyleRule[]): Declarations {
    rules.sort(
      (a, b) =>
        (a.layer === b.layer ? 0 : a.layer - b.layer) ||
        a.selector.specificity - b.selector.specificity ||
        a.order - b.order,
    );
    const layers = rules.map((rule) => rule.style);
    if (node.attribs.style !== undefined) layers.push(this.inline(node));
    return cascade(layers);
  }

  #applies(node: Element, { selector }: StyleRule): boolean {
    this.#steps += selector.cost;
    return this.#steps > MAX_STEPS
      ? selector.key !== "*" || selector.text === "*"
      : selector.matches(node, classesOf);
  }

  #index(rule: StyleRule): void {
    const known = this.#byKey.get(rule.selector.key);
    if (!known) this.#byKey.set(rule.selector.key, [rule]);
    else {
      known.push(rule);
      if (known.length > MAX_RULES_PER_KEY * 2) known.splice(0, MAX_RULES_PER_KEY);
    }
  }

  readonly #ofClasses = lru((value): readonly StyleRule[] => {
    const names = new Set(value.toLowerCase().split(/\s+/).slice(0, 50));
    return [...names].flatMap((name) => this.#byKey.get(`.${name}`) ?? []);
  });

  #candidates({ name, attribs }: Element): readonly StyleRule[] {
    const ofAny = this.#byKey.get("*") ?? noRules;
    const named = this.#byKey.get(name) ?? noRules;
    if (attribs === noAttributes && ofAny.length === 0) return named;
    const classed = attribs.class ? this.#ofClasses(attribs.class) : noRules;
    const own = attribs.id === undefined ? undefined : this.#byKey.get(`#${attribs.id.toLowerCase()}`);
    return named.length + classed.length === 0 && !own
      ? ofAny
      : [...ofAny, ...named, ...classed, ...(own ?? noRules)];
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

function isForWideScreen({ attribs }: Element): boolean {
  return matchesMedia((attribs.media ?? "").toLowerCase());
}
