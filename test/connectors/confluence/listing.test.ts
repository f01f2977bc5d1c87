import os from "node:os";
import { afterEach, describe, expect, it } from "vitest";
import { confluence } from "../../../connectors/confluence/index.ts";
import { documentsOf, entriesOf, type TestIo, testIo } from "../../../src/connector-kit/testing/index.ts";
import { contentIn } from "./site.ts";
import { cloudSystem, dataCenterSystem, openIds, type System } from "./systems.ts";

const editions = [
  ["Cloud", cloudSystem],
  ["Data Center", dataCenterSystem],
] as const;

describe.each(editions)("confluence, %s", (edition, setUp) => {
  let system: System | undefined;
  afterEach(() => system?.close());

  async function start(more: Readonly<Record<string, unknown>> = {}) {
    const opened = await setUp();
    system = opened;
    const options = confluence.options.parse({ ...opened.options, ...more });
    const io: TestIo = testIo(os.tmpdir(), os.tmpdir());
    const list = () => entriesOf(confluence.list(options, io));
    const bodyOf = async (id: string) => {
      const found = documentsOf(await list()).find(({ externalId }) => externalId === id);
      return String((await found?.load(io.signal))?.body);
    };
    const confirm = (id: string) => confluence.confirm?.(options, io, id);
    return { site: opened.site, server: opened.server, list, bodyOf, confirm, io };
  }

  it("lists what everyone may read, and withholds what is restricted itself or from above", async () => {
    const { list } = await start();
    const entries = await list();
    expect(documentsOf(entries).map(({ externalId }) => externalId)).toEqual(openIds);
    const withheld = entries.filter(({ kind }) => kind === "unpublished");
    const reasons = Object.fromEntries(
      withheld.map((entry) => (entry.kind === "unpublished" ? [entry.externalId, entry.reason] : [])),
    );
    expect(reasons[105]).toMatch(/the page is restricted/);
    expect(reasons[106]).toMatch(/"Salary bands" above it/);
    expect(reasons[108]).toMatch(edition === "Cloud" ? /"Board" above it/ : /the page is restricted/);
    if (edition === "Cloud") expect(reasons[109]).toMatch(/archived/);
    expect(entries).toContainEqual(expect.objectContaining({ kind: "gone", externalId: "110" }));
    expect(JSON.stringify(entries)).not.toContain("Band C");
  });

  it("states path, labels, address, version and time", async () => {
    const { list, server } = await start();
    const leave = documentsOf(await list()).find(({ externalId }) => externalId === "102");
    const address =
      edition === "Cloud" ? `${server.url}/wiki/spaces/HB/pages/102/Leave` : `${server.url}/display/HB/Leave`;
    expect(leave).toMatchObject({
      path: "HB/Handbook home/Leave",
      labels: ["hr", "policy"],
      version: "1",
      url: address,
      updatedAt: Date.parse("2026-05-04T10:00:00Z"),
    });
  });

  it("withholds a page whose restrictions cannot be read, and says so in a gap", async () => {
    const { list, site, confirm } = await start();
    site.secretive.add("102");
    const entries = await list();
    for (const id of ["102", "120"]) {
      const entry = entries.find((one) => "externalId" in one && one.externalId === id);
      expect(entry).toMatchObject({ kind: "unpublished", reason: expect.stringContaining("cannot be read") });
      expect(await confirm(id)).toBe("unknown");
    }
    expect(entries).toContainEqual(expect.objectContaining({ kind: "gap", part: "space HB" }));
  });

  it("lists restricted pages where the options say so, for all or by group", async () => {
    const all = await start({ restricted_pages: "include" });
    expect(documentsOf(await all.list()).length).toBe(13);
    all.site.secretive.add("102");
    expect(documentsOf(await all.list()).length).toBe(13);
    all.server.interfere(({ path }) =>
      /\/102\/labels?$/.test(path) ? { status: 403, json: {} } : undefined,
    );
    const entries = await all.list();
    expect(documentsOf(entries).length).toBe(12);
    expect(entries.some(({ kind }) => kind === "gap")).toBe(true);
    await system?.close();
    const finance = await start({ open_to_groups: ["finance"] });
    const ids = documentsOf(await finance.list()).map(({ externalId }) => externalId);
    expect(ids).toEqual(expect.arrayContaining(["105", "106"]));
    expect(ids).not.toContain("108");
  });

  it("selects trees and labels, excludes trees, and lists blog posts", async () => {
    const ids = async (more: Readonly<Record<string, unknown>>) => {
      const { list } = await start(more);
      const found = documentsOf(await list()).map(({ externalId }) => externalId);
      await system?.close();
      return found;
    };
    expect(await ids({ roots: ["102", "203"] })).toEqual(["102", "120", "203", "204"]);
    expect(await ids({ exclude_trees: ["101", "203"] })).toEqual(["201", "202"]);
    expect(await ids({ labels: ["policy"] })).toEqual(["102", "107"]);
    expect(await ids({ blog_posts: true })).toContain("301");
  });

  it("keeps ids and versions over a move", async () => {
    const { list, site } = await start();
    const before = documentsOf(await list());
    Object.assign(contentIn(site, "204"), { parentId: "201" });
    const after = documentsOf(await list());
    expect(after.map(({ externalId, version }) => [externalId, version])).toEqual(
      before.map(({ externalId, version }) => [externalId, version]),
    );
  });

  it("reads the rendering; names and links are resolved in storage format", async () => {
    const rendered = await start();
    expect(await rendered.bodyOf("102")).toContain("@Jane Doe");
    expect(await rendered.bodyOf("102")).not.toContain("toc-macro");
    await system?.close();
    const stored = await start({ body: "storage" });
    const body = await stored.bodyOf("102");
    expect(body).toContain('<div class="admonition info">');
    expect(body).toContain("Ask @Jane Doe or see <a href=");
    expect(body).toMatch(/href="http[^"]+Expenses"/);
    expect([...stored.io.stored.values()]).toContain("Jane Doe");
    await system?.close();
    const fallen = await start();
    contentIn(fallen.site, "102").view = null;
    expect(await fallen.bodyOf("102")).toContain("@Jane Doe");
  });

  it("warns by name of each macro that a page loses", async () => {
    const { list, io, site } = await start();
    const macro = (name: string) => `<ac:structured-macro ac:name="${name}"/>`;
    contentIn(site, "104").storage += `${macro("csv")}${macro("csv")}${macro("toc")}`;
    contentIn(site, "102").view += '<span class="error">Unknown macro: {table-plus}</span>';
    const warningsOf = async (id: string) => {
      const found = documentsOf(await list()).find(({ externalId }) => externalId === id);
      const { warnings = [] } = (await found?.load(io.signal)) ?? {};
      return warnings.filter(({ code }) => code === "macro-left-out").map(({ message }) => message);
    };
    expect(await warningsOf("104")).toEqual([expect.stringContaining('"csv" shows (2 times) is left out')]);
    expect(await warningsOf("102")).toEqual([expect.stringContaining('"table-plus"')]);
    expect(await warningsOf("103")).toEqual([]);
  });

  it("never includes a restricted page in another, whatever the rendering contains", async () => {
    const { bodyOf } = await start();
    const body = await bodyOf("104");
    expect(body).toContain("Claim within 30 days.");
    expect(body).not.toContain("Band C");
    const home = await bodyOf("101");
    expect(home).toContain(">Leave</a>");
    expect(home).not.toContain("Salary");
  });

  it("gives a page another version when what it includes is edited or restricted, or its children change", async () => {
    const { list, site } = await start();
    const versions = async () =>
      new Map(documentsOf(await list()).map(({ externalId, version }) => [externalId, version]));
    const changed = (one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>) =>
      [...other.keys()].filter((id) => one.get(id) !== other.get(id));
    const first = await versions();
    const reads = site.bodyReads;
    expect(changed(first, await versions())).toEqual([]);
    expect(site.bodyReads).toBe(reads);
    contentIn(site, "103").version += 1;
    const second = await versions();
    expect(changed(first, second)).toEqual(["103", "104"]);
    contentIn(site, "103").groups = ["hr"];
    const third = await versions();
    // Without folders it is a child of the home page, too.
    expect(changed(second, third)).toEqual(edition === "Cloud" ? ["104"] : ["101", "104"]);
    contentIn(site, "120").parentId = "101";
    expect(changed(third, await versions())).toEqual(["101"]);
  });

  it("reads no body beyond the limit", async () => {
    const { bodyOf, io, site } = await start();
    Object.assign(io, { maxDocumentBytes: 1000 });
    contentIn(site, "102").view = "x".repeat(1001);
    await expect(bodyOf("102")).rejects.toThrow(/larger than 1000 bytes/);
  });

  it("does not follow pages that include each other", async () => {
    const { bodyOf, site } = await start();
    contentIn(site, "103").storage += contentIn(site, "104").storage.replace("Expenses", "Quick answers");
    expect(await bodyOf("104")).toContain("In short");
  });

  it("confirms what is gone, moved away, restricted or still there", async () => {
    const { site, confirm, server } = await start({ exclude_trees: ["107"] });
    expect(await confirm("102")).toBe("present");
    expect(await confirm("110")).toBe("gone");
    expect(await confirm("105")).toBe("gone");
    expect(await confirm("107")).toBe("gone");
    expect(await confirm("999999")).toBe("gone");
    expect(await confirm("att999")).toBe("gone");
    expect(await confirm("no number")).toBe("unknown");
    site.forbidden.add("IT");
    expect(await confirm("999999")).toBe("unknown");
    server.interfere(({ path }) =>
      path.endsWith("/user/current") ? { json: { type: "anonymous" } } : undefined,
    );
    site.forbidden.clear();
    expect(await confirm("999999")).toBe("unknown");
  });

  it("throws for an anonymous user instead of listing less", async () => {
    const { list, server } = await start();
    server.interfere(({ path }) =>
      path.endsWith("/user/current") ? { json: { type: "anonymous" } } : undefined,
    );
    await expect(list()).rejects.toThrow(/anonymous/);
  });

  it("reports a space that does not exist, or is not visible, as a gap", async () => {
    const { list } = await start({ spaces: ["HB", "NOWHERE"] });
    const entries = await list();
    expect(entries).toContainEqual(expect.objectContaining({ kind: "gap", part: "space NOWHERE" }));
    expect(documentsOf(entries).length).toBe(6);
  });

  it("withholds the pages of an archived space", async () => {
    const { list, site } = await start();
    for (const space of site.spaces) if (space.key === "IT") space.status = "archived";
    const entries = await list();
    expect(documentsOf(entries).map(({ externalId }) => externalId)).toEqual(openIds.slice(0, 6));
    expect(
      entries.filter((one) => one.kind === "unpublished" && /space is archived/.test(one.reason)).length,
    ).toBe(4);
  });

  it("says where a listing leads back to itself, and keeps what came before", async () => {
    const { list, server } = await start();
    server.interfere(({ path, query }) =>
      /\/pages$|\/rest\/api\/content$/.test(path) && (query.get("cursor") ?? query.get("start")) === "3"
        ? { json: { results: [], _links: { next: `${path}?cursor=3` } } }
        : undefined,
    );
    const entries = await list();
    expect(entries).toContainEqual(
      expect.objectContaining({ kind: "gap", reason: expect.stringMatching(/leads back/) }),
    );
    expect(documentsOf(entries).length).toBeGreaterThan(0);
  });

  it("makes documents of attached files, for the page's readers", async () => {
    const { list, io } = await start({ attachments: ["pdf"] });
    const entries = await list();
    const files = documentsOf(entries).filter(({ externalId }) => externalId.startsWith("att"));
    expect(files.map(({ externalId, path }) => [externalId, path])).toEqual([
      ["att501", "HB/Handbook home/Leave/leave-form.pdf"],
    ]);
    const document = await files[0]?.load(io.signal);
    expect(document).toMatchObject({ mediaType: "application/pdf", title: "leave-form", url: files[0]?.url });
    expect(Buffer.from(document?.body ?? "").toString()).toBe("%PDF-1.4 leave form");
    expect(entries).toContainEqual(expect.objectContaining({ kind: "unpublished", externalId: "att502" }));
  });
});
