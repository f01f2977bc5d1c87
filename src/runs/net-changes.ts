import type { Audience } from "../audience.ts";
import type { ReportedChange, RunReport } from "../sync/run-report.ts";

/** What became of a page over several runs. */
export interface NetChange {
  readonly source: string;
  readonly externalId: string;
  readonly title: string | null;
  readonly url: string | null;
  /** `create`: it is there and was not; `delete`: the other way round; `update`: it was sent anew or its audience is another. */
  readonly kind: "create" | "update" | "hide" | "delete";
  readonly audience: { readonly before: Audience | null; readonly after: Audience | null };
  /** Why, of all of its changes, each once. */
  readonly reasons: readonly string[];
  /** Ids of the runs that changed it. */
  readonly runs: readonly string[];
}

/**
 * What several runs did to the pages of Fin, all in all: of a page that was hidden and came back as it was, that it was
 * sent; of one that was made and deleted again, nothing.
 *
 * @param reports in the order of the runs
 * @returns in the order of sources and ids
 */
export function netChanges(reports: readonly RunReport[]): NetChange[] {
  const found = new Map<string, Steps>();
  for (const { run, sources } of reports)
    for (const { name, changes } of sources)
      for (const change of changes) {
        if (!isDone(change)) continue;
        const key = JSON.stringify([name, change.externalId]);
        const steps = found.get(key);
        if (steps) steps.push({ source: name, run: run.id, change });
        else found.set(key, [{ source: name, run: run.id, change }]);
      }
  return [...found.values()]
    .flatMap((steps) => net(steps))
    .toSorted((a, b) => compare(a.source, b.source) || compare(a.externalId, b.externalId));
}

type Done = ReportedChange & { readonly kind: NetChange["kind"] };
type Steps = { readonly source: string; readonly run: string; readonly change: Done }[];

const isDone = (change: ReportedChange): change is Done =>
  ["create", "update", "hide", "delete"].includes(change.kind);

function net(steps: Steps): NetChange[] {
  const [first, last] = [steps[0], steps.at(-1)];
  if (!first || !last) return [];
  const audience = { before: first.change.audience.before, after: last.change.audience.after };
  const kind = kindOf(audience);
  if (kind === undefined) return [];
  const { externalId, title, url } = last.change;
  return [
    {
      source: first.source,
      externalId,
      title,
      url,
      kind,
      audience,
      reasons: [...new Set(steps.flatMap(({ change }) => change.reasons))],
      runs: [...new Set(steps.map(({ run }) => run))],
    },
  ];
}

function kindOf({ before, after }: NetChange["audience"]): NetChange["kind"] | undefined {
  if (before === null) return after === null ? undefined : "create";
  if (after === null) return "delete";
  return after === "nobody" && before !== "nobody" ? "hide" : "update";
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
