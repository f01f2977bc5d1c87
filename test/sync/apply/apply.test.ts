import { beforeEach, describe, expect, it } from "vitest";
import type { FaultRuleInput } from "../../../src/emulator/fault-rules.ts";
import type { Change, Page } from "../../../src/sync/changes.ts";
import { samplePage } from "../samples.ts";
import { startWorld, type World } from "../world.ts";

const pagesPath = "/ai/external_pages";
const create = (page: Partial<Page>): Change => ({ kind: "create", page: samplePage(page) });
const fault = (match: FaultRuleInput["match"], what: FaultRuleInput["fault"], times?: number) => ({
  match,
  fault: what,
  ...(times === undefined ? {} : { times }),
});

let world: World;
beforeEach(async () => {
  world = await startWorld();
});

const row = (externalId: string) => world.ledger.page("docs", externalId);
const removal = (kind: "hide" | "delete", externalId: string): Change => {
  const { intercomId = "none", title = "" } = row(externalId) ?? {};
  return { kind, target: { externalId, intercomId, title }, evidence: "confirmed", why: "gone" };
};
const open = () =>
  [...world.ledger.unresolved("docs")].map(({ externalId, what }) => `${what} ${externalId}`);
const writes = () => world.emulator.log.writes().filter(({ path }) => path.startsWith(pagesPath));
const kinds = (changes: readonly Change[]) => changes.map(({ kind }) => kind);

/** What a process that died in the middle of a write leaves behind. */
const leaveOpen = (what: "upsert" | "hide" | "delete", externalId: string) =>
  world.ledger.intend("docs", externalId, what, 1);

describe("one page at a time", () => {
  it("never has two requests of one id under way, also when a plan names it twice", async () => {
    world.emulator.faults.set([fault({ method: "POST", path: pagesPath }, { kind: "delay", ms: 15 })]);
    const ids = ["a", "b", "c"];
    const changes = Array.from({ length: 24 }, (_, n) =>
      create({ externalId: ids[n % 3] ?? "", html: `<p>${n}</p>`, fingerprint: `f${n}` }),
    );
    const underWay = new Map<string, number>();
    let most = 0;
    let together = 0;
    const { library } = world.run;
    const watched = {
      ...library,
      upsertPage: async (...args: Parameters<typeof library.upsertPage>) => {
        const [{ externalId }] = args;
        const now = (underWay.get(externalId) ?? 0) + 1;
        underWay.set(externalId, now);
        most = Math.max(most, now);
        together = Math.max(
          together,
          [...underWay.values()].reduce((sum, n) => sum + n),
        );
        try {
          return await library.upsertPage(...args);
        } finally {
          underWay.set(externalId, (underWay.get(externalId) ?? 1) - 1);
        }
      },
    };
    await world.apply(changes, { library: watched });
    expect({ most, together }).toEqual({ most: 1, together: 3 });
    expect(world.library()).toEqual({ a: "21", b: "22", c: "23" });
    expect(ids.map((id) => row(id)?.fingerprint)).toEqual(["f21", "f22", "f23"]);
  });
});

