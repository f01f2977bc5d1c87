import type { Evidence, PageRow, SourceRow } from "../../src/ledger/ledger.ts";
import { isFresh } from "../../src/sync/list/current.ts";
import { afterLast, afterListing, missedListing } from "../../src/sync/list/listing-history.ts";
import { type Absence, planRemovals, type RemovalPlan } from "../../src/sync/plan/removals/removals.ts";
import { PromiseChecker } from "./history-checker.ts";

/** Small, fast and seeded: a history is its seed. */
export function randomness(seed: number) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    chance: (share: number) => next() < share,
    below: (n: number) => Math.floor(next() * n),
    pick: <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)] as T,
  };
}
type Random = ReturnType<typeof randomness>;

/** How `confirm` answers: not at all, truly, or whatever it likes. */
export type Probes = "none" | "honest" | "lying";

/** One listing as it was served, and what is true behind it. */
export interface Served {
  readonly listed: ReadonlySet<string>;
  readonly gone: ReadonlySet<string>;
  readonly incomplete?: string;
  readonly statedTotal?: number;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const graceMs = 7 * day;

/**
 * Plays one random history of a source against the real planner: documents come and go, listings break, shrink,
 * repeat and lie, probes lie, clocks jump, settings change, people approve. A checker that knows nothing of the
 * rules' code watches every removal. At the end the world calms down and everything must converge.
 * Returns what was violated, in sentences.
 */
export function playHistory(seed: number, probes: Probes): string[] {
  const world = new World(seed, probes);
  const steps = 3 + world.random.below(8);
  for (let step = 0; step < steps; step++) world.step();
  return [...world.checker.violations, ...world.calmDown()];
}

class World {
  readonly random: Random;
  readonly checker: PromiseChecker;
  private readonly probes: Probes;
  private truth = new Set<string>();
  private rows = new Map<string, PageRow>();
  private source: SourceRow = { name: "s", url: "https://docs.example.com", sourceId: 1 };
  private scope = 0;
  private hiddenByScope = new Set<string>();
  private now = 1_700_000_000_000;
  private named = 0;
  private approval: string | undefined;

  constructor(seed: number, probes: Probes) {
    this.random = randomness(seed);
    this.probes = probes;
    this.checker = new PromiseChecker(graceMs);
    const size = this.random.pick([1, 3, 8, 20, 60]);
    for (let n = 0; n < size; n++) this.truth.add(this.fresh());
    this.run({ listed: new Set(this.truth), gone: new Set() }, {}, "honest");
  }

  step(): void {
    const { random } = this;
    this.now += random.pick([
      minute,
      5 * hour,
      20 * hour,
      25 * hour,
      8 * day,
      random.chance(0.1) ? -3 * day : hour,
    ]);
    const gone = this.change();
    if (random.chance(0.05)) this.rebuild();
    const flags = {
      allowEmpty: random.chance(0.05),
      acceptScopeChange: random.chance(0.1),
      ...(this.approval !== undefined && random.chance(0.5) ? { approveRemovals: this.approval } : {}),
    };
    this.run(this.serve(gone), flags, this.probes);
  }

  /** After everything settled, what is gone must be deleted and what is there must be live. */
  calmDown(): string[] {
    for (let night = 0; night < 24; night++) {
      this.now += 25 * hour;
      const served = { listed: this.selected(), gone: new Set<string>() };
      const flags = { allowEmpty: true, acceptScopeChange: true };
      this.run(
        served,
        { ...flags, ...(this.approval === undefined ? {} : { approveRemovals: this.approval }) },
        "honest",
      );
    }
    const wanted = this.selected();
    return [...this.rows.values()].flatMap(({ externalId, state }) => {
      if (wanted.has(externalId) && state !== "live")
        return [`${externalId} is there but ${state} in the end`];
      return !wanted.has(externalId) && state !== "deleted"
        ? [`${externalId} is gone but ${state} in the end`]
        : [];
    });
  }

  /** What happened to the documents since the last run; returns the deletions the source will state. */
  private change(): Set<string> {
    const { random } = this;
    const gone = new Set<string>();
    const ids = [...this.truth];
    if (random.chance(0.5)) {
      for (let n = random.below(4); n > 0 && ids.length > 1; n--) {
        const id = ids.splice(random.below(ids.length), 1)[0] as string;
        this.truth.delete(id);
        if (random.chance(0.3)) gone.add(id);
      }
    }
    if (random.chance(0.06)) for (const id of ids) if (random.chance(0.8)) this.truth.delete(id);
    if (random.chance(0.06)) this.truth = new Set([...this.truth].map(() => this.fresh()));
    if (random.chance(0.3)) for (let n = random.below(5); n > 0; n--) this.truth.add(this.fresh());
    if (random.chance(0.1)) {
      this.scope += 1;
      this.hiddenByScope = new Set([...this.truth].filter(() => random.chance(0.2)));
    }
    return gone;
  }

