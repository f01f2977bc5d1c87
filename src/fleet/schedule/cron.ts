import { Cron } from "croner";

/** Why a text is not a cron expression of five fields; undefined for one that is. */
export function cronProblem(text: string): string | undefined {
  const fields = text.trim().split(/\s+/).length;
  if (fields !== 5) return `it has ${fields} fields instead of 5`;
  try {
    const never = new Cron(text).nextRun() === null;
    return never ? "it never comes" : undefined;
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^CronPattern: /, "") : String(error);
  }
}

/** Whether this is the name of a time zone that this Node knows. */
export function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/**
 * The next time after another one, in a time zone's local time: an hour that a change of the clock skips is made up
 * for, and one that it repeats counts once (https://croner.56k.guru/usage/timezones/).
 *
 * @returns undefined where it never comes again
 */
export function nextTime(
  { cron, timezone }: { cron: string; timezone: string },
  after: Date,
): Date | undefined {
  return new Cron(cron, { timezone }).nextRun(after) ?? undefined;
}
