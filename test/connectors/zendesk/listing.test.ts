import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { zendesk } from "../../../connectors/zendesk/index.ts";
import { systemClock } from "../../../src/clock.ts";
import type { ListingEntry } from "../../../src/connector-kit/listing.ts";
import { documentsOf, entriesOf, type TestIo, testIo } from "../../../src/connector-kit/testing/index.ts";
import { toFailure } from "../../../src/errors.ts";
import {
  apiToken,
  articleOf,
  email,
  type HelpCenterFixture,
  removeArticle,
  startHelpCenter,
} from "./help-center.ts";

let fixture: HelpCenterFixture;
let io: TestIo;
beforeEach(async () => {
  fixture = await startHelpCenter();
  io = newIo();
});
afterEach(() => {
  vi.restoreAllMocks();
  return fixture.server.close();
});

const newIo = () => testIo(import.meta.dirname, import.meta.dirname);
const options = (given: object = {}) =>
  zendesk.options.parse({
    base_url: fixture.server.url,
    auth: { api_token: { email, token: apiToken } },
    ...given,
  });
const list = (given?: object) => entriesOf(zendesk.list(options(given), io));
const confirm = (id: string, given?: object) => zendesk.confirm?.(options(given), newIo(), id);
const ids = (entries: readonly ListingEntry[]) => documentsOf(entries).map(({ externalId }) => externalId);
const withheld = (entries: readonly ListingEntry[]) =>
  Object.fromEntries(
    entries.flatMap((entry) => (entry.kind === "unpublished" ? [[entry.externalId, entry.reason]] : [])),
  );
const gaps = (entries: readonly ListingEntry[]) =>
  entries.flatMap((entry) => (entry.kind === "gap" ? [entry.part] : []));

it("withholds drafts and restricted articles, each with its reason", async () => {
  const entries = await list();
  expect(ids(entries)).toEqual(["1", "2", "3", "4", "5", "6", "7", "8", "9"].map((one) => `36000${one}`));
  expect(withheld(entries)).toEqual({
    360010: "only for the user segment 9001, of which `user_segments` says nothing",
    360011: "only for the user segment 9003, of which `user_segments` says nothing",
    360012: "only for the user segment 9001, 9003, of which `user_segments` says nothing",
    360013: "its translation in en-us is a draft",
  });
});

it("gives restricted articles the audience that `user_segments` states", async () => {
  const entries = await list({ user_segments: { staff: "teammates", 9003: "customers" } });
  const visible = Object.fromEntries(
    documentsOf(entries).map(({ externalId, visibleTo }) => [externalId, visibleTo]),
  );
  expect(visible).toMatchObject({ 360010: "teammates", 360011: "customers", 360012: "teammates" });
  expect(visible[360001]).toBeUndefined();
  expect(Object.keys(withheld(entries))).toEqual(["360013"]);
});

it("gives rules what they match: paths and labels", async () => {
  const found = new Map(documentsOf(await list()).map((one) => [one.externalId, one]));
  expect(found.get("360003")?.path).toBe("account/sign-in/locked-out/when-you-are-locked-out");
  expect(found.get("360001")?.labels).toEqual(["login", "promoted", "category:20", "section:210"]);
  expect(found.get("360004")?.labels).toContain("outdated");
  expect(found.get("360002")?.url).toBe(`${fixture.server.url}/hc/en-us/articles/360002-Reset-your-password`);
});

it("lists one locale: its own texts, and only what is translated", async () => {
  const [first, second] = documentsOf(await list({ help_center_locale: "de" }));
  expect([first?.title, second?.title]).toEqual(["Rechnungsadresse ändern", "Lastschrift einrichten"]);
  expect((await first?.load(io.signal))?.body).toContain("Eigentümer");
  expect(await confirm("360001", { help_center_locale: "de" })).toBe("gone");
  const failure = await list({ help_center_locale: "fr" }).catch((error: unknown) => error);
  expect(toFailure(failure).hint).toContain("en-us, de");
});

