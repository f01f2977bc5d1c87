import { expect, test } from "vitest";
import { createSpacing } from "../../src/http/spacing.ts";
import { virtualClock } from "../intercom/virtual-clock.ts";

/** When each of so many turns came, in milliseconds. */
function turns(perSecond: number, count: number) {
  const clock = virtualClock();
  const spacing = createSpacing(perSecond, clock);
  const came: number[] = [];
  const all = Array.from({ length: count }, () => spacing.turn(undefined).then(() => came.push(clock.now())));
  return { clock, spacing, came, all: Promise.all(all) };
}

test("requests begin at an even pace, the first at once", async () => {
  const { clock, came, all } = turns(4, 5);
  await clock.advance(1000);
  await all;
  expect(came).toEqual([0, 250, 500, 750, 1000]);
});

test("a pause holds back those that wait already, and they go on at the same pace", async () => {
  const { clock, spacing, came, all } = turns(2, 3);
  await clock.advance(100);
  spacing.pause(2000);
  await clock.advance(3500);
  await all;
  expect(came[0]).toBe(0);
  expect(came[1]).toBeGreaterThanOrEqual(2100);
  expect((came[2] ?? 0) - (came[1] ?? 0)).toBeGreaterThanOrEqual(500);
});

test("who waits is woken by the signal, with its reason", async () => {
  const clock = virtualClock();
  const spacing = createSpacing(1, clock);
  await spacing.turn(undefined);
  const stop = new AbortController();
  const waiting = spacing.turn(stop.signal);
  stop.abort("enough");
  await expect(waiting).rejects.toBe("enough");
});
