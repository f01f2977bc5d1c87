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

test.each([
  [undefined, { earlier: 100, later: 100, apart: undefined }],
  [90.5, { earlier: 90.5, later: 100, apart: 9.5 }],
  [120.4, { earlier: 100, later: 120, apart: -20.4 }],
])("with Intercom's clock at %s and ours at 100", (server, expected) => {
  const clocks = {
    clock: { now: () => 100 } as RunContext["clock"],
    library: { serverTime: () => server },
  };
  const apart = clocksApart(clocks);
  expect({ earlier: earlier(clocks), later: later(clocks) }).toEqual({
    earlier: expected.earlier,
    later: expected.later,
  });
  if (expected.apart === undefined) expect(apart).toBeUndefined();
  else expect(apart).toBeCloseTo(expected.apart);
});
