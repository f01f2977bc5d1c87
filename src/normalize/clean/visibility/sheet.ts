import { cssText, type Declarations, declarationsOf, splitOutside, withoutComments } from "./declarations.ts";
import { mediaAnswer } from "./media-query.ts";
import { isOfGeneratedText, nestedIn, type Selector, selectorOf } from "./selector.ts";
import { SelectorBudget } from "./selector-budget.ts";
import { SelectorEngine } from "./selector-engine.ts";
import { supportsAnswer } from "./supports-query.ts";

/** One selector of a style sheet with its declarations. */
export interface StyleRule {
  readonly selector: Selector;
  readonly style: Declarations;
  /** Its position; of equally specific rules the last counts. */
  readonly order: number;
  /** Its cascade layer; rules outside layers come after all that are in one. */
  readonly layer: number;
}

/** A rule whose selector and declarations are not read yet. */
export interface WrittenRule extends Pick<StyleRule, "order" | "layer"> {
  readonly selector: string;
  readonly block: string;
}

/** What the style sheets of a document say that may hide something. */
export interface Sheet {
  readonly rules: readonly StyleRule[];
  /** Name → what an animation ends with. */
  readonly keyframes: ReadonlyMap<string, Declarations>;
  /** Rules about the text that a style sheet puts before and after that of elements, as written. */
  readonly generated: readonly WrittenRule[];
  /** Rules whose selector or condition is not understood, as written. */
  readonly unread: readonly { readonly selector: string; readonly style: Declarations }[];
}

