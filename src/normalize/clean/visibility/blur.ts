import { pixels } from "./css-length.ts";

/** Text blurred by this share of its height cannot be read. */
const MIN_UNREADABLE_SHARE = 0.2;
const USUAL_SIZE = 16;

/** Whether a filter blurs text so that nobody can read it: https://www.w3.org/TR/filter-effects-1/#funcdef-filter-blur */
export function isBlurred(filter: string, size = USUAL_SIZE): boolean {
  return amounts(filter, "blur").some((blur) => pixels(blur) >= size * MIN_UNREADABLE_SHARE);
}

/** Whether a filter leaves one colour of whatever it is applied to. */
export function isBlankedOut(filter: string): boolean {
  return amounts(filter, "opacity").some(isNone) || amounts(filter, "contrast").some(isNone);
}

/** Whether a filter makes everything black. */
export const isBlackedOut = (filter: string): boolean => amounts(filter, "brightness").some(isNone);

const isNone = (amount: string) => amount !== "" && pixels(amount, { "%": 0.01 }) <= 0.05;

const amounts = (filter: string, name: string): string[] =>
  filter === ""
    ? []
    : [...filter.matchAll(/([a-z-]+)\(([^()]*(?:\([^()]*\))?[^()]*)\)/g)]
        .filter(([, one]) => one === name)
        .map(([, , amount = ""]) => amount.trim());