describe("a write whose outcome is not known", () => {
  it.each([
    ["reset", { kind: "reset", when: "after" }],
    ["cut in the middle of the answer", { kind: "reset", when: "mid-answer" }],
    ["500 although it took effect", { kind: "status", status: 500, when: "after" }],
    ["502 although it took effect", { kind: "status", status: 502, when: "after" }],
    ["truncated JSON", { kind: "truncated" }],
    ["HTML answered as 200", { kind: "html", when: "after" }],
    ["another page's echo", { kind: "echo", fields: { external_id: "z" } }],
  ] as const)("upload, %s: fails, keeps its intent, and the next run sends it again", async (_name, what) => {
    world.documents.set("a.md", "# A\n\nText.");
    world.emulator.faults.set([fault({ externalId: "a.md" }, what)]);
    const { report } = await world.nightly();
    expect(report.sources[0]?.counts).toMatchObject({ create: 0, fail: 1 });
    expect(open()).toEqual(["upsert a.md"]);
    expect(row("a.md")?.fingerprint).toBeUndefined();
    world.emulator.faults.clear();
    world.emulator.log.clear();
    expect((await world.nightly()).report.run.outcome).toBe("ok");
    expect(writes()).toHaveLength(1);
    expect(open()).toEqual([]);
    expect(world.emulator.state.pages()).toHaveLength(1);
    world.emulator.log.clear();
    await world.nightly();
    expect(writes()).toEqual([]);
  });

  it("an update that may have taken effect voids the fingerprint", async () => {
    world.documents.set("a.md", "# A\n\nOne.");
    await world.nightly();
    world.documents.set("a.md", "# A\n\nTwo.");
    world.emulator.faults.set([fault({ externalId: "a.md" }, { kind: "reset", when: "before" })]);
    await world.nightly();
    // Back to what the ledger remembers: only the open intent says that it must be sent all the same.
    world.documents.set("a.md", "# A\n\nOne.");
    world.emulator.faults.clear();
    const { report } = await world.nightly();
    expect(report.sources[0]?.changes).toMatchObject([{ kind: "update", reasons: ["unresolved"] }]);
  });

  it("a refusal without effect leaves nothing open", async () => {
    world.documents.set("a.md", "# A\n\nText.");
    world.emulator.faults.set([fault({ externalId: "a.md" }, { kind: "status", status: 422 })]);
    await world.nightly();
    expect(open()).toEqual([]);
  });

  it.each(["after", "before"] as const)("delete, reset %s: read back", async (when) => {
    await world.apply([create({ externalId: "a" })]);
    world.emulator.faults.set([fault({ method: "DELETE" }, { kind: "reset", when })]);
    const { done, failures } = await world.apply([removal("delete", "a")]);
    expect(kinds(done)).toEqual([when === "after" ? "delete" : "fail"]);
    expect(row("a")?.state).toBe(when === "after" ? "deleted" : "live");
    expect(failures.unresolved.size).toBe(when === "after" ? 0 : 1);
    expect(open()).toEqual(when === "after" ? [] : ["delete a"]);
  });

  it.each(["after", "before"] as const)("hide, reset %s: read back", async (when) => {
    await world.apply([create({ externalId: "a" })]);
    world.emulator.faults.set([fault({ method: "POST", path: pagesPath }, { kind: "reset", when })]);
    const { done } = await world.apply([removal("hide", "a")]);
    expect(kinds(done)).toEqual([when === "after" ? "hide" : "fail"]);
    expect(row("a")?.state).toBe(when === "after" ? "hidden" : "live");
    expect(open()).toEqual(when === "after" ? [] : ["hide a"]);
  });
});

describe("a page that is not ours", () => {
  const otherId = () =>
    world.emulator.state.addSource({
      syncBehavior: "api",
      url: "https://other.example.com",
      status: "active",
      audienceIds: [],
      createdAt: 0,
      updatedAt: 0,
      lastSyncedAt: 0,
    } as unknown as Parameters<typeof world.emulator.state.addSource>[0]).id;

  it.each(["hide", "delete"] as const)(
    "%s leaves a page alone that moved to another source",
    async (kind) => {
      await world.apply([create({ externalId: "a" })]);
      const page = world.emulator.state.pages()[0];
      if (page) world.emulator.state.replacePage({ ...page, sourceId: otherId() });
      world.emulator.log.clear();
      const { done } = await world.apply([removal(kind, "a")]);
      expect(done).toMatchObject([
        { kind: "fail", error: { message: expect.stringContaining("left alone") } },
      ]);
      expect(writes()).toEqual([]);
    },
  );

  it.each(["hide", "delete"] as const)(
    "%s leaves a page alone that now bears another external id",
    async (kind) => {
      await world.apply([create({ externalId: "a" })]);
      const page = world.emulator.state.pages()[0];
      if (page) world.emulator.state.replacePage({ ...page, externalId: "b" });
      world.emulator.log.clear();
      expect(kinds((await world.apply([removal(kind, "a")])).done)).toEqual(["fail"]);
      expect(writes()).toEqual([]);
    },
  );

  it("a plan that names another page's id for ours touches neither", async () => {
    await world.apply([create({ externalId: "a" }), create({ externalId: "b" })]);
    const { intercomId = "" } = row("b") ?? {};
    world.emulator.log.clear();
    const wrong: Change = {
      ...removal("delete", "a"),
      target: { externalId: "a", intercomId, title: "" },
    } as Change;
    expect(kinds((await world.apply([wrong])).done)).toEqual(["fail"]);
    expect(writes()).toEqual([]);
  });

  it.each(["hide", "delete"] as const)(
    "%s of a page that is gone already: noted, nothing is written",
    async (kind) => {
      await world.apply([create({ externalId: "a" })]);
      world.emulator.state.removePage(row("a")?.intercomId ?? "");
      world.emulator.log.clear();
      expect(kinds((await world.apply([removal(kind, "a")])).done)).toEqual([kind]);
      expect(row("a")?.state).toBe("deleted");
      expect(writes()).toEqual([]);
    },
  );
});

