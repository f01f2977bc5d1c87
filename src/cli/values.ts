import { durationMs } from "../clock.ts";
import { UsageError } from "./fail.ts";
import type { HealthArguments } from "./global-options.ts";

/** Checks a whole number from a flag. @throws UsageError that names the flag */
export function wholeNumber(flag: string, value: number, min: number): number {
  if (Number.isSafeInteger(value) && value >= min) return value;
  throw new UsageError(`${flag} needs a whole number, ${min} or more`);
}

/** A run that sends nothing has no new pages to look at. @throws UsageError */
export function refuseHealth({ health, questions }: Partial<HealthArguments>): void {
  if (health || questions !== undefined)
    throw new UsageError(
      "--health does not go with --dry-run",
      "fin-ingest status --health looks at what was sent.",
    );
}

/** Milliseconds from a flag such as `--max-duration 30m`. @throws UsageError that names the flag */
export function durationFlag(flag: string, value: string): number {
  const ms = durationMs(value);
  if (ms !== undefined && ms > 0) return ms;
  throw new UsageError(
    `${flag} cannot be "${value}"`,
    "A duration is a number and s, m, h or d: 90s, 30m, 12h, 7d.",
  );
}

/**
 * A point in time from `--since`: a day or time (`2026-03-01`, `2026-03-01T08:00:00Z`; days begin in UTC), or how
 * long ago (`7d`). @throws UsageError when it is neither, or in the future
 */
export function sinceFlag(value: string, now: number): Date {
  const ago = durationMs(value);
  const isoLike = /^\d{4}-\d{2}-\d{2}(?:[T ][\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?$/.test(value);
  const time = ago !== undefined ? now - ago : isoLike ? Date.parse(value) : Number.NaN;
  const day = isoLike ? value.slice(0, 10) : undefined;
  const exists = day === undefined || new Date(`${day}T00:00:00Z`).toJSON()?.slice(0, 10) === day;
  if (Number.isNaN(time) || !exists)
    throw new UsageError(
      `--since cannot be "${value}"`,
      "It is a date such as 2026-03-01, or how long ago: 7d, 12h.",
    );
  if (time > now) throw new UsageError(`--since ${value} is in the future`);
  return new Date(time);
}
