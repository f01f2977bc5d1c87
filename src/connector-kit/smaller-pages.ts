import { isServerFault } from "./one-object.ts";

/**
 * Reads one page of a listing, of at most `max` items. A page that the system cannot answer (5xx, no answer in time, too
 * large) is asked for in halves, so that what stands before the item on which it fails is listed.
 * @param read asks for a page of so many items
 * @throws what `read` throws for a single item, and what is not the system's fault
 */
export function inSmallerPages<Page, Place>(
  max: number,
  read: (place: Place, size: number) => Promise<Page>,
): (place: Place) => Promise<Page> {
  let size = max;
  return async (place) => {
    for (;;) {
      try {
        const page = await read(place, size);
        size = Math.min(max, size * 2);
        return page;
      } catch (error) {
        if (size <= 1 || !isServerFault(error)) throw error;
        size = Math.ceil(size / 2);
      }
    }
  };
}
