import type { ConnectorCache, Io } from "./io.ts";

/**
 * A source's cache for what this program made of an answer: what another revision made of it counts as unknown, and is
 * written over. What a system said, word for word, is kept in `io.cache` itself.
 */
export function derivedCache({ cache, revision }: Pick<Io, "cache" | "revision">): ConnectorCache {
  if (revision === undefined) return cache;
  const mark = `${revision} `;
  const own = (value: string | undefined) => (value?.startsWith(mark) ? value.slice(mark.length) : undefined);
  return {
    get: (key) => own(cache.get(key)),
    set: (key, value) => cache.set(key, mark + value),
    ...(cache.getAll && {
      getAll: (keys) =>
        new Map(
          [...(cache.getAll?.(keys) ?? [])].flatMap(([key, value]) => {
            const known = own(value);
            return known === undefined ? [] : [[key, known] as const];
          }),
        ),
    }),
  };
}
