import { describe, expect, it } from "vitest";
import { allowedMs, waitMs } from "../../../src/normalize/worker/time-limit.ts";

describe("the CPU time that a document may take", () => {
  it.each([
    ["a small page", 10_000, 10_000, 10_050],
    ["2 MB", 10_000, 2_000_000, 20_000],
    ["a manual of 9 MB", 10_000, 9_000_000, 55_000],
    ["200 MB", 10_000, 200_000_000, 120_000],
  ])("%s", (_, timeMs, bytes, allowed) => {
    expect(allowedMs(timeMs, bytes)).toBe(allowed);
  });
});

describe("when the time is over", () => {
  it.each([
    ["all of it was used", { wallMs: 1_000, cpuMs: 1_000, busy: 1 }, undefined],
    ["the process had half a processor", { wallMs: 1_000, cpuMs: 500, busy: 1 }, 500],
    ["two threads shared one processor", { wallMs: 1_000, cpuMs: 1_000, busy: 2 }, 500],
    ["two threads had a processor each", { wallMs: 1_000, cpuMs: 2_000, busy: 2 }, undefined],
    ["another thread did most of it", { wallMs: 300, cpuMs: 5_000, busy: 1 }, 700],
    ["next to nothing is left", { wallMs: 2_000, cpuMs: 995, busy: 1 }, 50],
    ["the thread does nothing", { wallMs: 12_000, cpuMs: 10, busy: 1 }, undefined],
  ])("%s", (_, elapsed, wait) => {
    expect(waitMs(1_000, elapsed)).toBe(wait);
  });
});
