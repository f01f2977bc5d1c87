/** When the cache is full it is cleared, which costs less than keeping track of the oldest entry. */
const MAX_ENTRIES = 5_000;
/** Results for longer texts are not worth their memory. */
const MAX_KEY_LENGTH = 300;

/** Caches a pure function of short texts that recur: class names, colours, units. */
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

/** A substring would keep the whole page in memory as long as it is cached. */
const copyOf = (text: string): string => `${text} `.slice(0, -1);
