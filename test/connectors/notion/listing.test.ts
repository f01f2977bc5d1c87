import os from "node:os";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { notion } from "../../../connectors/notion/index.ts";
import type { ListingEntry } from "../../../src/connector-kit/listing.ts";
import { documentsOf, entriesOf, type TestIo, testIo } from "../../../src/connector-kit/testing/index.ts";
import { FinIngestError, toFailure } from "../../../src/errors.ts";
import { normalizeDocument } from "../../../src/normalize/pipeline.ts";
import { ids, startWorkspace, token, type Workspace } from "./workspace.ts";

let workspace: Workspace;
let io: TestIo;
beforeEach(async () => {
  workspace = await startWorkspace();
  io = testIo(os.tmpdir(), os.tmpdir());
});
afterEach(() => workspace.server.close());

const options = (extra: object = {}) =>
  notion.options.parse({ token, base_url: workspace.server.url, ...extra });
const list = (extra: object = {}) => entriesOf(notion.list(options(extra), io));
const confirm = (id: string, extra: object = {}) => notion.confirm?.(options(extra), io, id);
const idsOf = (entries: readonly ListingEntry[]) => documentsOf(entries).map(({ externalId }) => externalId);
const pathsOf = (entries: readonly ListingEntry[]) =>
  new Map(documentsOf(entries).map(({ externalId, path }) => [externalId, path]));
const versionOf = (entries: readonly ListingEntry[], id: string) =>
  documentsOf(entries).find(({ externalId }) => externalId === id)?.version;
const goneIn = (entries: readonly ListingEntry[]) =>
  entries.flatMap((entry) => (entry.kind === "gone" ? [entry.externalId] : []));

describe("a listing", () => {
  it("finds in the trees what the search does not, each under the path of its tree", async () => {
    const paths = pathsOf(await list());
    expect(paths.size).toBe(14);
    expect(paths.get(ids.firewall)).toBe("Handbook/Ports/Firewall");
    expect(paths.get(ids.issueRows[2] ?? "")).toBe("Handbook/Release notes/Known issues/Lost tags");
    expect(paths.get(ids.faqRows[0] ?? "")).toBe("FAQ/How do I reset my password");
  });

  it("gives a page the same path where the search shows nothing above it", async () => {
    const before = pathsOf(await list());
    workspace.state.unindexed = [ids.handbook, ids.releaseNotes, ids.faqSource];
    io = testIo(os.tmpdir(), os.tmpdir());
    expect(pathsOf(await list())).toEqual(before);
  });

  it("stays below the roots, and tells what is outside of them", async () => {
    const roots = [ids.handbook];
    const entries = await list({ roots });
    expect(idsOf(entries)).not.toContain(ids.company);
    expect(idsOf(entries)).toContain(ids.firewall);
    expect(await confirm(ids.company, { roots })).toBe("gone");
    expect(await confirm(ids.firewall, { roots })).toBe("present");
    expect(await confirm(ids.company)).toBe("present");
  });

  it("asks again for what an earlier search showed", async () => {
    await list();
    workspace.state.unindexed.push(ids.company);
    expect(idsOf(await list())).toContain(ids.company);
    workspace.unshare(ids.company);
    const after = await list();
    expect(idsOf(after)).not.toContain(ids.company);
    expect(goneIn(after)).toContain(ids.company);
  });

  it("reads no page again that has not changed", async () => {
    await list();
    const { length } = workspace.server.requests;
    await list();
    const asked = workspace.server.requests.slice(length).map(({ path }) => path);
    expect(asked.filter((path) => path.endsWith("/children"))).toEqual([]);
    // Search and queries three at a time, two pages that the search leaves out, one that is not shared, one original.
    expect(asked.length).toBeLessThanOrEqual(20);
  });

  it("reads a changed page once for listing and loading together", async () => {
    const documents = documentsOf(await list());
    await documents.find(({ externalId }) => externalId === ids.install)?.load(io.signal);
    const children = workspace.server.requests.filter(
      ({ path }) => path === `/v1/blocks/${ids.install}/children`,
    );
    expect(new Set(children.map(({ query }) => query.get("start_cursor"))).size).toBe(children.length);
  });

  it("gives no version to a page edited a moment ago, and remembers nothing of it", async () => {
    workspace.page(ids.ports).last_edited_time = new Date().toISOString();
    const first = await list();
    expect(versionOf(first, ids.ports)).toBeUndefined();
    expect(versionOf(first, ids.company)).toBeDefined();
    const reads = workspace.bodyReads();
    await list();
    expect(workspace.bodyReads() - reads).toBe(1);
  });

  it("changes a page's version with what it includes: rows of its databases, originals of its synced blocks", async () => {
    const before = await list();
    workspace.retitle(ids.issueRows[0] ?? "", "Clock runs fast");
    workspace.edit(ids.install, "Now");
    const after = await list();
    const changed = idsOf(after).filter((id) => versionOf(after, id) !== versionOf(before, id));
    expect(changed.sort()).toEqual([ids.install, ids.releaseNotes, ids.company, ids.issueRows[0]].sort());
  });

  it("reads data sources beyond the limit of one query, and never stops short", async () => {
    workspace.queryLimit = 2;
    const entries = await list();
    expect(idsOf(entries)).toEqual(expect.arrayContaining([...ids.faqRows, ...ids.issueRows]));
    for (const row of ids.faqRows) workspace.page(row).created_time = "2025-01-01T00:00:00.000Z";
    expect(await list()).toContainEqual(
      expect.objectContaining({ kind: "gap", reason: expect.stringMatching(/cut off the rows/) }),
    );
  });

  it("throws for a cursor that comes twice", async () => {
    workspace.server.interfere(({ path }) =>
      path === "/v1/search" ? { json: { results: [], has_more: true, next_cursor: "same" } } : undefined,
    );
    await expect(list()).rejects.toThrow(/leads back to a page that was already read/);
  });

  it("throws where nothing is shared, and says how to share", async () => {
    workspace.state.unshared = [...workspace.state.pages, ...workspace.state.data_sources].map(
      ({ id }) => id,
    );
    const failure = await list().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(FinIngestError);
    expect(toFailure(failure).hint).toMatch(/Connections/);
  });

  it("makes documents of attached files where they are wanted, and reads them without the token", async () => {
    expect(idsOf(await list()).filter((id) => id.startsWith("file-"))).toEqual([]);
    const file = documentsOf(await list({ attachments: ["pdf"] })).find(
      ({ title }) => title === "manual.pdf",
    );
    const document = await file?.load(io.signal);
    expect(document).toMatchObject({ mediaType: "application/pdf", name: "manual.pdf" });
    expect(Buffer.from(document?.body ?? "").toString()).toContain("%PDF");
    expect(await confirm(file?.externalId ?? "", { attachments: ["pdf"] })).toBe("present");
    expect(await confirm(file?.externalId ?? "")).toBe("gone");
  });
});

