import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { sharepoint } from "../../../connectors/sharepoint/index.ts";
import { documentsOf, entriesOf } from "../../../src/connector-kit/testing/index.ts";
import { find, setUp } from "./nights.ts";
import { siteUrl } from "./tenant.ts";

describe("a listing", () => {
  it("has files and pages with their paths, addresses, titles and labels", async () => {
    const { night } = await setUp();
    const { documents } = await night();
    const site = "https://contoso.sharepoint.com/sites/handbook";
    expect(documents.map(({ externalId, path, url }) => [externalId, path, url])).toEqual([
      [
        "b!docs/01REFUNDS",
        "handbook/Documents/Policies/Refunds.md",
        `${site}/Shared%20Documents/Policies/Refunds.md`,
      ],
      [
        "b!docs/01TRAVEL",
        "handbook/Documents/Policies/Travel & expenses.html",
        `${site}/Shared%20Documents/Policies/Travel%20%26%20expenses.html`,
      ],
      [
        "b!docs/01HOURS",
        "handbook/Documents/Opening hours.txt",
        `${site}/Shared%20Documents/Opening%20hours.txt`,
      ],
      ["b!forms/01SCALE", "handbook/Product sheets/Scale.md", `${site}/Product%20sheets/Scale.md`],
      ["b!forms/01PRINTER", "handbook/Product sheets/Printer.md", `${site}/Product%20sheets/Printer.md`],
      ["b!pages/01WELCOME", "handbook/Site Pages/Welcome.aspx", `${site}/SitePages/Welcome.aspx`],
      ["b!pages/01SECURITY", "handbook/Site Pages/Security.aspx", `${site}/SitePages/Security.aspx`],
    ]);
    expect(find(documents, "01SECURITY")).toMatchObject({
      title: "Keeping things safe",
      labels: ["content-type:Site Page", "news"],
      updatedAt: Date.parse("2026-04-01T09:00:00Z"),
    });
  });

  it("costs few requests on an unchanged night, and fewer where Graph tells of permissions", async () => {
    const site =
      "/v1.0/sites/contoso.sharepoint.com,2c712604-1370-44e7-a1f5-426573fda80a,2d2244c3-251a-49ea-93a8-39e1c3a060fe";
    const opening = [
      "POST /contoso.onmicrosoft.com/oauth2/v2.0/token",
      "GET /v1.0/sites/contoso.sharepoint.com:/sites/handbook",
      // The fixture's pages of the libraries and of the sites' pages hold one item each.
      `GET ${site}/drives`,
      `GET ${site}/drives`,
      `GET ${site}/lists`,
      `GET ${site}/lists/468fc883-e278-4773-ba09-91351a1e42ed/drive`,
    ];
    const drive = (id: string, root: string) => [
      `GET /v1.0/drives/${id}/root/delta`,
      `GET /v1.0/drives/${id}/items/${root}/permissions`,
    ];
    const pages = [
      `GET ${site}/pages/microsoft.graph.sitePage`,
      `GET ${site}/pages/microsoft.graph.sitePage`,
    ];
    const [docs, sheets, [delta = "", readers = ""]] = [
      drive("b!docs", "01ROOTDOCS"),
      drive("b!forms", "01ROOTFORMS"),
      drive("b!pages", "01ROOTPAGES"),
    ];
    const batch = "POST /v1.0/$batch";
    const always = await setUp();
    const first = await always.night();
    const second = await always.night();
    expect(second.requests).toEqual([
      ...opening,
      ...docs,
      batch,
      ...sheets,
      batch,
      delta,
      ...pages,
      readers,
      batch,
    ]);
    expect(second.entries.map((entry) => ({ ...entry, load: 0 }))).toEqual(
      first.entries.map((entry) => ({ ...entry, load: 0 })),
    );
    const told = await setUp({ permission_changes: "from_delta" });
    await told.night();
    expect((await told.night()).requests).toEqual([...opening, ...docs, ...sheets, delta, ...pages, readers]);
    expect(told.tenant.server.requests.find(({ path }) => path.endsWith("delta"))?.headers.prefer).toContain(
      "deltashowsharingchanges",
    );
  });

  it("waits where SharePoint says that little of the minute is left", async () => {
    const { tenant, options, newIo } = await setUp();
    const headers = { "ratelimit-limit": "1200", "ratelimit-remaining": "40", "ratelimit-reset": "60" };
    tenant.server.interfere(() => (reply) => ({ ...reply, headers: { ...reply.headers, ...headers } }));
    const io = newIo();
    const listing = entriesOf(sharepoint.list(options, io));
    const reason = new Error("enough");
    await expect.poll(() => tenant.server.requests.length).toBeGreaterThanOrEqual(2);
    // The next request would have come by now.
    await sleep(100);
    io.abort(reason);
    await expect(listing).rejects.toBe(reason);
    expect(tenant.server.requests.map(({ path: asked }) => asked)).toEqual([
      "/contoso.onmicrosoft.com/oauth2/v2.0/token",
      "/v1.0/sites/contoso.sharepoint.com:/sites/handbook",
    ]);
  });

  it("takes each site's default library where none is named, and none where the list is empty", async () => {
    const { night } = await setUp({ libraries: undefined });
    expect((await night()).documents.map(({ externalId }) => externalId.split("/")[0])).toEqual([
      "b!docs",
      "b!docs",
      "b!docs",
      "b!pages",
      "b!pages",
    ]);
    const pages = await setUp({ libraries: [] });
    expect((await pages.night()).documents).toHaveLength(2);
    const files = await setUp({ pages: false });
    expect((await files.night()).documents).toHaveLength(5);
  });

  it("keeps to folders and patterns, and counts what each selects", async () => {
    const own = {
      folders: ["policies", "Old"],
      include: ["**/*.{md,html}", "**/*.docx"],
      exclude: ["**/Refunds.*"],
    };
    const { options, newIo } = await setUp({ ...own, libraries: ["Documents", "Elsewhere"], pages: false });
    const counts: Record<string, number> = {};
    const io = {
      ...newIo(),
      selected(place: string, documents: number) {
        counts[place] = documents;
      },
    };
    const entries = await entriesOf(sharepoint.list(options, io));
    expect(documentsOf(entries).map(({ externalId }) => externalId)).toEqual(["b!docs/01TRAVEL"]);
    expect(entries.filter(({ kind }) => kind === "gap")).toMatchObject([
      { part: "library Elsewhere" },
      { part: "folder Old" },
    ]);
    expect(counts).toEqual({
      "libraries[0]": 1,
      "libraries[1]": 0,
      "folders[0]": 1,
      "folders[1]": 0,
      "include[0]": 1,
      "include[1]": 0,
      "exclude[0]": 1,
    });
  });

  it("reads a library once, also where its site is named twice", async () => {
    const own = { sites: [siteUrl, `${siteUrl}/`], libraries: ["Documents"] };
    const { documents, entries } = await (await setUp(own)).night();
    const ids = entries.flatMap((entry) => ("externalId" in entry ? [entry.externalId] : []));
    expect(new Set(ids).size).toBe(ids.length);
    expect(documents).toHaveLength(5);
  });

  it("goes on without a site that refuses, and names it", async () => {
    const other = "https://contoso.sharepoint.com/sites/other";
    const { night } = await setUp({ sites: [siteUrl, other] });
    const { documents, of } = await night();
    expect(documents).toHaveLength(7);
    expect(of("gap")).toMatchObject([{ part: `site ${other}` }]);
  });

  it.each(["https://elsewhere.example.com/v1.0/drives", "/beta/drives/b!docs/root/delta"])(
    "refuses a next page at %s, and never sends the token there",
    async (place) => {
      const { tenant, night } = await setUp();
      const link = place.startsWith("/") ? `${tenant.server.url}${place}` : place;
      tenant.server.interfere(({ path }) =>
        path === "/v1.0/drives/b!docs/root/delta"
          ? { json: { value: [], "@odata.nextLink": link } }
          : undefined,
      );
      const { of, documents } = await night();
      expect(of("gap")).toMatchObject([{ reason: expect.stringContaining("leads away from") }]);
      expect(documents).toHaveLength(4);
    },
  );

  it("refuses changes that lead back, and ends that come without saying where the next ones begin", async () => {
    const { tenant, night } = await setUp();
    const answers = [
      { value: [], "@odata.nextLink": `${tenant.server.url}/v1.0/drives/b!docs/root/delta?x` },
      { value: [] },
    ];
    for (const json of answers) {
      tenant.server.interfere(({ path }) =>
        path === "/v1.0/drives/b!docs/root/delta" ? { json } : undefined,
      );
      expect((await night()).of("gap")).toHaveLength(1);
    }
  });
});

