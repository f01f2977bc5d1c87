import {
  noCounts,
  type ReportedChange,
  type RunReport,
  type SourceReport,
} from "../../src/sync/run-report.ts";

const audiences: Partial<Record<ReportedChange["kind"], ReportedChange["audience"]>> = {
  create: { before: null, after: "customers" },
  update: { before: "customers", after: "customers" },
  hide: { before: "customers", after: "nobody" },
  delete: { before: "nobody", after: null },
};

/** A source's report with nothing in it but what is given. */
export function aSource(parts: Partial<SourceReport> = {}): SourceReport {
  return {
    name: "handbook",
    sourceId: 1,
    counts: noCounts,
    requests: { read: 0, write: 0, retried: 0, rateLimited: 0 },
    changes: [],
    gaps: [],
    holds: [],
    error: null,
    ...parts,
  };
}

/** A nightly run of 3 minutes and 12 seconds. */
export function aReport(
  sources: readonly SourceReport[],
  outcome: RunReport["run"]["outcome"] = "ok",
): RunReport {
  const startedAt = "2026-03-01T02:00:00.000Z";
  const finishedAt = "2026-03-01T02:03:12.000Z";
  return { run: { id: "r1", pipeline: "nightly", outcome, startedAt, finishedAt }, sources };
}

/** Everything a report can tell, with names that try to break out of every format. */
export const eventful = aReport(
  [
    aSource({
      counts: { ...noCounts, create: 2, update: 1, unchanged: 9310, hide: 1, hold: 1, skip: 1, fail: 1 },
      requests: { read: 3, write: 4, retried: 2, rateLimited: 1 },
      changes: [
        change("create", "travel.md", "Travel policy"),
        change(
          "create",
          "a/very/long/path/that/does/not/fit/on/any/line/of/a/terminal/remote-work.md",
          "Remote work: where, when and how we all work together from anywhere",
        ),
        change("update", "leave.md", "Leave | holidays <b>\u001b[31m@everyone", ["content", "title"]),
        change("hide", "old.md", "老いたページ", ["gone from the source"]),
        change("skip", "draft.md", null, ["draft: true"]),
        {
          ...change("fail", "broken.mdx", "Broken"),
          error: {
            message: "Intercom refused the page: title is too long",
            hint: "Shorten the title.",
            requestId: "req-7",
          },
        },
      ],
      gaps: [{ part: "space HR", reason: "403 Forbidden" }],
      holds: [
        {
          rule: "removal-cap",
          message: "12 of 40 pages would be removed at once; at most 5 are",
          resolve: "Look at them with `fin-ingest plan --source handbook`.",
          externalIds: ["x.md"],
        },
      ],
    }),
    aSource({
      name: "website",
      sourceId: null,
      error: { message: "connect ECONNREFUSED", hint: "Is it up?" },
    }),
  ],
  "held",
);

function change(
  kind: ReportedChange["kind"],
  externalId: string,
  title: string | null,
  reasons: string[] = [],
): ReportedChange {
  const audience = audiences[kind] ?? { before: null, after: null };
  const url = `https://handbook.example.com/${externalId}`;
  return { kind, externalId, title, url, reasons, audience, error: null };
}
