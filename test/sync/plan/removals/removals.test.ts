import { describe, expect, it } from "vitest";
import type { Evidence, PageRow } from "../../../../src/ledger/ledger.ts";
import { type ListingFacts, removalCap } from "../../../../src/sync/plan/removals/removal-rules.ts";
import {
  type Absence,
  missedListingDistanceMs,
  planRemovals,
  type RemovalCase,
  removalHash,
} from "../../../../src/sync/plan/removals/removals.ts";
import { type Overrides, sampleRow } from "../../samples.ts";

const now = 1_700_000_000_000;
const day = 24 * 60 * 60 * 1000;
const absence = (evidence: Evidence, row: Overrides<PageRow> = {}): Absence => ({
  row: sampleRow(row),
  evidence,
  why: "gone",
});
const absences = (n: number): Absence[] =>
  Array.from({ length: n }, (_, i) => absence("confirmed", { externalId: `p${i}`, intercomId: `${i}` }));
const good: ListingFacts = {
  documents: 100,
  previous: 100,
  fresh: 0,
  scopeChanged: false,
  untrustedListings: 0,
};

type Over = Partial<Omit<RemovalCase, "listing" | "pages">> & {
  listing?: Overrides<ListingFacts>;
  pages?: { live: number; hidden: number };
};
const judge = ({ listing, pages = { live: 100, hidden: 0 }, ...over }: Over) =>
  planRemovals({
    policy: { mode: "sync", graceMs: 7 * day },
    absences: absences(1),
    listing: { ...good, ...listing } as ListingFacts,
    pages: {
      ...pages,
      absent: (over.absences ?? absences(1)).filter(({ row }) => row.state === "live").length,
    },
    now,
    overrides: {},
    ...over,
  });
const kinds = (over: Over) => judge(over).changes.map(({ kind }) => kind);
const rules = (over: Over) => judge(over).holds.map(({ rule }) => rule);

describe("two stages", () => {
  it("hides first; deletes only after the grace, to the millisecond", () => {
    const hidden = (ago: number) => [absence("confirmed", { state: "hidden", hiddenAt: now - ago })];
    expect(kinds({ absences: [absence("confirmed")] })).toEqual(["hide"]);
    expect(kinds({ absences: hidden(7 * day - 1) })).toEqual([]);
    expect(kinds({ absences: hidden(7 * day) })).toEqual(["delete"]);
    expect(kinds({ absences: hidden(7 * day + 1) })).toEqual(["delete"]);
  });

  it("a hiding that lies in the future, because a clock jumped, is no grace that passed", () => {
    const ahead = [absence("confirmed", { state: "hidden", hiddenAt: now + day })];
    expect(kinds({ absences: ahead, policy: { mode: "sync", graceMs: 0 } })).toEqual([]);
  });

  it.each([
    ["sync", ["hide", "delete"]],
    ["hide-only", ["hide"]],
    ["keep", []],
  ] as const)("policy %s allows %j", (mode, expected) => {
    const both = [
      absence("confirmed"),
      absence("confirmed", { externalId: "b", state: "hidden", hiddenAt: 0 }),
    ];
    expect(kinds({ policy: { mode, graceMs: 0 }, absences: both })).toEqual(expected);
  });

  it("leaves pages alone that Intercom never gave an id", () => {
    expect(kinds({ absences: [absence("confirmed", { intercomId: undefined })] })).toEqual([]);
  });
});

describe("rule 3: the ledger is trusted", () => {
  it.each([
    [0, []],
    [1, ["ledger-rebuilt"]],
    [2, ["ledger-rebuilt"]],
  ])("%i complete listings still to come: %j", (untrustedListings, expected) => {
    expect(rules({ listing: { untrustedListings } })).toEqual(expected);
  });

  it("no flag lifts it", () => {
    const overrides = {
      allowEmpty: true,
      acceptScopeChange: true,
      approveRemovals: removalHash(judge({}).changes),
    };
    expect(rules({ listing: { untrustedListings: 1 }, overrides })).toEqual(["ledger-rebuilt"]);
  });
});

describe("rule 4: the listing is complete", () => {
  it("a gap, a break, a limit: nothing goes, the hold names the pages, no flag lifts it", () => {
    const overrides = { allowEmpty: true, acceptScopeChange: true };
    const held = judge({ absences: absences(2), listing: { incomplete: "space HR: 403" }, overrides });
    expect(held.changes).toEqual([]);
    expect(held.missed).toEqual([]);
    expect(held.holds).toMatchObject([{ rule: "listing-incomplete", externalIds: ["p0", "p1"] }]);
    expect(held.holds[0]?.message).toContain("space HR: 403");
  });

  it("is silent where nothing is absent, and the listing is no measure all the same", () => {
    expect(judge({ absences: [], listing: { incomplete: "x" } })).toMatchObject({
      holds: [],
      believed: false,
    });
  });

  it.each([
    [99, ["listing-incomplete"]],
    [100, []],
    [101, ["listing-incomplete"]],
  ])("100 documents listed where the source says %i: %j", (statedTotal, expected) => {
    expect(rules({ listing: { statedTotal } })).toEqual(expected);
  });
});

