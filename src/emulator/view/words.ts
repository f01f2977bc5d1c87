import type { StoredPage } from "../model.ts";

/** Who is answered from a page, in the order of how many see it. */
export type Who = "customers" | "teammates" | "hidden";

export const whos: readonly Who[] = ["customers", "teammates", "hidden"];

export function whoOf({ agent, copilot }: Pick<StoredPage, "agent" | "copilot">): Who {
  if (agent) return "customers";
  return copilot ? "teammates" : "hidden";
}

/** The words a reader sees; `agent` answers customers, `copilot` helps teammates. */
export function whoWords(page: Pick<StoredPage, "agent" | "copilot">): string {
  const who = whoOf(page);
  if (who === "hidden") return "Hidden from everyone";
  if (who === "teammates") return "Teammates only";
  return page.copilot ? "Customers & teammates" : "Customers only";
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

export function audienceWords(
  ids: readonly number[],
  names: ReadonlyMap<number, string> | undefined,
): string {
  if (ids.length === 0) return "Everyone";
  return ids.map((id) => names?.get(id) ?? `Audience ${id}`).join(", ");
}

const steps = [
  ["second", 60],
  ["minute", 60],
  ["hour", 24],
  ["day", 30],
  ["month", 12],
  ["year", Number.POSITIVE_INFINITY],
] as const;
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** "3 minutes ago". @param then epoch seconds @param now epoch seconds */
export function ago(then: number, now: number): string {
  let amount = Math.max(0, now - then);
  if (amount < 10) return "just now";
  for (const [unit, next] of steps) {
    if (amount < next) return relative.format(-Math.floor(amount), unit);
    amount /= next;
  }
  return "long ago";
}

/** "22 Nov 2026, 20:33 UTC". @param seconds epoch seconds */
export function moment(seconds: number): string {
  const text = new Intl.DateTimeFormat("en-GB", {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone: "UTC",
  }).format(seconds * 1000);
  return `${text} UTC`;
}
