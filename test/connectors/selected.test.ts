import os from "node:os";
import { expect, it, onTestFinished } from "vitest";
import { connectors } from "../../connectors/index.ts";
import type { Connector } from "../../src/connector-kit/connector.ts";
import { entriesOf, testIo } from "../../src/connector-kit/testing/index.ts";
import { cloudSystem, dataCenterSystem } from "./confluence/systems.ts";
import { driveSystem, handbook } from "./google-drive/system.ts";
import * as notionWorkspace from "./notion/workspace.ts";
import { token as siteToken, TestSite } from "./website/site.ts";
import { apiToken, email, startHelpCenter } from "./zendesk/help-center.ts";

/** What a listing says that each pattern of the options selected, and how many documents it had. */
async function selectedBy(type: string, options: object) {
  const connector = connectors.get(type) as Connector;
  const counts: Record<string, number> = {};
  const io = testIo(os.tmpdir(), os.tmpdir());
  const selected = (place: string, documents: number) => {
    expect(counts[place], `${place} is told once`).toBeUndefined();
    counts[place] = documents;
  };
  const entries = await entriesOf(connector.list(connector.options.parse(options), { ...io, selected }));
  return { counts, documents: entries.filter(({ kind }) => kind === "document").length };
}

it.each([
  ["Cloud", cloudSystem],
  ["Data Center", dataCenterSystem],
])("confluence %s: trees and labels", async (_, setUp) => {
  const system = await setUp();
  onTestFinished(() => system.close());
  const select = async (more: object) =>
    (await selectedBy("confluence", { ...system.options, ...more })).counts;
  expect(await select({ roots: ["102", "999"], exclude_trees: ["120", "998"] })).toEqual({
    "roots[0]": 1,
    "roots[1]": 0,
    "exclude_trees[0]": 1,
    "exclude_trees[1]": 0,
  });
  const { labels: _labels, roots: _roots, ...rest } = system.options as Record<string, unknown>;
  const byLabel = await selectedBy("confluence", { ...rest, labels: ["policy", "nobody-has-it"] });
  expect(byLabel.counts["labels[0]"]).toBeGreaterThan(0);
  expect(byLabel.counts["labels[1]"]).toBe(0);
});

it("notion: roots, also one below another", async () => {
  const workspace = await notionWorkspace.startWorkspace();
  onTestFinished(() => workspace.server.close());
  const { ids, token } = notionWorkspace;
  const roots = [ids.handbook, ids.firewall, ids.faqSource];
  const { counts, documents } = await selectedBy("notion", { token, base_url: workspace.server.url, roots });
  expect(counts["roots[1]"]).toBe(1);
  expect((counts["roots[0]"] ?? 0) + (counts["roots[2]"] ?? 0)).toBe(documents);
  const backwards = await selectedBy("notion", {
    token,
    base_url: workspace.server.url,
    roots: [ids.firewall, ids.handbook],
  });
  expect(backwards.counts["roots[0]"]).toBe(1);
  expect(backwards.counts["roots[1]"]).toBeGreaterThan(0);
});

it("zendesk: categories, sections and user segments", async () => {
  const { server } = await startHelpCenter();
  onTestFinished(() => server.close());
  const auth = { api_token: { email, token: apiToken } };
  const segments = { staff: "teammates", 9003: "customers", 8000: "teammates" };
  const all = await selectedBy("zendesk", { base_url: server.url, auth, user_segments: segments });
  expect(all.counts["user_segments.staff"]).toBeGreaterThan(0);
  expect(all.counts["user_segments.9003"]).toBeGreaterThan(0);
  expect(all.counts["user_segments.8000"]).toBe(0);
  const some = await selectedBy("zendesk", { base_url: server.url, auth, categories: [20], sections: [210] });
  expect(some.counts["categories[0]"]).toBeGreaterThan(0);
  expect(some.counts["sections[0]"]).toBeGreaterThan(0);
});

it("google-drive: include and exclude", async () => {
  const { options, close } = await driveSystem(handbook);
  onTestFinished(() => close());
  const patterns = { include: ["Billing/", "none/**"], exclude: ["Billing/Plans", "*.md"] };
  const { counts, documents } = await selectedBy("google-drive", { ...(options as object), ...patterns });
  expect(documents).toBe(2);
  // The one in the trash counts: it is selected, and gone.
  expect(counts).toEqual({ "include[0]": 3, "include[1]": 0, "exclude[0]": 1, "exclude[1]": 0 });
});

it.each([
  ["by sitemap", { sitemap: true }],
  ["by crawl", {}],
])("website %s: include and exclude", async (_, how) => {
  const site = await TestSite.start();
  onTestFinished(() => site.server.close());
  const { counts, documents } = await selectedBy("website", {
    start: `${site.url}/guide/`,
    auth: { header: { name: "X-Token", value: siteToken } },
    include: ["/guide/", "guides/**"],
    exclude: ["guide/invoices", "**/drafts/**"],
    ...how,
  });
  expect(counts).toEqual({
    "include[0]": documents,
    "include[1]": 0,
    "exclude[0]": 1,
    "exclude[1]": 0,
  });
  expect(documents).toBeGreaterThan(2);
});

it("a connector that counts patterns says so", () => {
  const counting = [...connectors.values()].filter(({ patterns }) => patterns);
  expect(counting.map(({ type }) => type).sort()).toEqual([
    "blob",
    "confluence",
    "docs-repo",
    "google-drive",
    "intercom",
    "notion",
    "sharepoint",
    "website",
    "zendesk",
  ]);
});
