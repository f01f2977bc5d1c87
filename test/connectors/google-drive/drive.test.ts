import { describe, expect, it, onTestFinished } from "vitest";
import { formatOf } from "../../../connectors/google-drive/formats.ts";
import { googleDrive } from "../../../connectors/google-drive/index.ts";
import { fileIdIn } from "../../../connectors/google-drive/links.ts";
import { idIn } from "../../../connectors/google-drive/options.ts";
import { readRefusal } from "../../../connectors/google-drive/refusals.ts";
import { placeIn } from "../../../connectors/google-drive/walk.ts";
import { documentsOf, entriesOf, testIo } from "../../../src/connector-kit/testing/index.ts";
import { toFailure } from "../../../src/errors.ts";
import { delegate, rateLimited } from "./drive.ts";
import { driveSystem, handbook, notes } from "./system.ts";

async function setUp(given: Readonly<Record<string, unknown>> = handbook) {
  const fixture = await driveSystem(given);
  const io = testIo("/", "/");
  onTestFinished(async () => {
    await fixture.close();
    await io.http.close();
  });
  const options = googleDrive.options.parse(fixture.options);
  const list = () => entriesOf(googleDrive.list(options, io));
  const check = async () =>
    (await googleDrive.check(options, io)).map((one) => JSON.stringify(one)).join("\n");
  const document = async (id: string) => {
    const found = documentsOf(await list()).find(({ externalId }) => externalId === id);
    if (!found) throw new Error(`${id} is not listed`);
    return found;
  };
  return { ...fixture, io, options, list, check, document };
}
const byKind = (entries: Awaited<ReturnType<typeof entriesOf>>, kind: string) =>
  entries.filter((entry) => entry.kind === kind);

describe("a shared drive", () => {
  it("is its documents, with the rest named: restricted, in the trash, behind shortcuts", async () => {
    const { list, io } = await setUp();
    const entries = await list();
    expect(documentsOf(entries).map(({ path, title, url }) => [path, title, url?.split("/")[3]])).toEqual([
      ["Billing/Refunds", "Refunds", "document"],
      ["Billing/Invoices", "Invoices", "document"],
      ["Billing/Plans", "Plans", "spreadsheets"],
      ["Welcome", "Welcome", "presentation"],
      ["hours.md", "hours", "file"],
      ["Export - CSV.html", "Export / CSV", "file"],
    ]);
    expect(byKind(entries, "unpublished")).toMatchObject([
      { externalId: "doc-review-00009", reason: expect.stringContaining('"HR" has limited access') },
      { externalId: "doc-partner-0013", reason: expect.stringContaining("leads out of what is listed") },
    ]);
    expect(byKind(entries, "gone")).toMatchObject([{ externalId: "doc-old-00000010" }]);
    expect(entries).toHaveLength(9);
    expect(io.lines.join()).toContain('"image/png":1,"application/vnd.google-apps.form":1');
  });

  it("gives restricted files and targets of shortcuts to those that the options say", async () => {
    const { list } = await setUp({ ...handbook, restricted_items: "teammates" });
    const narrow = documentsOf(await list()).filter(({ visibleTo }) => visibleTo === "teammates");
    expect(narrow.map(({ externalId, path }) => [externalId, path])).toEqual([
      ["doc-review-00009", "HR/Reviews/Review of 2026"],
      ["doc-partner-0013", "Partner terms"],
    ]);
  });

  it("reads what is a document in Google's editors, as it is in each", async () => {
    const { document, io } = await setUp();
    const read = async (id: string) => (await document(id)).load(io.signal);
    expect((await read("doc-refunds-0001")).body).toBe(
      "<p>Refunds reach your card within two working days.</p>",
    );
    expect((await read("sht-plans-000003")).mediaType).toMatch(/spreadsheetml/);
    expect((await read("sld-welcome-0004")).mediaType).toMatch(/presentationml/);
    expect(String((await read("fil-hours-000005")).body)).toContain("# Opening hours");
  });

  it("has labels where the options name them, and no file whose labels may not be read", async () => {
    const { document, drive, list } = await setUp({ ...handbook, labels: { lblAudience0001: "audience" } });
    expect((await document("doc-invoices-002")).labels).toEqual(["audience", "audience:internal"]);
    drive.change("doc-refunds-0001", { capabilities: { canReadLabels: false } });
    expect(byKind(await list(), "unreadable")).toMatchObject([{ externalId: "doc-refunds-0001" }]);
  });

  it("names what may not be downloaded, what is encrypted, and what Google did not search", async () => {
    const { drive, list } = await setUp();
    drive.change("doc-refunds-0001", { capabilities: { canDownload: false } });
    drive.isIncomplete = true;
    const entries = await list();
    expect(byKind(entries, "unreadable")).toMatchObject([
      { externalId: "doc-refunds-0001", isPermanent: true },
    ]);
    expect(byKind(entries, "gap")[0]).toMatchObject({ reason: expect.stringContaining("incompleteSearch") });
  });

  it("says of a folder that the account may not open what that means", async () => {
    const closed = { capabilities: { canListChildren: false } };
    const excluded = await setUp();
    excluded.drive.change("fld-hr-000000002", closed);
    excluded.drive.items.delete("fld-hr-deeper-03");
    expect(byKind(await excluded.list(), "unpublished")[0]).toMatchObject({ externalId: "fld-hr-000000002" });
    const included = await setUp({ ...handbook, restricted_items: "include" });
    included.drive.change("fld-hr-000000002", closed);
    expect(byKind(await included.list(), "gap")).toMatchObject([{ part: 'folder "HR"' }]);
  });

  it("keeps a version when somebody only looks, shares or comments, and not when a file is another", async () => {
    const { drive, document } = await setUp();
    const version = async () => (await document("fil-hours-000005")).version;
    const before = await version();
    drive.change("fil-hours-000005", { modifiedTime: "2026-09-01T00:00:00Z", headRevisionId: "rev2" });
    expect(await version()).toBe(before);
    drive.edit("fil-hours-000005", "# Hours\n\nOthers.");
    expect(await version()).not.toBe(before);
  });

  it("is not listed while its log of changes is empty", async () => {
    const { drive, io, options, server } = await setUp();
    const settled = new Set<string>();
    const night = async () => {
      const from = server.requests.length;
      let mark = "";
      const isUnchanged = (given: string) => {
        mark = given;
        return settled.has(given);
      };
      const entries = await entriesOf(googleDrive.list(options, { ...io, isUnchanged }));
      if (byKind(entries, "gap").length === 0) settled.add(mark);
      return { entries: entries.length, requests: server.requests.length - from };
    };
    expect(await night()).toEqual({ entries: 9, requests: 7 });
    expect(await night()).toEqual({ entries: 0, requests: 2 });
    drive.edit("doc-refunds-0001", "Refunds take three days.");
    expect((await night()).entries).toBe(9);
    expect((await night()).entries).toBe(0);
    drive.isIncomplete = true;
    drive.remove("doc-refunds-0001");
    expect((await night()).entries).toBe(10);
    expect((await night()).entries).toBe(10);
  });
});

