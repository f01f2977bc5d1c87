import { z } from "zod";
import type { Gap, Unreadable } from "./listing.ts";

/** An item of a list that has another shape than documented. */
export interface OddItem {
  /** Its id, where it has one. */
  readonly id?: string | undefined;
  readonly reason: string;
}

/** A list whose items were read one by one. */
export interface Items<T> {
  readonly items: readonly T[];
  readonly odd: readonly OddItem[];
}

const WithId = z.object({ id: z.union([z.string().min(1), z.number()]).transform(String) });

/** A list's schema that reads each item by itself: one that does not fit is named, and the others are read. */
export function itemsOf<T>(item: z.ZodType<T>): z.ZodType<Items<T>> {
  return z.array(z.unknown()).transform((values) => readItems(values, item));
}

/** The same for a list that was read already. */
export function readItems<T>(values: readonly unknown[], item: z.ZodType<T>): Items<T> {
  const items: T[] = [];
  const odd: OddItem[] = [];
  for (const value of values) {
    const read = item.safeParse(value);
    if (read.success) items.push(read.data);
    else odd.push({ id: WithId.safeParse(value).data?.id, reason: reasonOf(read.error) });
  }
  return { items, odd };
}

function reasonOf({ issues: [first] }: z.ZodError): string {
  const place = first && first.path.length > 0 ? `${first.path.join(".")}: ` : "";
  return `it has another shape than documented: ${place}${first?.message ?? "not as expected"}`;
}

/** The entry of an item that cannot be read; without its id nobody can tell which document it is, and a gap says so. */
export const oddEntry = (part: string, { id, reason }: OddItem): Gap | Unreadable =>
  id === undefined ? { kind: "gap", part, reason } : { kind: "unreadable", externalId: id, reason };
