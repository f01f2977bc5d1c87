import type { Gap } from "../../src/connector-kit/listing.ts";
import { pathOf } from "./address.ts";

const MAX_NAMES = 5;

/** Groups pages that could not be read, so that a section without access is one gap and not a thousand. */
export class Gaps {
  private readonly parts = new Map<
    string,
    { part: string; reason: string; names: string[]; count: number }
  >();

  /** The number of pages that were added. */
  get size(): number {
    return [...this.parts.values()].reduce((sum, { count }) => sum + count, 0);
  }

  add(url: URL, reason: string): void {
    const path = pathOf(url);
    const part = path.includes("/") ? `/${path.split("/")[0]}/` : "/";
    const key = `${part}\0${reason}`;
    const found = this.parts.get(key) ?? { part, reason, names: [], count: 0 };
    found.count += 1;
    if (found.names.length < MAX_NAMES) found.names.push(`/${path}`);
    this.parts.set(key, found);
  }

  all(): Gap[] {
    return [...this.parts.values()].map(({ part, reason, names, count }) => ({
      kind: "gap",
      part,
      reason: `${reason}: ${names.join(", ")}${count > names.length ? ` and ${count - names.length} more` : ""}`,
    }));
  }
}
