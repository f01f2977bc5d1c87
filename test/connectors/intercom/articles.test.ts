import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { connectors } from "../../../connectors/index.ts";
import { intercom } from "../../../connectors/intercom/index.ts";
import { baseUrlOf } from "../../../connectors/intercom/options.ts";
import { Article, pageOf } from "../../../connectors/intercom/schema.ts";
import { loadConfig } from "../../../src/config/load.ts";
import { documentsOf, entriesOf, testIo } from "../../../src/connector-kit/testing/index.ts";
import { all, workspaceSystem } from "./system.ts";
import type { Paging } from "./workspace.ts";

async function setUp(given: Readonly<Record<string, unknown>>, paging?: Paging) {
  const fixture = await workspaceSystem(given, paging);
  const io = testIo("/", "/");
  onTestFinished(async () => {
    await fixture.close();
    await io.http.close();
  });
  const options = intercom.options.parse(fixture.options);
  const list = () => entriesOf(intercom.list(options, io));
  const check = async () => (await intercom.check(options, io)).map((one) => JSON.stringify(one)).join("\n");
  return { ...fixture, io, options, list, check };
}
const byKind = (entries: Awaited<ReturnType<typeof entriesOf>>, kind: string) =>
  entries.filter((entry) => entry.kind === kind);

it("help center articles: those for everyone, with what is withheld and why", async () => {
  const { list } = await setUp({});
  const entries = await list();
  expect(
    documentsOf(entries).map(({ externalId, path, visibleTo }) => [externalId, path, visibleTo]),
  ).toEqual([
    ["article/109", "account/opening-hours", undefined],
    ["article/108", "stand-alone", "teammates"],
    ["article/103", "account/sign-in", undefined],
    ["article/102", "billing-payments/invoices", undefined],
    ["article/101", "billing-payments/refunds/how-long-a-refund-takes", undefined],
  ]);
  expect(byKind(entries, "unpublished")).toMatchObject([
    { externalId: "article/107", reason: expect.stringContaining("audience 12") },
    { externalId: "article/106", reason: "it is a draft" },
    { externalId: "article/105", reason: expect.stringContaining("audience restricted") },
    { externalId: "article/104", reason: expect.stringContaining("audience all_users") },
  ]);
  const refunds = documentsOf(entries).at(-1);
  expect(refunds?.labels).toEqual(["billing", "collection:160", "collection:159", "help-center:79"]);
  expect(refunds?.url).toBe("https://help.acme.example/en/articles/101-how-long-a-refund-takes");
  expect(refunds?.updatedAt).toBe(1767225600000);
});

it("audiences are mapped as stated, and the strictest decides", async () => {
  const { list } = await setUp({ ...all, internal_articles: false });
  const narrow = documentsOf(await list()).map(({ externalId, visibleTo }) => [
    externalId.slice(8),
    visibleTo,
  ]);
  expect(Object.fromEntries(narrow)).toMatchObject({ 104: "customers", 105: "teammates", 107: "teammates" });
});

it("internal articles are for teammates, and those that Copilot may not use are none", async () => {
  const { list, io } = await setUp({ articles: false, internal_articles: true });
  const entries = await list();
  expect(
    documentsOf(entries).map(({ externalId, path, visibleTo }) => [externalId, path, visibleTo]),
  ).toEqual([
    ["internal-article/202", "internal-articles/escalation", "teammates"],
    ["internal-article/201", "internal-articles/goodwill", "teammates"],
  ]);
  expect(byKind(entries, "unpublished")).toMatchObject([{ externalId: "internal-article/203" }]);
  expect((await documentsOf(entries)[1]?.load(io.signal))?.body).toBe(
    "<p>Up to 50 euros without asking.</p>",
  );
});

it("a translation is its own text, title, address and state", async () => {
  const { list, io } = await setUp({ article_locale: "de" });
  const entries = await list();
  expect(documentsOf(entries).map(({ title, url }) => [title, url])).toEqual([
    [
      "Wie lange eine Erstattung dauert",
      "https://help.acme.example/de/articles/101-wie-lange-eine-erstattung-dauert",
    ],
  ]);
  expect((await documentsOf(entries)[0]?.load(io.signal))?.body).toMatch(
    /^<p>Zwei Werktage\.<\/p><p>Erstattungen/,
  );
  expect(byKind(entries, "unpublished")).toHaveLength(8);
  expect(byKind(entries, "unpublished")).toContainEqual({
    kind: "unpublished",
    externalId: "article/102",
    reason: "it is a draft",
  });
});