/** Only these can hide anything or show it again. */
const relevant =
  /display|visibility|opacity|font|color|background|position|clip|overflow|text-|transform|translate|scale|filter|margin|height|width|inset|animation|mask|letter-|zoom|size|z-index|--|var\(/i;
/** Style sheets of real pages stay below this. */
const MAX_RULES = 20_000;
const MAX_DEPTH = 10;
const UNLAYERED = Number.POSITIVE_INFINITY;

/** What surrounds a rule. */
interface Around {
  /** The selectors that nested rules extend. */
  readonly parents: readonly string[];
  /** False: no desktop screen shows this; undefined: not known. */
  readonly applies: boolean | undefined;
  readonly layer: number;
  readonly layerName: string;
  readonly depth: number;
}

/**
 * Reads the rules of style sheets that may hide something, as a desktop browser applies them: `@media` by its query,
 * `@supports` by what browsers know, `@layer` in its order, nested rules; without states (`:hover`) and generated content.
 */
export class SheetReader implements Sheet {
  readonly rules: StyleRule[] = [];
  readonly keyframes = new Map<string, Declarations>();
  readonly generated: WrittenRule[] = [];
  readonly unread: { selector: string; style: Declarations }[] = [];
  /** Compiles the selectors of this document. */
  readonly engine = new SelectorEngine(new SelectorBudget());
  readonly #layers = new Map<string, number>();
  #css = "";
  #at = 0;
  #order = 0;

  read(css: string): void {
    this.#css = css.includes("/*") ? withoutComments(css) : css;
    this.#at = 0;
    const around: Around = { parents: [], applies: true, layer: UNLAYERED, layerName: "", depth: 0 };
    // Outside of blocks a stray ";" or "}" belongs to the selector of the next rule, which browsers then ignore:
    // https://www.w3.org/TR/css-syntax-3/#consume-qualified-rule
    let isSpoilt = false;
    while (this.#at < this.#css.length) {
      const { text, end } = this.#statement();
      const prelude = text.trim();
      if (end !== "{") {
        const isStatement = !isSpoilt && end === ";" && prelude.startsWith("@");
        if (isStatement) this.#orderLayers(prelude, around);
        else isSpoilt = true;
        continue;
      }
      if (isSpoilt) this.#skip();
      else this.#rule(prelude, around);
      isSpoilt = false;
    }
  }

  /** Reads until the end of the block that `around` is in; returns the declarations that stand in it. */
  #block(around: Around): string {
    let declarations = "";
    for (;;) {
      const { text, end } = this.#statement();
      if (end === "{") this.#rule(text.trim(), around);
      else {
        const isStatement = text.trimStart().startsWith("@");
        if (isStatement) this.#orderLayers(text.trim(), around);
        else declarations += `${text};`;
        if (end !== ";") return declarations;
      }
    }
  }

  /** The text up to the next `;`, `{` or `}` outside quotes and brackets. */
  #statement(): { text: string; end: string } {
    const css = this.#css;
    const from = this.#at;
    const mark = /[;{}"'()\\]/g;
    mark.lastIndex = from;
    let depth = 0;
    for (let found = mark.exec(css); found; found = mark.exec(css)) {
      const [char] = found;
      if (char === "\\") mark.lastIndex += 1;
      else if (char === '"' || char === "'") mark.lastIndex = stringEnd(css, mark.lastIndex, char);
      else if (char === "(") depth += 1;
      else if (char === ")") depth = Math.max(0, depth - 1);
      else if (depth === 0 || char !== ";") {
        this.#at = mark.lastIndex;
        return { text: css.slice(from, found.index), end: char };
      }
    }
    this.#at = css.length;
    return { text: css.slice(from), end: "" };
  }

  #rule(prelude: string, around: Around): void {
    const inner = { ...around, depth: around.depth + 1 };
    if (around.depth >= MAX_DEPTH) this.#skip();
    else if (!prelude.startsWith("@")) this.#styleRule(prelude, inner);
    else this.#atRule(prelude, inner);
  }

  #styleRule(prelude: string, around: Around): void {
    const own = splitOutside(prelude.slice(0, 5000), ",").map((one) => one.trim());
    const parents = around.parents.length === 0 ? own : nestedIn(own, around.parents);
    const place = this.#order;
    this.#order += 1;
    const block = this.#block({ ...around, parents });
    this.#add(parents, block, around, place);
  }

  #add(selectors: readonly string[], block: string, around: Around, order: number): void {
    if (around.applies === false || !relevant.test(block) || this.rules.length >= MAX_RULES) return;
    const style = declarationsOf(block);
    for (const text of selectors) {
      if (/::(?:part|slotted)\(/i.test(text)) {
        this.unread.push({ selector: text, style });
        continue;
      }
      if (isOfGeneratedText(text)) {
        if (around.applies) this.generated.push({ selector: text, block, order, layer: around.layer });
        continue;
      }
      const selector = around.applies ? selectorOf(text, this.engine) : undefined;
      if (selector) this.rules.push({ selector, style, order, layer: around.layer });
      else this.unread.push({ selector: text, style });
    }
  }

  #atRule(prelude: string, around: Around): void {
    const [, name = "", condition = ""] = /^@([a-z-]{1,40})([\s\S]*)$/i.exec(prelude) ?? [];
    const kind = name.toLowerCase();
    if (/^(?:-webkit-)?keyframes$/.test(kind)) this.#animation(cssText(condition).trim());
    else if (kind === "layer") this.#inLayer(condition.trim(), around);
    else if (kind === "scope") this.#inScope(condition, around);
    else if (/^(?:media|supports|container|document|starting-style|when|else)$/.test(kind))
      this.#conditional(answerTo(kind, cssText(condition).trim()), around);
    else this.#skip();
  }

  #conditional(answer: boolean | undefined, around: Around): void {
    const applies =
      around.applies === false || answer === false ? false : (answer ?? (around.applies && undefined));
    const place = this.#order;
    this.#order += 1;
    const block = this.#block({ ...around, applies });
    if (around.parents.length > 0) this.#add(around.parents, block, { ...around, applies }, place);
  }

  #inLayer(name: string, around: Around): void {
    const layerName = `${around.layerName}.${name === "" ? `#${this.#layers.size}` : name}`;
    this.#block({ ...around, layerName, layer: this.#layerOf(layerName) });
  }

  #inScope(condition: string, around: Around): void {
    const root = /^\s*\(([\s\S]*?)\)\s*(?:to\b|$)/.exec(condition)?.[1]?.trim();
    const parents = root === undefined || root === "" ? around.parents : splitOutside(root, ",");
    this.#block({ ...around, parents: parents.map((one) => one.trim()) });
  }

  /** `@layer base, utilities;` states an order. */
  #orderLayers(statement: string, { layerName }: Around): void {
    const names = /^@layer\s+([^{}]+)$/i.exec(statement)?.[1];
    for (const name of names?.split(",") ?? []) this.#layerOf(`${layerName}.${name.trim()}`);
  }

  #layerOf(name: string): number {
    const known = this.#layers.get(name);
    if (known !== undefined) return known;
    this.#layers.set(name, this.#layers.size);
    return this.#layers.size - 1;
  }

  #animation(name: string): void {
    for (;;) {
      const { text, end } = this.#statement();
      if (end !== "{") return;
      const isEnd = /(?:^|[\s,])(?:to|100(?:\.0*)?%)(?:$|[\s,])/i.test(text);
      const block = this.#block({ parents: [], applies: false, layer: 0, layerName: "", depth: MAX_DEPTH });
      if (isEnd) this.keyframes.set(name, declarationsOf(block));
    }
  }

  /** Leaves the block that was just entered, however deep those in it are nested. */
  #skip(): void {
    for (let depth = 1; depth > 0; ) {
      const { end } = this.#statement();
      if (end === "{") depth += 1;
      else if (end === "}") depth -= 1;
      else if (end === "") return;
    }
  }
}

/** Whether a desktop browser applies what is in a conditional rule. */
function answerTo(kind: string, condition: string): boolean | undefined {
  if (kind === "media") return mediaAnswer(condition);
  if (kind === "supports") return supportsAnswer(condition);
  // The size of a container is not known; that of the page is a guess.
  if (kind === "container") return mediaAnswer(condition.replace(/^[\w-]+\s+(?=\(|not\b)/, ""));
  // What is conditional in another way is not known: https://www.w3.org/TR/css-conditional-5/#when-rule
  return kind === "when" || kind === "else" ? undefined : false;
}

function stringEnd(css: string, from: number, quote: string): number {
  for (let at = from; at < css.length; at += 1) {
    if (css[at] === "\\") at += 1;
    else if (css[at] === quote || css[at] === "\n") return at + 1;
  }
  return css.length;
}
