import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Audience } from "../../src/audience.ts";
import { netChanges } from "../../src/runs/net-changes.ts";
import type { ReportedChange, RunReport } from "../../src/sync/run-report.ts";

type Standing = Audience | null;
type Step = readonly [kind: ReportedChange["kind"], before: Standing, after: Standing];

const changeOf = ([kind, before, after]: Step, externalId = "a"): ReportedChange => ({
  kind,
  externalId,
  title: "A",
  url: null,
  reasons: [kind],
  audience: { before, after },
  error: null,
});
const reportOf = (changes: readonly ReportedChange[], n: number, source = "docs"): RunReport => ({
  run: {
    id: `run-${n}`,
    pipeline: "nightly",
    outcome: "ok",
    startedAt: "2026-11-30T00:00:00.000Z",
    finishedAt: "2026-11-30T00:00:01.000Z",
  },
  sources: [
    {
      name: source,
      sourceId: 1,
      counts: { create: 0, update: 0, unchanged: 0, hide: 0, delete: 0, hold: 0, skip: 0, fail: 0 },
      requests: { read: 0, write: 0, retried: 0, rateLimited: 0 },
      changes,
      gaps: [],
      holds: [],
      error: null,
    },
  ],
});
const over = (...steps: readonly Step[]) => netChanges(steps.map((step, n) => reportOf([changeOf(step)], n)));

describe("what several runs did to a page", () => {
  it.each<[string, readonly Step[], string | undefined]>([
    ["one update", [["update", "customers", "customers"]], "update"],
    [
      "made, then sent anew",
      [
        ["create", null, "customers"],
        ["update", "customers", "teammates"],
      ],
      "create",
    ],
    [
      "made and deleted",
      [
        ["create", null, "customers"],
        ["hide", "customers", "nobody"],
        ["delete", "nobody", null],
      ],
      undefined,
    ],
    [
      "hidden",
      [
        ["update", "customers", "customers"],
        ["hide", "customers", "nobody"],
      ],
      "hide",
    ],
    [
      "hidden and deleted",
      [
        ["hide", "customers", "nobody"],
        ["delete", "nobody", null],
      ],
      "delete",
    ],
    [
      "hidden and back",
      [
        ["hide", "customers", "nobody"],
        ["update", "nobody", "customers"],
      ],
      "update",
    ],
    [
      "failed, held and skipped",
      [
        ["fail", "customers", "customers"],
        ["skip", "customers", "customers"],
      ],
      undefined,
    ],
  ])("%s", (_, steps, kind) => {
    expect(over(...steps)[0]?.kind).toBe(kind);
  });

  it("has the audience before the first and after the last, and every reason and run once", () => {
    const [change] = over(
      ["update", "customers", "teammates"],
      ["fail", null, null],
      ["update", "teammates", "nobody"],
    );
    expect(change).toMatchObject({
      audience: { before: "customers", after: "nobody" },
      reasons: ["update"],
      runs: ["run-0", "run-2"],
    });
  });

  it("keeps pages of the same id in two sources apart, in the order of sources and ids", () => {
    const update: Step = ["update", "customers", "customers"];
    const reports = [
      reportOf([changeOf(update, "b"), changeOf(update, "a")], 0, "wiki"),
      reportOf([changeOf(update, "b")], 1, "docs"),
    ];
    expect(netChanges(reports).map(({ source, externalId }) => `${source} ${externalId}`)).toEqual([
      "docs b",
      "wiki a",
      "wiki b",
    ]);
  });

  it("ends where a page that follows each change ends", () => {
    const standing = fc.constantFrom<Standing>("customers", "teammates", "nobody", null);
    fc.assert(
      fc.property(fc.array(standing, { minLength: 2, maxLength: 6 }), (path) => {
        const steps = path.slice(1).map((after, n): Step => {
          const before = path[n] ?? null;
          return [before === null ? "create" : after === null ? "delete" : "update", before, after];
        });
        const [change] = over(...steps);
        const ends = { before: path[0], after: path.at(-1) };
        if (ends.before === null && ends.after === null) expect(change).toBeUndefined();
        else expect(change?.audience).toEqual(ends);
      }),
    );
  });
});
