import { describe, expect, it, onTestFinished } from "vitest";
import { blob } from "../../../connectors/blob/index.ts";
import { pathOf } from "../../../connectors/blob/list.ts";
import {
  describeApiConnector,
  documentsOf,
  entriesOf,
  testIo,
} from "../../../src/connector-kit/testing/index.ts";
import { startStore } from "./store.ts";

const kinds = ["s3", "azure"] as const;
for (const kind of kinds) describeApiConnector(`blob, ${kind}`, blob, () => startStore(kind));
describeApiConnector("blob, s3 with versions", blob, () => startStore("s3", { deleted: true }));

describe.each(kinds)("a store: %s", (kind) => {
  async function setUp(own: object = {}) {
    const store = await startStore(kind, own);
    onTestFinished(() => store.close());
    const io = testIo("/", "/");
    onTestFinished(() => io.http.close());
    const options = blob.options.parse(store.options);
    return { store, io, options, list: () => entriesOf(blob.list(options, io)) };
  }

  it("lists what the patterns select, with front matter and sidecars", async () => {
    const { list, io } = await setUp();
    const entries = await list();
    const documents = documentsOf(entries);
    expect(documents.map(({ externalId, url, title }) => [externalId, url, title])).toEqual([
      ["docs/Größe & Farbe (1).md", "https://docs.example.com/Gr%C3%B6%C3%9Fe%20&%20Farbe%20(1)", undefined],
      ["docs/billing/plans.txt", "https://docs.example.com/plans", "Plans and seats"],
      ["docs/billing/refunds.md", "https://docs.example.com/billing/refunds", "Refunds"],
      ["docs/guide/export.html", "https://docs.example.com/guide/export", undefined],
      ["docs/guide/two-factor.md", "https://docs.example.com/guide/two-factor", undefined],
      ["docs/hours.md", "https://docs.example.com/hours", undefined],
    ]);
    expect(documents[1]?.labels).toEqual(["billing", "sales"]);
    expect(documents[0]?.path).toBe("Größe & Farbe (1).md");
    expect(entries.filter((entry) => entry.kind === "unpublished")).toMatchObject([
      { externalId: "docs/drafts/next.md" },
    ]);
    expect(String((await documents[0]?.load(io.signal))?.body)).toContain("five sizes");
  });

  it("a sidecar that says draft takes the page back, and one that changes gives it another version", async () => {
    const { store, list } = await setUp();
    const before = documentsOf(await list());
    store.objects.texts.set("docs/hours.md.yaml", "title: Hours\n");
    const version = async () =>
      documentsOf(await list()).find(({ externalId }) => externalId === "docs/hours.md")?.version;
    expect(await version()).not.toBe(before.at(-1)?.version);
    store.objects.texts.set("docs/hours.md.yaml", "draft: true\n");
    expect((await list()).filter(({ kind }) => kind === "unpublished")).toHaveLength(2);
  });

  it("names what was deleted where that is asked for, and only what is missing where it is not", async () => {
    const { store, list } = await setUp({ deleted: true });
    store.objects.remove("docs/hours.md");
    expect((await list()).filter(({ kind }) => kind === "gone")).toMatchObject([
      { externalId: "docs/hours.md" },
    ]);
  });

  it("one object that may not be read is unreadable, and ends nothing", async () => {
    const { store, list } = await setUp();
    store.objects.forbidden.add("docs/hours.md");
    const entries = await list();
    expect(entries.filter(({ kind }) => kind === "unreadable")).toMatchObject([
      { externalId: "docs/hours.md" },
    ]);
    expect(documentsOf(entries)).toHaveLength(5);
  });

  it("tells the patterns' documents", async () => {
    const { options, io } = await setUp({ include: ["**/*.md", "none/**"], exclude: ["guide/"] });
    const counts: [string, number][] = [];
    await entriesOf(
      blob.list(options, { ...io, selected: (place, documents) => void counts.push([place, documents]) }),
    );
    expect(counts).toEqual([
      ["include[0]", 4],
      ["include[1]", 0],
      ["exclude[0]", 1],
    ]);
  });

  it("a listing that is no listing, or goes on without saying where, is an error", async () => {
    const { store, list } = await setUp();
    const bodies = [
      "<html><title>Log in</title></html>",
      "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>",
      "<EnumerationResults><Blobs /></EnumerationResults>",
      "<!DOCTYPE x><ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>",
      "<ListBucketResult><IsTruncated>false</IsTruncated>",
    ];
    for (const body of bodies) {
      store.server.interfere(() => ({ body }));
      await expect(list(), body).rejects.toThrow(/another shape than documented/);
    }
    store.server.interfere(() => ({ status: 307, headers: { location: "https://elsewhere.example.com/" } }));
    await expect(list()).rejects.toThrow(/sends us elsewhere/);
  });
});

it.each([
  ["docs/a.md", "docs/", "a.md"],
  ["docs/2024-a.md", "docs/2024", "2024-a.md"],
  ["docs/", "docs/", undefined],
  ["docs/../a.md", "docs/", undefined],
  ["docs//a.md", "docs/", undefined],
])("the path of %s under %s is %s", (name, prefix, path) => {
  expect(pathOf(name, prefix)).toBe(path);
});
