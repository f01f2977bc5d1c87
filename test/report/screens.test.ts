import { expect, test } from "vitest";
import { checkText } from "../../src/report/check.ts";
import { progressLine } from "../../src/report/progress.ts";
import { type Status, statusText } from "../../src/report/status.ts";
import { displayWidth } from "../../src/report/terminal-text.ts";
import { reportText } from "../../src/report/text.ts";
import { noCounts } from "../../src/sync/run-report.ts";
import { aReport, aSource } from "./reports.ts";

const plain = { width: 80, colours: false };

test.each([
  [{ source: "docs", phase: "listing", listed: 1200 }, "docs · listing 1,200 · 12s"],
  [
    {
      source: "docs",
      phase: "syncing",
      total: 420,
      finished: 120,
      counts: { ...noCounts, create: 118, fail: 2 },
    },
    "docs · 120 of 420 · create 118 · fail 2 · 12s",
  ],
  [
    { source: "docs", phase: "removing", total: 1, finished: 1, counts: { ...noCounts, hide: 1 } },
    "docs · removing · hide 1 · 12s",
  ],
  [{ source: "docs", phase: "done", counts: noCounts }, "docs · done · 12s"],
] as const)("progress %#", (progress, line) => expect(progressLine(progress, 12_000)).toBe(line));

test("checks: each with its result in a word, and where to mend it", () => {
  const text = checkText(
    [
      { name: "Intercom", results: [{ what: "token", result: "ok", detail: "accepted" }] },
      {
        name: "handbook",
        results: [
          { what: "folder", result: "failed", detail: "word ".repeat(30).trim(), hint: "Check `path`." },
          { what: "rights", result: "unknown", detail: "cannot be asked for" },
        ],
      },
    ],
    plain,
  );
  expect(text.split("\n")).toEqual([
    "Intercom",
    "  ok       token: accepted",
    "handbook",
    expect.stringMatching(/^ {2}failed {3}folder: word word/),
    expect.stringMatching(/^ {11}word/),
    expect.stringMatching(/^ {11}word/),
    "           → Check `path`.",
    "  unknown  rights: cannot be asked for",
    "",
  ]);
});

const status: Status = {
  running: { pipeline: "nightly", pid: 7, host: "srv", since: "2026-03-02T02:00:00.000Z" },
  sources: [
    {
      name: "handbook",
      url: "https://handbook.example.com",
      sourceId: 1,
      live: 9310,
      hidden: 2,
      foreign: 0,
      lastComplete: "2026-03-01T02:03:00.000Z",
      openBackfill: "2026-02-28T10:00:00.000Z",
      holds: [{ rule: "removal-cap", message: "12 pages", resolve: "Look.", externalIds: [] }],
    },
    {
      name: "hr",
      url: "https://hr.example.com",
      sourceId: null,
      live: 0,
      hidden: 0,
      foreign: 2,
      lastComplete: null,
      openBackfill: null,
      holds: [],
    },
  ],
  orphans: [{ name: "manual", live: 12, hidden: 1 }],
  hidden: [],
  holds: [],
  runs: [
    {
      id: "b",
      pipeline: "nightly",
      startedAt: "2026-03-02T02:00:00.000Z",
      finishedAt: null,
      outcome: null,
      stopped: null,
      counts: null,
    },
    {
      id: "a",
      pipeline: "nightly",
      startedAt: "2026-03-01T02:00:00.000Z",
      finishedAt: "2026-03-01T02:03:12.000Z",
      outcome: "held",
      stopped: null,
      counts: "create 1",
    },
  ],
};

test("the status: sources, runs, what waits, what is held, what runs", () => {
  expect(statusText(status, plain).split("\n")).toEqual([
    "SOURCE     LIVE  HIDDEN  LAST COMPLETE LISTING  URL",
    "handbook  9,310       2  2026-03-01 02:03       https://handbook.example.com",
    "hr            0       0  never                  https://hr.example.com",
    "",
    "RUN      STARTED            TOOK  OUTCOME  CHANGES",
    "nightly  2026-03-02 02:00         running",
    "nightly  2026-03-01 02:00  3m12s  held     create 1",
    "",
    "handbook: a backfill begun 2026-02-28 10:00 has not ended; call it again to go on.",
    "",
    "hr: foreign",
    "  ? 2 pages in Intercom under this source are not its own",
    "    → fin-ingest adopt --source hr --dry-run shows which are its documents;",
    "    fin-ingest retire hr hides the others",
    "",
    "manual: orphan",
    "  ! no configuration names it, and 12 pages still answer, 1 hidden",
    "    → fin-ingest retire manual, or moved_from: manual on the source that",
    "    replaces it",
    "",
    "handbook: held",
    "  ! hold removal-cap: 12 pages",
    "    → Look.",
    "",
    "Running: nightly, process 7 on srv, since 2026-03-02 02:00.",
    "",
  ]);
});

test("the status: hidden pages, those of each source in their order; what is many is counted", () => {
  const page = (source: string, n: number, deleteAt: string | null = "2026-03-08T02:00:00.000Z") => ({
    source,
    externalId: `p${n}.md`,
    title: `Page ${n}`,
    why: "gone from the source",
    hiddenAt: "2026-03-01T02:00:00.000Z",
    deleteAt,
  });
  const many = Array.from({ length: 22 }, (_, n) => page("hr", n));
  const text = statusText({ ...status, hidden: [page("handbook", 1, null), ...many] }, plain);
  expect(text).toContain(
    [
      "handbook: 1 hidden page",
      "  - Page 1 (p1.md): gone from the source",
      "    hidden since 2026-03-01 02:00, and no run deletes it",
      "",
      "hr: 22 hidden pages",
      "  - Page 0 (p0.md): gone from the source",
      "    hidden since 2026-03-01 02:00, deleted from 2026-03-08 02:00 on",
    ].join("\n"),
  );
  expect(text).toContain("  - … 2 more; --json names all\n");
  expect(text).not.toContain("Page 20");
});

test("a run without an end, when nothing runs, broke off; before the first, it says so", () => {
  expect(statusText({ ...status, running: null }, plain)).toContain("broken off");
  expect(statusText({ ...status, running: null, runs: [] }, plain)).toContain("No run yet");
});

test("documents that failed for one reason are listed together", () => {
  const failed = (title: string, message: string) => ({
    kind: "fail" as const,
    externalId: `${title}.md`,
    title,
    url: null,
    reasons: [],
    audience: { before: null, after: "customers" as const },
    error: { message, hint: "Wait." },
  });
  const names = ["A", "B", "C", "D", "E"];
  const changes = [...names.map((name) => failed(name, "Intercom answered 500")), failed("F", "too long")];
  const text = reportText(aReport([aSource({ changes })]), plain);
  expect(text).toContain("x fail 5 documents (A, B, C, …): Intercom answered 500\n    → Wait.\n");
  expect(text).toContain("x fail F: too long");
  expect(text.match(/Wait\./g)).toHaveLength(2);
  for (const line of text.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(80);
});
