import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { htmlOf } from "../../../connectors/sharepoint/canvas.ts";
import { pauseFor } from "../../../connectors/sharepoint/client.ts";
import { classify } from "../../../connectors/sharepoint/entries.ts";
import { linkKey } from "../../../connectors/sharepoint/links.ts";
import { publishedOf } from "../../../connectors/sharepoint/publication.ts";
import { type Access, compared, readersOf } from "../../../connectors/sharepoint/readers.ts";
import { CanvasLayout, DriveItem, Page, Permission } from "../../../connectors/sharepoint/schema.ts";
import { isInFolder } from "../../../connectors/sharepoint/selection.ts";
import { afterChanges, stepsOf } from "../../../connectors/sharepoint/tree.ts";

const item = (id: string, more: object = {}) => DriveItem.parse({ id, name: id, file: {}, ...more });
const folder = (id: string, parent: string) =>
  DriveItem.parse({ id, name: id, folder: {}, parentReference: { id: parent } });
const root = DriveItem.parse({ id: "root", name: "root", root: {}, folder: {} });

describe("changes", () => {
  const before = {
    items: [root, folder("a", "root"), folder("b", "a"), item("f", { parentReference: { id: "b" } })],
    deleted: ["gone"],
  };
  const ids = (tree: ReturnType<typeof afterChanges>) => [
    [...tree.items.keys()].sort(),
    [...tree.deleted].sort(),
  ];

  it("take the last state of an item that comes twice", () => {
    const after = afterChanges(before, [item("f", { deleted: {} }), item("f", { name: "new" })]);
    expect(after.items.get("f")?.name).toBe("new");
    expect(after.deleted.has("f")).toBe(false);
    expect(ids(afterChanges(before, [item("g"), item("g", { deleted: {} })]))).toEqual([
      ["a", "b", "f", "root"],
      ["g", "gone"],
    ]);
  });

  it("delete what is left in a deleted folder, and not what was moved out of it", () => {
    const gone = DriveItem.parse({ id: "a", deleted: {} });
    expect(ids(afterChanges(before, [gone]))).toEqual([["root"], ["a", "b", "f", "gone"]]);
    const moved = item("f", { parentReference: { id: "root" } });
    expect(ids(afterChanges(before, [gone, moved]))).toEqual(
      [
        ["f", "root"],
        ["a", "b", "gone"],
      ].map((x) => x),
    );
  });

  it("forget a deletion of what is there again", () => {
    expect(afterChanges(before, [item("gone")]).deleted.has("gone")).toBe(false);
  });

  it("in parts are the same as all at once, and nothing is both there and deleted", () => {
    const change = fc.record({ id: fc.constantFrom("a", "b", "c", "d"), deleted: fc.boolean() });
    fc.assert(
      fc.property(fc.array(change), fc.array(change), (first, second) => {
        const made = (all: { id: string; deleted: boolean }[]) =>
          all.map(({ id, deleted }) =>
            item(id, { parentReference: { id: "root" }, ...(deleted ? { deleted: {} } : {}) }),
          );
        const start = { items: [root], deleted: [] };
        const once = afterChanges(start, [...made(first), ...made(second)]);
        const one = afterChanges(start, made(first));
        const twice = afterChanges(
          { items: [...one.items.values()], deleted: [...one.deleted] },
          made(second),
        );
        expect(ids(twice)).toEqual(ids(once));
        expect([...once.items.keys()].filter((id) => once.deleted.has(id))).toEqual([]);
      }),
    );
  });

  it("leave a path unknown where a folder above is, or has no usable name", () => {
    const tree = new Map(before.items.map((one) => [one.id, one]));
    expect(stepsOf(item("f", { parentReference: { id: "b" } }), tree)).toEqual(["a", "b", "f"]);
    expect(stepsOf(item("f", { parentReference: { id: "elsewhere" } }), tree)).toBeUndefined();
    expect(stepsOf(item("f", { name: null, parentReference: { id: "b" } }), tree)).toBeUndefined();
    expect(stepsOf(item("..", { parentReference: { id: "b" } }), tree)).toBeUndefined();
    const circle = new Map([folder("x", "y"), folder("y", "x")].map((one) => [one.id, one]));
    expect(stepsOf(folder("x", "y"), circle)).toBeUndefined();
  });
});

it.each([
  [undefined, "current"],
  [null, "current"],
  [{ level: "published", versionId: "2.0" }, "current"],
  [{ level: "checkout", versionId: "2.0" }, "current"],
  [{ level: "draft", versionId: "0.4" }, "never"],
  [{ level: "checkout", versionId: "0.1" }, "never"],
  [{ level: "draft", versionId: "3.2" }, "earlier"],
  [{ level: "checkout", versionId: "1.1" }, "earlier"],
  [{ level: "checkout", versionId: null }, "unknown"],
  [{ level: null, versionId: null }, "unknown"],
])("a publication of %j is %s", (publication, kind) => {
  expect(
    publishedOf(publication && { level: publication.level, versionId: publication.versionId }).kind,
  ).toBe(kind);
});

