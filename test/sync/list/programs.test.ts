import { describe, expect, it } from "vitest";
import type { Listed } from "../../../src/connector-kit/listing.ts";
import { listedMadeWith, programNow, versionMadeWith } from "../../../src/sync/list/programs.ts";

const listed = (version?: string): Listed => ({
  kind: "document",
  externalId: "a.rst",
  ...(version === undefined ? {} : { version }),
  load: () => Promise.reject(new Error("not to be loaded")),
});
const made = (version: string, program: string) => ({ version: versionMadeWith(version, program) });

describe("a page that a program of this machine made is as it was", () => {
  it.each([
    ["no page yet", listed("v1"), undefined, { version: "d1" }, false],
    ["the same text and program", listed("v1"), made("v1", "d1"), { version: "d1" }, true],
    ["another program", listed("v1"), made("v1", "d1"), { version: "d2" }, false],
    ["another text", listed("v2"), made("v1", "d1"), { version: "d1" }, false],
    ["a program that nobody noted", listed("v1"), made("v1", "d1"), undefined, false],
    ["the program is gone", listed("v1"), made("v1", "d1"), { version: undefined }, true],
    [
      "the program is gone, and the text another",
      listed("v2"),
      made("v1", "d1"),
      { version: undefined },
      false,
    ],
    ["a text whose version begins alike", listed("v"), made("v1", "d1"), { version: undefined }, false],
    ["no version at all", listed(), made("v1", "d1"), { version: "d1" }, false],
    ["a page that needs none", listed("v1"), { version: "v1" }, { version: "d1" }, true],
    ["a page that was made without one", listed("v1"), { version: "v1" }, undefined, true],
  ])("%s: %#", (_what, document, row, program, expected) => {
    const { version } = listedMadeWith(document, row, program);
    expect(version !== undefined && version === row?.version).toBe(expected);
  });
});

it("for a source without such pages no program is looked for", async () => {
  expect(await programNow(new Map())).toBeUndefined();
});
