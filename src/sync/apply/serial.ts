/** Runs the work of one key in the order of asking, never two at once; different keys do not wait for each other. */
export class Serial {
  private readonly last = new Map<string, Promise<unknown>>();

  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.last.get(key);
    const own = before === undefined ? work() : before.then(work, work);
    this.last.set(key, own);
    try {
      return await own;
    } finally {
      // Whoever asked later has taken our place and needs it still.
      if (this.last.get(key) === own) this.last.delete(key);
    }
  }
}
