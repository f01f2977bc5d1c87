import type { Element } from "domhandler";
import { classesOf, noAttributes, textOf } from "../../../html/dom.ts";
import { lru } from "../../../html/lru.ts";
import { isHarmless } from "./css-visibility.ts";
import { type Declarations, type Declared, declarationsOf } from "./declarations.ts";
import { matchesMedia } from "./media-query.ts";
import { matches } from "./selector.ts";
import { rulesOf, type StyleRule } from "./sheet.ts";

/** The declarations for the elements of one document, from its own style sheets and `style` attributes. */
export interface Styles {
  /** There are only `style` attributes. */
  readonly onlyInline: boolean;
  of(node: Element): Declarations;
  /** By its `style` attribute alone. */
  inline(node: Element): Declarations;
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
  const byKey = new Map<string, StyleRule[]>();
  let order = 0;
  const sheets = elements.filter(isForWideScreen).map((element) => {
    const rules = rulesOf(textOf(element), order);
    order = (rules.at(-1)?.order ?? order - 1) + 1;
    return rules;
  });
  const mayHide = sheets.some((rules) => rules.some(({ style }) => !isHarmlessStyle(style)));
  for (const rules of mayHide ? sheets : []) {
    for (const rule of rules) {
      const known = byKey.get(rule.selector.key);
      if (!known) byKey.set(rule.selector.key, [rule]);
      else {
        known.push(rule);
        if (known.length > MAX_RULES_PER_KEY * 2) known.splice(0, MAX_RULES_PER_KEY);
      }
    }
  }
  let steps = 0;
  const applies = (node: Element, rule: StyleRule): boolean => {
    steps += rule.selector.chain.length;
    return steps > MAX_STEPS || matches(node, rule.selector, classesOf);
  };
  const ofAny = byKey.get("*") ?? noRules;
  const ofClasses = lru((value) => {
    const names = new Set(value.toLowerCase().split(/\s+/).slice(0, 50));
    return [...names].flatMap((name) => byKey.get(`.${name}`) ?? []);
  });
  const candidates = ({ name, attribs }: Element): readonly StyleRule[] => {
    const named = byKey.get(name) ?? noRules;
    if (attribs === noAttributes && ofAny.length === 0) return named;
    const classed = attribs.class ? ofClasses(attribs.class) : noRules;
    const own = attribs.id === undefined ? undefined : byKey.get(`#${attribs.id.toLowerCase()}`);
    return named.length + classed.length === 0 && !own
      ? ofAny
      : [...ofAny, ...named, ...classed, ...(own ?? noRules)];
  };
  const inline = ({ attribs }: Element): Declarations =>
    attribs.style === undefined ? nothing : declared(attribs.style);
  return {
    onlyInline: byKey.size === 0,
    inline,
    of(node) {
      if (byKey.size === 0) return inline(node);
      const asked = candidates(node);
      if (asked.length === 0) return inline(node);
      const rules = asked.filter((rule) => applies(node, rule));
      if (rules.length === 0) return inline(node);
      rules.sort((a, b) => a.selector.specificity - b.selector.specificity || a.order - b.order);
      const layers = rules.map((rule) => rule.style);
      if (node.attribs.style !== undefined) layers.push(inline(node));
      return layers.length === 0 ? nothing : cascade(layers);
    },
  };
}

/** Later layers before earlier ones, `!important` before all. */
function cascade(layers: readonly Declarations[]): Declarations {
  if (layers.length === 1 && layers[0]) return layers[0];
  const all = new Map<string, Declared>();
  for (const layer of layers) {
    for (const [name, declared] of layer) {
      if (!all.get(name)?.important || declared.important) all.set(name, declared);
    }
  }
  return all;
}

function isHarmlessStyle(style: Declarations): boolean {
  for (const [property, declared] of style) if (!isHarmless(property, declared)) return false;
  return true;
}

function isForWideScreen({ attribs }: Element): boolean {
  return matchesMedia((attribs.media ?? "").toLowerCase());
}
