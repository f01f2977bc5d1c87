import { audienceOf } from "../audience.ts";
import type { Gap } from "../connector-kit/listing.ts";
import type { RequestCounts } from "../intercom/types.ts";
import { ChangeList } from "./change-list.ts";
import type { Change, ChangeKind, Hold } from "./changes.ts";
import { type Counts, noCounts, type ReportedChange, type SourceReport } from "./run-report.ts";

/** Counts changes as they come and keeps what the report says of them. */
export class Tally {
  private readonly counted: Record<ChangeKind, number> = { ...noCounts };
  private readonly reported = new ChangeList();
  private readonly held: Hold[] = [];
  private sentAgain = 0;

  add(change: Change): void {
    this.counted[change.kind] += 1;
    if (change.kind === "hold") this.held.push(change.hold);
    if (change.kind === "create" && change.reasons?.includes("sent again")) this.sentAgain += 1;
    const reported = reportedChange(change);
    if (reported) this.reported.add(reported);
  }

  addUnchanged(count: number): void {
    this.counted.unchanged += count;
  }

  get counts(): Counts {
    return this.counted;
  }

  report(rest: {
    name: string;
    sourceId: number | null;
    requests: RequestCounts;
    gaps: readonly Gap[];
    rules?: SourceReport["rules"] | undefined;
    error: SourceReport["error"];
  }): SourceReport {
    return {
      name: rest.name,
      sourceId: rest.sourceId,
      counts: { ...this.counted },
      ...(this.sentAgain > 0 ? { sentAgain: this.sentAgain } : {}),
      requests: rest.requests,
      changes: this.reported.sorted(),
      gaps: rest.gaps.map(({ part, reason }) => ({ part, reason })),
      holds: this.held,
      rules: rest.rules ?? [],
      error: rest.error,
    };
  }
}

/** A change as reports and plans list it; undefined for what they leave out. */
export function reportedChange(change: Change): ReportedChange | undefined {
  switch (change.kind) {
    case "unchanged":
    case "hold":
      return undefined;
    case "create":
    case "update": {
      const { externalId, title, url, warnings, availability } = change.page;
      const reasons = change.reasons ?? [];
      const audience = { before: change.before ?? null, after: audienceOf(availability) };
      return {
        kind: change.kind,
        externalId,
        title,
        url: url ?? null,
        reasons,
        audience,
        warnings,
        error: null,
      };
    }
    case "hide":
    case "delete": {
      const { externalId, title, url, before = null } = change.target;
      const audience = { before, after: change.kind === "hide" ? ("nobody" as const) : null };
      const reasons = [change.why];
      return { kind: change.kind, externalId, title, url: url ?? null, reasons, audience, error: null };
    }
    case "skip":
      return { ...asItIs(change), kind: "skip", reasons: [change.why], error: null };
    case "fail":
      return { ...asItIs(change), kind: "fail", reasons: [], error: change.error };
  }
}

/** Of a document whose page, where it has one, this change leaves as it is. */
const asItIs = ({
  externalId,
  title,
  url,
  before,
}: Pick<Extract<Change, { kind: "fail" }>, "externalId" | "title" | "url" | "before">) => ({
  externalId,
  title: title ?? null,
  url: url ?? null,
  audience: { before: before ?? null, after: before ?? null },
});
