/** `1 page`, `9,310 pages`; a word that does not just take an s is given in full. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

/** Whether Fin answers customers from a page, and whether it helps teammates with it. */
interface Answers {
  readonly customers: boolean;
  readonly teammates: boolean;
}

/** Who may be answered from a page: `Customers and teammates`, `Hidden from everyone`. */
export function audienceWords({ customers, teammates }: Answers): string {
  if (customers) return teammates ? "Customers and teammates" : "Customers only";
  return teammates ? "Teammates only" : "Hidden from everyone";
}

const units = [
  ["second", 60],
  ["minute", 60],
  ["hour", 24],
  ["day", 30],
  ["month", 12],
  ["year", Number.POSITIVE_INFINITY],
] as const;
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** `3 minutes ago`. @param then epoch seconds @param now epoch seconds */
export function ago(then: number, now: number): string {
  let amount = Math.max(0, now - then);
  if (amount < 10) return "just now";
  for (const [unit, next] of units) {
    if (amount < next) return relative.format(-Math.floor(amount), unit);
    amount /= next;
  }
  return "long ago";
}

const dateAndTime = new Intl.DateTimeFormat("en-GB", {
  dateStyle: "medium",
  timeStyle: "short",
  timeZone: "UTC",
});

/** `22 Nov 2026, 20:33 UTC`. @param seconds epoch seconds */
export const moment = (seconds: number): string => `${dateAndTime.format(seconds * 1000)} UTC`;