it("lists further brands; one that refuses is a gap, the only one an error", async () => {
  const other = await startHelpCenter();
  other.site.articles = [{ ...articleOf(other, 360001), id: 370001 }];
  const brands = { brands: [other.server.url] };
  try {
    expect(ids(await list(brands))).toContain("370001");
    expect(await confirm("370001", brands)).toBe("present");
    removeArticle(other, 370001);
    // A brand that lists nothing may be one that hides everything.
    expect(await confirm("370001", brands)).toBe("unknown");
    other.forbidden.add("");
    const entries = await list(brands);
    expect(gaps(entries)).toEqual([`help center ${other.server.url}`]);
    expect(ids(entries)).toHaveLength(9);
    expect(await confirm("370001", brands)).toBe("unknown");
  } finally {
    await other.server.close();
  }
  fixture.forbidden.add("");
  await expect(list()).rejects.toThrow(/403/);
});

it("names selected categories and sections that refuse or are not there as gaps", async () => {
  fixture.forbidden.add("/sections/230");
  const given = { categories: [20, 77], sections: [230] };
  const entries = await list(given);
  expect(gaps(entries)).toEqual(["category 77", "section 230 (In and out)"]);
  expect(ids(entries)).toEqual(["360001", "360002", "360003"]);
  const failed = (await zendesk.check(options(given), io)).filter(({ result }) => result === "failed");
  expect(failed.map(({ what }) => what)).toEqual(["category 77"]);
});

it("an article that moved out of what is selected is gone, and so are the files of one that was restricted", async () => {
  const given = { sections: ["210", "230"], attachments: ["pdf", "docx"] };
  const before = ids(await list(given));
  expect(before).toContain("360007/attachments/7001");
  expect(before).not.toContain("360011/attachments/7005");
  articleOf(fixture, 360001).section_id = 220;
  articleOf(fixture, 360007).user_segment_id = 9003;
  const after = await list(given);
  expect(ids(after)).not.toContain("360001");
  expect(await confirm("360001", given)).toBe("gone");
  expect(withheld(after)[360007]).toMatch(/9003/);
  expect(await confirm("360007/attachments/7001", given)).toBe("gone");
  expect(await confirm("360008", given)).toBe("present");
});

it("files are found by type and name, and are gone when they are removed", async () => {
  const given = { attachments: ["pdf"] };
  const [found, ...others] = documentsOf(await list(given)).filter(({ externalId }) =>
    externalId.includes("/"),
  );
  expect(others).toEqual([]);
  expect(found).toMatchObject({
    externalId: "360007/attachments/7001",
    path: "data/in-and-out/export-your-data/export-format.pdf",
  });
  expect(await found?.load(io.signal)).toMatchObject({
    mediaType: "application/pdf",
    title: "export-format.pdf",
  });
  expect(await confirm("360007/attachments/7002", given)).toBe("gone");
  fixture.site.attachments = [];
  expect(await confirm("360007/attachments/7001", given)).toBe("gone");
});

it("loads what it listed without a request, and lists ahead for a quarter of an hour at most", async () => {
  const [first] = documentsOf(await list());
  fixture.server.interfere(({ path }) =>
    /articles\/\d+$/.test(path) ? { status: 500, json: {} } : undefined,
  );
  expect(await first?.load(io.signal)).toMatchObject({ body: expect.stringContaining("<p>") });
  vi.spyOn(systemClock, "monotonic").mockReturnValue(performance.now() + 15 * 60_000 + 1);
  await expect(first?.load(io.signal)).rejects.toThrow(/500/);
});

it("reads no article that was restricted between its listing and a loading long after", async () => {
  const [first, second] = documentsOf(await list());
  vi.spyOn(systemClock, "monotonic").mockReturnValue(performance.now() + 3_600_000);
  articleOf(fixture, 360001).user_segment_id = 9003;
  articleOf(fixture, 360002).label_names = ["internal"];
  await expect(first?.load(io.signal)).rejects.toThrow(
    /changed while it was listed: only for the user segment/,
  );
  await expect(second?.load(io.signal)).rejects.toThrow(/its labels/);
});

