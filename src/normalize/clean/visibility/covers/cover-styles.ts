import type { Element } from "domhandler";
import { cascade, cssText, type Declarations, declarationsOf } from "../declarations.ts";
import { OnDemand } from "../on-demand.ts";
import { RuleIndex } from "../rule-index.ts";
import { type GeneratedPlace, placeOfGenerated, selectorOf, withoutGenerated } from "../selector.ts";
import type { SheetReader } from "../sheet.ts";

const nothing: Declarations = new Map();

/** What the style sheets of a document say of covers: read only where something is placed absolutely. */
export class CoverStyles {
  readonly #sheet: SheetReader;
  readonly #placed = new RuleIndex();
  readonly #generated = { before: new RuleIndex(), after: new RuleIndex() };
  #onDemand: OnDemand | undefined;
  #names: ReadonlySet<string> | undefined;

  constructor(sheet: SheetReader) {
    this.#sheet = sheet;
    for (const rule of sheet.rules) if (isAbsolute(rule.style)) this.#placed.add(rule);
    if (sheet.generated.some(({ block }) => /absolute/i.test(block))) this.#readGenerated();
  }

  #readGenerated(): void {
    for (const { selector: text, block, order, layer } of this.#sheet.generated) {
      const place = placeOfGenerated(text);
      const selector = place && selectorOf(withoutGenerated(text), this.#sheet.engine);
      if (selector) this.#generated[place].add({ selector, style: declarationsOf(block), order, layer });
    }
  }

  /** No rule places anything absolutely. */
  get isEmpty(): boolean {
    return this.#placed.isEmpty && this.#generated.before.isEmpty && this.#generated.after.isEmpty;
  }

  /** Whether a rule that places an element absolutely is about this one. */
  mayPlace(node: Element): boolean {
    return !this.#placed.isEmpty && this.#placed.rulesFor(node).length > 0;
  }

  /** Of the text that rules generate before an element's own or after it; variables are not replaced. */
  generated(node: Element, place: GeneratedPlace): Declarations {
    const index = this.#generated[place];
    if (index.isEmpty) return nothing;
    const rules = index.rulesFor(node);
    return rules.some(({ style }) => isAbsolute(style)) ? cascade(rules.map(({ style }) => style)) : nothing;
  }

  /** Whether a rule shows what an element covers once a reader points at it, clicks it or has it opened. */
  revealsOnDemand(node: Element): boolean {
    this.#onDemand ??= new OnDemand(this.#sheet);
    return this.#onDemand.reveals(node);
  }

  /** Whether all classes of an element occur in the sheets: none is only styled elsewhere. */
  knowsNamesOf({ attribs }: Element): boolean {
    this.#names ??= classesIn(this.#sheet);
    const names = this.#names;
    const classes = (attribs.class ?? "").toLowerCase().split(/\s+/);
    return classes.every((name) => name === "" || names.has(name));
  }
}

const isAbsolute = (style: Declarations) => style.get("position")?.value === "absolute";

function classesIn({ rules }: SheetReader): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { selector } of rules)
    for (const [, name = ""] of cssText(selector.text).matchAll(/\.([\w\u0080-\uffff:/[\]%-]+)/g))
      names.add(name);
  return names;
}
