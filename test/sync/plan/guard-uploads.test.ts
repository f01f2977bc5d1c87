import { describe, expect, it } from "vitest";
import { sha256 } from "../../../src/hash.ts";
import type { PageRow } from "../../../src/ledger/ledger.ts";
import type { Change, Page } from "../../../src/sync/changes.ts";
import { guardUploads } from "../../../src/sync/plan/guard-uploads.ts";
import { samplePage, sampleRow } from "../samples.ts";
import { startWorld } from "../world.ts";

const page = (externalId: string, body: string, words = 30): Page =>
  samplePage({ externalId, html: body, bodyHash: sha256(body), words });
const titledPage = (externalId: string, body: string, title: string, over: Partial<Page> = {}): Page => ({
  ...page(externalId, body),
  title,
  ...over,
});
const titled = (...of: Parameters<typeof titledPage>): Change => ({
  kind: "create",
  page: titledPage(...of),
});
const create = (...of: Parameters<typeof page>): Change => ({ kind: "create", page: page(...of) });
const update = (...of: Parameters<typeof page>): Change => ({
  kind: "update",
  page: page(...of),
  reasons: ["content"],
});

async function guarded(
  changes: readonly Change[],
  {
    rows = [],
    inLedger = 0,
    approved = [],
  }: { rows?: PageRow[]; inLedger?: number; approved?: string[] } = {},
): Promise<Change[]> {
  const known = new Map(rows.map((row) => [row.externalId, row]));
  const ledger = {
    page: (_: string, id: string) => known.get(id),
    pageHistory: () => ({}),
    countBody: () => inLedger,
  };
  const passed: Change[] = [];
  async function* stream() {
    yield* changes;
  }
  for await (const change of guardUploads(stream(), {
    source: "docs",
    connector: "docs-repo",
    ledger,
    approved,
  }))
    passed.push(change);
  return passed;
}

const sent = (changes: readonly Change[]) =>
  changes.flatMap((change) =>
    change.kind === "create" || change.kind === "update" ? [change.page.externalId] : [],
  );
const holds = (changes: readonly Change[]) =>
  changes.flatMap((change) => (change.kind === "hold" ? [change.hold] : []));
const ids = (count: number, prefix = "p") => Array.from({ length: count }, (_, n) => `${prefix}${n}`);

