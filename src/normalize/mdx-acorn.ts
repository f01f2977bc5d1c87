import { type Options, Parser, type Program } from "acorn";
import jsx from "acorn-jsx";

type Parsed = ReturnType<typeof Parser.parseExpressionAt>;

/** acorn as the MDX parser asks for it. */
export interface Acorn {
  parse(input: string, options: Options): Program;
  parseExpressionAt(input: string, pos: number, options: Options): Parsed;
}

const javascript = Parser.extend(jsx());
/** Characters that failed attempts of one text may read together. */
const mostTried = 3_000_000;
const deepest = 100;

/**
 * acorn with limits. The MDX parser looks for the end of a broken expression by trying again at every later brace, which
 * is quadratic, and acorn recurses; a text beyond the limits is not read as MDX at all.
 */
export function limitedAcorn(): Acorn {
  let tried = 0;
  function attempt<Result>(input: string, parse: () => Result): Result {
    if (nesting(input) > deepest) throw new BeyondLimits("an expression is nested too deeply");
    try {
      return parse();
    } catch (error) {
      tried += input.length + 500;
      if (tried > mostTried) throw new BeyondLimits("too many braces that hold no expression");
      throw error;
    }
  }
  return {
    parse: (input, options) => attempt(input, () => javascript.parse(input, options)),
    parseExpressionAt: (input, pos, options) =>
      attempt(input, () => javascript.parseExpressionAt(input, pos, options)),
  };
}

/** An error of acorn's is taken as "not yet the end". Reading the position of this one throws it again, so it gets out. */
class BeyondLimits extends Error {
  get pos(): never {
    throw this;
  }
}

/** How deeply brackets and tags nest at most; those in texts count too. */
function nesting(input: string): number {
  let depth = 0;
  let most = 0;
  for (const char of input) {
    if ("([{<!~".includes(char)) depth += 1;
    else if (")]}>".includes(char)) depth -= 1;
    else if (char === ";" || char === "\n") depth = Math.max(0, depth);
    most = Math.max(most, depth);
  }
  return most;
}
