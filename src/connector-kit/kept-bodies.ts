import { type Clock, systemClock } from "../clock.ts";
import { type Stretch, TempFile } from "../temp-file.ts";

/** What was listed longer ago is asked for again: who may read it may have changed meanwhile. */
const MAX_AGE_MS = 15 * 60_000;

/**
 * Bodies that a listing carried, so that loading a document needs no request of its own. They wait in a private
 * temporary file, not in memory, until the process ends or nothing refers to them. A body that cannot be kept, because
 * the disk is full, is one to ask for again.
 */
export class KeptBodies<T> {
  #file: TempFile<T> | undefined;
  #isFull = false;
  readonly #places = new Map<string, { readonly stretch: Stretch; readonly at: number }>();
  readonly #clock: Pick<Clock, "monotonic">;

  constructor(clock: Pick<Clock, "monotonic"> = systemClock) {
    this.#clock = clock;
  }

  /** @param value what JSON can hold */
  keep(key: string, value: T): void {
    if (this.#isFull) return;
    try {
      this.#file ??= new TempFile<T>();
      const stretch = this.#file.write([value]);
      this.#places.set(key, { stretch, at: this.#clock.monotonic() });
    } catch {
      this.#isFull = true;
    }
  }

  /** Undefined: none was kept, or so long ago that the document is to be asked for again. */
  read(key: string): T | undefined {
    const place = this.#places.get(key);
    if (!place || this.#clock.monotonic() - place.at > MAX_AGE_MS) return undefined;
    for (const value of this.#file?.read(place.stretch) ?? []) return value;
    return undefined;
  }

  /** Forgets them and gives their space back, before nothing refers to them any more. */
  clear(): void {
    this.#places.clear();
    this.#file?.close();
    this.#file = undefined;
  }
}
