import type { Warning } from "./document.ts";

/** What can be left out or changed on the way, each with the sentence that a reader of the page's warnings sees. */
const sentences = {
  "image-without-alt": (n: string) => `${n} without a description (alt text) left out: Fin reads text only.`,
  "link-unresolved": (n: string) => `${n} kept as text: the target is relative and its address is not known.`,
  "link-unsafe": (n: string) => `${n} kept as text: only http, https, mailto and tel links are published.`,
  "embed-dropped": (n: string) => `${n} without an address left out.`,
  "hidden-dropped": (n: string) => `${n} hidden from readers left out.`,
  "script-dropped": (n: string) => `${n} left out.`,
  "form-dropped": (n: string) => `${n} left out.`,
  "drawing-dropped": (n: string) => `${n} without a title left out: Fin reads text only.`,
  "depth-flattened": (n: string) => `${n} flattened: nested too deep. The text is kept.`,
  "table-span-cut": (n: string) => `${n} with a row or column span too large to repeat.`,
  "boilerplate-dropped": (n: string) => `${n} left out as page furniture (navigation, footer and the like).`,
  "content-selector-unmatched": (n: string) => `${n} matched nothing: the usual rules chose the content.`,
  "selector-unusable": (n: string) => `${n} could not be used.`,
} as const;

export type WarningCode = keyof typeof sentences;

const nouns: Readonly<Record<WarningCode, readonly [one: string, many: string]>> = {
  "image-without-alt": ["image", "images"],
  "link-unresolved": ["link", "links"],
  "link-unsafe": ["link", "links"],
  "embed-dropped": ["video or embed", "videos or embeds"],
  "hidden-dropped": ["part", "parts"],
  "script-dropped": ["script or style block", "script or style blocks"],
  "form-dropped": ["form control", "form controls"],
  "drawing-dropped": ["drawing", "drawings"],
  "depth-flattened": ["element", "elements"],
  "table-span-cut": ["table cell", "table cells"],
  "boilerplate-dropped": ["part", "parts"],
  "content-selector-unmatched": ["content selector", "content selectors"],
  "selector-unusable": ["selector", "selectors"],
};
const maxExamples = 3;

/** Counts what was dropped, so that nothing is lost silently and a page has one warning of a kind, not hundreds. */
export class WarningCounts {
  readonly #counts = new Map<WarningCode, number>();
  readonly #examples = new Map<WarningCode, Set<string>>();

  add(code: WarningCode, example?: string): void {
    this.#counts.set(code, (this.#counts.get(code) ?? 0) + 1);
    if (!example) return;
    const examples = this.#examples.get(code) ?? new Set();
    this.#examples.set(code, examples);
    if (examples.size < maxExamples) examples.add(example.slice(0, 80));
  }

  addMany(code: WarningCode, count: number): void {
    if (count > 0) this.#counts.set(code, (this.#counts.get(code) ?? 0) + count);
  }

  count(code: WarningCode): number {
    return this.#counts.get(code) ?? 0;
  }

  /** In the order in which they first came up. */
  warnings(): Warning[] {
    return [...this.#counts].map(([code, count]) => {
      const [one, many] = nouns[code];
      const examples = [...(this.#examples.get(code) ?? [])];
      const sentence = sentences[code](count === 1 ? `1 ${one}` : `${count} ${many}`);
      return { code, message: examples.length > 0 ? `${sentence} (${examples.join(", ")})` : sentence };
    });
  }
}

/** Collects warnings while a text is rendered; the same sentence is noted once. */
export interface WarningList {
  add(code: string, message: string): void;
  all(): Warning[];
}

/** A page with hundreds of warnings is read by nobody; the rest is counted. */
const most = 100;

export function warningList(start: readonly Warning[] = []): WarningList {
  const seen = new Map<string, Warning>();
  let more = 0;
  const add = (code: string, message: string) => {
    const key = `${code} ${message}`;
    if (seen.has(key)) return;
    if (seen.size < most) seen.set(key, { code, message });
    else more += 1;
  };
  for (const warning of start) add(warning.code, warning.message);
  return {
    add,
    all() {
      const rest = more === 0 ? [] : [{ code: "more-warnings", message: `and ${more} more warnings` }];
      return [...seen.values(), ...rest];
    },
  };
}

/** A short excerpt on one line, for a warning's message. */
export function excerpt(text: string, length = 60): string {
  const line = text
    .slice(0, length * 4)
    .replaceAll(/\s+/g, " ")
    .trim();
  return line.length > length ? `${line.slice(0, length)}…` : line;
}
