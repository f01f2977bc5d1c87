/** Results kept at most; past it all are forgotten, which costs less than knowing the oldest. */
const MAX_ENTRIES = 5_000;
/** Longer texts are not worth their memory. */
const MAX_KEY_LENGTH = 300;

/** Remembers what a pure function made of short texts that come again and again: class names, colours, units. */
export function lru<T>(make: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    if (text.length > MAX_KEY_LENGTH) return make(text);
    const own = copyOf(text);
    const made = make(own);
    if (known.size >= MAX_ENTRIES) known.clear();
    known.set(own, made);
    return made;
  };
}

/** A text cut out of a page keeps the whole page in memory as long as it is remembered. */
const copyOf = (text: string): string => `${text} `.slice(0, -1);