describe("removals wait for a run without trouble", () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, n) => create({ externalId: `p${n}`, html: `<p>${n}</p>` }));
  const failed = (externalId: string): Change => ({
    kind: "fail",
    externalId,
    error: { message: "unreadable" },
  });

  beforeEach(async () => {
    await world.apply(many(100));
    world.emulator.log.clear();
  });

  it.each([
    [1, ["hide"]],
    [2, ["hide"]],
    [3, ["hold"]],
  ])("%i documents of 100 that failed before they reached Intercom: %j", async (count, expected) => {
    const fails = Array.from({ length: count }, (_, n) => failed(`p${n}`));
    const { done } = await world.apply([...fails, removal("hide", "p9")]);
    expect(kinds(done).filter((kind) => kind !== "fail")).toEqual(expected);
    expect(writes()).toHaveLength(expected[0] === "hide" ? 1 : 0);
  });

  it("an upload with an unknown outcome: nothing is removed, and one hold says so", async () => {
    world.emulator.faults.set([fault({ externalId: "p1" }, { kind: "status", status: 500 })]);
    const { done } = await world.apply([
      create({ externalId: "p1", html: "<p>new</p>" }),
      removal("hide", "p2"),
      removal("delete", "p3"),
    ]);
    expect(kinds(done)).toEqual(["fail", "hold"]);
    expect(done[1]).toMatchObject({ hold: { rule: "intercom-trouble", externalIds: ["p2", "p3"] } });
    expect(writes().every(({ externalId }) => externalId === "p1")).toBe(true);
  });

  it("a removal with an unknown outcome stops those after it", async () => {
    world.emulator.faults.set([fault({ method: "DELETE" }, { kind: "reset", when: "before" })]);
    const { done } = await world.apply(
      [removal("delete", "p1"), removal("delete", "p2"), removal("delete", "p3")],
      { limits: { concurrency: 1 } },
    );
    expect(kinds(done)).toEqual(["fail", "hold"]);
    expect(world.emulator.state.pages()).toHaveLength(100);
  });

  it.each([401, 403])("a %i stops the run before anything is removed", async (status) => {
    world.emulator.faults.set([fault({ externalId: "p1" }, { kind: "status", status })]);
    const run = world.apply([create({ externalId: "p1", html: "<p>new</p>" }), removal("hide", "p2")]);
    await expect(run).rejects.toMatchObject({ status });
    expect(writes()).toHaveLength(1);
  });

  it("a source deleted under the run stops it and is not created again", async () => {
    world.emulator.faults.set([fault({ externalId: "p1" }, { kind: "source-deleted" })]);
    const run = world.apply([create({ externalId: "p1", html: "<p>new</p>" }), removal("hide", "p2")]);
    await expect(run).rejects.toThrow("Content Import Source was deleted during the run");
    expect(world.emulator.state.sources()).toEqual([]);
    await expect(world.apply([create({ externalId: "p1" })])).rejects.toThrow();
    expect(world.emulator.state.sources()).toEqual([]);
  });
});