describe("readers", () => {
  const granted = (set: object, more: object = {}) =>
    Permission.parse({ roles: ["read"], grantedToV2: set, ...more });
  const visitors = granted({ siteGroup: { id: "4", loginName: "Visitors", displayName: "Visitors" } });
  const owners = granted({ siteGroup: { id: "3", displayName: "Owners" } }, { roles: ["owner"] });
  const ann = granted({ user: { id: "u1", displayName: "Ann" } });
  const library = readersOf([owners, visitors]);
  const link = (scope: string) =>
    Permission.parse({ id: "l", roles: ["read"], link: { scope, type: "view" } });
  const people = Permission.parse({
    roles: ["write"],
    link: { scope: "users" },
    grantedToIdentitiesV2: [{ user: { id: "u1" } }, null],
  });

  const nameless = Permission.parse({
    id: "9",
    roles: ["read"],
    grantedToV2: { user: { displayName: "Jo" } },
  });
  const invited = Permission.parse({ id: "9", roles: ["read"], invitation: { email: "jd@example.com" } });
  const byLogin = granted({ siteGroup: { id: null, loginName: "Visitors" } });
  it.each<[string, Permission[], string]>([
    ["inherits", [owners, visitors], "open"],
    ["is shared with one more", [owners, visitors, ann], "open"],
    ["is shared by links", [owners, visitors, link("anonymous"), people], "open"],
    ["is shared with nobody knows whom", [owners, visitors, nameless], "open"],
    ["names its visitors by their login name alone", [owners, byLogin], "open"],
    ["has lost its visitors", [owners], "not Visitors"],
    ["has lost its visitors, and invites one", [owners, invited], "not Visitors"],
    ["has lost all but a link", [link("organization")], "not Owners and 1 more"],
    [
      "shows its visitors only what is below",
      [owners, { ...visitors, roles: ["sp.limited access"] }],
      "not Visitors",
    ],
    ["has no permissions", [], "not Owners and 1 more"],
    ["has lost its visitors, or not", [owners, nameless], "unknown"],
  ])("of an item that %s", (_, permissions, expected) => {
    const access = compared(readersOf(permissions), library);
    if (expected.startsWith("not "))
      expect(access).toMatchObject({ kind: "restricted", reason: expect.stringContaining(expected) });
    else expect(access.kind).toBe(expected);
  });

  it("of a library are all named, or nothing is known of its items", () => {
    expect(compared(library, readersOf([visitors, nameless])).kind).toBe("unknown");
    expect(compared(library, readersOf([visitors, invited])).kind).toBe("open");
    expect(compared(readersOf([ann]), readersOf([ann, link("organization")])).kind).toBe("restricted");
  });

  it("are people, groups and links, and no apps nor links to what one has already", () => {
    const app = granted({ application: { id: "a", displayName: "App" } });
    expect(readersOf([app, link("existingAccess")])).toEqual({ all: [], hasUnnamed: false });
    const keys = readersOf([people, link("organization")]).all.flatMap((reader) => reader.keys);
    expect(keys).toEqual(["user u1", "link organization"]);
  });
});

describe("classification", () => {
  const open: Access = { kind: "open" };
  const restricted: Access = { kind: "restricted", reason: "few" };
  const unknown: Access = { kind: "unknown", reason: "403" };
  const current = { kind: "current" } as const;
  const earlier = { kind: "earlier", version: "1.0" } as const;
  const page = Page.parse({ id: "p" });
  it.each([
    [{ published: current }, open, "exclude", { kind: "content" }],
    [{ published: current }, restricted, "exclude", { kind: "unpublished", reason: "few" }],
    [{ published: current }, restricted, "teammates", { kind: "content", visibleTo: "teammates" }],
    [{ published: current }, open, "teammates", { kind: "content" }],
    [{ published: current }, unknown, "exclude", { kind: "unreadable", reason: "403" }],
    [{ published: current }, unknown, "teammates", { kind: "unreadable", reason: "403" }],
    [{ published: earlier }, open, "exclude", { kind: "content", version: "1.0" }],
    [{ published: earlier, page }, open, "exclude", { kind: "unreadable", isPermanent: true }],
    [{ published: earlier, page }, restricted, "exclude", { kind: "unpublished" }],
    [
      { published: { kind: "never", reason: "draft" } },
      open,
      "include",
      { kind: "unpublished", reason: "draft" },
    ],
    [{ published: { kind: "unknown", reason: "?" } }, open, "include", { kind: "unreadable" }],
  ] as const)("%j, %j, %s", (candidate, access, restricted_items, verdict) => {
    expect(classify(candidate, access, { restricted_items })).toMatchObject(verdict);
  });
});

