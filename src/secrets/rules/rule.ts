/** One kind of secret: how it is written, and what its random part must be to count. */
export interface SecretRule {
  /** Stable kebab-case name, shown to the user; several rules may share one. */
  readonly name: string;
  /** Where the form is documented, or where it can be seen. */
  readonly docs: string;
  /**
   * Texts of two characters or more: the pattern is tried where one stands and no letter or digit before it (`start`),
   * on a text that has one (`inside`), or, without marks, on every long word as a whole (`word`).
   */
  readonly marks: readonly string[];
  readonly at: "start" | "inside" | "word";
  /** Time linear in the text: no nested or overlapping repetitions. Its group `random`, else all of it, is the random part. */
  readonly pattern: RegExp;
  /** Whether the random part counts; absent: it counts unless somebody made it up. */
  readonly counts?: (random: string, match: string) => boolean;
}

type Options = Pick<SecretRule, "counts">;

/**
 * A token that a prefix announces: `marks` are prefixes and `body` the random part, which neither letters nor digits
 * may follow.
 */
export function token(
  name: string,
  docs: string,
  marks: string,
  body: RegExp,
  options: Options = {},
): SecretRule {
  const prefixes = marks.split(" ");
  const pattern = new RegExp(
    `(?:${prefixes.map(literal).join("|")})(?<random>${body.source})(?![A-Za-z0-9])`,
    body.flags,
  );
  return { name, docs, marks: prefixes, at: "start", pattern, ...options };
}

/** Any other form; `marks` are texts of which it holds one, as they are written in it. */
export function form(
  name: string,
  docs: string,
  marks: string,
  pattern: RegExp,
  options: Options = {},
): SecretRule {
  return { name, docs, marks: marks.split(" "), at: "inside", pattern, ...options };
}

/** A word of letters, digits and `+/_.~-` that has neither prefix nor mark. */
export function word(name: string, docs: string, pattern: RegExp, options: Options = {}): SecretRule {
  return { name, docs, marks: [], at: "word", pattern, ...options };
}

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
