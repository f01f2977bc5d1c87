import { compile } from "css-select";
import { parse, SelectorType, type Selector as Token } from "css-what";
import type { AnyNode, Element } from "domhandler";
import { isFormula, siblingPseudos } from "./nth-child.ts";
import type { Selector } from "./selector.ts";
import { adapterOf, type SelectorBudget } from "./selector-budget.ts";

/** States that no element of a document at rest is in. */
const restless = new Set(
  (
    "hover focus focus-visible focus-within active visited target target-within current past future playing paused " +
    "popover-open modal fullscreen picture-in-picture autofill -webkit-autofill user-valid user-invalid invalid " +
    "out-of-range placeholder-shown indeterminate open host host-context"
  ).split(" "),
);
/** What every element of a document is. */
const certain = new Set(["defined", "valid", "user-valid", "in-range"]);
const listed = new Set(["is", "where", "not", "has", "matches", "-webkit-any", "-moz-any"]);

/** Compiles the selectors of one document. */
export class SelectorEngine {
  readonly #budget: SelectorBudget;
  readonly #adapter: ReturnType<typeof adapterOf>;
  readonly #pseudos = siblingPseudos();

  constructor(budget: SelectorBudget) {
    this.#budget = budget;
    this.#adapter = adapterOf(budget);
  }

  /**
   * A selector of any form that cheerio's engine knows (`:is`, `:has`, `:nth-child`, `+`, `~`, escaped names); undefined
   * for others. https://github.com/fb55/css-select#supported-selectors
   */
  compile(text: string): Selector | undefined {
    try {
      const [tokens, ...more] = parse(text);
      if (!tokens || more.length > 0) return undefined;
      const still = notEmpty(atRest(tokens));
      const key = keyOf(still);
      const test = compile<AnyNode, Element>([still], {
        adapter: this.#adapter,
        pseudos: this.#pseudos,
        quirksMode: true,
      });
      // Beyond the budget the last compound decides, which hides more; without one there is nothing to go by.
      const matches = (node: Element) => (this.#budget.isSpent ? key !== "*" : test(node));
      return { matches, key, specificity: weightOf(tokens), cost: tokens.length, text };
    } catch {
      return undefined;
    }
  }
}

/** States are replaced by what matches nothing, also within `:not()` and `:is()`. */
function atRest(tokens: readonly Token[]): Token[] {
  return tokens.flatMap((token): Token[] => {
    if (token.type !== "pseudo") return [token];
    if (restless.has(token.name)) return [nothing];
    if (certain.has(token.name) || (token.name === "dir" && token.data === "ltr")) return [];
    const name = /^-(?:webkit|moz)-any$/.test(token.name) ? "is" : token.name;
    if (token.name.startsWith("nth-") && !isFormula(String(token.data))) throw new Error(token.name);
    if (!Array.isArray(token.data) || !listed.has(token.name)) return [token];
    return [
      { ...token, name, data: token.data.map((one) => (one.length === 0 ? one : notEmpty(atRest(one)))) },
    ];
  });
}

const everything: Token = { type: SelectorType.Universal, namespace: null };
const nothing: Token = { type: SelectorType.Pseudo, name: "not", data: [[everything]] };
const notEmpty = (tokens: Token[]): Token[] => (tokens.length === 0 ? [everything] : tokens);

/** What the last compound of a selector requires, by which candidates are found. */
function keyOf(tokens: readonly Token[]): string {
  let key = "*";
  for (let index = tokens.length - 1; index >= 0; index -= 1) {
    const token = tokens[index];
    if (!token || isCombinator(token)) break;
    if (token.type === "attribute" && token.name === "id" && token.action === "equals")
      return `#${token.value.toLowerCase()}`;
    if (token.type === "attribute" && token.name === "class" && token.action === "element")
      key = `.${token.value.toLowerCase()}`;
    else if (token.type === "tag" && key === "*") key = token.name.toLowerCase();
  }
  return key;
}

const isCombinator = ({ type }: Token) =>
  type === "child" || type === "descendant" || type === "adjacent" || type === "sibling" || type === "parent";

/** https://www.w3.org/TR/selectors-4/#specificity-rules */
function weightOf(tokens: readonly Token[]): number {
  return tokens.reduce((sum, token) => sum + weightOfOne(token), 0);
}

function weightOfOne(token: Token): number {
  if (token.type === "tag") return 1;
  if (token.type === "attribute") return token.name === "id" && token.action === "equals" ? 10_000 : 100;
  if (token.type !== "pseudo" || token.name === "where") return 0;
  if (Array.isArray(token.data) && listed.has(token.name)) return Math.max(0, ...token.data.map(weightOf));
  return 100;
}
