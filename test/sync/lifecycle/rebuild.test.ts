import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { nightly } from "../../../pipelines/nightly.ts";
import type { ContentLibrary, ExternalPage } from "../../../src/intercom/types.ts";
import { openLedger } from "../../../src/ledger/sqlite.ts";
import { ledgersIn } from "../../../src/ledger/stores/folder.ts";
import { openOrRebuild, rebuildLedger } from "../../../src/sync/lifecycle/rebuild.ts";
import { startWorld, type World } from "../world.ts";

const documents = Object.fromEntries(
  Array.from({ length: 6 }, (_, n) => [`${n}.md`, `# Guide ${n}\n\nHow to do thing ${n}.`]),
);

/** A company whose ledger is a file. */
async function company() {
  const dir = mkdtempSync(path.join(tmpdir(), "fin-ingest-rebuild-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const world = await startWorld({ documents, emulator: { perPage: 2 } });
  const config = { ...world.run.config, stateDir: dir };
  const parts = { ...world.run, config, ledgers: ledgersIn(dir) };
  const run = async () => {
    const ledger = await openOrRebuild(parts);
    try {
      const { report, stop } = await nightly({ ...parts, ledger });
      if (stop !== undefined) throw stop;
      return report.sources[0]?.counts;
    } finally {
      ledger.close();
    }
  };
  await run();
  world.emulator.log.clear();
  return { dir, world, parts, run, ledgerFile: path.join(dir, "ledger.sqlite") };
}

const pagesIn = async (dir: string) => {
  const ledger = await openLedger(dir, { readOnly: true });
  try {
    return [...ledger.pages("docs")].map(({ externalId, fingerprint }) => `${externalId} ${fingerprint}`);
  } finally {
    ledger.close();
  }
};
const unchanged = async (world: World, file: string, action: () => Promise<unknown>) => {
  const before = readFileSync(file);
  await expect(action()).rejects.toThrow();
  expect(readFileSync(file).equals(before)).toBe(true);
  expect(world.emulator.log.writes()).toEqual([]);
};

describe("rebuilding the ledger", () => {
  it("adopts what two equal listings show, without fingerprints, and keeps the old ledger aside", async () => {
    const { dir, world, parts, ledgerFile } = await company();
    const old = readFileSync(ledgerFile);
    const rebuilt = await rebuildLedger(parts);
    expect(rebuilt.sources).toEqual([{ name: "docs", sourceId: 1, pages: 6, hidden: 0 }]);
    expect(readFileSync(rebuilt.setAside ?? "").equals(old)).toBe(true);
    expect(await pagesIn(dir)).toEqual(Object.keys(documents).map((id) => `${id} undefined`));
    const listings = world.emulator.log.where({ path: "/ai/external_pages" });
    expect(listings.filter(({ query }) => (query.page ?? "1") === "1")).toHaveLength(2);
    expect(world.emulator.log.writes()).toEqual([]);
    expect(readdirSync(dir).filter((name) => name.includes("rebuild"))).toEqual([]);
  });

  it("sends every page once more, and removes nothing before two complete listings", async () => {
    const { world, parts, run } = await company();
    world.documents.delete("2.md");
    await rebuildLedger(parts);
    expect(await run()).toMatchObject({ update: 5, hide: 0 });
    expect(await run()).toMatchObject({ update: 0, unchanged: 5, hide: 0 });
    expect(await run()).toMatchObject({ hide: 1 });
    expect(world.library()["2.md"]).toBe("hidden");
  });

  it("loses nothing when Intercom refuses it, or fails in the middle", async () => {
    const { dir, world, parts, ledgerFile } = await company();
    const listing = { method: "GET", path: "/ai/external_pages" };
    world.emulator.faults.set([{ fault: { kind: "status", status: 401 } }]);
    await unchanged(world, ledgerFile, () => rebuildLedger(parts));
    world.emulator.faults.set([{ match: { ...listing, from: 4 }, fault: { kind: "status", status: 400 } }]);
    await unchanged(world, ledgerFile, () => rebuildLedger(parts));
    expect(readdirSync(dir).sort()).toEqual(["ledger.head", "ledger.sqlite"]);
    expect(await pagesIn(dir)).toHaveLength(6);
  });

  it("believes no two listings that differ: a library that changes all the time is left for later", async () => {
    const { world, parts, ledgerFile } = await company();
    let listing = 0;
    const library: Pick<ContentLibrary, "listSources" | "listPages"> = {
      listSources: world.run.library.listSources,
      async *listPages(signal) {
        listing += 1;
        for await (const page of world.run.library.listPages(signal)) yield changed(page, listing);
      },
    };
    let changed = (page: ExternalPage, n: number) => ({ ...page, agent: n % 2 === 0 });
    await unchanged(world, ledgerFile, () => rebuildLedger({ ...parts, library }));
    // Once it settles, the next two do.
    listing = 0;
    changed = (page, n) => ({ ...page, agent: n !== 2 });
    await rebuildLedger({ ...parts, library });
    expect(listing).toBe(4);
  });

  it("forgets a source that is gone from Intercom, and the next run starts it anew", async () => {
    const { world, parts, run } = await company();
    world.emulator.state.removeSource(1);
    await expect(run()).rejects.toThrow(/no longer in Intercom/);
    expect((await rebuildLedger(parts)).sources).toEqual([
      { name: "docs", sourceId: null, pages: 0, hidden: 0 },
    ]);
    expect(await run()).toMatchObject({ create: 6 });
  });

  it("an unattended run rebuilds by itself what it cannot trust", async () => {
    const { dir, world, run, ledgerFile } = await company();
    rmSync(ledgerFile);
    world.documents.delete("2.md");
    expect(await run()).toMatchObject({ update: 5, hide: 0, delete: 0 });
    expect(existsSync(ledgerFile)).toBe(true);
    expect(await pagesIn(dir)).toHaveLength(6);
  });
});
