import { describe, expect, it, onTestFinished } from "vitest";
import { Interrupted, listenForSignals } from "../../src/cli/interruption.ts";
import { virtualClock } from "../intercom/virtual-clock.ts";

function listening() {
  const clock = virtualClock();
  const reported: string[] = [];
  const ends: number[] = [];
  const interruption = listenForSignals(
    { onFirst: (signal) => reported.push(signal), atOnce: () => reported.push("at once") },
    clock,
    (code) => ends.push(code),
  );
  onTestFinished(() => interruption.dispose());
  const state = () => [interruption.signal.aborted, interruption.cutOff.aborted, ends];
  return { clock, reported, ends, interruption, state };
}

describe.each([
  ["SIGTERM", 143],
  ["SIGINT", 130],
] as const)("%s", (signal, code) => {
  it("stops what is new at once, what is under way after nine seconds, the process after ten", async () => {
    const { clock, reported, interruption, state } = listening();
    process.emit(signal);
    expect(reported).toEqual([signal]);
    expect(state()).toEqual([true, false, []]);
    await clock.advance(8_999);
    expect(state()).toEqual([true, false, []]);
    await clock.advance(1);
    expect(state()).toEqual([true, true, []]);
    expect(interruption.cutOff.reason).toBe(interruption.signal.reason);
    expect(interruption.signal.reason).toBeInstanceOf(Interrupted);
    await clock.advance(999);
    expect(state()).toEqual([true, true, []]);
    await clock.advance(1);
    expect(state()).toEqual([true, true, [code]]);
  });

  it("a second time ends at once", () => {
    const { reported, ends } = listening();
    process.emit("SIGINT");
    process.emit(signal);
    expect(reported).toEqual(["SIGINT", "at once"]);
    expect(ends).toEqual([code]);
  });
});

it("a program that ended by itself is not ended again", async () => {
  const { clock, interruption, ends } = listening();
  process.emit("SIGTERM");
  interruption.dispose();
  await clock.advance(60_000);
  expect(ends).toEqual([]);
  expect(interruption.cutOff.aborted).toBe(false);
});