describe("changes", () => {
  it("are all that is read again; a renamed folder changes the paths and addresses below it", async () => {
    const { tenant, night } = await setUp();
    const before = (await night()).documents;
    tenant.docs.change("01POLICIES", { name: "Rules" });
    const { documents, requests } = await night();
    expect(find(documents, "01REFUNDS")).toMatchObject({
      path: "handbook/Documents/Rules/Refunds.md",
      url: expect.stringContaining("/Rules/Refunds.md"),
    });
    expect(find(documents, "01REFUNDS")?.version).not.toBe(find(before, "01REFUNDS")?.version);
    expect(find(documents, "01HOURS")?.version).toBe(find(before, "01HOURS")?.version);
    expect(requests.filter((request) => request.endsWith("b!docs/root/delta"))).toHaveLength(1);
  });

  it("that delete a file or a folder are evidence, in later nights too", async () => {
    const { tenant, night } = await setUp();
    await night();
    tenant.docs.delete("01HOURS");
    expect((await night()).ids("gone")).toEqual(["b!docs/01HOURS"]);
    tenant.docs.delete("01POLICIES");
    const { ids } = await night();
    expect(ids("gone")).toEqual(
      expect.arrayContaining(["b!docs/01HOURS", "b!docs/01REFUNDS", "b!docs/01TRAVEL"]),
    );
    expect(ids("document")).toHaveLength(4);
  });

  it("that are no longer told (410 resyncRequired) have the library read from its beginning", async () => {
    const { tenant, night } = await setUp();
    const before = await night();
    tenant.docs.delete("01HOURS");
    await night();
    tenant.docs.expire();
    tenant.docs.items.delete("01TRAVEL");
    const after = await night();
    expect(after.ids("document")).toEqual(before.ids("document").filter((id) => !/HOURS|TRAVEL/.test(id)));
    expect(after.ids("gone")).toEqual(["b!docs/01HOURS"]);
    expect(after.of("gap")).toEqual([]);
    expect((await night()).requests.filter((request) => request.endsWith("b!docs/root/delta"))).toHaveLength(
      1,
    );
  });

  it("of which one is odd are told again the next night", async () => {
    const { tenant, night } = await setUp();
    await night();
    await tenant.edit();
    tenant.server.interfere(
      ({ query }) =>
        (reply) =>
          query.get("token")?.startsWith("changes.") && JSON.stringify(reply.json).includes("01REFUNDS")
            ? { json: { ...(reply.json as object), value: [{ id: "01REFUNDS", name: 7 }] } }
            : reply,
    );
    const odd = await night();
    expect(odd.of("unreadable")).toMatchObject([{ externalId: "b!docs/01REFUNDS" }]);
    tenant.server.interfere(undefined);
    const healed = await night();
    expect(healed.ids("document")).toContain("b!docs/01REFUNDS");
    expect(healed.of("unreadable")).toEqual([]);
  });

  it("that cannot be told now leave a gap, and nothing is forgotten", async () => {
    const { tenant, night } = await setUp();
    const before = await night();
    tenant.server.interfere(({ path }) =>
      path.endsWith("b!docs/root/delta") ? { status: 400, json: {} } : undefined,
    );
    const broken = await night();
    expect(broken.of("gap")).toMatchObject([{ part: "library handbook/Documents" }]);
    expect(broken.ids("gone")).toEqual([]);
    tenant.server.interfere(undefined);
    expect((await night()).ids("document")).toEqual(before.ids("document"));
  });
});
