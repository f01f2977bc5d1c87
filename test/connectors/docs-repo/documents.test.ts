import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { normalizeDocument } from "../../../src/normalize/pipeline.ts";
import { Place } from "./repo.ts";

let place: Place;
beforeEach(() => {
  place = new Place();
});
afterEach(() => {
  place.close();
});
const page = (front: string, body = "text") => `---\n${front}\n---\n${body}\n`;
const site = "https://docs.example.com";

describe("what identifies a document", () => {
  it("is its path, or the id it states, which a move keeps", async () => {
    place
      .write({ "docs/a.md": page("id: first"), "docs/b.md": page("id: 42"), "docs/c.md": page("title: C") })
      .commit();
    expect(await place.ids()).toEqual(["42", "c.md", "first"]);
    const before = (await place.documents()).find(({ externalId }) => externalId === "first");
    place.remove("docs/a.md").write({ "docs/guide/a.md": page("id: first") });
    const after = (await place.documents()).find(({ externalId }) => externalId === "first");
    expect(after).toMatchObject({ path: "guide/a.md", url: `${site}/guide/a` });
    expect(after?.version).not.toBe(before?.version);
  });

  it("refuses all that share one, by name, also where it is another's path", async () => {
    place.write({
      "docs/a.md": page("id: same"),
      "docs/b.md": page("id: same"),
      "docs/c.md": page("id: d.md"),
      "docs/d.md": page("title: D"),
      "docs/e.md": page("id: f"),
    });
    place.commit();
    const refused = (await place.list()).filter((entry) => entry.kind === "unreadable");
    expect(refused.map(({ externalId }) => externalId).sort()).toEqual(["d.md", "d.md", "same", "same"]);
    for (const { externalId, reason } of refused) {
      expect(reason).toContain(externalId === "same" ? "a.md, b.md" : "c.md, d.md");
    }
    expect(await place.ids()).toEqual(["f"]);
  });
});

describe("what a document says about itself", () => {
  it("title, labels, slug and URL", async () => {
    place.write({ "docs/a.md": page("title: Über uns\ntags: [one, two]\npermalink: /about/") }).commit();
    expect(await place.documents()).toMatchObject([
      { title: "Über uns", labels: ["one", "two"], url: `${site}/about/`, path: "a.md" },
    ]);
    expect((await place.documents({ page_url: undefined }))[0]?.url).toBeUndefined();
  });

  it.each(["draft: true", "published: false", "unlisted: true"])("%s withholds it", async (front) => {
    place.write({ "docs/a.md": page(`id: x\ntitle: T\n${front}`), "docs/b.md": "b" }).commit();
    const entries = await place.list();
    expect(entries.find((entry) => entry.kind === "unpublished")).toEqual({
      kind: "unpublished",
      externalId: "x",
      path: "a.md",
      title: "T",
      reason: front,
    });
    expect(entries).toHaveLength(2);
  });

  it("is read in the file's encoding", async () => {
    const text = Buffer.from(`\ufeff${page("id: wide\ndraft: true")}`, "utf16le");
    place.write({ "docs/a.md": text, "docs/b.md": "b" }).commit();
    expect((await place.list()).find((entry) => entry.kind === "unpublished")?.externalId).toBe("wide");
  });
});

describe("links", () => {
  const files = {
    "docs/a.md": "[b](guide/b.md#x) [c](./c) [draft](draft.md) [gone](gone.md) [site](/x) [img](i.png)",
    "docs/guide/b.md": page("slug: /start"),
    "docs/c/index.md": "c",
    "docs/draft.md": page("draft: true"),
  };

  it("lead to the URLs of documents; those to anything else are dropped", async () => {
    place.write(files).commit();
    expect((await place.load("a.md")).links).toEqual({
      "guide/b.md#x": `${site}/start#x`,
      "./c": `${site}/c`,
    });
    expect((await place.load("a.md", { page_url: undefined })).links).toBeUndefined();
  });

  it("change the version of the documents that have them, and of no others", async () => {
    place.write({ ...files, "docs/z.md": "no links" }).commit();
    const before = await place.versions();
    place.write({ "docs/guide/b.md": page("slug: /begin"), "docs/gone.md": "here" }).commit();
    const after = await place.versions();
    const changed = Object.keys(after).filter((id) => after[id] !== before[id]);
    expect(changed.sort()).toEqual(["a.md", "gone.md", "guide/b.md"]);
    expect((await place.load("a.md")).links).toMatchObject({
      "guide/b.md#x": `${site}/begin#x`,
      "gone.md": `${site}/gone`,
    });
  });
});

