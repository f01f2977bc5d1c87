import type { z } from "zod";
import type { ConnectorCache } from "./io.ts";

/** Values of one shape in a source's cache. */
export interface Cached<T> {
  /** Undefined for what is absent, is not JSON or has another shape: an earlier version wrote it. */
  get(key: string): T | undefined;
  set(key: string, value: T): void;
  /** What is there, else what `make` makes, which is kept. */
  getOrMake(key: string, make: () => Promise<T>): Promise<T>;
}

/**
 * Keeps JSON in `io.cache` and reads it back by its schema. Losing a value costs only the time to find it out again.
 * @param maxLength characters of JSON above which a value is not kept
 */
export function cached<T>(
  cache: Pick<ConnectorCache, "get" | "set">,
  schema: z.ZodType<T>,
  { maxLength = Number.POSITIVE_INFINITY }: { readonly maxLength?: number } = {},
): Cached<T> {
  const values: Cached<T> = {
    get(key) {
      const text = cache.get(key);
      return text === undefined ? undefined : parseCached(text, schema);
    },
    set(key, value) {
      const text = JSON.stringify(value);
      if (text.length <= maxLength) cache.set(key, text);
    },
    async getOrMake(key, make) {
      const known = values.get(key);
      if (known !== undefined) return known;
      const value = await make();
      values.set(key, value);
      return value;
    },
  };
  return values;
}

function parseCached<T>(text: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
