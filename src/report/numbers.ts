import type { ChangeKind } from "../sync/changes.ts";
import { type Counts, noCounts, type RunReport, type SourceReport } from "../sync/run-report.ts";

/** The order of kinds, everywhere. */
export const kinds: readonly ChangeKind[] = [
  "create",
  "update",
  "unchanged",
  "hide",
  "delete",
  "hold",
  "skip",
  "fail",
];

const grouped = new Intl.NumberFormat("en-US");

/** 9310 → `9,310`. */
export function number(value: number): string {
  return grouped.format(value);
}

/** `1 page`, `2 pages`; the plural is given where it is irregular. */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${number(value)} ${value === 1 ? one : many}`;
}

/** 850 → `0.9s`, 45_000 → `45s`, 192_000 → `3m12s`, 7_500_000 → `2h05m`. */
export function duration(ms: number): string {
  if (ms < 9_950) return `${(Math.max(0, ms) / 1000).toFixed(1)}s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m${String(seconds % 60).padStart(2, "0")}s`;
  return `${Math.floor(minutes / 60)}h${String(minutes % 60).padStart(2, "0")}m`;
}

/** What people are told of a run: pages that Intercom had before are not said to be created. */
export interface ToldCounts extends Counts {
  /** Of the created ones; absent: none. */
  readonly sentAgain?: number | undefined;
}

/**
 * `create 12 · sent again 3 · update 40 · unchanged 9,310`: kinds that did not occur are left out; undefined when none
 * did.
 */
export function countsText({ sentAgain = 0, ...counts }: ToldCounts): string | undefined {
  const counted = kinds.flatMap((kind) => [
    { kind, n: counts[kind] - (kind === "create" ? sentAgain : 0) },
    ...(kind === "create" ? [{ kind: "sent again", n: sentAgain }] : []),
  ]);
  const told = counted.filter(({ n }) => n > 0).map(({ kind, n }) => `${kind} ${number(n)}`);
  return told.length === 0 ? undefined : told.join(" · ");
}

/** What people are told of one source. */
export const toldCounts = ({
  counts,
  sentAgain,
}: Pick<SourceReport, "counts" | "sentAgain">): ToldCounts => ({
  ...counts,
  sentAgain,
});

export function addCounts(a: ToldCounts, b: ToldCounts): ToldCounts {
  return {
    create: a.create + b.create,
    update: a.update + b.update,
    unchanged: a.unchanged + b.unchanged,
    hide: a.hide + b.hide,
    delete: a.delete + b.delete,
    hold: a.hold + b.hold,
    skip: a.skip + b.skip,
    fail: a.fail + b.fail,
    sentAgain: (a.sentAgain ?? 0) + (b.sentAgain ?? 0),
  };
}

/** All sources' counts together. */
export function totalCounts(report: RunReport): ToldCounts {
  return report.sources.reduce<ToldCounts>((sum, source) => addCounts(sum, toldCounts(source)), noCounts);
}

/**
 * The last line of a run: `create 12 · update 40 · unchanged 9,310 · delete 2 · fail 1 · 3m12s`. Kinds that did
 * not occur are left out; sources that could not be read at all are counted at the end.
 */
export function summaryLine(report: RunReport): string {
  const broken = report.sources.filter((source) => source.error !== null).length;
  const took = Date.parse(report.run.finishedAt) - Date.parse(report.run.startedAt);
  return [
    countsText(totalCounts(report)) ?? "no documents",
    ...(broken > 0 ? [`${count(broken, "source")} failed`] : []),
    duration(took),
  ].join(" · ");
}

/** An ISO time as people read it, `2026-03-01 02:00`, in UTC. */
export const minute = (iso: string): string => iso.slice(0, 16).replace("T", " ");