describe("pages that would all say the same", () => {
  it.each([5, 6, 7, 300])("%i new pages with one body", async (count) => {
    const result = await guarded(ids(count).map((id) => create(id, "login")));
    const held = count > 5;
    expect(sent(result)).toEqual(held ? [] : ids(count));
    expect(holds(result)).toHaveLength(held ? 1 : 0);
    if (held) expect(holds(result)[0]?.externalIds).toEqual(ids(count));
  });

  it("none of them is sent although the listing is long and others stand between them", async () => {
    const changes = ids(100).map((id, n) => (n % 2 ? create(id, `own ${id}`) : create(id, "login")));
    const result = await guarded(changes);
    expect(sent(result).sort()).toEqual(
      ids(100)
        .filter((_, n) => n % 2)
        .sort(),
    );
    expect(holds(result)).toMatchObject([{ rule: "sameness" }]);
  });

  it("what the hashes of two bodies have in common makes one page not say what the other does", async () => {
    const hash = (last: string) => `${"a".repeat(63)}${last}`;
    const one = samplePage({ externalId: "one", html: "<p>one</p>", bodyHash: hash("1"), words: 30 });
    const two = samplePage({ externalId: "two", html: "<p>two</p>", bodyHash: hash("2"), words: 30 });
    const result = await guarded([one, one, two].map((page): Change => ({ kind: "create", page })));
    expect(result.map((change) => "page" in change && change.page.html)).toEqual([
      "<p>one</p>",
      "<p>one</p>",
      "<p>two</p>",
    ]);
  });

  it("pages of earlier runs count", async () => {
    expect(holds(await guarded([create("a", "login")], { inLedger: 4 }))).toEqual([]);
    expect(holds(await guarded([create("a", "login")], { inLedger: 5 }))).toMatchObject([
      { externalIds: ["a"] },
    ]);
  });

  it("a page whose body was sent before passes, and does not count against others a second time", async () => {
    const rows = ids(5).map((externalId) => sampleRow({ externalId, bodyHash: sha256("stub") }));
    const renamed = ids(5).map((id) => update(id, "stub"));
    expect(sent(await guarded(renamed, { rows, inLedger: 5 }))).toEqual(ids(5));
    expect(sent(await guarded([...renamed, create("new", "stub")], { rows, inLedger: 4 }))).toContain("new");
  });

  it("approved by its body's hash, everything with that body passes, and nothing else", async () => {
    const changes = [
      ...ids(9).map((id) => create(id, "login")),
      ...ids(9, "q").map((id) => create(id, "error")),
    ];
    const hash = /--approve-uploads (\S+)`/.exec(holds(await guarded(changes))[0]?.resolve ?? "")?.[1] ?? "";
    const result = await guarded(changes, { approved: [hash] });
    expect(sent(result)).toEqual(ids(9));
    expect(holds(result)).toMatchObject([{ externalIds: ids(9, "q") }]);
  });

  it("other changes pass at once and in order", async () => {
    const unchanged: Change = { kind: "unchanged", externalId: "u" };
    expect((await guarded([create("a", "a"), unchanged, create("b", "b")]))[0]).toBe(unchanged);
  });
});

describe("short pages that differ in title alone", () => {
  const stub = "<p>Coming soon.</p>";
  const login: Partial<Page> = { warnings: [{ code: "looks-like-login", message: "…" }] };

  it.each<[what: string, body: string, over: Partial<Page>, held: boolean]>([
    ["stubs", stub, {}, false],
    ["stubs of the longest kind", stub, { words: 60 }, false],
    ["pages that say more", stub, { words: 61 }, true],
    ["pages that look like a login page", stub, login, true],
    ["a login page under the titles of the listing", "<p>Sign in to go on</p>", {}, true],
    ["an expired session", "<p>Your session has expired.</p>", {}, true],
    ["an error", "<p>Something went wrong.</p>", {}, true],
    ["a refusal", "<p>Access denied</p>", {}, true],
    ["a typographic apostrophe", "<p>We can’t find it</p>", {}, true],
    ["a login in German", "<p>Bitte melden Sie sich an. Anmeldung</p>", {}, true],
    ["a login in Japanese", "<p>ログインしてください</p>", {}, true],
    ["a script's shell", "<p>Loading…</p>", {}, true],
    ["words that only contain others", "<p>Design terrors, signing, Servers' sister</p>", {}, false],
    ["words of the markup", '<p><a href="/login/error">Later</a></p>', {}, false],
  ])("%s", async (_what, body, over, held) => {
    const result = await guarded(ids(40).map((id) => titled(id, body, `About ${id}`, over)));
    expect(sent(result)).toHaveLength(held ? 0 : 40);
    expect(holds(result)).toHaveLength(held ? 1 : 0);
  });

  it("322 of them, and again where one title stands over too many", async () => {
    expect(sent(await guarded(ids(322).map((id) => titled(id, stub, id))))).toHaveLength(322);
    const same = await guarded([
      ...ids(30).map((id) => titled(id, stub, id)),
      ...ids(30, "q").map((id) => titled(id, stub, "Overview")),
    ]);
    expect(sent(same)).toEqual(ids(30));
    expect(holds(same)).toMatchObject([{ rule: "sameness", externalIds: ids(30, "q") }]);
  });

  it("documents that were something else and become alike are held, whatever their titles", async () => {
    const rows = ids(8).map((externalId) => sampleRow({ externalId, bodyHash: `own of ${externalId}` }));
    const changes = ids(8).map(
      (id): Change => ({ kind: "update", page: titledPage(id, stub, id), reasons: [] }),
    );
    expect(holds(await guarded(changes, { rows }))).toMatchObject([{ externalIds: ids(8) }]);
  });

  it("what was a stub among others may become another one", async () => {
    const world = await startWorld();
    for (const id of ids(30)) world.documents.set(id, `# About ${id}\n\nComing soon.`);
    expect((await world.nightly()).report.sources[0]?.counts).toMatchObject({ create: 30, hold: 0 });
    for (const id of ids(30)) world.documents.set(id, `# About ${id}\n\nComing in May.`);
    expect((await world.nightly()).report.sources[0]?.counts).toMatchObject({ update: 30, hold: 0 });
    for (const id of ids(30)) world.documents.set(id, `# About ${id}\n\nPlease sign in.`);
    world.emulator.log.clear();
    expect((await world.nightly()).report.sources[0]?.holds).toMatchObject([{ rule: "sameness" }]);
    expect(world.emulator.log.writes()).toEqual([]);
  });
});