  private serve(gone: Set<string>): Served {
    const { random } = this;
    const listed = this.selected();
    const some = (share: number) => new Set([...listed].filter(() => random.chance(share)));
    const kind = random.below(20);
    if (kind === 0) return { listed: some(0.5), gone, incomplete: "a gap" };
    if (kind === 1) return { listed: some(0.7), gone: new Set(), incomplete: "it broke off" };
    if (kind === 2) return { listed: some(0.5), gone: new Set(), statedTotal: listed.size };
    if (kind === 3) return { listed: some(0.5), gone: new Set() };
    if (kind === 4) return { listed: new Set(), gone: new Set() };
    if (kind === 5) return { listed: some(0.9), gone };
    return { listed, gone: new Set([...gone].filter((id) => !listed.has(id))) };
  }

  private run(
    served: Served,
    overrides: Parameters<typeof planRemovals>[0]["overrides"],
    probes: Probes,
  ): void {
    const before = [...this.rows.values()];
    const live = before.filter(({ state }) => state === "live").length;
    const hidden = before.filter(({ state }) => state === "hidden").length;
    const absentLive = before.filter(
      (row) => row.state === "live" && !served.listed.has(row.externalId),
    ).length;
    const since = this.source.lastComplete?.at;
    const fresh = [...served.listed].filter((id) => isFresh(this.rows.get(id), since)).length;
    const absences = before.flatMap((row) => this.absence(row, served, probes));
    const scopeChanged = this.source.scope !== undefined && this.source.scope !== String(this.scope);
    const plan = planRemovals({
      policy: { mode: "sync", graceMs },
      absences,
      listing: {
        documents: served.listed.size,
        fresh,
        scopeChanged,
        untrustedListings: this.source.untrustedListings ?? 0,
        ...(served.incomplete === undefined ? {} : { incomplete: served.incomplete }),
        ...(served.statedTotal === undefined ? {} : { statedTotal: served.statedTotal }),
        ...(this.source.lastComplete ? { previous: this.source.lastComplete.documents } : {}),
      },
      pages: { live, hidden, absent: absentLive },
      now: this.now,
      overrides,
    });
    this.checker.see({
      served,
      plan,
      before,
      now: this.now,
      scope: this.scope,
      overrides,
      honest: probes !== "lying",
    });
    this.upload(served);
    this.carryOut(plan, served);
  }

  private absence(row: PageRow, served: Served, probes: Probes): Absence[] {
    if (row.state === "deleted" || served.listed.has(row.externalId)) return [];
    if (served.gone.has(row.externalId)) return [{ row, evidence: "explicit", why: "said so" }];
    const answer = this.probe(row.externalId, probes);
    if (answer === "present") return [];
    const evidence: Evidence = answer === "gone" ? "confirmed" : "inferred";
    return [{ row, evidence, why: "absent" }];
  }

  private probe(id: string, probes: Probes): "present" | "gone" | "unknown" {
    if (probes === "none") return "unknown";
    if (probes === "lying") return this.random.pick(["present", "gone", "unknown"]);
    if (this.truth.has(id)) return this.hiddenByScope.has(id) ? "unknown" : "present";
    return "gone";
  }

  private upload({ listed }: Served): void {
    for (const id of listed) {
      const row = this.rows.get(id);
      const firstSentAt = row?.firstSentAt ?? afterLast(this.source, this.now);
      this.rows.set(id, liveRow(id, firstSentAt, this.now));
    }
  }

  private carryOut(plan: RemovalPlan, served: Served): void {
    for (const { kind, target } of plan.changes) {
      const row = this.rows.get(target.externalId);
      if (!row) continue;
      if (kind === "hide") this.rows.set(row.externalId, { ...row, state: "hidden", hiddenAt: this.now });
      else this.rows.set(row.externalId, { ...row, state: "deleted" });
    }
    for (const missed of plan.missed) {
      const row = this.rows.get(missed.externalId);
      if (row?.state === "live") this.rows.set(row.externalId, missedListing(row, missed, this.now));
    }
    this.source = afterListing(this.source, {
      complete: served.incomplete === undefined,
      believed: plan.believed,
      documents: served.listed.size,
      scope: String(this.scope),
      at: this.now,
    });
    const command = plan.holds.find(({ rule }) => rule === "removal-cap")?.resolve ?? "";
    this.approval = /--approve-removals (\w+)/.exec(command)?.[1] ?? this.approval;
  }

  /** The ledger was lost and made anew from what Intercom has. */
  private rebuild(): void {
    const kept = [...this.rows.values()].filter(({ state }) => state !== "deleted");
    this.rows = new Map(
      kept.map(({ externalId, state }) => {
        const { sentAt: _, firstSentAt: __, ...row } = liveRow(externalId, 0, 0);
        return [externalId, state === "hidden" ? { ...row, state, hiddenAt: this.now } : row];
      }),
    );
    this.source = { name: "s", url: this.source.url, sourceId: 1, untrustedListings: 2 };
    this.checker.rebuilt([...this.rows.values()]);
  }

  private selected = (): Set<string> => new Set([...this.truth].filter((id) => !this.hiddenByScope.has(id)));
  private fresh = (): string => `d${this.named++}`;
}

function liveRow(externalId: string, firstSentAt: number, sentAt: number): PageRow {
  return {
    externalId,
    intercomId: externalId,
    sourceId: 1,
    title: externalId,
    locale: "en",
    availability: { agent: true, copilot: true },
    words: 10,
    state: "live",
    firstSentAt,
    sentAt,
  };
}