describe("evidence", () => {
  it("treats the trash and withdrawn sharing as gone, while the parent still names the page", async () => {
    expect(goneIn(await list())).toEqual([ids.salaries]);
    workspace.unshare(ids.firewall);
    workspace.trash(ids.ports);
    expect(goneIn(await list()).sort()).toEqual([ids.ports, ids.salaries].sort());
    expect(await confirm(ids.firewall)).toBe("gone");
    expect(await confirm(ids.old)).toBe("gone");
  });

  it("treats a page below one in the trash as gone", async () => {
    workspace.trash(ids.ports);
    expect(await confirm(ids.firewall)).toBe("gone");
  });

  it("concludes nothing where the integration sees nothing at all, or a proxy answers", async () => {
    workspace.server.interfere(({ path }) =>
      path.startsWith("/v1/pages/") ? { status: 404, json: { message: "no route" } } : undefined,
    );
    expect(await confirm(ids.firewall)?.catch(() => "unknown")).toBe("unknown");
    workspace.server.interfere(undefined);
    workspace.state.unshared = [
      ...workspace.state.pages,
      ...workspace.state.data_sources,
      ...workspace.state.databases,
    ].map(({ id }) => id);
    expect(await confirm(ids.firewall)).toBe("unknown");
    expect(await confirm(ids.firewall, { roots: [ids.handbook, ids.faq] })).toBe("unknown");
  });

  it("names a root that was never shared as a gap; one that was and others are as gone", async () => {
    const never = await list({ roots: [ids.handbook, ids.salaries] });
    expect(never).toContainEqual(expect.objectContaining({ kind: "gap", part: `root ${ids.salaries}` }));
    const roots = [ids.handbook, ids.company, ids.faq];
    await list({ roots });
    for (const id of [ids.company, ids.faq, ids.faqSource, ...ids.faqRows]) workspace.unshare(id);
    const after = await list({ roots });
    expect(goneIn(after)).toEqual(expect.arrayContaining([ids.company, ids.faq]));
    expect(after.filter(({ kind }) => kind === "gap")).toEqual([]);
    expect(await confirm(ids.faqRows[0] ?? "", { roots })).toBe("gone");
  });

  it("leaves a page as it is while its database is refused", async () => {
    workspace.forbidden.add(ids.issues);
    const entries = await list({ roots: [ids.handbook] });
    expect(entries).toContainEqual(expect.objectContaining({ kind: "gap", part: "Handbook/Release notes" }));
    expect(idsOf(entries)).not.toContain(ids.releaseNotes);
    expect(idsOf(entries)).toContain(ids.install);
  });
});

