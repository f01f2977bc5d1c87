import type { PageRow } from "../../src/ledger/ledger.ts";
import type { Overrides } from "../../src/sync/context.ts";
import type { RemovalPlan } from "../../src/sync/plan/removals/removals.ts";
import type { Served } from "./history.ts";

interface Scene {
  readonly served: Served;
  readonly plan: RemovalPlan;
  readonly before: readonly PageRow[];
  readonly now: number;
  readonly scope: number;
  readonly overrides: Overrides;
  /** Whether the probes told the truth. */
  readonly honest: boolean;
}

const twentyHours = 20 * 60 * 60 * 1000;

/**
 * Knows the promises of docs/safety.md, not the code: keeps its own account of what each listing named and
 * names every removal that breaks a promise.
 */
export class PromiseChecker {
  readonly violations: string[] = [];
  private readonly graceMs: number;
  /** Times of the complete listings that missed a page, since it was last listed. */
  private readonly missed = new Map<string, number[]>();
  private readonly hiddenAt = new Map<string, number>();
  /** What the last listing held that no rule doubted. */
  private measure: { readonly documents: number; readonly ids: ReadonlySet<string> } | undefined;
  private scope: number | undefined;
  private untrusted = 0;
  private readonly namedSets = new Map<string, string>();

  constructor(graceMs: number) {
    this.graceMs = graceMs;
  }

  rebuilt(rows: readonly PageRow[]): void {
    this.missed.clear();
    this.hiddenAt.clear();
    for (const { externalId, hiddenAt } of rows)
      if (hiddenAt !== undefined) this.hiddenAt.set(externalId, hiddenAt);
    this.measure = undefined;
    this.scope = undefined;
    this.untrusted = 2;
  }

  see(scene: Scene): void {
    const { served, plan, before } = scene;
    const complete = isComplete(served);
    if (complete) this.noteMissing(scene);
    if (plan.changes.length > 0) this.judgeRemovals(scene, complete);
    for (const { kind, target } of plan.changes)
      if (kind === "hide") this.hiddenAt.set(target.externalId, scene.now);
    for (const id of served.listed) this.hiddenAt.delete(id);
    this.noteShown(plan);
    this.remember(scene, complete, before);
  }

  private judgeRemovals(scene: Scene, complete: boolean): void {
    const { served, plan, before, overrides, scope } = scene;
    const live = before.filter(({ state }) => state === "live");
    const hides = plan.changes.filter(({ kind }) => kind === "hide");
    const absent = live.filter(({ externalId }) => !served.listed.has(externalId));
    const removed = `${plan.changes.length} of ${before.length} pages`;

    if (!complete) this.blame(`${removed} went on an incomplete listing`);
    if (this.untrusted > 0)
      this.blame(`${removed} went on a ledger rebuilt ${3 - this.untrusted} listings ago`);
    if (this.scope !== undefined && scope !== this.scope && !overrides.acceptScopeChange)
      this.blame(`${removed} went after a change of scope`);
    if (!overrides.allowEmpty) this.judgeShape(scene, absent.length, live.length, hides.length);
    this.judgeCap(scene);
    for (const change of plan.changes) this.judgeOne(change, scene);
  }

  private judgeShape({ served }: Scene, absent: number, live: number, hides: number): void {
    const { measure } = this;
    const known = new Set(served.listed);
    if (hides > 0 && live - hides === 0 && known.size === 0) this.blame("the last live page went");
    if (!measure) return;
    if (served.listed.size * 2 < measure.documents)
      this.blame(`removals on ${served.listed.size} documents after ${measure.documents}`);
    const fresh = [...served.listed].filter((id) => !measure.ids.has(id)).length;
    if (fresh * 5 > served.listed.size && absent * 5 > live)
      this.blame(
        `removals although ${fresh} of ${served.listed.size} are new and ${absent} of ${live} absent`,
      );
  }

  private judgeCap({ plan, before, overrides }: Scene): void {
    const pages = before.filter(({ state }) => state !== "deleted").length;
    if (plan.changes.length <= Math.max(5, Math.floor(pages * 0.1))) return;
    const approved = overrides.approveRemovals;
    if (
      approved !== undefined &&
      this.namedSets.get(approved) === idsOf(plan.changes.map(({ target }) => target.externalId))
    )
      return;
    this.blame(
      `${plan.changes.length} of ${pages} pages went in one run without having been shown and approved`,
    );
  }

  private judgeOne(change: RemovalPlan["changes"][number], { served, before, now, honest }: Scene): void {
    const { externalId } = change.target;
    const row = before.find((one) => one.externalId === externalId);
    if (served.listed.has(externalId)) this.blame(`${externalId} was listed and went`);
    if (change.kind === "hide" && row?.state !== "live") this.blame(`${externalId} was hidden twice`);
    if (change.kind === "delete") {
      const since = this.hiddenAt.get(externalId);
      if (row?.state !== "hidden" || since === undefined)
        this.blame(`${externalId} was deleted without being hidden`);
      else if (now - since < this.graceMs)
        this.blame(`${externalId} was deleted ${now - since} ms after it was hidden`);
    }
    const missed = this.missed.get(externalId) ?? [];
    const twice = Math.max(...missed) - Math.min(...missed) >= twentyHours;
    const stated = served.gone.has(externalId);
    if (change.kind === "hide" && change.evidence === "inferred" && !twice)
      this.blame(`${externalId} went after being absent once`);
    if (change.kind === "hide" && change.evidence === "explicit" && !stated)
      this.blame(`${externalId} was said to be gone by nobody`);
    if (honest && change.evidence === "confirmed" && missed.length === 0)
      this.blame(`${externalId} was never missed`);
  }

  private noteMissing({ served, before, now }: Scene): void {
    for (const { externalId } of before) {
      if (served.listed.has(externalId)) this.missed.delete(externalId);
      else this.missed.set(externalId, [...(this.missed.get(externalId) ?? []), now]);
    }
  }

  /** What a hold showed is what a person may approve. */
  private noteShown(plan: RemovalPlan): void {
    for (const { rule, resolve, externalIds } of plan.holds) {
      const hash = /--approve-removals (\w+)/.exec(resolve)?.[1];
      if (rule === "removal-cap" && hash) this.namedSets.set(hash, idsOf(externalIds));
    }
  }

  private remember(
    { served, plan, scope, overrides }: Scene,
    complete: boolean,
    before: readonly PageRow[],
  ): void {
    // A listing, complete or not, in which a page stands shows that the page is not missing any more.
    for (const id of served.listed) this.missed.delete(id);
    if (!complete) return;
    const doubts = plan.holds.filter(({ rule }) => rule !== "removal-cap" && rule !== "ledger-rebuilt");
    const absent = before.some(({ externalId, state }) => state === "live" && !served.listed.has(externalId));
    if (doubts.length === 0) {
      const standing = before.filter(({ state }) => state !== "deleted").map(({ externalId }) => externalId);
      this.measure = { documents: served.listed.size, ids: new Set([...served.listed, ...standing]) };
    }
    if (doubts.length === 0 && this.untrusted > 0) this.untrusted -= 1;
    if (doubts.length === 0 || !absent || overrides.acceptScopeChange) this.scope = scope;
  }

  private blame(sentence: string): void {
    this.violations.push(sentence);
  }
}

const isComplete = ({ incomplete, statedTotal, listed }: Served): boolean =>
  incomplete === undefined && (statedTotal === undefined || statedTotal === listed.size);

const idsOf = (ids: readonly string[]): string => [...ids].sort().join(" ");
