import type { Warning } from "../model.ts";

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
