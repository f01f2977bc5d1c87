import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import type { Finished } from "../../../pipelines/run.ts";
import type { Rule } from "../../../src/config/types.ts";
import type { Io } from "../../../src/connector-kit/io.ts";
import { runs } from "../../setup/properties.ts";
import { startWorld, type World } from "../world.ts";

/** Entries that the connector was asked for in the last listing. */
let listed: number;
let world: World;
let run: World["run"];

function counted(of: World): World["run"] {
  const [source] = of.run.sources;
  if (!source) throw new Error("no source");
  const { connector } = source;
  const counting = {
    ...connector,
    async *list(options: unknown, io: Io) {
      listed = 0;
      for await (const entry of connector.list(options, io)) {
        listed += 1;
        yield entry;
      }
    },
  };
  return { ...of.run, sources: [{ ...source, connector: counting }] };
}

const night = (over: Partial<World["run"]> = {}) => world.nightly({ ...run, ...over });
const unchanged = ({ report }: Finished) => report.sources[0]?.counts.unchanged;

beforeEach(async () => {
  world = await startWorld({
    documents: { "a.md": "# A\n\nText.", "b.md": "# B\n\nText.", "c.md": "# C\n\nText." },
  });
  run = counted(world);
  await night();
});

describe("a listing that left nothing to do", () => {
  it("is recognised from the night on after its pages were sent", async () => {
    expect(listed).toBe(3);
    const writes = () => world.emulator.log.writes();
    const before = writes().length;
    for (let n = 0; n < 3; n++) {
      expect(unchanged(await night())).toBe(3);
      expect(listed).toBe(0);
    }
    expect(writes()).toHaveLength(before);
  });

  it("keeps what each rule selects, and is read again while a rule selects nothing", async () => {
    const rule = (path: string, optional = false) =>
      ({ line: 5, optional, match: { path }, effect: { visibleTo: "teammates" } }) as const;
    const withRules = (...rules: readonly Rule[]) => {
      run = { ...run, sources: run.sources.map((source) => ({ ...source, rules })) };
    };
    const rulesOf = ({ report }: Finished) =>
      report.sources[0]?.rules?.map(({ rule: name, documents }) => [name, documents]);
    withRules(rule("a.md"), rule("x/**", true));
    for (let n = 0; n < 4; n++) {
      expect(rulesOf(await night())).toEqual([
        ["path a.md", 1],
        ["path x/**", 0],
      ]);
      expect(listed).toBe(n < 1 ? 3 : 0);
    }
    withRules(rule("a.md"), rule("x/**"));
    const { stop, report } = await night();
    expect(listed).toBe(3);
    expect(stop).toMatchObject({ exitCode: 2 });
    expect(report.sources[0]?.error?.message).toContain(
      "config.yaml:5 sources.docs.rules: the rule for path x/**",
    );
  });

  it.each<[string, () => unknown]>([
    ["a document changed", () => world.documents.set("b.md", "# B\n\nOther.")],
    ["a document is new", () => world.documents.set("d.md", "# D\n\nText.")],
    ["a document is gone", () => world.documents.delete("c.md")],
    [
      "a page was changed in the ledger",
      () => {
        const row = world.ledger.page("docs", "a.md");
        if (row) world.ledger.putPage("docs", { ...row, noticed: "deleted by hand" });
      },
    ],
    ["a write was left open", () => world.ledger.intend("docs", "a.md", "upsert", 1)],
    [
      "the source's settings changed",
      () => {
        run = { ...run, sources: run.sources.map((source) => ({ ...source, locale: "de" })) };
      },
    ],
    [
      "the Content Import Source is another",
      () => {
        const row = world.ledger.source("docs");
        if (row) world.ledger.putSource({ ...row, sourceId: row.sourceId + 1 });
      },
    ],
  ])("is read again when %s", async (_, change) => {
    await night();
    await night();
    expect(listed).toBe(0);
    await change();
    await night();
    expect(listed).toBeGreaterThan(0);
  });

  it("keeps what no page is made of, and names it every night", async () => {
    const rule = { line: 5, optional: false, match: { path: "e.md" }, effect: { exclude: true } } as const;
    run = { ...run, sources: run.sources.map((source) => ({ ...source, rules: [rule] })) };
    world.documents.set("d.md", "unpublished: it is a draft");
    world.documents.set("e.md", "# E\n\nText.");
    world.documents.set("f.md", "gone: it is in the trash");
    world.documents.set("g.md", "unreadable: it is encrypted");
    const first = await night();
    expect(listed).toBe(7);
    listed = 0;
    const second = await night();
    expect(listed).toBe(0);
    const saidBy = ({ report }: Finished) =>
      report.sources.map(({ counts, changes, holds, rules }) => ({ counts, changes, holds, rules }));
    expect(second.report.sources[0]?.counts).toMatchObject({ unchanged: 3, skip: 2, fail: 1 });
    expect(saidBy(second)).toEqual(saidBy(first));
  });

  it("is not remembered while a page is being removed, or a document cannot be read", async () => {
    world.documents.delete("c.md");
    await night();
    for (let n = 0; n < 2; n++) {
      listed = 0;
      await night();
    }
    // Hidden, then deleted: only then nothing is left to do.
    expect(Object.keys(world.library()).sort()).toEqual(["a.md", "b.md"]);
    await night();
    await night();
    expect(listed).toBe(0);

    world.documents.set("d.md", "# D\n\nText.");
    world.broken.add("d.md");
    for (let n = 0; n < 3; n++) {
      await night();
      expect(listed).toBe(3);
    }
  });

  it("is not remembered while a page has an older text than its document, which could not be read", async () => {
    world.documents.set("b.md", "# B\n\nOther.");
    world.broken.add("b.md");
    await night();
    world.broken.clear();
    await night();
    expect(world.library()["b.md"]).toContain("Other.");
    await night();
    expect(listed).toBe(0);
  });

  it("is not remembered while a page has outlived its document", async () => {
    const documents = Object.fromEntries("abcdefgh".split("").map((id) => [`${id}.md`, `# ${id}\n\nText.`]));
    world = await startWorld({ confirms: false, documents });
    run = counted(world);
    await night();
    world.documents.delete("b.md");
    // That it is not listed counts once it was seen twice, hours apart.
    for (let n = 0; n < 3; n++) {
      listed = 0;
      await night();
      expect(listed).toBe(7);
    }
  });
});

