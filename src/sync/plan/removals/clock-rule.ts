import { MAX_CLOCKS_APART_MS } from "../../times.ts";
import type { Objection } from "./removal-rules.ts";

export const clockRule = "clock";

/**
 * Whether the time can be trusted: grace and the distance between two listings are measured with our clock, and
 * Intercom's is the second witness. No override lifts it.
 * @param apartMs how far ours is ahead; undefined: Intercom was not asked
 */
export function clockObjection(apartMs: number | undefined): Objection | undefined {
  if (apartMs === undefined || Math.abs(apartMs) <= MAX_CLOCKS_APART_MS) return undefined;
  const where = apartMs > 0 ? "ahead of" : "behind";
  return {
    rule: clockRule,
    message: `This machine's clock is ${span(Math.abs(apartMs))} ${where} Intercom's, so it is not known how long pages have been gone or hidden; nothing is removed.`,
    resolve: "Set the clock of this machine (is NTP on?) and run again. No flag lifts this.",
  };
}

function span(ms: number): string {
  const hours = Math.round(ms / 3_600_000);
  if (hours >= 48) return `${Math.round(hours / 24)} days`;
  return hours <= 1 ? "over an hour" : `${hours} hours`;
}