describe("includes", () => {
  const files = {
    "docs/guide/a.mdx": 'import Note from "../_parts/note.mdx"\n\n<Note />\n',
    "docs/_parts/note.mdx": 'import Deep from "./deep.md"\n\n<Deep /> [home](../index.md)\n',
    "docs/_parts/deep.md": "deep\n",
    "docs/index.md": "home\n",
  };

  it("come as text, with those that they include, and with their links", async () => {
    place.write(files).commit();
    const document = await place.load("guide/a.mdx");
    expect(document.includes).toEqual({
      "../_parts/note.mdx": files["docs/_parts/note.mdx"],
      "./deep.md": "deep\n",
    });
    expect(document.links).toEqual({ "../index.md": `${site}/` });
  });

  it.each(["plain", "git"])("change the version of what includes them, at any depth (%s)", async (kind) => {
    place.write(files);
    if (kind === "git") place.commit();
    const before = await place.versions();
    place.write({ "docs/_parts/deep.md": "deeper\n" });
    const after = await place.versions();
    expect(after["guide/a.mdx"]).not.toBe(before["guide/a.mdx"]);
    expect(after["index.md"]).toBe(before["index.md"]);
    expect((await place.load("guide/a.mdx")).includes?.["./deep.md"]).toBe("deeper\n");
  });

  it("end where files include each other, and never leave the root", async () => {
    place.write({
      "docs/a.mdx": 'import B from "./_b.mdx"\nimport S from "../secret.md"\n\n<B />\n',
      "docs/_b.mdx": 'import C from "./_c.mdx"\n\n<C />\n',
      "docs/_c.mdx": 'import B from "./_b.mdx"\n\n<B />\n',
      "secret.md": "secret",
    });
    expect(Object.keys((await place.load("a.mdx")).includes ?? {}).sort()).toEqual(["./_b.mdx", "./_c.mdx"]);
  });
});

describe("bodies", () => {
  it("come as bytes with their format and name", async () => {
    place.write({ "docs/a.md": "a", "docs/b.mdx": "b", "docs/x/c.html": "c", "docs/d.txt": "d" }).commit();
    const include = ["**/*"];
    for (const [id, mediaType, name] of [
      ["a.md", "text/markdown", "a.md"],
      ["b.mdx", "text/mdx", "b.mdx"],
      ["x/c.html", "text/html", "c.html"],
      ["d.txt", "text/plain", "d.txt"],
    ] as const) {
      expect(await place.load(id, { include })).toMatchObject({ mediaType, name });
    }
  });

  it("of formats that are not read are named once, not listed", async () => {
    place.write({ "docs/a.md": "a", "docs/b.png": "b", "docs/c.zip": "c" }).commit();
    expect(await place.ids({ include: ["**/*"] })).toEqual(["a.md"]);
    expect(place.io.lines.join()).toContain(".png, .zip");
  });

  it.each(["folder", "git", "remote"])(
    "larger than 5 MB are refused under their own id (%s)",
    async (kind) => {
      place.write({ "docs/a.md": `${page("id: big")}${"x".repeat(5 * 1024 * 1024)}`, "docs/b.md": "b" });
      if (kind !== "folder") place.commit();
      const entries = await place.list(kind === "remote" ? { repository: `file://${place.root}/docs` } : {});
      expect(entries.find((entry) => entry.kind === "unreadable")).toMatchObject({
        externalId: "big",
        reason: expect.stringContaining("5 MB"),
      });
      expect(entries.some((entry) => entry.kind === "gap")).toBe(false);
    },
  );

  it.each(["folder", "git"])("are read up to the source's own limit, to the byte (%s)", async (kind) => {
    place.write({ "docs/a.md": "x".repeat(1000), "docs/b.md": "x".repeat(1001) });
    if (kind === "folder") place.settleTimes("docs");
    else place.commit();
    const listedWith = (maxDocumentBytes: number) => place.list({}, { maxDocumentBytes });
    const [a, b] = await listedWith(1000);
    expect(a?.kind).toBe("document");
    expect(b).toMatchObject({
      kind: "unreadable",
      reason: expect.stringMatching(/^it is larger than 1 kB \(1 kB\);.*max_document_bytes/),
    });
    expect((await listedWith(1001)).map(({ kind }) => kind)).toEqual(["document", "document"]);
    const [again] = await listedWith(500);
    await expect(again?.kind === "document" && again.load(place.io.signal)).rejects.toMatchObject({
      message: expect.stringContaining("a.md cannot be read"),
      hint: expect.stringContaining("max_document_bytes"),
    });
  });

  it("that are only Git LFS pointers are refused", async () => {
    const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:abc\nsize 1\n";
    place.write({ "docs/a.md": pointer }).commit();
    await expect(place.load("a.md")).rejects.toMatchObject({ hint: expect.stringContaining("git lfs pull") });
  });

  it("carry the source's components", async () => {
    place.write({ "docs/a.mdx": "a" }).commit();
    const components = { Note: { as: "callout" } };
    expect((await place.load("a.mdx", { components })).options).toEqual({ components });
  });

  it("that are gone since the listing say so", async () => {
    place.write({ "docs/a.md": "a" }).commit();
    const [listed] = await place.documents();
    place.remove("docs/a.md");
    await expect(listed?.load(place.io.signal)).rejects.toThrow("a.md is gone since it was listed");
  });
});

