import { isRefusal } from "./auth.ts";
import type { Io } from "./io.ts";

/**
 * One look at a system that serves all questions of a run: they are about one listing. A look that failed is taken again.
 * @returns what the look of this run told; `look` is called where there was none yet
 */
export function oncePerRun<T>(): (io: Io, look: () => Promise<T>) => Promise<T> {
  const looks = new WeakMap<Io, Promise<T>>();
  return (io, look) => {
    const known = looks.get(io);
    if (known) return known;
    const looking = look();
    looks.set(io, looking);
    looking.catch(() => looks.delete(io));
    return looking;
  };
}

/** Undefined for a 404 or 410. @throws everything else */
export async function unlessMissing<T>(act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    if (!isRefusal(error) || error.status === 403) throw error;
    return undefined;
  }
}