describe("from listing to Intercom", () => {
  const long = (about: string) => `# ${about}\n\n${`All about ${about}. `.repeat(100)}`;

  it("a login page in place of every document: nothing is sent, the old pages stay, again and again", async () => {
    const world = await startWorld();
    for (const id of ids(40)) world.documents.set(id, long(id));
    await world.nightly();
    const before = world.library();
    for (const id of ids(40)) world.documents.set(id, "# Sign in\n\nPlease sign in to continue.");
    world.emulator.log.clear();
    for (const _ of [1, 2]) {
      const { report } = await world.nightly();
      expect(report.run.outcome).toBe("held");
      expect(report.sources[0]?.holds.flatMap(({ externalIds }) => externalIds).sort()).toEqual(
        ids(40).sort(),
      );
    }
    expect(world.emulator.log.writes()).toEqual([]);
    expect(world.library()).toEqual(before);

    for (const id of ids(40)) world.documents.set(id, `${long(id)} Edited.`);
    expect((await world.nightly()).report.sources[0]?.counts).toMatchObject({ update: 40, hold: 0, fail: 0 });
  });

  it("short documents that turn into one error page are held, too", async () => {
    const world = await startWorld();
    for (const id of ids(30)) world.documents.set(id, `# ${id}\n\nShort.`);
    await world.nightly();
    for (const id of ids(30)) world.documents.set(id, "# Error\n\nTry later.");
    world.emulator.log.clear();
    const { report } = await world.nightly();
    expect(report.sources[0]?.holds).toMatchObject([{ rule: "sameness" }]);
    expect(world.emulator.log.writes()).toEqual([]);
  });

  it("a held page is sent once it is approved, and is not held after that", async () => {
    const world = await startWorld({ documents: { "a.md": long("a"), "b.md": long("b") } });
    await world.nightly();
    world.documents.set("a.md", "# A\n\nMoved to the archive.");
    const held = (await world.nightly()).report.sources[0]?.holds ?? [];
    expect(held).toMatchObject([{ rule: "collapse", externalIds: ["a.md"] }]);
    expect(world.library()["a.md"]).toContain("All about a");
    const hash = /--approve-uploads (\S+)`/.exec(held[0]?.resolve ?? "")?.[1] ?? "";
    await world.nightly({ overrides: { approveUploads: ["other"] } });
    expect(world.library()["a.md"]).toContain("All about a");
    await world.nightly({ overrides: { approveUploads: [hash] } });
    expect(world.library()["a.md"]).toContain("Moved to the archive");
    expect((await world.nightly()).report.run.outcome).toBe("ok");
  });

  it("a held document counts as present: its page is not hidden, and another's removal goes on", async () => {
    const world = await startWorld({
      documents: { "a.md": long("a"), "b.md": long("b"), "c.md": long("c") },
    });
    await world.nightly();
    world.documents.set("a.md", "# A\n\nGone?");
    world.documents.delete("b.md");
    const { report } = await world.nightly();
    expect(report.sources[0]?.counts).toMatchObject({ hold: 1, hide: 1 });
    expect(world.library()).toMatchObject({
      "a.md": expect.stringContaining("All about a"),
      "b.md": "hidden",
    });
  });
});
