import type { Element } from "domhandler";
import { cascade, cssText, type Declarations, declarationsOf } from "../declarations.ts";
import { OnDemand } from "../on-demand.ts";
import { RuleIndex } from "../rule-index.ts";
import { type GeneratedPlace, placeOfGenerated, selectorOf, withoutGenerated } from "../selector.ts";
import type { SheetReader, WrittenRule } from "../sheet.ts";

const nothing: Declarations = new Map();

/** What the style sheets of a document say of covers: read only where something is placed absolutely. */
export class CoverStyles {
  readonly #sheet: SheetReader;
  readonly #placed = new RuleIndex();
  /** Rules that place generated text absolutely; the other rules about it are read where one of these applies. */
  readonly #placing: Generated;
  #generated: Generated | undefined;
  #onDemand: OnDemand | undefined;
  #names: ReadonlySet<string> | undefined;

  constructor(sheet: SheetReader) {
    this.#sheet = sheet;
    for (const rule of sheet.rules) if (isAbsolute(rule.style)) this.#placed.add(rule);
    this.#placing = generatedBy(sheet, ({ block }) => /absolute/i.test(block));
  }

  /** No rule places anything absolutely. */
  get isEmpty(): boolean {
    return this.#placed.isEmpty && this.#placing.before.isEmpty && this.#placing.after.isEmpty;
  }

  /** Whether a rule that places an element absolutely is about this one. */
  mayPlace(node: Element): boolean {
    return !this.#placed.isEmpty && this.#placed.rulesFor(node).length > 0;
  }

  /** Of the text that rules generate before an element's own or after it; variables are not replaced. */
  generated(node: Element, place: GeneratedPlace): Declarations {
    const placing = this.#placing[place];
    if (placing.isEmpty || !placing.rulesFor(node).some(({ style }) => isAbsolute(style))) return nothing;
    this.#generated ??= generatedBy(this.#sheet, () => true);
    return cascade(this.#generated[place].rulesFor(node).map(({ style }) => style));
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

type Generated = Readonly<Record<GeneratedPlace, RuleIndex>>;

function generatedBy(
  { generated, engine }: SheetReader,
  isWanted: (rule: WrittenRule) => boolean,
): Generated {
  const found = { before: new RuleIndex(), after: new RuleIndex() };
  for (const rule of generated) {
    const place = isWanted(rule) ? placeOfGenerated(rule.selector) : undefined;
    const selector = place && selectorOf(withoutGenerated(rule.selector), engine);
    if (selector) found[place].add({ ...rule, selector, style: declarationsOf(rule.block) });
  }
  return found;
}

const isAbsolute = (style: Declarations) => style.get("position")?.value === "absolute";

function classesIn({ rules }: SheetReader): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { selector } of rules)
    for (const [, name = ""] of cssText(selector.text).matchAll(/\.([\w\u0080-\uffff:/[\]%-]+)/g))
      names.add(name);
  return names;
}
