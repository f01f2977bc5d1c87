import { describe, expect, it, test } from "vitest";
import type { RunContext } from "../../../../src/sync/context.ts";
import { clockObjection } from "../../../../src/sync/plan/removals/clock-rule.ts";
import { clocksApart, earlier, later } from "../../../../src/sync/times.ts";

const hour = 60 * 60 * 1000;

describe("two clocks", () => {
  it.each([
    ["Intercom was not asked", undefined, undefined],
    ["the same", 0, undefined],
    ["an hour ahead", hour, undefined],
    ["an hour behind", -hour, undefined],
    ["a millisecond more ahead", hour + 1, /over an hour ahead of/],
    ["a millisecond more behind", -hour - 1, /over an hour behind/],
    ["three hours", 3 * hour, /3 hours ahead of/],
    ["ten days", -10 * 24 * hour, /10 days behind/],
  ])("%s", (_name, apart, message) => {
    const objection = clockObjection(apart);
    if (message === undefined) expect(objection).toBeUndefined();
    else expect(objection).toMatchObject({ rule: "clock", message: expect.stringMatching(message) });
  });
});

const now = 100 * hour;
test.each([
  ["not asked", undefined, { earlier: now, later: now }],
  ["a second ahead", now + 1_000.5, { earlier: now, later: now }],
  ["an hour behind", now - hour, { earlier: now, later: now }],
  ["two hours behind", now - 2 * hour, { earlier: now - 2 * hour, later: now }],
  ["three hours ahead", now + 3 * hour + 0.4, { earlier: now, later: now + 3 * hour }],
])("Intercom's clock is %s: what counts", (_name, server, expected) => {
  const clocks = {
    clock: { now: () => now } as RunContext["clock"],
    library: { serverTime: () => server },
  };
  expect({ earlier: earlier(clocks), later: later(clocks) }).toEqual(expected);
  expect(clocksApart(clocks)).toBe(server === undefined ? undefined : now - server);
});
