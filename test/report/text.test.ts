import { describe, expect, test } from "vitest";
import { libraryText } from "../../src/report/library.ts";
import { plannedLines, planSummary } from "../../src/report/plan-text.ts";
import { displayWidth } from "../../src/report/terminal-text.ts";
import { reportText } from "../../src/report/text.ts";
import { noCounts } from "../../src/sync/run-report.ts";
import { aReport, aSource, eventful } from "./reports.ts";

const plain = { width: 80, colours: false };

describe("a run for people", () => {
  const text = reportText(eventful, plain);

  test("tells every kind, in words", () => {
    for (const told of [
      "+ create",
      "~ update",
      "(content, title)",
      "- hide",
      "· skip",
      "x fail Broken: Intercom refused the page: title is too long (request req-7)",
      "→ Shorten the title.",
      "! could not list space HR: 403 Forbidden",
      "! hold removal-cap: 12 of 40 pages would be removed at once",
      "→ Look at them with `fin-ingest plan --source handbook`.",
      "x fail the source failed: connect ECONNREFUSED",
      "4 writes · 2 retried · 1 rate-limited",
    ])
      expect(text.replace(/\n +/g, " ")).toContain(told);
  });

  test("keeps to the width, and nothing in it steers the terminal", () => {
    for (const line of text.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(80);
    expect(text).not.toContain("\u001b");
  });

  test("colours change nothing but colours", () => {
    const coloured = reportText(eventful, { ...plain, colours: true });
    expect(coloured).toContain("\u001b[");
    expect(coloured.replace(/\p{Cc}\[\d+m/gu, "")).toBe(text);
  });

  test("a pipe gets whole ids", () => {
    const wide = reportText(eventful, { width: Number.POSITIVE_INFINITY, colours: false });
    expect(wide).toContain("a/very/long/path/that/does/not/fit/on/any/line/of/a/terminal/remote-work.md");
  });

  test("many changes of a kind are counted, not listed; failures have their own bound", () => {
    const changes = Array.from({ length: 2_000 }, (_, index) => ({
      kind: "create" as const,
      externalId: `${index}.md`,
      title: `Page ${index}`,
      url: null,
      reasons: [],
      audience: { before: null, after: "customers" as const },
      error: null,
    }));
    const text = reportText(aReport([aSource({ changes })]), { ...plain, maxPerKind: 3 });
    expect(text.match(/\+ create/g)).toHaveLength(3);
    expect(text).toContain("+ … 1,997 more to create");
  });
});

test("a plan, change by change", () => {
  const named = {
    kind: "create",
    externalId: "a.md",
    title: "A",
    url: null,
    reasons: [],
    audience: { before: null, after: "customers" as const },
    error: null,
  } as const;
  const page = { kind: "unchanged", externalId: "b.md" } as const;
  expect(plannedLines(page, undefined, plain)).toEqual([]);
  expect(plannedLines({ kind: "skip", externalId: "a.md", why: "draft" }, named, plain)).toEqual([
    expect.stringMatching(/^ {2}\+ create {2}customers {2}A +a\.md$/),
  ]);
  const hold = { rule: "grace", message: "waits", resolve: "wait", externalIds: [] };
  expect(plannedLines({ kind: "hold", hold }, undefined, plain)).toEqual([
    "  ! hold grace: waits",
    "    → wait",
  ]);
});

test.each([
  [{ ...noCounts, create: 12, hide: 2, unchanged: 9310 }, "Plan: 12 to create, 2 to hide, 9,310 unchanged."],
  [{ ...noCounts, unchanged: 3, fail: 1 }, "Nothing to do: 1 failed, 3 unchanged."],
  [noCounts, "Nothing to do: no documents."],
])("the sum of a plan %#", (counts, text) =>
  expect(planSummary(counts, { gained: 0, lost: 0 }, plain)).toBe(text),
);

test("the sum of a plan says what changes for customers", () => {
  const text = planSummary({ ...noCounts, create: 3, hide: 1 }, { gained: 3, lost: 1 }, plain);
  expect(text).toBe(
    "Customers: answered from 3 more pages, no longer from 1 page.\nPlan: 3 to create, 1 to hide.",
  );
});

test("the library as Fin sees it", () => {
  const text = libraryText(
    [
      { title: "Pay bands", agent: false, copilot: true },
      { title: "Leave", url: "https://handbook.example.com/leave", agent: true, copilot: true },
      { title: "Old", agent: false, copilot: false },
    ],
    plain,
  );
  expect(text).toBe(
    [
      "TITLE      ANSWERS               CITED AS",
      "Leave      customers, teammates  https://handbook.example.com/leave",
      "Old        nobody (hidden)",
      "Pay bands  teammates",
      "3 pages",
      "",
    ].join("\n"),
  );
});
