import type { Gap } from "../../src/connector-kit/listing.ts";
import { pathOf } from "./address.ts";

const MAX_NAMES = 5;

interface Group {
  readonly part: string;
  readonly reason: string;
  readonly names: string[];
  count: number;
}

/** Groups pages that could not be read, so that a section without access is one entry and not a thousand. */
export class UnreadPages {
  private readonly parts = new Map<string, Group>();

  /** The number of pages that were added. */
  get size(): number {
    return [...this.parts.values()].reduce((sum, { count }) => sum + count, 0);
  }

  add(url: URL, reason: string): void {
    const path = pathOf(url);
    const [folder = ""] = path.replace(/\?.*$/s, "").split("/").slice(0, -1);
    const part = folder === "" ? "/" : `/${folder}/`;
    const key = `${part}\0${reason}`;
    const found = this.parts.get(key) ?? { part, reason, names: [], count: 0 };
    found.count += 1;
    if (found.names.length < MAX_NAMES) found.names.push(`/${path}`);
    this.parts.set(key, found);
  }

  /** Those that were documents: a gap for each section and reason. */
  gaps(): Gap[] {
    return [...this.parts.values()].map((group) => ({
      kind: "gap",
      part: group.part,
      reason: `${described(group)}. If they are not to be read, name them in \`exclude\``,
    }));
  }

  /** One line for each section and reason. */
  lines(): string[] {
    return [...this.parts.values()].map(described);
  }
}

function described({ reason, names, count }: Group): string {
  return `${reason}: ${names.join(", ")}${count > names.length ? ` and ${count - names.length} more` : ""}`;
}