describe("a page's canvas", () => {
  const canvas = (...webparts: unknown[]) =>
    htmlOf(CanvasLayout.parse({ horizontalSections: [{ columns: [{ webparts }] }] }));
  const pairs = (all: Record<string, string>) => Object.entries(all).map(([key, value]) => ({ key, value }));
  const part = (webPartType: string, data: object) => ({ webPartType, data });

  it("keeps texts in order, the vertical section last", () => {
    const column = (text: string) => ({ webparts: [{ innerHtml: `<p>${text}</p>` }] });
    const layout = CanvasLayout.parse({
      verticalSection: column("side"),
      horizontalSections: [{ columns: [column("one"), column("two")] }, { columns: [column("three")] }],
    });
    expect(htmlOf(layout)).toEqual({
      html: "<p>one</p>\n<p>two</p>\n<p>three</p>\n<p>side</p>",
      warnings: [],
      odd: 0,
    });
  });

  it("shows links with their own texts, and what an image says", () => {
    const links = part("C70391EA-0b10-4ee9-b2b4-006d3fcad0cd", {
      title: "Quick links",
      serverProcessedContent: {
        searchablePlainTexts: pairs({
          title: "Start here",
          "items[0].title": "Travel <EU>",
          "items[1].title": "Plain",
        }),
        links: pairs({
          baseUrl: "https://x.example/",
          "items[0].sourceItem.url": "https://x.example/?a=1&b=2",
        }),
      },
    });
    expect(canvas(links).html).toBe(
      `<p>Start here</p><p><a href="https://x.example/?a=1&amp;b=2">Travel &lt;EU&gt;</a></p><p>Plain</p>`,
    );
    const button = part("0f087d7f-520e-42b7-89c0-496aaf979d58", {
      properties: { label: "Ask us" },
      serverProcessedContent: { links: pairs({ linkUrl: "https://x.example/ask" }) },
    });
    expect(canvas(button).html).toBe(`<p><a href="https://x.example/ask">Ask us</a></p>`);
    const image = part("d1d91016-032f-456d-98a4-721247c305e8", {
      properties: { altText: "A door", captionText: "Door" },
    });
    expect(canvas(image)).toEqual({ html: "<p>A door</p><p>Door</p>", warnings: [], odd: 0 });
  });

  it("names what it leaves out: unknown parts, parts for some readers, odd ones; and is silent about lines", () => {
    const { html, warnings, odd } = canvas(
      part("2161a1c6-db61-4731-b97c-3cdb303f7cbb", {}),
      part("f92bf067-bc19-489e-a556-7fe95f508720", { title: "Document library" }),
      part("c70391ea-0b10-4ee9-b2b4-006d3fcad0cd", {
        title: "Quick links",
        audiences: ["hr"],
        serverProcessedContent: { searchablePlainTexts: pairs({ "items[0].title": "Salaries" }) },
      }),
      { innerHtml: 7 },
      {},
    );
    expect({ html, odd }).toEqual({ html: "", odd: 2 });
    expect(warnings.map(({ message }) => message)).toEqual([
      expect.stringContaining("another shape"),
      expect.stringContaining('"Document library" (f92bf067'),
      expect.stringContaining("for some readers only"),
      expect.stringContaining("a part is left out"),
    ]);
  });
});

it.each([
  [{}, 0],
  [{ "ratelimit-remaining": "500", "ratelimit-reset": "20" }, 0],
  [{ "ratelimit-remaining": "99", "ratelimit-reset": "20" }, 20_000],
  [{ "ratelimit-remaining": "0", "ratelimit-reset": "900" }, 60_000],
  [{ "ratelimit-remaining": "0" }, 0],
  [{ "ratelimit-remaining": "few", "ratelimit-reset": "20" }, 0],
])("after %j the next request waits %i ms", (headers, ms) => {
  expect(pauseFor(headers)).toBe(ms);
});

it.each([
  ["Policies", ["Policies", "a.md"], true],
  ["policies/public", ["Policies", "Public", "x", "a.md"], true],
  ["Policies", ["Policies old", "a.md"], false],
  ["Policies", ["Policies"], false],
  ["", ["a.md"], true],
])("the folder %s has %j: %s", (name, steps, isIn) => {
  expect(isInFolder(steps, name)).toBe(isIn);
});

it.each([
  ["/sites/x/A%20b/c.md", "at h.example/sites/x/a b/c.md"],
  ["https://h.example/sites/x/A b/c.md?web=1#x", "at h.example/sites/x/a b/c.md"],
  [
    "https://h.example/_layouts/15/Doc.aspx?sourcedoc=%7BF45354CB-D634-45DF-8B88-2B4E96A1DC45%7D",
    "id f45354cb-d634-45df-8b88-2b4e96a1dc45",
  ],
  ["mailto:a@b.example", undefined],
])("%s leads to %s", (address, key) => {
  expect(linkKey(address, "https://h.example/sites/x/SitePages/a.aspx")).toBe(key);
});
