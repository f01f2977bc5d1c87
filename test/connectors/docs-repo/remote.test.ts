import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { check } from "../../../connectors/docs-repo/check.ts";
import { confirm } from "../../../connectors/docs-repo/confirm.ts";
import { toFailure } from "../../../src/errors.ts";
import { GitServer } from "./git-server.ts";
import { Place } from "./repo.ts";

let place: Place;
beforeEach(() => {
  place = new Place();
});
afterEach(() => {
  vi.unstubAllEnvs();
  place.close();
});
const from = (extra: Readonly<Record<string, unknown>> = {}) => ({
  repository: `file://${place.root}/docs`,
  ...extra,
});
const clone = () =>
  path.join(place.io.cacheDir, readdirSync(place.io.cacheDir).find((name) => name.endsWith(".git")) ?? "");

describe("a remote", () => {
  it("is listed at its default branch, and again when that moved", async () => {
    place.write({ "docs/a.md": "one" }).commit();
    expect(await place.ids(from())).toEqual(["a.md"]);
    const before = await place.versions(from());
    place.write({ "docs/a.md": "two", "docs/b.md": "b" }).commit();
    const after = await place.versions(from());
    expect(Object.keys(after)).toEqual(["a.md", "b.md"]);
    expect(after["a.md"]).not.toBe(before["a.md"]);
    expect(Buffer.from((await place.load("a.md", from())).body).toString()).toBe("two");
  });

  it("follows a branch that was rewritten", async () => {
    place.write({ "docs/a.md": "one" }).commit();
    await place.ids(from());
    place.write({ "docs/b.md": "b" });
    place.git(["add", "-A"]);
    place.git(["commit", "-q", "--amend", "-m", "rewritten"]);
    expect(await place.ids(from())).toEqual(["a.md", "b.md"]);
  });

  it("reads a branch, a tag or a commit", async () => {
    const first = place.write({ "docs/a.md": "a" }).commit();
    place.git(["tag", "-a", "v1", "-m", "v1"]);
    place.git(["checkout", "-q", "-b", "next/2.0"]);
    place.write({ "docs/b.md": "b" }).commit();
    place.git(["checkout", "-q", "main"]);
    place.git(["config", "uploadpack.allowAnySHA1InWant", "true"]);
    expect(await place.ids(from({ ref: "next/2.0" }))).toEqual(["a.md", "b.md"]);
    expect(await place.ids(from({ ref: "v1" }))).toEqual(["a.md"]);
    expect(await place.ids(from({ ref: first }))).toEqual(["a.md"]);
    await expect(place.ids(from({ ref: "nope" }))).rejects.toMatchObject({
      hint: expect.stringContaining("`ref`"),
    });
  });

  it("is fetched without its history", async () => {
    for (const text of ["1", "2", "3"]) place.write({ "docs/a.md": text }).commit();
    await place.ids(from());
    expect(execFileSync("git", ["rev-list", "--all", "--count"], { cwd: clone() }).toString().trim()).toBe(
      "1",
    );
  });

  it("lists the documents of a folder in it, with paths relative to it", async () => {
    place
      .write({ "docs/handbook/a.md": "[b](x/b.md)", "docs/handbook/x/b.md": "b", "docs/README.md": "r" })
      .commit();
    const options = from({ root: "./handbook/" });
    expect(await place.ids(options)).toEqual(["a.md", "x/b.md"]);
    expect((await place.load("a.md", options)).links).toEqual({ "x/b.md": "https://docs.example.com/x/b" });
    await expect(place.ids(from({ root: "nope" }))).rejects.toMatchObject({
      hint: expect.stringContaining("`root`"),
    });
  });

  it("may be a path beside the configuration", async () => {
    place.write({ "docs/a.md": "a" }).commit();
    execFileSync("git", ["clone", "-q", "--bare", "docs", "bare.git"], { cwd: place.root, stdio: "pipe" });
    expect(await place.ids({ repository: "bare.git" })).toEqual(["a.md"]);
  });

  it("gives the same versions as a work tree of it", async () => {
    place.write({ "docs/a.md": "[b](b.md)", "docs/b.md": "b", "docs/ü.md": "u" }).commit();
    expect(await place.versions(from())).toEqual(await place.versions());
  });

  it("throws when it cannot be fetched, even when it was fetched before", async () => {
    place.write({ "docs/a.md": "a" }).commit();
    await place.ids(from());
    place.remove("docs");
    await expect(place.ids(from())).rejects.toMatchObject({ name: "GitError" });
  });

  it("recreates a damaged or partial copy, and removes stale locks", async () => {
    place.write({ "docs/a.md": "a" }).commit();
    await place.ids(from());
    const lock = path.join(clone(), "shallow.lock");
    writeFileSync(lock, "");
    const old = new Date(Date.now() - 3_600_000);
    utimesSync(lock, old, old);
    place.write({ "docs/b.md": "b" }).commit();
    expect(await place.ids(from())).toEqual(["a.md", "b.md"]);
    rmSync(path.join(clone(), "HEAD"));
    expect(await place.ids(from())).toEqual(["a.md", "b.md"]);
    const objects = path.join(clone(), "objects");
    for (const name of readdirSync(objects))
      if (name.length === 2) rmSync(path.join(objects, name), { recursive: true });
    for (const name of readdirSync(path.join(objects, "pack")))
      writeFileSync(path.join(objects, "pack", name), "", { flag: "w" });
    place.write({ "docs/c.md": "c" }).commit();
    expect(await place.ids(from())).toEqual(["a.md", "b.md", "c.md"]);
  });

  it("runs no hook of the copy", async () => {
    place.write({ "docs/a.md": "a" }).commit();
    await place.ids(from());
    mkdirSync(path.join(clone(), "hooks"), { recursive: true });
    const proof = path.join(place.root, "hook-ran");
    writeFileSync(path.join(clone(), "hooks/reference-transaction"), `#!/bin/sh\ntouch '${proof}'\n`, {
      mode: 0o755,
    });
    place.write({ "docs/a.md": "b" }).commit();
    await place.ids(from());
    expect(existsSync(proof)).toBe(false);
  });

  it("tells what is gone from what was fetched, without another request to the remote", async () => {
    place.write({ "docs/a.md": "a" }).commit();
    await place.ids(from());
    place.remove("docs");
    const ask = (id: string) => confirm(place.options(from()), place.again(), id);
    expect([await ask("a.md"), await ask("b.md")]).toEqual(["present", "gone"]);
  });
});