describe("why a page is as it is", () => {
  const history = (externalId: string) => world.ledger.pageHistory("docs", externalId);
  const update = (reasons: Extract<Change, { kind: "update" }>["reasons"]): Change => ({
    kind: "update",
    page: samplePage({ externalId: "a" }),
    reasons,
  });

  it("the reasons of the last upload are kept, those of a new page are none", async () => {
    await world.apply([create({ externalId: "a" })]);
    expect(history("a")).toEqual({});
    await world.apply([update(["content", "title"])]);
    await world.apply([update(["url"])]);
    expect(history("a")).toEqual({ sentWhy: ["url"] });
    world.emulator.faults.set([fault({ externalId: "a" }, { kind: "status", status: 422 })]);
    await world.apply([update(["locale"])]);
    expect(history("a")).toEqual({ sentWhy: ["url"] });
  });

  it("why it was hidden is kept until it is sent again, and beside what else is known", async () => {
    await world.apply([create({ externalId: "a" })]);
    const came = world.run.clock.now();
    world.ledger.putPageHistory("docs", "a", { reappearedAt: [came] });
    await world.apply([removal("hide", "a")]);
    expect(history("a")).toEqual({ reappearedAt: [came], hiddenWhy: "gone" });
    await world.apply([update(["reappeared"])]);
    expect(history("a")).toEqual({ reappearedAt: [came, expect.any(Number)], sentWhy: ["reappeared"] });
  });

  it("a run that dies while it hides a page has said why before", async () => {
    await world.apply([create({ externalId: "a" }), create({ externalId: "b" })]);
    const signal = new AbortController();
    const library = {
      ...world.run.library,
      upsertPage: async (...args: Parameters<typeof world.run.library.upsertPage>) => {
        await world.run.library.upsertPage(...args);
        signal.abort(new Error("killed"));
        throw new Error("killed");
      },
    };
    await world.apply([removal("hide", "a")], { library, signal: signal.signal }).catch(() => {});
    expect(world.library().a).toBe("hidden");
    await world.apply([]);
    expect(row("a")?.state).toBe("hidden");
    expect(history("a")).toEqual({ hiddenWhy: "gone" });
  });
});

describe("what an earlier run left open", () => {
  beforeEach(async () => {
    await world.apply([create({ externalId: "a" }), create({ externalId: "b" })]);
    world.emulator.log.clear();
  });

  it("a hide that took effect is known as one, and no longer in the way of removals", async () => {
    leaveOpen("hide", "a");
    const page = world.emulator.state.pages().find(({ externalId }) => externalId === "a");
    if (page) world.emulator.state.replacePage({ ...page, agent: false, copilot: false });
    const { done } = await world.apply([removal("hide", "b")]);
    expect(kinds(done)).toEqual(["hide"]);
    expect(open()).toEqual([]);
    expect(row("a")?.state).toBe("hidden");
  });

  it("a hide that did not take effect leaves a live page, due to be sent again", async () => {
    leaveOpen("hide", "a");
    await world.apply([]);
    expect(open()).toEqual([]);
    expect(row("a")).toMatchObject({ state: "live" });
    expect(row("a")?.fingerprint).toBeUndefined();
    expect(writes()).toEqual([]);
  });

  it("a delete that took effect is known as one", async () => {
    leaveOpen("delete", "a");
    world.emulator.state.removePage(row("a")?.intercomId ?? "");
    await world.apply([]);
    expect(row("a")?.state).toBe("deleted");
  });

  it("a creation without an answer whose document is gone by now is found and hidden", async () => {
    world = await startWorld({ documents: { "a.md": "Text A", "b.md": "Text B", "c.md": "Text C" } });
    await world.nightly();
    const found = world.emulator.state.pages()[0];
    if (found) {
      const { id: _, ...rest } = found;
      world.emulator.state.addPage({ ...rest, externalId: "lost.md" });
    }
    leaveOpen("upsert", "lost.md");
    await world.nightly();
    expect(open()).toEqual([]);
    expect(row("lost.md")).toMatchObject({ state: "live", intercomId: expect.any(String) });
    await world.nightly();
    expect(world.library()["lost.md"]).toBe("hidden");
  });

  it("a creation without an answer that never arrived is forgotten", async () => {
    leaveOpen("upsert", "never.md");
    await world.apply([]);
    expect(open()).toEqual([]);
    expect(row("never.md")).toBeUndefined();
  });

  it("is kept open, and removals with it, while Intercom does not say", async () => {
    leaveOpen("hide", "a");
    world.emulator.faults.set([
      fault({ method: "GET", path: `${pagesPath}/*` }, { kind: "status", status: 500 }),
    ]);
    const { done } = await world.apply([removal("hide", "b")]);
    expect(done).toMatchObject([{ kind: "hold", hold: { rule: "intercom-trouble" } }]);
    expect(open()).toEqual(["hide a"]);
    expect(writes()).toEqual([]);
  });
});

