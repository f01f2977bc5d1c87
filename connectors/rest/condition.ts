import type { z } from "zod";
import { MissingValueError, scalarText } from "./expression.ts";
import { valuesAt } from "./jsonpath.ts";
import type { conditionOption } from "./options-parts.ts";

export type Condition = z.output<typeof conditionOption>;

/**
 * Whether a condition holds for a record or an answer. With `is` or `not` the value must be present, unless
 * `when_missing` says what its absence means: otherwise a misspelt path would publish every draft. With `not` null is
 * absence too: a state that the system does not tell is none of the others.
 * @throws MissingValueError
 */
export function holds({ path, is, not, missing, when_missing }: Condition, value: unknown): boolean {
  const found = valuesAt(path, value).flat();
  if (missing) return found.every((one) => one === null || one === "");
  if (is === undefined && not === undefined) return found.some(isSet);
  const isMissing = found.length === 0 || (not !== undefined && found.every((one) => one === null));
  if (isMissing) {
    if (when_missing === "error") throw new MissingValueError(`${path} leads to nothing`);
    return when_missing === "match";
  }
  const isAmong = (wanted: NonNullable<typeof is>) => {
    const texts = new Set([wanted].flat().map(String));
    return found.some((one) => texts.has(scalarText(one) ?? String(one)));
  };
  return (is === undefined || isAmong(is)) && (not === undefined || !isAmong(not));
}

/** The first condition that holds, in words; undefined where none does. @throws MissingValueError */
export function firstThatHolds(conditions: readonly Condition[], value: unknown): string | undefined {
  const condition = conditions.find((one) => holds(one, value));
  if (!condition) return undefined;
  const text = valuesAt(condition.path, value).flat().map(scalarText).join(", ");
  return `${condition.path} is ${text === "" ? "set" : JSON.stringify(text.slice(0, 100))}`;
}

/** Conditions of an option that may have one, several or none; what is missing is no match for any of them. */
export const lenient = (conditions: Condition | readonly Condition[] | undefined): readonly Condition[] =>
  [conditions ?? []].flat().map((one) => ({ ...one, when_missing: "no-match" }));

/** Neither null, false, 0 nor empty. */
function isSet(value: unknown): boolean {
  return typeof value === "object" && value !== null ? Object.keys(value).length > 0 : Boolean(value);
}