describe("check", () => {
  const shown = async (extra: Readonly<Record<string, unknown>>) =>
    (await check(place.options(extra), place.again())).map(
      ({ what, result, detail, hint }) => `${what} ${result}: ${detail} ${hint ?? ""}`,
    );

  it("goes from git over the remote to the documents", async () => {
    place.write({ "docs/a.md": "---\ntitle: A\n---\n", "docs/b.md": "---\ndraft: true\n---\n" }).commit();
    expect(await shown(from())).toEqual([
      expect.stringMatching(/^git ok: git version \d/),
      expect.stringMatching(/^repository ok: .*default branch found/),
      expect.stringMatching(/^fetch ok/),
      expect.stringMatching(/^files ok: 2 selected/),
      expect.stringMatching(/^documents ok: 2 documents, 1 of them unpublished/),
      expect.stringMatching(/^page_url ok: a\.md → https:\/\/docs\.example\.com\/a/),
    ]);
  });

  it("names the existing branches when `ref` is not one of them", async () => {
    place.write({ "docs/a.md": "a" }).commit();
    expect((await shown(from({ ref: "master" }))).at(-1)).toMatch(
      /^repository failed: .*master.*Branches: main/,
    );
  });

  it("says which folder is missing, what the globs leave, and which ids are used twice", async () => {
    expect(await shown({ path: "nowhere" })).toEqual([
      expect.stringMatching(/^folder failed: .*does not exist/),
    ]);
    place.write({ "docs/a.md": "---\nid: x\n---\n", "docs/b.md": "---\nid: x\n---\n" });
    expect((await shown({ include: ["*.rst"] })).at(-1)).toMatch(/^documents failed: .*\*\.rst/);
    expect((await shown({})).join("\n")).toMatch(/documents failed: .*1 ids used twice.*a\.md, b\.md/);
  });
});

describe.skipIf(!GitServer.possible)("a remote over https", () => {
  const token = "s3cr3t/tok+en==";
  let server: GitServer;
  beforeEach(async () => {
    place.write({ "docs/a.md": "a" }).commit();
    server = await GitServer.start(place.root);
    vi.stubEnv("GIT_SSL_CAINFO", server.certificate);
  });
  afterEach(() => server.close());

  it("gets the token of its options, with the user name, and no other host does", async () => {
    server.password = token;
    const options = { repository: `${server.url}/docs/.git`, token };
    expect(await place.ids(options)).toEqual(["a.md"]);
    expect(new Set(server.users)).toEqual(new Set(["x-access-token"]));
    expect(await place.ids({ ...options, username: "deploy" })).toEqual(["a.md"]);
    expect(server.users).toContain("deploy");
    server.users.length = 0;
    const other = await GitServer.start(place.root, server);
    try {
      server.redirectTo = other.url;
      other.password = token;
      await expect(place.ids(options)).rejects.toThrow();
      expect(other.users).toEqual([]);
    } finally {
      await other.close();
    }
  });

  it("never passes the token to git as an argument", async () => {
    server.password = token;
    const bin = path.join(place.root, "bin");
    const real = execFileSync("sh", ["-c", "command -v git"], { encoding: "utf8" }).trim();
    place.write({
      "bin/git": `#!/bin/sh\nprintf '%s\\n' "$*" >> '${place.root}/arguments'\nexec '${real}' "$@"\n`,
    });
    chmodSync(path.join(bin, "git"), 0o755);
    vi.stubEnv("PATH", `${bin}:${process.env.PATH}`);
    expect(await place.ids({ repository: `${server.url}/docs/.git`, token })).toEqual(["a.md"]);
    const said = readFileSync(path.join(place.root, "arguments"), "utf8");
    expect(said).toContain(" fetch ");
    for (const form of [
      token,
      encodeURIComponent(token),
      Buffer.from(token).toString("base64"),
      "Authorization",
    ]) {
      expect(said).not.toContain(form);
    }
  });

  it("refuses a wrong token at once, without a prompt, and the error shows none of it", async () => {
    server.password = "another";
    const options = { repository: `${server.url}/docs/.git`, token };
    const error: unknown = await place.ids(options).catch((failure: unknown) => failure);
    expect(toFailure(error)).toMatchObject({ hint: expect.stringContaining("`token`") });
    const results = await check(place.options(options), place.again());
    expect(results.at(-1)).toMatchObject({
      what: "repository",
      result: "failed",
      hint: expect.stringContaining("`token`"),
    });
    const said = JSON.stringify([results, place.io.lines, toFailure(error), String(error)]);
    for (const secret of [token, Buffer.from(`x-access-token:${token}`).toString("base64")]) {
      expect(said).not.toContain(secret);
      expect(() => execFileSync("grep", ["-rqF", secret, place.io.cacheDir])).toThrow();
    }
  });
});
