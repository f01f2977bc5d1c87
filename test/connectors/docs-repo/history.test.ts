import { execFileSync } from "node:child_process";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ChangedDocument, changedBetween, listCommit } from "../../../connectors/docs-repo/history.ts";
import { Repositories } from "../../../connectors/docs-repo/repositories.ts";
import type { ListingEntry } from "../../../src/connector-kit/listing.ts";
import { documentsOf, entriesOf } from "../../../src/connector-kit/testing/index.ts";
import { Place } from "./repo.ts";

let place: Place;
beforeEach(() => {
  place = new Place();
});
afterEach(() => {
  place.close();
});
const page = (front: string, body = "text") => `---\n${front}\n---\n${body}\n`;

async function inRepository(extra: Readonly<Record<string, unknown>> = {}) {
  const [options, io] = [place.options(extra), place.again()];
  const repositories = new Repositories(io.signal);
  const { top } = await repositories.placeOf(options, io.baseDir);
  return { options, io, repositories, top };
}

async function changes(base = "HEAD~1", head = "HEAD", extra: Readonly<Record<string, unknown>> = {}) {
  const found: ChangedDocument[] = [];
  const { options, io, repositories, top } = await inRepository(extra);
  const range = await repositories.commits(top, { base, head }, "base");
  for await (const change of changedBetween({ options, io, repositories }, range)) found.push(change);
  return found;
}

async function text(entry: ListingEntry | undefined): Promise<string | undefined> {
  if (entry?.kind !== "document") return entry?.kind;
  return Buffer.from((await entry.load(place.io.signal)).body)
    .toString()
    .trim();
}

/** id → [text before, text after]; another kind of entry by its kind. */
async function texts(...range: Parameters<typeof changes>) {
  const pairs = await Promise.all(
    (await changes(...range)).map(async ({ externalId, before, after }) => [
      externalId,
      [await text(before), await text(after)],
    ]),
  );
  return Object.fromEntries(pairs);
}

