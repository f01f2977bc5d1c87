import { describe, expect, it } from "vitest";
import { documentsOf } from "../../../src/connector-kit/testing/index.ts";
import { find, setUp } from "./nights.ts";
import { ownersOnly } from "./tenant.ts";

describe("permissions", () => {
  it.each([
    ["exclude", { kind: "unpublished", reason: expect.stringContaining("not Handbook Visitors") }],
    ["teammates", { kind: "document", visibleTo: "teammates" }],
    ["include", { kind: "document", visibleTo: undefined }],
  ])("of a restricted file with restricted_items: %s", async (restricted_items, expected) => {
    const { tenant, night } = await setUp({ restricted_items });
    const before = await night();
    tenant.docs.share("01TRAVEL", ownersOnly);
    tenant.pages.share("01SECURITY", ownersOnly);
    const { entries, requests } = await night();
    const found = entries.filter(
      (entry) => "externalId" in entry && /TRAVEL|SECURITY/.test(entry.externalId),
    );
    expect(found).toMatchObject([expected, expected]);
    if (restricted_items === "teammates")
      expect(find(documentsOf(entries), "01TRAVEL")?.version).not.toBe(
        find(before.documents, "01TRAVEL")?.version,
      );
    if (restricted_items === "include")
      expect(requests.filter((one) => /permissions|batch/.test(one))).toEqual([]);
  });

  it("are asked for one by one where a batch refuses them", async () => {
    const { tenant, night } = await setUp();
    tenant.batchStatus.set("01TRAVEL", 429);
    tenant.batchStatus.set("01HOURS", 503);
    const { ids, requests } = await night();
    expect(ids("document")).toHaveLength(7);
    expect(requests.filter((one) => /items\/01(TRAVEL|HOURS)\/permissions/.test(one))).toHaveLength(2);
    tenant.server.interfere(({ path }) => (path.endsWith("$batch") ? { status: 400, json: {} } : undefined));
    expect((await night()).ids("document")).toHaveLength(7);
  });

  it("that cannot be read are a doubt: of an item it stays as it is, of a library all of it does", async () => {
    const { tenant, night } = await setUp();
    tenant.batchStatus.set("01TRAVEL", 403);
    tenant.denied.add("items/01TRAVEL/permissions");
    expect((await night()).of("unreadable")).toMatchObject([{ externalId: "b!docs/01TRAVEL" }]);
    tenant.denied.clear();
    tenant.docs.share("01ROOTDOCS", []);
    const { of, documents } = await night();
    expect(of("gap")).toMatchObject([
      { part: "library handbook/Documents", reason: /does not tell this app/ },
    ]);
    expect(documents).toHaveLength(4);
  });

  it("from delta are read again for what Graph names, for what is below it, and where the library's own differ", async () => {
    const { tenant, night } = await setUp({ permission_changes: "from_delta" });
    await night();
    const asked = async () => {
      const { ids } = await night();
      const last = tenant.server.requests.filter(({ path }) => path.endsWith("$batch")).at(-1)?.body ?? "";
      return { restricted: ids("unpublished"), last };
    };
    tenant.docs.share("01HOURS", ownersOnly);
    expect((await asked()).restricted).toEqual([]);
    tenant.docs.share("01POLICIES", ownersOnly, true);
    tenant.docs.share("01REFUNDS", ownersOnly);
    const below = await asked();
    expect(below.restricted).toEqual(["b!docs/01REFUNDS"]);
    expect(below.last).toContain("01TRAVEL");
    expect(below.last).not.toContain("01HOURS");
    tenant.docs.share("01ROOTDOCS", [
      ...ownersOnly,
      { roles: ["read"], grantedToV2: { user: { id: "u9" } } },
    ]);
    expect((await asked()).restricted).toContain("b!docs/01HOURS");
  });
});

describe("drafts", () => {
  it("that were never published are no content, and a later one leaves the published version", async () => {
    const { tenant, night, newIo } = await setUp();
    tenant.docs.change("01TRAVEL", { publication: { level: "checkout", versionId: "0.1" } });
    const [welcome, security] = tenant.sitePages;
    Object.assign(welcome ?? {}, { publishingState: { level: "draft", versionId: "0.3" } });
    Object.assign(security ?? {}, { publishingState: { level: "checkout", versionId: "1.2" } });
    const { ids, of, documents } = await night();
    expect(ids("unpublished")).toEqual(["b!docs/01TRAVEL", "b!pages/01WELCOME"]);
    expect(of("unreadable")).toMatchObject([{ externalId: "b!pages/01SECURITY", isPermanent: true }]);
    const printer = find(documents, "01PRINTER");
    expect(String((await printer?.load(newIo().signal))?.body)).toContain("beside the kitchen");
    tenant.drives.get("b!forms")?.change("01PRINTER", { text: "another draft" });
    expect(find((await night()).documents, "01PRINTER")?.version).toBe(printer?.version);
  });

  it("of a page that is edited between listing and load are not loaded", async () => {
    const { tenant, night, newIo } = await setUp();
    const { documents } = await night();
    Object.assign(tenant.sitePages[1] ?? {}, { publishingState: { level: "draft", versionId: "1.1" } });
    await expect(find(documents, "01SECURITY")?.load(newIo().signal)).rejects.toThrow(/is being edited/);
  });
});
