import { describe, expect, test } from "vitest";
import { type Before, messageOf, rememberedOf } from "../../src/notify/message.ts";
import type { EndedRun } from "../../src/notify/types.ts";
import { noCounts, type SourceReport } from "../../src/sync/run-report.ts";
import { aReport, aSource } from "../report/reports.ts";

const hold = {
  rule: "removal-cap",
  message: "12 pages would go",
  resolve: "--approve-removals abc",
  externalIds: [],
};
const failedDocuments = (titles: readonly string[]): Partial<SourceReport> => ({
  counts: { ...noCounts, fail: titles.length },
  changes: titles.map((title) => ({
    kind: "fail",
    externalId: `${title}.md`,
    title,
    url: null,
    reasons: [],
    audience: { before: null, after: null },
    error: { message: "it is too large" },
  })),
});
const ended = (
  exitCode: number,
  source: Partial<SourceReport> = {},
  more: Partial<EndedRun> = {},
): EndedRun => ({
  pipeline: "nightly",
  exitCode,
  report: aReport([aSource(source)]),
  ...more,
});
const well: Before = { wasWell: true, everWell: true };
const ill: Before = { wasWell: false, everWell: true };
const beforeToken: EndedRun = {
  pipeline: "nightly",
  exitCode: 2,
  failure: { message: "Intercom refuses the token", hint: "Make a new one.", requestId: "req-7" },
};

describe("what a run is worth telling", () => {
  test.each<[string, EndedRun, Before | undefined, string | undefined]>([
    ["the first that goes well", ended(0), undefined, "first-success"],
    [
      "the first that goes well, after ones that did not",
      ended(0),
      { wasWell: false, everWell: false },
      "first-success",
    ],
    ["one more that goes well", ended(0), well, undefined],
    ["the first that goes well again", ended(0), ill, "recovered"],
    ["one that holds something", ended(4, { holds: [hold] }), well, "hold"],
    ["one that still holds it", ended(4, { holds: [hold] }), ill, "hold"],
    ["one with failed documents", ended(3, failedDocuments(["a"])), well, "fail"],
    ["one with failures and holds", ended(3, { ...failedDocuments(["a"]), holds: [hold] }), well, "fail"],
    ["a source that failed", ended(1, { error: { message: "no such space" } }), well, "fail"],
    ["one that ended before it began", beforeToken, well, "fail"],
    [
      "one that another run kept waiting",
      { pipeline: "nightly", exitCode: 5, failure: { message: "locked" } },
      well,
      undefined,
    ],
    [
      "one whose time budget is spent",
      ended(5, {}, { failure: { message: "out of time" } }),
      well,
      undefined,
    ],
    ["one whose time budget is spent, with a hold", ended(5, { holds: [hold] }), well, "hold"],
    ["one that was interrupted", ended(143, {}, { failure: { message: "SIGTERM" } }), well, undefined],
  ])("%s", (_what, run, before, event) => {
    expect(messageOf(run, before)?.event).toBe(event);
  });

  test("what is held comes with the command that resolves it, and its source", () => {
    expect(messageOf(ended(4, { name: "handbook", holds: [hold] }), well)?.points).toEqual([
      {
        source: "handbook",
        what: "12 pages would go",
        resolve: "--approve-removals abc",
        hold: "removal-cap",
      },
    ]);
  });

  test("of many failed documents three are named, with the first reason", () => {
    const [point] = messageOf(ended(3, failedDocuments(["a", "b", "c", "d"])), well)?.points ?? [];
    expect(point?.what).toBe("4 documents failed (a, b, c, …): it is too large");
  });

  test("what ended a run comes with Intercom's request and what to do", () => {
    expect(messageOf(beforeToken, well)?.points).toEqual([
      { what: "Intercom refuses the token (request req-7)", resolve: "Make a new one." },
    ]);
  });

  test("a source's own failure is not told twice", () => {
    const failure = { message: "no such space" };
    expect(messageOf(ended(1, { error: failure }, { failure }), well)?.points).toHaveLength(1);
  });
});

test("what says nothing about how things are changes nothing that is remembered", () => {
  const locked: EndedRun = { pipeline: "nightly", exitCode: 5, failure: { message: "locked" } };
  expect(rememberedOf(locked, ill)).toBeUndefined();
  expect(rememberedOf(ended(0), undefined)).toEqual(well);
  expect(rememberedOf(ended(4, { holds: [hold] }), well)).toEqual(ill);
  expect(rememberedOf(beforeToken, undefined)).toEqual({ wasWell: false, everWell: false });
});
