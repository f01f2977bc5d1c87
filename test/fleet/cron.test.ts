import { expect, test } from "vitest";
import { cronProblem, isTimezone, nextTime } from "../../src/fleet/schedule/cron.ts";

const next = (cron: string, timezone: string, after: string) =>
  nextTime({ cron, timezone }, new Date(after))?.toISOString();

test.each([
  ["15 2 * * *", "UTC", "2026-03-02T02:14:59Z", "2026-03-02T02:15:00.000Z"],
  ["15 2 * * *", "UTC", "2026-03-02T02:15:00Z", "2026-03-03T02:15:00.000Z"],
  ["15 2 * * *", "Europe/Berlin", "2026-01-10T12:00:00Z", "2026-01-11T01:15:00.000Z"],
  ["15 2 * * *", "Europe/Berlin", "2026-07-10T12:00:00Z", "2026-07-11T00:15:00.000Z"],
  // 2:15 is not there on the day when the clock goes forward: it comes an hour later by the sun, and is not left out.
  ["15 2 * * *", "Europe/Berlin", "2026-03-29T00:00:00Z", "2026-03-29T01:15:00.000Z"],
  // It is there twice when the clock goes back, and counts once.
  ["15 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-25T00:15:00.000Z"],
  ["15 2 * * *", "Europe/Berlin", "2026-10-25T00:15:00Z", "2026-10-26T01:15:00.000Z"],
  ["0 12 1 * *", "America/New_York", "2026-03-01T17:00:00Z", "2026-04-01T16:00:00.000Z"],
])("%s of %s after %s comes at %s", (cron, timezone, after, at) => {
  expect(next(cron, timezone, after)).toBe(at);
});

test.each([
  ["15 2 * * *", undefined],
  ["* * *", "it has 3 fields instead of 5"],
  ["0 15 2 * * *", "it has 6 fields instead of 5"],
  ["61 2 * * *", expect.any(String)],
  ["0 0 30 2 *", "it never comes"],
])("%s: %s", (cron, problem) => {
  expect(cronProblem(cron)).toEqual(problem);
});

test("time zones by their names", () => {
  expect(["Europe/Berlin", "UTC", "Europe/Berlinn", ""].map(isTimezone)).toEqual([true, true, false, false]);
});
