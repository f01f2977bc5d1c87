import type { Redact } from "../log/redact.ts";
import type { FactCache } from "../model.ts";

/** A fact cache that keeps nothing in which a configured secret stands; such a fact is found out anew each time. */
export const withoutSecrets = (facts: FactCache, redact: Redact): FactCache => ({
  ...facts,
  set: (key, value) => {
    if (redact(key) === key && redact(value) === value) facts.set(key, value);
  },
});
