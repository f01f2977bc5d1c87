import type { Element } from "domhandler";
import { classesOf, noAttributes } from "../../../html/dom.ts";
import { lru } from "../../../html/lru.ts";
import type { StyleRule } from "./sheet.ts";

/** Rules that are tried on one element: the last ones, if there are more. */
const MAX_RULES_PER_KEY = 200;
/** Steps for all selectors together; beyond it only a selector's last compound counts, which hides more. */
const MAX_STEPS = 3_000_000;
const noRules: readonly StyleRule[] = [];

/** The rules of a document's sheets by what their selectors require, so that few are tried on an element. */
export class RuleIndex {
  readonly #byKey = new Map<string, StyleRule[]>();
  #steps = 0;

  get isEmpty(): boolean {
    return this.#byKey.size === 0;
  }

  add(rule: StyleRule): void {
    const known = this.#byKey.get(rule.selector.key);
    if (!known) this.#byKey.set(rule.selector.key, [rule]);
    else {
      known.push(rule);
      if (known.length > MAX_RULES_PER_KEY * 2) known.splice(0, MAX_RULES_PER_KEY);
    }
  }

  /** The rules about an element, those that count most last. */
  rulesFor(node: Element): readonly StyleRule[] {
    const asked = this.#candidates(node);
    if (asked.length === 0) return noRules;
    return asked.filter((rule) => this.#applies(node, rule)).sort(byWeight);
  }

  #applies(node: Element, { selector }: StyleRule): boolean {
    this.#steps += selector.cost;
    return this.#steps > MAX_STEPS
      ? selector.key !== "*" || selector.text === "*"
      : selector.matches(node, classesOf);
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

function byWeight(a: StyleRule, b: StyleRule): number {
  return (
    (a.layer === b.layer ? 0 : a.layer - b.layer) ||
    a.selector.specificity - b.selector.specificity ||
    a.order - b.order
  );
}