it.each([
  [
    { help_centers: [80], audiences: { 12: "customers" } },
    ["107"],
    { "help_centers[0]": 1, "audiences.12": 1 },
  ],
  [{ collections: ["160", "161"] }, ["109", "103", "101"], { "collections[0]": 1, "collections[1]": 2 }],
  [{ collections: [159] }, ["102", "101"], { "collections[0]": 2 }],
])("%j selects", async (selection, numbers, counted) => {
  const { options, io } = await setUp(selection);
  const counts: Record<string, number> = {};
  const selected = (place: string, documents: number) => void Object.assign(counts, { [place]: documents });
  const entries = await entriesOf(intercom.list(options, { ...io, selected }));
  expect(documentsOf(entries).map(({ externalId }) => externalId.slice(8))).toEqual(numbers);
  expect(counts).toEqual(counted);
});

it("what Intercom does not say is no evidence either way, unless it is stated", async () => {
  const quiet = await setUp({});
  quiet.change("103", { help_center_audience: null });
  quiet.change("102", { state: null });
  expect(byKind(await quiet.list(), "unreadable")).toMatchObject([
    { externalId: "article/103", reason: expect.stringContaining("unstated") },
    { externalId: "article/102", reason: expect.stringContaining("published") },
  ]);
  expect(await quiet.check()).toMatch(/"audiences","result":"unknown|says nothing of/);
  const stated = await setUp({ audiences: { unstated: "customers" } });
  stated.change("103", { help_center_audience: undefined });
  expect(byKind(await stated.list(), "unreadable")).toEqual([]);
});

describe("the list of articles", () => {
  it.each<Paging>(["number", "address", "cursor"])(
    "is whole where the next page is named by %s",
    async (paging) => {
      const { list } = await setUp({}, paging);
      expect((await list()).length).toBe(9);
    },
  );

  it("is whole although an article changes while it is read", async () => {
    const { list, change, server } = await setUp({});
    let isChanged = false;
    server.interfere(({ path, query }) => {
      if (path !== "/articles" || query.get("page") !== "2" || isChanged) return undefined;
      isChanged = true;
      // The oldest, on the last page, is now the first.
      change("101", { updated_at: 1_800_000_000 });
      return undefined;
    });
    expect((await list()).map((entry) => ("externalId" in entry ? entry.externalId : ""))).toContain(
      "article/101",
    );
  });

  it("says where it ends too early", () => {
    const page = pageOf(Article);
    expect(page.safeParse({ data: [], pages: { next: "/articles?cursor=x" } }).success).toBe(false);
    expect(page.parse({ data: [], pages: { next: null, page: 1, total_pages: 3 } }).next).toEqual({
      page: "2",
    });
    expect(page.parse({ data: [], pages: { page: 3, total_pages: 3 } }).next).toBeUndefined();
    expect(page.parse({ data: [], pages: null }).next).toBeUndefined();
  });
});

it("check names the kinds that are refused and numbers that are not there", async () => {
  const { check, closed } = await setUp({ ...all, help_centers: [81], collections: [999] });
  closed.add("internal_articles");
  const said = await check();
  expect(said).toMatch(/"help center 81","result":"failed"/);
  expect(said).toMatch(/"collection 999","result":"failed"/);
  expect(said).toMatch(
    /"internal articles","result":"failed".*api_plan_restricted: Active.*\(request 2e76.*Developer Hub/,
  );
  expect(said).toMatch(/workspace \\"Acme EU\\" in EU/);
});

it.each([
  [{}, "https://api.intercom.io"],
  [{ region: "eu" }, "https://api.eu.intercom.io"],
  [{ base_url: "https://proxy.example/" }, "https://proxy.example"],
] as const)("%j is asked at %s", (options, expected) => {
  expect(baseUrlOf(options)).toBe(expected);
});

it("a source that reads the workspace to which it writes is refused", () => {
  const dir = mkdtempSync(path.join(tmpdir(), "fin-ingest-loop-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const file = path.join(dir, "config.yaml");
  const load = (token: string) => {
    writeFileSync(
      file,
      `intercom: {token: one}\nsources:\n  acme:\n    connector: intercom\n    url: https://acme.example\n    visible_to: customers\n    token: ${token}\n`,
    );
    return loadConfig(file, { intercom: "required", env: {}, connectors });
  };
  expect(load("another").sources).toHaveLength(1);
  expect(() => load("one")).toThrow(
    /7:12 sources\.acme\.token: is the token of the workspace that gets the pages/,
  );
});