describe("rule 5: what the source selects is unchanged", () => {
  it("holds after a change of scope until it is accepted", () => {
    expect(rules({ listing: { scopeChanged: true } })).toEqual(["scope-changed"]);
    expect(judge({ listing: { scopeChanged: true } }).believed).toBe(false);
    expect(kinds({ listing: { scopeChanged: true }, overrides: { acceptScopeChange: true } })).toEqual([
      "hide",
    ]);
    expect(rules({ listing: { scopeChanged: true }, overrides: { allowEmpty: true } })).toEqual([
      "scope-changed",
    ]);
  });

  it("is no matter where nothing is absent: the new scope is the measure from then on", () => {
    expect(judge({ absences: [], listing: { scopeChanged: true } })).toMatchObject({
      holds: [],
      believed: true,
    });
  });
});

describe("rule 7: missed listings", () => {
  const missedBefore = (ago: number, missedListings = 1) => [
    absence("inferred", { absence: { missedListings, lastMissedAt: now - ago, evidence: "inferred" } }),
  ];

  it.each<[Evidence, number]>([
    ["explicit", 1],
    ["confirmed", 1],
    ["inferred", 0],
  ])("%s evidence removes in the first listing: %i", (evidence, removed) => {
    expect(kinds({ absences: [absence(evidence)] })).toHaveLength(removed);
  });

  it("mere absence needs a second complete listing at least 20 hours later, to the millisecond", () => {
    expect(judge({ absences: [absence("inferred")] })).toMatchObject({
      changes: [],
      missed: [{ missedListings: 1 }],
    });
    expect(judge({ absences: missedBefore(missedListingDistanceMs - 1) })).toMatchObject({
      changes: [],
      missed: [],
    });
    expect(kinds({ absences: missedBefore(missedListingDistanceMs) })).toEqual(["hide"]);
    expect(kinds({ absences: missedBefore(missedListingDistanceMs + 1) })).toEqual(["hide"]);
  });

  it("a missed listing that lies in the future counts for nothing", () => {
    expect(judge({ absences: missedBefore(-day) })).toMatchObject({ changes: [], missed: [] });
  });
});

describe("rule 8: the shape of the listing", () => {
  it.each([
    [9, []],
    [10, ["never-empty"]],
  ])("%i of 10 live pages absent: %j", (absent, expected) => {
    const over = {
      absences: absences(absent),
      pages: { live: 10, hidden: 0 },
      listing: { documents: 10, previous: 10 },
    };
    expect(rules(over).filter((rule) => rule === "never-empty")).toEqual(expected);
  });

  it("is not down to zero where new documents take their place", () => {
    const over = { absences: absences(1), pages: { live: 1, hidden: 0 } };
    expect(rules({ ...over, listing: { documents: 1, previous: undefined, fresh: 1 } })).toEqual([]);
    expect(rules({ ...over, listing: { documents: 0, previous: undefined } })).toEqual(["never-empty"]);
  });

  it.each([
    [49, ["listing-halved"]],
    [50, []],
    [51, []],
  ])("%i documents where there were 100: %j", (documents, expected) => {
    expect(rules({ listing: { documents, previous: 100 } })).toEqual(expected);
  });

  it.each([
    [20, 20, []],
    [21, 20, []],
    [20, 21, []],
    [21, 21, ["ids-changed"]],
  ])("%i of 100 documents new and %i of 100 pages absent: %j", (fresh, absent, expected) => {
    const found = rules({ absences: absences(absent), listing: { fresh } });
    expect(found.filter((rule) => rule === "ids-changed")).toEqual(expected);
  });

  it("--allow-empty lifts all three, and nothing else does", () => {
    const bad = {
      absences: absences(3),
      pages: { live: 3, hidden: 0 },
      listing: { documents: 1, previous: 4, fresh: 0 },
    };
    expect(rules(bad)).toEqual(["never-empty", "listing-halved"]);
    expect(kinds({ ...bad, overrides: { allowEmpty: true } })).toEqual(["hide", "hide", "hide"]);
    const approveRemovals = removalHash(judge({ ...bad, overrides: { allowEmpty: true } }).changes);
    expect(rules({ ...bad, overrides: { acceptScopeChange: true, approveRemovals } })).toEqual([
      "never-empty",
      "listing-halved",
    ]);
  });

  it("a doubted listing is no measure for the next, so the doubt stays until it is resolved", () => {
    expect(judge({ listing: { documents: 49, previous: 100 } }).believed).toBe(false);
    expect(judge({ listing: { documents: 50, previous: 100 } }).believed).toBe(true);
  });
});