it("treats a 404 as gone only for an admin", async () => {
  removeArticle(fixture, 360003);
  expect(await confirm("360003")).toBe("gone");
  fixture.site.me.user.role = "agent";
  expect(await confirm("360003")).toBe("unknown");
  fixture.server.interfere(({ path }) =>
    path.endsWith("/users/me") ? { status: 403, json: {} } : undefined,
  );
  expect(await confirm("360003")).toBe("unknown");
  expect(ids(await list())).toHaveLength(8);
  expect(await confirm("not-a-number")).toBe("unknown");
});

it("refuses anonymous credentials and those of end users, who would list less", async () => {
  fixture.site.me.user.role = "end-user";
  await expect(list()).rejects.toThrow(/an end user/);
  fixture.site.me.user.id = null;
  const failure = await list().catch((error: unknown) => error);
  expect(toFailure(failure)).toMatchObject({ message: expect.stringContaining("nobody") });
  expect(toFailure(failure).hint).toContain("Admin Center");
});

it.each([
  ["/en-us/articles", {}],
  ["/en-us/categories/20/articles", { categories: [20], sections: [210] }],
])("a listing %s that repeats a page under new cursors says so in a gap", async (place, given) => {
  let page = 0;
  const article = { ...articleOf(fixture, 360001), title: "A", locale: "en-us", draft: false };
  fixture.server.interfere(({ path }) => {
    if (!path.endsWith(place)) return undefined;
    page += 1;
    const articles = [article, { ...article, id: 360002 }];
    return { json: { articles, meta: { has_more: page < 5, after_cursor: String(page) } } };
  });
  expect(await list(given)).toContainEqual(
    expect.objectContaining({ kind: "gap", reason: expect.stringMatching(/leads back|repeats a page/) }),
  );
});

it("keeps credentials from addresses that Zendesk's answers name", async () => {
  const asked: (string | undefined)[] = [];
  const elsewhere = createServer((request, response) => {
    asked.push(request.headers.authorization);
    response.end("%PDF-1.4");
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
  const { port } = elsewhere.address() as AddressInfo;
  const content_url = `http://127.0.0.1:${port}/party.pdf`;
  const file = { id: 1, file_name: "party.pdf", content_type: "application/pdf", content_url };
  fixture.server.interfere(({ path }) =>
    path.endsWith("/360001/attachments")
      ? { json: { article_attachments: [file], meta: { has_more: false } } }
      : undefined,
  );
  try {
    const found = documentsOf(await list({ attachments: ["pdf"] })).find(
      ({ title }) => title === "party.pdf",
    );
    expect((await found?.load(io.signal))?.url).toBe(content_url);
    expect(asked).toEqual([undefined]);
  } finally {
    elsewhere.closeAllConnections();
    elsewhere.close();
  }
});

it("a login page instead of a file fails by name", async () => {
  const found = documentsOf(await list({ attachments: ["pdf"] })).find(({ title }) =>
    title?.endsWith(".pdf"),
  );
  fixture.server.interfere(() => ({
    headers: { "content-type": "text/html" },
    body: "<title>Sign in</title>",
  }));
  await expect(found?.load(io.signal)).rejects.toThrow(/a web page instead of the file/);
});

it("check names segments that are stated but not there, and those of which nothing is stated", async () => {
  const results = await zendesk.check(
    options({ user_segments: { staff: "teammates", 1234: "customers" } }),
    io,
  );
  expect(results.find(({ what }) => what === "user segment 1234")).toMatchObject({ result: "failed" });
  const detail = results.find(({ what }) => what === "user segments")?.detail;
  expect(detail).toBe("articles for these are withheld: 9002 (Signed-in users), 9003 (VIP customers)");
});
