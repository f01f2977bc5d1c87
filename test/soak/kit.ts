/** The figure a soak asks for, times SOAK (1 by default), at least `least`. */
export const scaled = (figure: number, least = 1): number =>
  Math.max(least, figure * Number(process.env.SOAK ?? 1));

/**
 * Three at a time on two cores: processes wait for requests and for the disk now and then. One at a time where a story
 * runs commands in this process: the working folder is the process's.
 */
export async function inParallel<T>(
  items: Iterable<T>,
  work: (item: T) => Promise<void>,
  lanes = 3,
): Promise<void> {
  const queue = items[Symbol.iterator]();
  const lane = async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
