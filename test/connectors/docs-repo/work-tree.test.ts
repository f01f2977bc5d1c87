import { chmodSync, chownSync, mkdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { startCpuTimer } from "../../setup/time.ts";
import { Place } from "./repo.ts";

let place: Place;
beforeEach(() => {
  place = new Place();
});
afterEach(() => {
  vi.unstubAllEnvs();
  place.close();
});
const at = (file: string) => path.join(place.root, file);

it("gives an edit the version that it has after the commit", async () => {
  place.write({ "docs/a.md": "one\n", "docs/b.md": "two\n" }).commit();
  const committed = await place.versions();
  place.write({ "docs/a.md": "changed\n", "docs/new.md": "new\n" });
  const edited = await place.versions();
  expect(edited["a.md"]).not.toBe(committed["a.md"]);
  expect(edited["b.md"]).toBe(committed["b.md"]);
  expect(edited["new.md"]).toMatch(/^[0-9a-f]{40}$/);
  place.commit();
  expect(await place.versions()).toEqual(edited);
  expect(edited["a.md"]).toBe(place.git(["rev-parse", "HEAD:a.md"]));
});

it("treats line ends as git does, and reads what is in the folder", async () => {
  place.write({ "docs/.gitattributes": "*.md text eol=crlf\n", "docs/a.md": "one\r\ntwo\r\n" });
  place.git(["init", "-q"]);
  const untracked = await place.versions();
  place.commit();
  expect(await place.versions()).toEqual(untracked);
  expect(Buffer.from((await place.load("a.md")).body).toString()).toBe("one\r\ntwo\r\n");
});

it("ignores touched files and the executable bit", async () => {
  place.write({ "docs/a.md": "one\n" }).commit();
  const before = await place.versions();
  place.settleTimes("docs/a.md");
  chmodSync(at("docs/a.md"), 0o755);
  expect(await place.versions()).toEqual(before);
});

it("drops what git ignores, unless it is tracked", async () => {
  place.write({
    "docs/.gitignore": "build/\nsecret.md\n",
    "docs/a.md": "a",
    "docs/secret.md": "s",
    "docs/build/x.md": "x",
  });
  place.git(["init", "-q"]);
  expect(await place.ids()).toEqual(["a.md"]);
  place.git(["add", "-f", "secret.md"]);
  expect(await place.ids()).toEqual(["a.md", "secret.md"]);
});

it("no longer lists a file that was deleted, committed or not", async () => {
  place.write({ "docs/a.md": "a", "docs/b.md": "b" }).commit();
  place.remove("docs/b.md");
  expect(await place.ids()).toEqual(["a.md"]);
  place.commit();
  expect(await place.ids()).toEqual(["a.md"]);
});

it("lists a folder inside the repository, by paths from that folder", async () => {
  place.write({
    "repo/docs/guide/a.md": "[b](b.md) [out](../../README.md)",
    "repo/docs/guide/b.md": "b",
    "repo/README.md": "r",
  });
  place.commit("all", "repo");
  place.write({ "repo/docs/new.md": "n" });
  const documents = await place.documents({ path: "repo/docs" });
  expect(documents.map(({ externalId }) => externalId).sort()).toEqual([
    "guide/a.md",
    "guide/b.md",
    "new.md",
  ]);
  expect((await place.load("guide/a.md", { path: "repo/docs" })).links).toEqual({
    "b.md": "https://docs.example.com/guide/b",
  });
});

it("reads an ignored folder of a repository as the plain folder it is", async () => {
  place
    .write({ "repo/.gitignore": "build/\n", "repo/build/site/a.md": "a", "repo/x.md": "x" })
    .commit("all", "repo");
  expect(await place.ids({ path: "repo/build/site" })).toEqual(["a.md"]);
});

it("follows no symbolic link: not of a file, a folder, or a folder that was swapped for one", async () => {
  place.write({
    "outside/secret.md": "secret",
    "docs/a.md": "a",
    "docs/sub/b.md": "b",
    "docs/deep/c.md": "c",
  });
  symlinkSync(at("outside/secret.md"), at("docs/link.md"));
  symlinkSync(at("outside"), at("docs/folder"));
  symlinkSync("a.md", at("docs/inner.md"));
  place.commit();
  expect(await place.ids()).toEqual(["a.md", "deep/c.md", "sub/b.md"]);
  const swapped = (await place.documents()).find(({ externalId }) => externalId === "sub/b.md");
  rmSync(at("docs/sub"), { recursive: true });
  place.write({ "outside/b.md": "secret b" });
  symlinkSync(at("outside"), at("docs/sub"));
  await expect(swapped?.load(place.io.signal)).rejects.toThrow(/symbolic link/);
  expect(await place.ids()).toEqual(["a.md", "deep/c.md"]);
});

it("reads the folder a link points to when the configured folder itself is one", async () => {
  place.write({ "real/a.md": "a" }).commit("all", "real");
  symlinkSync(at("real"), at("docs"));
  expect(await place.ids()).toEqual(["a.md"]);
});

it("spells names composed, and refuses two that differ in spelling only", async () => {
  const [composed, decomposed] = ["\u00fcber.md", "u\u0308ber.md"];
  place.write({ [`docs/${decomposed}`]: "x", "docs/a.md": `[x](${composed})` }).commit();
  expect(await place.ids()).toEqual(["a.md", composed]);
  expect((await place.load("a.md")).links).toEqual({ [composed]: "https://docs.example.com/%C3%BCber" });
  expect(Buffer.from((await place.load(composed)).body).toString()).toBe("x");
  place.write({ [`docs/${composed}`]: "y" }).commit();
  const refused = (await place.list()).filter((entry) => entry.kind === "unreadable");
  expect(refused).toMatchObject([{ externalId: composed, reason: expect.stringContaining("\\u0308") }]);
});

it("handles unusual names: quotes, tabs, line ends, leading dashes, brackets", async () => {
  const names = [
    '"quoted".md',
    "tab\there.md",
    "line\nend.md",
    "-dash.md",
    "[x]*.md",
    "back\\slash.md",
    " lead.md",
  ];
  place.write(Object.fromEntries(names.map((name) => [`docs/${name}`, `of ${name}`])));
  place.git(["init", "-q"]);
  const untracked = await place.versions();
  expect(Object.keys(untracked).sort()).toEqual([...names].sort());
  place.commit();
  expect(await place.versions()).toEqual(untracked);
  for (const name of names) expect(Buffer.from((await place.load(name)).body).toString()).toBe(`of ${name}`);
});

it("sees a rename by letter case as another document, and two such names at once", async () => {
  place.write({ "docs/Guide.md": "text" }).commit();
  renameSync(at("docs/Guide.md"), at("docs/guide.md"));
  place.commit();
  expect(await place.ids()).toEqual(["guide.md"]);
  place.write({ "docs/GUIDE.md": "other" });
  expect(await place.ids()).toEqual(["GUIDE.md", "guide.md"]);
  expect(place.io.lines.join()).toContain("upper and lower case");
});

it("refuses a document with an unresolved merge conflict, and proves no absence while there is one", async () => {
  place.write({ "docs/a.md": "base\n", "docs/b.md": "b\n" }).commit();
  place.git(["checkout", "-q", "-b", "side"]);
  place.write({ "docs/a.md": "side\n" }).commit();
  place.git(["checkout", "-q", "main"]);
  place.write({ "docs/a.md": "main\n" }).commit();
  expect(() => place.git(["merge", "side"])).toThrow();
  const entries = await place.list();
  expect(entries.filter((entry) => entry.kind === "unreadable")).toMatchObject([
    { externalId: "a.md", reason: expect.stringContaining("merge conflict") },
  ]);
  expect(entries.filter((entry) => entry.kind === "gap")).toHaveLength(1);
  expect(entries.filter((entry) => entry.kind === "document")).toHaveLength(1);
});

it("names submodules and repositories inside, and lists none of their files", async () => {
  place.write({ "library/x.md": "x" }).commit("library", "library");
  place.write({ "docs/a.md": "a" }).commit();
  place.git(["submodule", "add", "-q", at("library"), "library"]);
  place.commit();
  place.write({ "docs/nested/y.md": "y" }).commit("nested", "docs/nested");
  place.git(["rm", "-q", "--cached", "-f", "--ignore-unmatch", "nested"]);
  expect(await place.ids()).toEqual(["a.md"]);
  expect(place.io.lines.join("\n")).toMatch(/submodule.*"library"/);
  expect(place.io.lines.join("\n")).toMatch(/repository.*"nested\/"/);
});

it("says that a sparse checkout lacks documents, instead of treating them as gone", async () => {
  place.write({ "docs/a/a.md": "a", "docs/b/b.md": "b" }).commit();
  place.git(["sparse-checkout", "set", "--cone", "a"]);
  const entries = await place.list();
  expect(entries.find((entry) => entry.kind === "unreadable")).toMatchObject({
    externalId: "b/b.md",
    reason: expect.stringContaining("sparse"),
  });
  expect(entries.some((entry) => entry.kind === "gap")).toBe(true);
});

it("ignores git's environment variables, which hooks set", async () => {
  place.write({ "docs/a.md": "a", "other/b.md": "b" }).commit();
  place.commit("other", "other");
  vi.stubEnv("GIT_DIR", at("other/.git"));
  expect(await place.ids()).toEqual(["a.md"]);
});

it("reads a repository without commits, and a folder that looks like a bare repository", async () => {
  place.write({ "docs/a.md": "a" });
  place.git(["init", "-q"]);
  expect(await place.ids()).toEqual(["a.md"]);
  place.write({
    "docs/sub/HEAD": "ref: refs/heads/main\n",
    "docs/sub/config": "[core]\n\tbare = true\n",
    "docs/sub/b.md": "b",
  });
  mkdirSync(at("docs/sub/objects"));
  mkdirSync(at("docs/sub/refs"));
  expect(await place.ids({ path: "docs/sub" })).toEqual(["b.md"]);
});

it.skipIf(process.getuid?.() !== 0)("explains how to trust a repository of another user", async () => {
  place.write({ "docs/a.md": "a" }).commit();
  vi.stubEnv("GIT_CONFIG_GLOBAL", "/dev/null");
  vi.stubEnv("GIT_CONFIG_NOSYSTEM", "1");
  chownSync(at("docs"), 65534, 65534);
  chownSync(at("docs/.git"), 65534, 65534);
  await expect(place.list()).rejects.toMatchObject({ hint: expect.stringContaining("safe.directory") });
});

it("explains a .git that is not a repository", async () => {
  place.write({ "docs/a.md": "a", "docs/.git": "gitdir: /nowhere/at/all\n" });
  await expect(place.list()).rejects.toMatchObject({ hint: expect.stringContaining(".git") });
});

it("refuses a listing without documents", async () => {
  place.write({ "docs/a.bin": "a" }).commit();
  await expect(place.list()).rejects.toMatchObject({
    message: expect.stringContaining("no documents"),
    hint: expect.stringContaining("include"),
  });
});

it("dates documents when `changedSince` is set", async () => {
  place.write({ "docs/old.md": "old", "docs/edited.md": "x", "docs/landed.md": "x" });
  place.git(["init", "-q"]);
  place.git(["add", "-A"]);
  place.git(["commit", "-q", "-m", "old", "--date=2020-01-01T00:00:00Z"]);
  const env = { GIT_COMMITTER_DATE: "2020-01-01T00:00:00Z" };
  place.git(["commit", "-q", "--amend", "--no-edit"], "docs", env);
  place.write({ "docs/landed.md": "y" });
  place.commit();
  place.write({ "docs/edited.md": "y" });
  const since = Date.now() - 3_600_000;
  const documents = await place.documents({}, { changedSince: since });
  const changed = documents
    .filter(({ updatedAt }) => (updatedAt ?? 0) >= since)
    .map(({ externalId }) => externalId);
  expect(changed.sort()).toEqual(["edited.md", "landed.md"]);
  expect((await place.documents()).every(({ updatedAt }) => updatedAt === undefined)).toBe(true);
});

it("lists 2,000 files, the second time without reading any and in little CPU time", async () => {
  const files = Array.from({ length: 2_000 }, (_, at): [string, string] => [
    `docs/section-${at % 40}/page-${at}.md`,
    `---\ntitle: Page ${at}\n---\n\nSee [next](page-${at + 40}.md).\n`,
  ]);
  place.write(Object.fromEntries(files)).commit();
  expect(await place.documents()).toHaveLength(2_000);
  const stored = place.io.stored.size;
  const spent = startCpuTimer();
  expect(await place.documents()).toHaveLength(2_000);
  expect(spent()).toBeLessThan(3_000);
  expect(place.io.stored.size).toBe(stored);
});