describe("time", () => {
  it.each([86_400_000, -86_400_000])(
    "the wall clock jumps by %i ms in the middle: nothing changes",
    async (jump) => {
      const play = async (jumps: boolean) => {
        let now = Date.now();
        const clock = { ...world.run.clock, now: () => (now += 1) };
        const own = await startWorld({ clock });
        for (let n = 0; n < 30; n++) own.documents.set(`d${n}.md`, `# D${n}\n\nText ${n}.`);
        own.emulator.faults.set([
          fault(
            { method: "POST", path: pagesPath, nth: 11 },
            { kind: "status", status: 429, rate: { resetIn: 1 } },
            1,
          ),
          fault({ method: "POST", path: pagesPath, nth: 14 }, { kind: "reset", when: "after" }, 1),
        ]);
        const run = own.nightly({ limits: { concurrency: 1, deadline: clock.monotonic() + 60_000 } });
        while (own.emulator.log.last < 10) await new Promise((resolve) => setTimeout(resolve, 1));
        if (jumps) now += jump;
        const { report } = await run;
        return {
          outcome: report.run.outcome,
          counts: report.sources[0]?.counts,
          writes: own.emulator.log
            .writes()
            .map(({ method, externalId, status }) => [method, externalId, status]),
        };
      };
      expect(await play(true)).toEqual(await play(false));
    },
  );

  it("after the deadline nothing is begun: uploads and removals are left, and the run says try later", async () => {
    for (let n = 0; n < 40; n++) world.documents.set(`d${n}.md`, `# D${n}\n\nText ${n}.`);
    let monotonic = 0;
    const clock = { ...world.run.clock, monotonic: () => monotonic };
    world.emulator.faults.set([fault({ method: "POST", path: pagesPath }, { kind: "delay", ms: 5 })]);
    const run = world.nightly({ clock, limits: { concurrency: 2, deadline: 1 } });
    while (world.emulator.state.pageCount < 6) await new Promise((resolve) => setTimeout(resolve, 1));
    monotonic = 1;
    const atDeadline = world.emulator.state.pageCount;
    const { report, stop } = await run;
    expect(stop).toMatchObject({ exitCode: 5 });
    // Two were under way.
    expect(world.emulator.state.pageCount).toBeLessThanOrEqual(atDeadline + 2);
    expect(report.sources[0]?.counts).toMatchObject({
      create: world.emulator.state.pageCount,
      fail: 0,
      hold: 0,
    });
    const rest = await world.nightly();
    expect(rest.stop).toBeUndefined();
    expect(world.emulator.state.pageCount).toBe(40);
  });

  it("a removal that is due after the deadline is left for the next run", async () => {
    await world.apply([create({ externalId: "a" })]);
    world.emulator.log.clear();
    const { done, failures } = await world.apply([removal("delete", "a")], {
      limits: { concurrency: 2, deadline: 0 },
    });
    expect({ done, left: failures.left, writes: writes() }).toEqual({ done: [], left: 1, writes: [] });
  });
});