describe("rule 9: the cap", () => {
  it.each([
    // pages, max_removals, cap
    [10, undefined, 5],
    [59, undefined, 5],
    [60, undefined, 6],
    [1000, undefined, 100],
    [1000, { percent: 10, atLeast: 5 }, 100],
    [1000, { percent: 1, atLeast: 5 }, 10],
    [499, { percent: 1, atLeast: 5 }, 5],
    [600, { percent: 1, atLeast: 5 }, 6],
    [1000, { percent: 25, atLeast: 0 }, 250],
    [1000, { percent: 0, atLeast: 3 }, 3],
    [29, { percent: 7, atLeast: 0 }, 2],
    [20, { percent: 10, atLeast: 15 }, 15],
    [1000, { percent: 50, atLeast: 5 }, 500],
  ])(
    "of %i pages with max_removals %j at most %i may go in one run; over it all are held",
    (live, max, cap) => {
      expect(removalCap(live, max)).toBe(cap);
      const pages = { live, hidden: 0 };
      const over = {
        pages,
        listing: { documents: live - cap - 1, previous: live - cap - 1 },
        policy: { mode: "sync", graceMs: 7 * day, ...(max ? { max } : {}) } as const,
      };
      expect(kinds({ absences: absences(cap - 1), ...over })).toHaveLength(cap - 1);
      expect(kinds({ absences: absences(cap), ...over })).toHaveLength(cap);
      const held = judge({ absences: absences(cap + 1), ...over });
      expect(held.changes).toEqual([]);
      expect(held.holds).toMatchObject([{ rule: "removal-cap" }]);
      expect(held.holds[0]?.externalIds).toHaveLength(cap + 1);
      expect(held.holds[0]?.message).toContain(`at most ${cap} of this source's ${live} pages`);
    },
  );

  it("a cap of none holds the first removal", () => {
    const policy = { mode: "sync", graceMs: 0, max: { percent: 0, atLeast: 0 } } as const;
    expect(kinds({ policy, absences: [] })).toEqual([]);
    expect(judge({ policy }).holds).toMatchObject([
      {
        rule: "removal-cap",
        message: expect.stringContaining("1 removal due, but none of this source's 100"),
      },
    ]);
    const hash = removalHash(judge({}).changes);
    expect(kinds({ policy, overrides: { approveRemovals: hash } })).toEqual(["hide"]);
  });

  it("it lifts no other rule: everything may go, and still never down to zero", () => {
    const policy = { mode: "sync", graceMs: 0, max: { percent: 100, atLeast: 1000 } } as const;
    expect(rules({ policy, absences: absences(10), pages: { live: 10, hidden: 0 } })).toEqual([
      "never-empty",
    ]);
  });

  it("hidings and deletions of one run count together", () => {
    const hidden = absences(3).map(({ row }) =>
      absence("confirmed", { ...row, state: "hidden", hiddenAt: 0 }),
    );
    const live = Array.from({ length: 3 }, (_, i) => absence("confirmed", { externalId: `q${i}` }));
    expect(rules({ absences: [...hidden, ...live], pages: { live: 20, hidden: 3 } })).toEqual([
      "removal-cap",
    ]);
  });

  it("--approve-removals lifts it for exactly the shown set", () => {
    const six = { absences: absences(6), pages: { live: 50, hidden: 0 } };
    const command = judge(six).holds[0]?.resolve ?? "";
    const hash = /--approve-removals (\w+)/.exec(command)?.[1] ?? "";
    expect(kinds({ ...six, overrides: { approveRemovals: hash } })).toHaveLength(6);
    expect(rules({ ...six, absences: absences(7), overrides: { approveRemovals: hash } })).toEqual([
      "removal-cap",
    ]);
    const other = [...absences(5), absence("confirmed", { externalId: "other" })];
    expect(rules({ ...six, absences: other, overrides: { approveRemovals: hash } })).toEqual(["removal-cap"]);
    expect(rules({ ...six, overrides: { allowEmpty: true, acceptScopeChange: true } })).toEqual([
      "removal-cap",
    ]);
  });

  it("the hash does not depend on the order", () => {
    const { changes } = judge({ absences: absences(4) });
    expect(removalHash(changes.toReversed())).toBe(removalHash(changes));
  });
});

it("several rules may object; each says its numbers and its way out", () => {
  const { holds } = judge({
    listing: { scopeChanged: true, documents: 10, previous: 100, untrustedListings: 2 },
  });
  expect(holds.map(({ rule }) => rule)).toEqual(["ledger-rebuilt", "scope-changed", "listing-halved"]);
  for (const { message, resolve } of holds) expect([message, resolve]).not.toContain("");
});