type Step = (world: World) => unknown;
const ids = ["a.md", "b.md", "c.md", "d.md", "e.md"];
const anId = fc.constantFrom(...ids);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.constant<Step>(() => {}),
  fc.constant<Step>(() => {}),
  fc.tuple(anId, fc.constantFrom("one", "two", "three", "")).map(
    ([id, words]): Step =>
      ({ documents }) =>
        documents.set(id, `# ${id}\n\n${words}`),
  ),
  fc.tuple(anId, fc.constantFrom("unpublished", "gone", "unreadable")).map(
    ([id, kind]): Step =>
      ({ documents }) =>
        documents.set(id, `${kind}: why`),
  ),
  anId.map(
    (id): Step =>
      ({ documents }) =>
        documents.delete(id),
  ),
  anId.map(
    (id): Step =>
      ({ broken }) =>
        broken.add(id),
  ),
  fc.constant<Step>(({ broken }) => broken.clear()),
  anId.map(
    (id): Step =>
      ({ ledger }) => {
        const row = ledger.page("docs", id);
        if (row?.state === "live")
          ledger.putPage("docs", { ...row, noticed: "availability switched by hand" });
      },
  ),
  anId.map(
    (id): Step =>
      ({ ledger }) =>
        ledger.intend("docs", id, "upsert", 1),
  ),
);

it("nights that recognise their listing end as nights that read it", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const documents = { "a.md": "# a\n\none", "b.md": "# b\n\none" };
      const worlds = [
        await startWorld({ documents }),
        await startWorld({ documents, marks: false }),
      ] as const;
      for (const change of steps) {
        const [one, other] = await Promise.all(
          worlds.map(async (each) => {
            await change(each);
            const { report } = await each.nightly();
            return {
              sources: report.sources.map(({ counts, changes, holds }) => ({ counts, changes, holds })),
              now: each.library(),
            };
          }),
        );
        expect(one).toEqual(other);
      }
      await Promise.all(worlds.map((each) => each.close()));
    }),
    { numRuns: runs(18) },
  );
});