it("reads again what an earlier version cached in another shape, so that no draft is published", async () => {
  place.write({ "docs/a.md": page("title: A"), "docs/b.md": page("title: B\ndraft: true") }).commit();
  const first = await place.list();
  expect(first.map(({ kind }) => kind)).toEqual(["document", "unpublished"]);
  const { stored } = place.io;
  let older = 0;
  for (const [key, text] of stored) {
    const changed = text.replace('"unpublished":', '"withheld":');
    if (changed !== text) older += 1;
    stored.set(key, changed);
  }
  expect(older).toBe(1);
  const kinds = (await place.list()).map(({ kind }) => kind);
  expect(kinds).toEqual(["document", "unpublished"]);
});

it("says where the default leaves out the pages of a Hugo site's sections", async () => {
  place.write({ "docs/guide/_index.md": "a section", "docs/guide/a.md": "a", "docs/parts/_index.md": "x" });
  expect(await place.ids()).toEqual(["guide/a.md"]);
  expect(place.io.lines.join("\n")).toContain("files called _index");
  expect(await place.ids({ exclude: ["**/_!(index.*)", "**/_*/**"] })).toEqual([
    "guide/_index.md",
    "guide/a.md",
    "parts/_index.md",
  ]);
});

it("an Antora page includes files that its component's attributes name, and these others", async () => {
  place.write({
    "docs/antora.yml": "name: lumen\nasciidoc:\n  attributes:\n    edition: home\n    deep: inner\n",
    "docs/modules/ROOT/pages/a.adoc":
      "= A\n\ninclude::partial$note-{edition}.adoc[]\n\ninclude::partial${none}.adoc[]\n",
    "docs/modules/ROOT/partials/note-home.adoc": "At home.\n\ninclude::partial${deep}.adoc[]\n",
    "docs/modules/ROOT/partials/inner.adoc": "Inside.\n",
  });
  const exclude = { exclude: ["**/partials/**"] };
  const before = await place.versions(exclude);
  const document = await place.load("modules/ROOT/pages/a.adoc", exclude);
  const [page] = await normalizeDocument(document);
  expect(page?.html).toBe("<p>At home.</p>\n<p>Inside.</p>");
  expect(page?.warnings.map(({ code }) => code)).toContain("include-missing");
  place.write({ "docs/modules/ROOT/partials/inner.adoc": "Deep inside.\n" });
  expect(await place.versions(exclude)).not.toEqual(before);
});

it("a page in AsciiDoc includes files that attributes of another one name, and none out of the root", async () => {
  place.write({
    "docs/guides/a.adoc":
      "= A\n\ninclude::_attributes.adoc[]\ninclude::{parts}/intro-{kind}.adoc[]\n\ninclude::{up}/secret.adoc[]\n",
    "docs/guides/_attributes.adoc": ":parts: ./_parts\n:kind: short\n:up: ../..\n",
    "docs/guides/_parts/intro-short.adoc": "In short.\n",
    "secret.adoc": "Not for readers.\n",
  });
  const document = await place.load("guides/a.adoc");
  const [page] = await normalizeDocument(document);
  expect(page?.html).toBe("<p>In short.</p>");
  expect(page?.warnings.map(({ code }) => code)).toContain("include-missing");
});

it("braces may be a part of an included file's name", async () => {
  place.write({
    "docs/openapi.yaml":
      "openapi: 3.0.0\ninfo: {title: A, version: '1'}\npaths:\n  /users/{id}:\n    $ref: paths/users_{id}.yaml\n",
    "docs/paths/users_{id}.yaml": "get: {summary: One user, responses: {'200': {description: OK}}}\n",
  });
  const { includes } = await place.load("openapi.yaml", { include: ["openapi.yaml"] });
  expect(Object.keys(includes ?? {})).toEqual(["paths/users_{id}.yaml"]);
});

it("an Antora page has its component's attributes and partials, and its version follows them", async () => {
  const component = (edition: string) =>
    `name: lumen\ntitle: Lumen\nasciidoc:\n  attributes:\n    edition: ${edition}\n`;
  place.write({
    "docs/antora.yml": component("Home"),
    "docs/modules/ROOT/pages/a.adoc": "= A\n\nThe {edition} edition.\n\ninclude::partial$note.adoc[]\n",
    "docs/modules/ROOT/partials/note.adoc": "Only for {edition}.\n",
  });
  const exclude = { exclude: ["**/partials/**"] };
  const before = await place.versions(exclude);
  const document = await place.load("modules/ROOT/pages/a.adoc", exclude);
  const [page] = await normalizeDocument(document);
  expect(page?.html).toBe("<p>The Home edition.</p>\n<p>Only for Home.</p>");
  place.write({ "docs/antora.yml": component("Work") });
  expect(await place.versions(exclude)).not.toEqual(before);
});
