import { type Options, Parser, type Program } from "acorn";
import jsx from "acorn-jsx";
import { BeyondLimits } from "./depth.ts";

type Parsed = ReturnType<typeof Parser.parseExpressionAt>;

/** The interface of acorn that the MDX parser needs. */
export interface Acorn {
  parse(input: string, options: Options): Program;
  parseExpressionAt(input: string, pos: number, options: Options): Parsed;
}

const javascript = Parser.extend(jsx());
/** Characters that all failed attempts for one text may read. */
const MAX_TRIED = 400_000;
const MAX_DEPTH = 100;

/**
 * acorn with limits. The MDX parser finds the end of a broken expression by trying again at every later brace, which is
 * quadratic, and acorn recurses: a text beyond the limits is not read as MDX.
 */
export function limitedAcorn(): Acorn {
  let tried = 0;
  function refuse(input: string): void {
    tried += costOf(input);
    if (tried > MAX_TRIED) throw new Stop("too many braces that hold no expression");
  }
  function attempt<Result extends { readonly end: number }>(input: string, parse: () => Result): Result {
    if (nesting(input) > MAX_DEPTH) throw new Stop("an expression is nested too deeply");
    try {
      const result = parse();
      // acorn accepts `{a b}` up to the blank; the MDX parser does not.
      if (result.end < input.length && input.slice(result.end).trim() !== "") refuse(input);
      return result;
    } catch (error) {
      if (!(error instanceof Stop)) refuse(input);
      throw error;
    }
  }
  return {
    parse: (input, options) => attempt(input, () => javascript.parse(input, options)),
    parseExpressionAt: (input, pos, options) =>
      attempt(input, () => javascript.parseExpressionAt(input, pos, options)),
  };
}

/** The MDX parser takes any error of acorn as "not the end yet" and reads its position: reading this one's throws it again. */
class Stop extends BeyondLimits {
  get pos(): never {
    throw this;
  }
}

/** The cost of a failed attempt, in characters; joining the lines is what is slow. */
function costOf(input: string): number {
  let lines = 0;
  let braces = 0;
  for (const char of input) {
    if (char === "\n") lines += 1;
    else if (char === "{") braces += 1;
    else if (char === "}") braces -= 1;
  }
  const cost = input.length + 100 * lines + 100;
  // With open braces a failure is expected: a long object as a prop is tried once for each of its braces.
  return braces > 0 ? cost / 50 : cost;
}

/** An upper bound of how deeply brackets and tags nest; those in texts count, too. */
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
