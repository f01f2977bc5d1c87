import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Place } from "./repo.ts";

let place: Place;
beforeEach(() => {
  place = new Place();
});
afterEach(() => {
  place.close();
});
const at = (file: string) => path.join(place.root, file);

it("gives contents the version that git would give them", async () => {
  place.write({ "docs/a.md": "one\n", "docs/sub/b.md": "" });
  const outside = await place.versions();
  place.commit();
  expect(outside).toEqual(await place.versions());
});

it("respects .gitignore files as git does, in every folder", async () => {
  place.write({
    "docs/.gitignore": "build/\n*.tmp.md\n/only-here.md\n!kept.tmp.md\n",
    "docs/a.md": "",
    "docs/x.tmp.md": "",
    "docs/kept.tmp.md": "",
    "docs/only-here.md": "",
    "docs/sub/only-here.md": "",
    "docs/build/b.md": "",
    "docs/sub/build/b.md": "",
    "docs/sub/.gitignore": "private*.md\n!x.tmp.md\n",
    "docs/sub/private-1.md": "",
    "docs/sub/x.tmp.md": "",
    "docs/private-1.md": "",
  });
  const outside = await place.ids();
  expect(outside).toEqual(["a.md", "kept.tmp.md", "private-1.md", "sub/only-here.md", "sub/x.tmp.md"]);
  place.git(["init", "-q"]);
  expect(await place.ids()).toEqual(outside);
});

it("follows no symbolic link and reads regular files only", async () => {
  place.write({ "outside/secret.md": "secret", "docs/a.md": "a" });
  symlinkSync(at("outside/secret.md"), at("docs/link.md"));
  symlinkSync(at("outside"), at("docs/folder"));
  symlinkSync(".", at("docs/loop"));
  symlinkSync("nowhere.md", at("docs/dangling.md"));
  mkdirSync(at("docs/folder.md"));
  execFileSync("mkfifo", [at("docs/pipe.md")]);
  expect(await place.ids()).toEqual(["a.md"]);
});

it("does not read an unchanged file again, and notices every change", async () => {
  place.write({ "docs/a.md": "one" });
  place.settleTimes("docs/a.md");
  const first = await place.versions();
  expect([...place.io.stored.keys()].filter((key) => key.startsWith("file:"))).toEqual(["file:a.md"]);
  expect(await place.versions()).toEqual(first);
  writeFileSync(at("docs/a.md"), "two");
  place.settleTimes("docs/a.md");
  const second = await place.versions();
  expect(second["a.md"]).not.toBe(first["a.md"]);
  writeFileSync(at("docs/a.md"), "six");
  utimesSync(at("docs/a.md"), new Date(), new Date());
  expect((await place.versions())["a.md"]).not.toBe(second["a.md"]);
});

it("says when documents changed", async () => {
  place.write({ "docs/a.md": "one" });
  place.settleTimes("docs/a.md");
  const [listed] = await place.documents();
  expect(Date.now() - (listed?.updatedAt ?? 0)).toBeGreaterThan(50_000);
});

it.skipIf(process.getuid?.() === 0)("yields what it may not read as a gap, never as absent", async () => {
  place.write({ "docs/a.md": "a", "docs/closed/b.md": "b", "docs/c.md": "c" });
  chmodSync(at("docs/closed"), 0o000);
  chmodSync(at("docs/c.md"), 0o000);
  try {
    const entries = await place.list();
    expect(
      entries
        .filter((entry) => entry.kind === "gap")
        .map(({ part }) => part)
        .sort(),
    ).toEqual(["c.md", "closed"]);
    expect(entries.filter((entry) => entry.kind === "unreadable")).toMatchObject([{ externalId: "c.md" }]);
  } finally {
    chmodSync(at("docs/closed"), 0o755);
  }
});

it("refuses names that are not text, and proves no absence beside them", async () => {
  place.write({ "docs/a.md": "a" });
  writeFileSync(Buffer.concat([Buffer.from(at("docs/bad-")), Buffer.from([0xff]), Buffer.from(".md")]), "x");
  const asUntracked = () => void execFileSync("git", ["init", "-q"], { cwd: at(".") });
  for (const [way, prepare] of [
    ["a plain folder", () => {}],
    ["untracked", asUntracked],
    ["committed", () => void place.commit()],
  ] as const) {
    prepare();
    const entries = await place.list();
    expect(entries.find((entry) => entry.kind === "unreadable")?.reason, way).toContain("UTF-8");
    expect(
      entries.some((entry) => entry.kind === "gap"),
      way,
    ).toBe(true);
  }
});

it.each([
  ["a missing folder", "nowhere", /does not exist/],
  ["a file", "docs/a.md", /is a file/],
])("explains %s", async (_, folder, message) => {
  place.write({ "docs/a.md": "a" });
  await expect(place.list({ path: folder })).rejects.toMatchObject({
    name: "ConfigError",
    message: expect.stringMatching(message),
  });
});