it("a folder outside of shared drives: a file with fewer readers than it is restricted", async () => {
  const { list } = await setUp({ folders: notes.folders });
  const entries = await list();
  expect(documentsOf(entries).map(({ path }) => path)).toEqual(["index.md", "2026/Spring"]);
  expect(byKind(entries, "unpublished")).toMatchObject([{ path: "2026/Autumn" }]);
});

it.each([
  ["exclude", "gone"],
  ["teammates", "unknown"],
])(
  "a file outside of the drives is %s: %s, where shortcuts may lead to it",
  async (restricted_items, expected) => {
    const { options, io, drive } = await setUp({ ...handbook, restricted_items });
    expect(await googleDrive.confirm?.(options, io, "doc-partner-0013")).toBe(expected);
    expect(await googleDrive.confirm?.(options, io, "doc-review-00009")).toBe("present");
    drive.change("doc-review-00009", { trashed: true });
    expect(await googleDrive.confirm?.(options, io, "doc-review-00009")).toBe("gone");
  },
);

describe("refusals", () => {
  it("that mean too fast are waited for, and are not taken for one that is meant", async () => {
    const { list, server } = await setUp();
    const whole = documentsOf(await list()).length;
    let told = 0;
    server.interfere(({ path }) => {
      if (!path.startsWith("/drive/") || told >= 3) return undefined;
      told += 1;
      return { ...rateLimited, headers: { "retry-after": "0" } };
    });
    expect(documentsOf(await list())).toHaveLength(whole);
    expect(told).toBe(3);
  });

  it("of a large export are answered by its link, or by a name for what is wrong", async () => {
    const { document, drive, io, server } = await setUp();
    drive.large.add("sld-welcome-0004");
    const slides = await document("sld-welcome-0004");
    expect((await slides.load(io.signal)).body.length).toBeGreaterThan(1000);
    server.interfere(({ path }) =>
      path.startsWith("/export/")
        ? { headers: { "content-type": "text/html" }, body: "<title>Sign in" }
        : undefined,
    );
    const failure = toFailure(await slides.load(io.signal).catch((error: unknown) => error));
    expect(failure.message).toMatch(/at most 10 MB.*leads to a web page/);
  });

  it.each([
    [{ delegate: "stranger@acme.example" }, /Domain-wide delegation/],
    [{ auth: { bearer: "ended" } }, /auth\.bearer.*drive\.readonly/],
    [{ drives: ["no-such-drive-1"] }, /give reader@acme-docs\.iam\.gserviceaccount\.com the role Viewer/],
  ])("%j: check says where to grant it", async (given, hint) => {
    const { check } = await setUp({ ...handbook, ...given });
    expect(await check()).toMatch(hint);
  });

  it("of the Docs API name where it is enabled", async () => {
    const { check, server } = await setUp();
    const disabled = {
      code: 403,
      message: "Google Docs API has not been used in project 1 before or it is disabled.",
      status: "PERMISSION_DENIED",
      details: [{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "SERVICE_DISABLED" }],
    };
    server.interfere(({ path }) =>
      path.startsWith("/v1/") ? { status: 403, json: { error: disabled } } : undefined,
    );
    expect(await check()).toMatch(
      /"Docs API","result":"failed".*SERVICE_DISABLED.*APIs & Services → Library/,
    );
  });

  it("a user of the domain is read for where the domain allows it", async () => {
    const { list } = await setUp({ ...handbook, delegate });
    expect(documentsOf(await list())).toHaveLength(6);
  });

  it.each([
    ["userRateLimitExceeded", 403, true],
    ["rateLimitExceeded", 403, true],
    ["insufficientFilePermissions", 403, false],
    ["dailyLimitExceeded", 403, false],
    ["rateLimitExceeded", 400, false],
  ])("%s with %i says later: %s", (reason, status, saysLater) => {
    const body = Buffer.from(JSON.stringify({ error: { message: "m", errors: [{ reason }] } }));
    expect(readRefusal(status, body)).toEqual({ code: reason, said: `${reason}: m`, saysLater });
    expect(readRefusal(status, Buffer.from("<html>"))).toBeUndefined();
  });
});

