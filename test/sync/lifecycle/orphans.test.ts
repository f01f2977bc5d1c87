import { describe, expect, it } from "vitest";
import type { Config, SourceConfig } from "../../../src/config/types.ts";
import type { SourceHistory } from "../../../src/ledger/ledger.ts";
import { memoryLedger } from "../../../src/ledger/sqlite.ts";
import { ownership } from "../../../src/sync/lifecycle/adopt-found.ts";
import { orphansOf } from "../../../src/sync/lifecycle/orphans.ts";
import { sampleRow } from "../samples.ts";

const config = (sources: readonly Partial<SourceConfig>[]): Pick<Config, "file" | "sources"> => ({
  file: "/srv/config.yaml",
  sources: sources as readonly SourceConfig[],
});

describe("which sources of a ledger are orphans", () => {
  it.each<[string, readonly Partial<SourceConfig>[], SourceHistory, boolean]>([
    ["named", [{ name: "docs" }], {}, false],
    ["not named", [{ name: "other" }], {}, true],
    ["moved from", [{ name: "manual", movedFrom: "docs" }], {}, false],
    ["retired", [], { retiredAt: 5 }, false],
    ["left this file", [], { configFile: "/srv/config.yaml" }, true],
    ["in another file that names it", [], { configFile: "/srv/other.yaml" }, false],
    ["in another file that does not", [], { configFile: "/srv/else.yaml" }, true],
  ])("%s", async (_name, sources, history, is) => {
    const ledger = await memoryLedger();
    ledger.putSource({ name: "docs", url: "https://docs.example.com", sourceId: 1 });
    ledger.putSourceHistory("docs", history);
    const names = (file: string) => ["/srv/config.yaml", "/srv/other.yaml"].includes(file);
    expect(orphansOf(ledger, config(sources), names)).toEqual([]);
    ledger.putPage("docs", sampleRow());
    ledger.putPage("docs", sampleRow({ externalId: "b.md", intercomId: "12", state: "hidden" }));
    const expected = is ? [{ name: "docs", sourceId: 1, live: 1, hidden: 1 }] : [];
    expect(orphansOf(ledger, config(sources), names)).toEqual(expected);
    ledger.close();
  });

  it("counts no page that another source of the same Content Import Source has", async () => {
    const ledger = await memoryLedger();
    for (const name of ["old", "new"])
      ledger.putSource({ name, url: "https://docs.example.com", sourceId: 1 });
    ledger.putPage("old", sampleRow());
    ledger.putPage("old", sampleRow({ externalId: "b.md", intercomId: "12" }));
    ledger.putPage("new", sampleRow());
    const [orphan] = orphansOf(ledger, config([{ name: "new" }]), () => false);
    expect(orphan).toMatchObject({ name: "old", live: 1, hidden: 0 });
    ledger.putPage("new", sampleRow({ externalId: "b.md", intercomId: "12" }));
    expect(orphansOf(ledger, config([{ name: "new" }]), () => false)).toEqual([]);
    ledger.close();
  });
});

it.each([
  [0, 0, true, "none"],
  [10, 6, true, "own"],
  [10, 5, true, "foreign"],
  [10, 5, false, "undecided"],
  [10, 6, false, "own"],
  [1, 0, true, "foreign"],
  [1, 1, true, "own"],
] as const)("of %i unknown pages the source lists %i, complete %s: %s", (pages, listed, isComplete, is) => {
  expect(ownership({ pages, listed, isComplete })).toBe(is);
});
