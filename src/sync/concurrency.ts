import pLimit from "p-limit";

/**
 * Maps with at most `concurrency` calls under way, results in the order they finish. Pulls the next item only
 * when there is room for it, so memory follows the concurrency and not the number of items. When `work`
 * throws, no new item is begun, what is under way is waited for, and the first error is thrown.
 */
export async function* mapConcurrent<T, R>(
  items: AsyncIterable<T> | Iterable<T>,
  concurrency: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const limit = pLimit(concurrency);
  const finished: R[] = [];
  let failure: { error: unknown } | undefined;
  let underWay = 0;
  let wake = () => {};
  const nextFinish = () => new Promise<void>((resolve) => (wake = resolve));

  const begin = (item: T) => {
    underWay += 1;
    void limit(() => work(item))
      .then(
        (result) => finished.push(result),
        (error) => (failure ??= { error }),
      )
      .finally(() => {
        underWay -= 1;
        wake();
      });
  };

  try {
    for await (const item of items) {
      if (failure) break;
      begin(item);
      while (underWay >= concurrency && finished.length === 0) await nextFinish();
      yield* drain(finished);
    }
    while (underWay > 0) {
      if (finished.length === 0) await nextFinish();
      yield* drain(finished);
    }
  } finally {
    while (underWay > 0) await nextFinish();
  }
  yield* drain(finished);
  if (failure) throw failure.error;
}

function* drain<R>(finished: R[]): Generator<R> {
  while (finished.length > 0) yield* finished.splice(0);
}

/**
 * The same with the results in the order of the items, for what people read. An item that takes long holds
 * back those after it, never more of them than the concurrency.
 */
export async function* mapInOrder<T, R>(
  items: AsyncIterable<T> | Iterable<T>,
  concurrency: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const limit = pLimit(concurrency);
  const begun: Promise<R>[] = [];
  try {
    for await (const item of items) {
      const result = limit(() => work(item));
      // Awaited below, in its turn; until then a failure is not "unhandled".
      result.catch(() => {});
      begun.push(result);
      const [oldest] = begun;
      if (oldest && begun.length >= concurrency) {
        yield await oldest;
        begun.shift();
      }
    }
    for (let oldest = begun[0]; oldest; oldest = begun[0]) {
      yield await oldest;
      begun.shift();
    }
  } finally {
    await Promise.allSettled(begun);
  }
}

/** Runs the work of one key in order, never two at once; different keys do not wait for each other. */
export class Serial {
  private readonly last = new Map<string, Promise<unknown>>();

  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.last.get(key);
    const own = before === undefined ? work() : before.then(work, work);
    this.last.set(key, own);
    try {
      return await own;
    } finally {
      // Work that came later has taken our place and still needs it.
      if (this.last.get(key) === own) this.last.delete(key);
    }
  }
}