it.each([
  ["0AHandbookDrive01", "0AHandbookDrive01"],
  ["https://drive.google.com/drive/folders/0AHandbookDrive01?usp=sharing", "0AHandbookDrive01"],
  ["https://drive.google.com/drive/u/2/folders/0AHandbookDrive01", "0AHandbookDrive01"],
  ["https://drive.google.com/open?id=0AHandbookDrive01", "0AHandbookDrive01"],
  ["https://drive.google.com.example.com/drive/folders/0AHandbookDrive01", undefined],
  ["../0AHandbookDrive01", undefined],
  ["short", undefined],
])("the id in %s is %s", (text, id) => {
  expect(idIn(text)).toBe(id);
});

it.each([
  ["https://docs.google.com/spreadsheets/d/sht-plans-000003/edit#gid=0", "sht-plans-000003"],
  ["https://drive.google.com/open?id=sht-plans-000003", "sht-plans-000003"],
  ["https://example.com/d/sht-plans-000003/", undefined],
  ["#heading=h.x", undefined],
])("the file that %s leads to is %s", (address, id) => {
  expect(fileIdIn(address)).toBe(id);
});

it.each([
  ["application/vnd.google-apps.document", "x", "document"],
  ["application/vnd.google-apps.form", "x.md", undefined],
  ["application/octet-stream", "x.docx", "file"],
  ["text/plain", "x.md", "file"],
  ["application/pdf", "x", "file"],
  ["image/png", "x.png", undefined],
  ["application/zip", "x.zip", undefined],
])("a file of %s named %s is read as: %s", (mimeType, name, kind) => {
  expect(formatOf({ mimeType, name })?.kind).toBe(kind);
});

it.each([
  ["a/b", "top/a-b"],
  ["..", "top/_"],
  ["", "top/_"],
  ["a\\b", "top/a-b"],
])("the name %j makes the path %s", (name, path) => {
  const top = { kind: "known", path: "top", restricted: undefined } as const;
  expect(placeIn(top, { name })).toEqual({ ...top, path });
});