it("names a page whose blocks lead back to themselves, and lists the rest", async () => {
  const [first] = workspace.state.children[ids.company] ?? [];
  if (!first) throw new Error("the page has no block");
  first.has_children = true;
  workspace.state.children[first.id] = [first];
  const entries = await list();
  expect(entries).toContainEqual({
    kind: "gap",
    part: "Company",
    reason: expect.stringMatching(/nested deeper/),
  });
  expect(idsOf(entries)).toHaveLength(13);
});

it("treats a linked view as a database without rows", async () => {
  workspace.server.interfere(({ path }) =>
    path === `/v1/databases/${ids.issues}`
      ? { status: 400, json: { code: "validation_error", message: "is a linked database" } }
      : undefined,
  );
  const entries = await list({ roots: [ids.handbook] });
  expect(idsOf(entries)).toContain(ids.releaseNotes);
  expect(entries.filter(({ kind }) => kind === "gap")).toEqual([]);
});

describe("a page", () => {
  const pageOf = async (id: string, extra: object = {}) => {
    const found = documentsOf(await list(extra)).find(({ externalId }) => externalId === id);
    if (!found) throw new Error(`${id} is not listed`);
    const [page] = await normalizeDocument(await found.load(io.signal));
    if (!page) throw new Error(`${id} has no page`);
    return page;
  };

  it("contains the text of its blocks", async () => {
    const { html, title, warnings } = await pageOf(ids.install);
    expect(title).toBe("Install the agent");
    for (const part of [
      /<h2[^>]*>Before you begin<\/h2>/,
      /<strong>Bold<\/strong> and <code>agent\.yaml<\/code>/,
      /Warning/,
      /<ol>\s*<li>Download the package\.<\/li>/,
      /<pre><code class="language-bash">sudo sh agent\.sh --quiet\n# done<\/code><\/pre>/,
      /<th[^>]*>Option<\/th>/,
      /Linux.*package manager.*Windows.*installer/s,
      /The status window of the agent/,
      /2025-03-01 → 2025-03-05/,
      /@Ada/,
    ])
      expect(html).toMatch(part);
    expect(html.match(/Support is open/g)).toHaveLength(1);
    expect(html).not.toMatch(/X-Amz|files\.example\.com/);
    expect(html).toContain(`href="https://www.notion.so/Ports-${ids.ports.replaceAll("-", "")}"`);
    expect(warnings).toEqual([]);
  });

  it("shows its databases as tables, up to a number of rows", async () => {
    const { html } = await pageOf(ids.releaseNotes, { properties: true, database_rows: 2 });
    expect(html).toMatch(/Clock drifts.*Open.*2025-02-01.*Slow login/s);
    expect(html).not.toContain("Lost tags");
    expect(html).toContain("2 more rows are not shown.");
    expect((await pageOf(ids.releaseNotes, { database_rows: 0 })).html).not.toContain("Clock drifts");
  });

  it("begins with its properties where they are wanted", async () => {
    const [row = ""] = ids.faqRows;
    expect((await pageOf(row)).html).not.toContain("Account");
    expect((await pageOf(row, { properties: true })).html).toMatch(/Topic.*Account.*Open the settings/s);
  });
});

it("check names what is not shared, and a missing capability", async () => {
  workspace.unshare(ids.company);
  const results = await notion.check(options({ roots: [ids.handbook, ids.company] }), io);
  expect(results.map(({ what, result }) => `${what} ${result}`)).toEqual([
    "token ok",
    `root ${ids.handbook} ok`,
    `root ${ids.company} failed`,
    "capability Read content ok",
  ]);
  workspace.server.interfere(({ path }) =>
    path.endsWith("/children") ? { status: 403, json: { code: "restricted_resource" } } : undefined,
  );
  const [refused] = (await notion.check(options(), io)).slice(-1);
  expect(refused).toMatchObject({ result: "failed", hint: expect.stringMatching(/Read content/) });
});

