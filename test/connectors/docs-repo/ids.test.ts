import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { statedId, statedSlug } from "../../../connectors/docs-repo/ids.ts";
import { Place } from "./repo.ts";

let place: Place;
beforeEach(() => {
  place = new Place();
});
afterEach(() => {
  place.close();
});
const page = (front: string) => `---\n${front}\n---\ntext\n`;
const docusaurus = { generator: "docusaurus" } as const;

describe("an id that the front matter states", () => {
  it.each([
    ["overview.md", "overview", "overview"],
    ["guide/start.md", "first-steps", "first-steps"],
    ["guide/overview.md", "overview", "guide/overview"],
    ["guide/02-overview.md", "overview", "guide/overview"],
    ["guide/overview.mdx", "Overview", "Overview"],
    ["1.2/2024-05-notes.md", "notes", "notes"],
  ])("%s with %s is %s", (file, id, expected) => {
    expect(statedId(file, id, {}).id).toBe(expected);
  });

  it.each([
    ["start.md", "first", "first"],
    ["guide/start.md", "first", "guide/first"],
    ["02-guide/01-start.md", "start", "02-guide/start"],
  ])("for Docusaurus %s with %s is %s", (file, id, expected) => {
    expect(statedId(file, id, docusaurus).id).toBe(expected);
  });
});

it.each([
  ["guide/start.md", { id: "first" }, "/guide/first"],
  ["02-guide/01-start.md", {}, "/guide/start"],
  ["guide/start.md", { id: "first", slug: "other" }, "/guide/other"],
  ["guide/start.md", { slug: "/top" }, "/top"],
  ["guide/README.md", {}, "/guide"],
  ["guide/guide.md", {}, "/guide"],
  ["2024-05-01-news.md", {}, "/2024-05-01-news"],
])("Docusaurus shows %s with %j at %s", (file, front, expected) => {
  expect(statedSlug(file, front, docusaurus)).toBe(expected);
});

it("two folders have documents of one name, and each has its page", async () => {
  place.write({
    "docs/a/overview.md": page("id: overview"),
    "docs/b/overview.md": page("id: overview"),
    "docs/b/other.md": page("id: own"),
  });
  expect(await place.ids()).toEqual(["a/overview", "b/overview", "own"]);
  const listed = await place.documents();
  expect(Object.fromEntries(listed.map(({ externalId, formerId }) => [externalId, formerId]))).toEqual({
    "a/overview": "overview",
    "b/overview": "overview",
    own: undefined,
  });
  expect(listed.map(({ url }) => url)).toContain("https://docs.example.com/a/overview");
});

it("two files of one folder with one id are still refused", async () => {
  place.write({ "docs/a/overview.md": page("id: overview"), "docs/a/overview.mdx": page("id: overview") });
  const entries = await place.list();
  expect(entries.map((entry) => entry.kind)).toEqual(["unreadable", "unreadable"]);
});