describe("changedBetween", () => {
  it("gives added, modified and deleted documents with both sides, whatever is in the work tree", async () => {
    place
      .write({ "docs/kept.md": "k", "docs/mod.md": "old", "docs/del.md": "d", "docs/x.bin": "1" })
      .commit();
    place
      .remove("docs/del.md")
      .write({ "docs/mod.md": "new", "docs/add.md": "a", "docs/x.bin": "2" })
      .commit();
    place.write({ "docs/mod.md": "uncommitted" }).remove("docs/add.md");
    expect(await texts()).toEqual({
      "add.md": [undefined, "a"],
      "del.md": ["d", undefined],
      "mod.md": ["old", "new"],
    });
    expect(await changes("HEAD", "HEAD")).toEqual([]);
  });

  it("follows an id through a move; without one a move is a deletion and an addition", async () => {
    place.write({ "docs/a.md": page("id: about", "one"), "docs/b.md": "same text that moves" }).commit();
    place.remove("docs/a.md").remove("docs/b.md");
    place
      .write({ "docs/new/a.md": page("id: about", "two"), "docs/new/b.md": "same text that moves" })
      .commit();
    const found = await changes();
    expect(found.map(({ externalId }) => externalId)).toEqual(["about", "b.md", "new/b.md"]);
    expect(found[0]).toMatchObject({
      before: { path: "a.md" },
      after: { path: "new/a.md", url: "https://docs.example.com/new/a" },
    });
    expect([found[1]?.after, found[2]?.before]).toEqual([undefined, undefined]);
  });

  it("gives the ids of a listing, also where a folder is a part of them", async () => {
    const both = (body: string) => ({
      "docs/a/overview.md": page("id: overview", body),
      "docs/b/overview.md": page("id: overview"),
    });
    place.write(both("one")).commit();
    place.write(both("two")).commit();
    expect(await changes()).toMatchObject([
      { externalId: "a/overview", before: { kind: "document" }, after: { kind: "document" } },
    ]);
    place.write({ "docs/a/more.md": page("id: a/overview") }).commit();
    expect(await changes()).toMatchObject([{ externalId: "a/overview", after: { kind: "unreadable" } }]);
    place.write({ "docs/a/more.md": page("id: more") }).commit();
    expect(await changes()).toMatchObject([
      { externalId: "a/more" },
      { externalId: "a/overview", after: { kind: "document", path: "a/overview.md" } },
    ]);
  });

  it("gives a renamed id as one document deleted and another added", async () => {
    place.write({ "docs/a.md": page("id: old"), "docs/b.md": "b" }).commit();
    place.write({ "docs/a.md": page("id: new") }).commit();
    expect(
      (await changes()).map(({ externalId, before, after }) => [externalId, before?.kind, after?.kind]),
    ).toEqual([
      ["new", undefined, "document"],
      ["old", "document", undefined],
    ]);
  });

  it("gives the same versions as a full listing", async () => {
    place.write({
      "docs/a.mdx": 'import N from "./_n.mdx"\n\n<N /> [b](b.md) [c](c/)\n',
      "docs/_n.mdx": "note [b](b.md)\n",
      "docs/b.md": page("slug: bee"),
      "docs/c/index.md": "c",
    });
    place.commit();
    place.write({ "docs/a.mdx": 'import N from "./_n.mdx"\n\n<N /> [b](b.md#x) [c](c/)\n' }).commit();
    const listed = await place.versions();
    const [change] = await changes();
    expect(change?.after).toMatchObject({ version: listed["a.mdx"] });
    const after = change?.after?.kind === "document" ? await change.after.load(place.io.signal) : undefined;
    expect(after).toEqual(await place.load("a.mdx"));
  });

  it("treats a changed partial as a change of what includes it, directly or through another", async () => {
    place.write({
      "docs/a.mdx": 'import N from "./_outer.mdx"\n\n<N />\n',
      "docs/_outer.mdx": 'import I from "./_inner.mdx"\n\n<I />\n',
      "docs/_inner.mdx": "inner\n",
      "docs/mentions.md": "the file _inner is only mentioned here\n",
      "docs/includes/shared.md": "shared\n",
      "docs/d.md": "[!INCLUDE [x](includes/shared.md)]\n",
    });
    place.commit();
    place.write({ "docs/_inner.mdx": "changed\n", "docs/includes/shared.md": "changed\n" }).commit();
    expect((await changes()).map(({ externalId }) => externalId)).toEqual([
      "a.mdx",
      "d.md",
      "includes/shared.md",
    ]);
    const [first] = await changes();
    const includes = async (entry: ListingEntry | undefined) =>
      entry?.kind === "document" ? (await entry.load(place.io.signal)).includes : undefined;
    expect((await includes(first?.before))?.["./_inner.mdx"]).toBe("inner\n");
    expect((await includes(first?.after))?.["./_inner.mdx"]).toBe("changed\n");
  });

  it("recognises drafts on either side, and omits what was never published", async () => {
    place
      .write({ "docs/a.md": page("draft: true"), "docs/b.md": "b", "docs/c.md": page("draft: true") })
      .commit();
    place.write({
      "docs/a.md": page("draft: false"),
      "docs/b.md": page("draft: true"),
      "docs/c.md": page("draft: true", "x"),
    });
    place.write({ "docs/d.md": page("draft: true") }).commit();
    expect(
      (await changes()).map(({ externalId, before, after }) => [externalId, before?.kind, after?.kind]),
    ).toEqual([
      ["a.md", "unpublished", "document"],
      ["b.md", "document", "unpublished"],
    ]);
  });

  it("refuses an id that an untouched document has, and gives a page back to the one that keeps it", async () => {
    place.write({ "docs/a.md": page("id: one"), "docs/b.md": "b" }).commit();
    place.write({ "docs/b.md": page("id: one") }).commit();
    expect(await changes()).toMatchObject([
      { externalId: "b.md", after: undefined },
      {
        externalId: "one",
        before: undefined,
        after: { kind: "unreadable", reason: expect.stringContaining("a.md, b.md") },
      },
    ]);
    place.remove("docs/b.md").commit();
    expect(await changes()).toMatchObject([{ externalId: "one", after: { kind: "document", path: "a.md" } }]);
    place.write({ "docs/c.md": page("id: d.md"), "docs/d.md": "d" });
    place.git(["add", "d.md"]);
    place.git(["commit", "-q", "-m", "d"]);
    place.commit();
    expect(await changes()).toMatchObject([{ externalId: "d.md", after: { kind: "unreadable" } }]);
  });

  it("ignores the executable bit, symbolic links and submodules", async () => {
    place.write({ "docs/a.md": "a", "docs/b.md": "b" }).commit();
    place.git(["update-index", "--chmod=+x", "a.md"]);
    place.git([
      "update-index",
      "--add",
      "--cacheinfo",
      `120000,${place.git(["rev-parse", "HEAD:b.md"])},link.md`,
    ]);
    place.git(["update-index", "--add", "--cacheinfo", `160000,${"1".repeat(40)},sub.md`]);
    place.git(["commit", "-q", "-m", "modes"]);
    expect(await changes()).toEqual([]);
  });

  it("works in a folder of the repository, also one that is not on both sides", async () => {
    place.write({ "repo/README.md": "r" }).commit("start", "repo");
    place.write({ "repo/docs/a.md": "a", "repo/other/b.md": "b" }).commit("docs", "repo");
    expect(await texts("HEAD~1", "HEAD", { path: "repo/docs" })).toEqual({ "a.md": [undefined, "a"] });
  });

  it.each(["main", "v1", "HEAD", "HEAD~1", "short"])("understands %s", async (name) => {
    const first = place.write({ "docs/a.md": "1" }).commit();
    place.git(["tag", "-a", "v1", "-m", "v1"]);
    place.write({ "docs/a.md": "2" }).commit();
    const base = name === "short" ? first.slice(0, 8) : name;
    expect(await changes(base, "HEAD")).toHaveLength(name === "main" || name === "HEAD" ? 0 : 1);
  });

  it.each(["nowhere", "--all", "", "^HEAD", "HEAD~1..HEAD"])("refuses %j as a commit", async (name) => {
    place.write({ "docs/a.md": "1" }).commit();
    place.commit();
    await expect(changes("HEAD", name)).rejects.toThrow(/commit/);
  });

  it("says how to get the history into a shallow clone", async () => {
    place.write({ "origin/a.md": "1" }).commit("1", "origin");
    place.write({ "origin/a.md": "2" }).commit("2", "origin");
    const origin = `file://${path.join(place.root, "origin")}`;
    execFileSync("git", ["clone", "-q", "--depth=1", origin, path.join(place.root, "docs")], {
      stdio: "pipe",
    });
    await expect(changes()).rejects.toMatchObject({ hint: expect.stringContaining("fetch-depth: 0") });
  });

  it("needs a git repository that contains the folder", async () => {
    place.write({ "docs/a.md": "a" });
    await expect(changes()).rejects.toThrow(/not in a git work tree/);
    await expect(changes("a", "b", { repository: "https://git.example.com/x.git" })).rejects.toMatchObject({
      name: "ConfigError",
      hint: expect.stringContaining("path"),
    });
  });
});

describe("listCommit", () => {
  it("lists a commit as a work tree of it would be", async () => {
    place.write({ "docs/a.md": "[b](b.md)", "docs/b.md": "b", "docs/ü.md": page("id: u") }).commit();
    const now = await place.list();
    const shown = (entries: readonly ListingEntry[]) =>
      documentsOf(entries).map(({ load: _load, ...rest }) => rest);
    place.remove("docs/b.md").write({ "docs/a.md": "changed" }).commit();
    const then = await entriesOf(
      listCommit({ ...(await inRepository()), commit: place.git(["rev-parse", "HEAD~1"]) }),
    );
    expect(shown(then)).toEqual(shown(now));
    expect(await text(then[0])).toBe("[b](b.md)");
  });
});