describe("a block that Notion refuses", () => {
  const children = (id: string) => `/v1/blocks/${id}/children`;
  const paragraph = (id: string, text: string) => ({
    object: "block",
    id,
    type: "paragraph",
    has_children: false,
    paragraph: { rich_text: [{ type: "text", plain_text: text }] },
  });
  const unsupported = {
    object: "block",
    id: "00000020-4c3a-4b1e-9d52-000000000020",
    type: "unsupported",
    has_children: true,
    unsupported: { block_type: "ai_block" },
  };
  const listOf = (...results: unknown[]) => ({ json: { results, has_more: false, next_cursor: null } });
  const validation = { object: "error", status: 400, code: "validation_error", message: "not supported" };
  const missing = { object: "error", status: 404, code: "object_not_found", message: "not found" };

  const answer = (reply: unknown) => {
    workspace.server.interfere(({ path }) => {
      if (path === children(ids.company))
        return listOf(paragraph("p1", "Text before the block."), unsupported, paragraph("p2", "And after."));
      return path === children(unsupported.id) ? (reply as object) : undefined;
    });
  };

  it.each([
    ["for good", { status: 400, json: validation }],
    ["because it is gone", { status: 404, json: missing }],
  ])(
    "%s is left out by name; the page keeps its other text, and every other page is listed",
    async (_, reply) => {
      const before = idsOf(await list());
      io = testIo(os.tmpdir(), os.tmpdir());
      answer(reply);
      const entries = await list();
      expect(idsOf(entries)).toEqual(before);
      expect(entries.filter(({ kind }) => kind === "gap")).toEqual([]);
      expect(goneIn(entries)).not.toContain(ids.company);
      const page = documentsOf(entries).find(({ externalId }) => externalId === ids.company);
      const document = await page?.load(io.signal);
      expect(String(document?.body)).toMatch(/Text before the block\..*And after\./s);
      expect(document?.warnings).toContainEqual({
        code: "unsupported-block",
        message: expect.stringContaining("ai_block"),
      });
    },
  );

  it.each([403, 500, 504])(
    "with %s keeps its page as it is, says so, and lists the others",
    async (status) => {
      const before = idsOf(await list());
      io = testIo(os.tmpdir(), os.tmpdir());
      answer({ status, json: {} });
      const entries = await list();
      expect(idsOf(entries)).toEqual(before.filter((id) => id !== ids.company));
      expect(entries.filter(({ kind }) => kind === "gap")).toHaveLength(1);
      expect(goneIn(entries)).not.toContain(ids.company);
    },
  );

  it("or gives in an odd shape is left out by name, with a gap: a page may have been behind it", async () => {
    workspace.server.interfere(({ path }) =>
      path === children(ids.company)
        ? listOf(paragraph("p1", "Text."), { ...unsupported, has_children: null }, null)
        : undefined,
    );
    const entries = await list();
    expect(idsOf(entries)).toContain(ids.company);
    expect(entries).toContainEqual(
      expect.objectContaining({ kind: "gap", reason: expect.stringMatching(/2 of its blocks/) }),
    );
  });
});

describe("one page of the search in an odd shape", () => {
  it.each([
    ["no parent", { parent: null }],
    ["a title without text", { properties: { title: { id: "title", type: "title", title: null } } }],
    ["no time", { last_edited_time: null }],
  ])("(%s) is unreadable, and every other page is listed", async (_, odd) => {
    const before = idsOf(await list());
    io = testIo(os.tmpdir(), os.tmpdir());
    // The search finds this page alone; the walk finds the others from the roots.
    const page = { object: "page", id: ids.company, last_edited_time: "2025-03-01T09:00:00.000Z", ...odd };
    workspace.server.interfere(({ path }) =>
      path === "/v1/search" ? { json: { results: [page], has_more: false, next_cursor: null } } : undefined,
    );
    const entries = await list({ roots: [ids.handbook] });
    expect(before).toEqual(expect.arrayContaining(idsOf(entries)));
    expect(idsOf(entries)).toContain(ids.firewall);
    expect(entries).toContainEqual(expect.objectContaining({ kind: "gap" }));
    expect(entries).toContainEqual(expect.objectContaining({ kind: "unreadable", externalId: ids.company }));
  });
});
