import { execFileSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { BlobReader, blobId } from "../../src/git/blobs.ts";
import { GitError, git, gitRecords, gitText } from "../../src/git/git.ts";
import { entriesAt } from "../../src/git/trees.ts";

let folder: string;
const signal = new AbortController().signal;
const run = () => ({ cwd: folder, signal });
const ids = new Map<string, string>();
const bodies: Readonly<Record<string, Buffer>> = {
  empty: Buffer.alloc(0),
  "line ends": Buffer.from("\n\n\n"),
  "like a header": Buffer.from(`${"0".repeat(40)} blob 5\nabc\n`),
  binary: Buffer.from(Array.from({ length: 3_000 }, (_, at) => at % 256)),
  large: Buffer.alloc(700_000, "x"),
};

beforeAll(() => {
  folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), "fin-ingest-git-")));
  execFileSync("git", ["init", "-q", folder]);
  for (const [name, body] of Object.entries(bodies)) {
    writeFileSync(path.join(folder, name), body);
    ids.set(name, execFileSync("git", ["hash-object", "-w", name], { cwd: folder }).toString().trim());
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  vi.unstubAllEnvs();
});

describe("git", () => {
  it("gives the output, and reads input", async () => {
    expect(await gitText(["rev-parse", "--is-inside-work-tree"], run())).toBe("true");
    const id = await gitText(["hash-object", "--stdin"], { ...run(), input: "text" });
    expect(id).toBe(blobId(Buffer.from("text")));
  });

  it("fails with git's own words and a hint", async () => {
    const failure = await git(["fetch", path.join(folder, "nowhere")], run()).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(GitError);
    expect(failure).toMatchObject({
      status: 128,
      message: expect.stringMatching(/^git fetch failed: .*does not appear to be a git repository/),
      hint: expect.stringContaining("repository"),
    });
  });

  it.each([
    ["a folder that is no repository", "nowhere", /no repository is at that address/],
    ["an empty repository", ".git/bare.git", /push its first commit/],
  ])("hints at what is wrong with %s", async (_, address, hint) => {
    await git(["init", "-q", "--bare", path.join(folder, ".git/bare.git")], run());
    await expect(git(["fetch", path.join(folder, address), "HEAD"], run())).rejects.toMatchObject({
      hint: expect.stringMatching(hint),
    });
  });

  it("shows no credentials of addresses in errors", async () => {
    const failure = git(["fetch", "https://me:hunter2@localhost:1/x.git"], run());
    await expect(failure).rejects.toThrow(/localhost/);
    await expect(failure).rejects.not.toThrow(/hunter2/);
  });

  it.each(["ext::sh -c 'echo x >&2'", "git://localhost:1/x", "http://localhost:1/x", "ftp://localhost:1/x"])(
    "refuses the transport of %s",
    async (address) => {
      await expect(git(["ls-remote", address], run())).rejects.toThrow(/not allowed/);
    },
  );

  it("says how to get git when it is missing", async () => {
    vi.stubEnv("PATH", "/nowhere");
    await expect(git(["version"], run())).rejects.toMatchObject({
      hint: expect.stringContaining("Install git"),
    });
    await expect(new BlobReader(run(), signal).read("0".repeat(40), 1)).rejects.toThrow(/not found/);
  });

  it("stops when aborted, with the reason", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const waiting = git(["hash-object", "--stdin-paths"], { ...run(), signal: AbortSignal.abort(reason) });
    await expect(waiting).rejects.toBe(reason);
    const slow = git(["-c", "alias.wait=!sleep 30", "wait"], { ...run(), signal: controller.signal });
    setTimeout(() => controller.abort(reason), 50);
    await expect(slow).rejects.toBe(reason);
  });

  it("stops what takes too long", async () => {
    const slow = git(["-c", "alias.wait=!exec sleep 30", "wait"], { ...run(), timeoutMs: 100 });
    await expect(slow).rejects.toMatchObject({
      name: "TryLaterError",
      message: expect.stringContaining("wait"),
    });
  });

  it("passes settings without showing them in arguments", async () => {
    const config = { "http.https://git.example.com/.extraHeader": "Authorization: x" };
    const shown = await gitText(["config", "--get", "http.https://git.example.com/.extraHeader"], {
      ...run(),
      config,
    });
    expect(shown).toBe("Authorization: x");
    expect(await gitText(["config", "--get", "credential.helper"], run())).toBe("");
  });

  it("divides records whatever they hold", async () => {
    writeFileSync(path.join(folder, "line\nend ü"), "x");
    const batches: string[] = [];
    for await (const batch of gitRecords(["ls-files", "-o", "-z"], run())) batches.push(...batch);
    expect(batches.sort()).toEqual([...Object.keys(bodies), "line\nend ü"].sort());
  });
});

describe("BlobReader", () => {
  it("reads many blobs at once, each in full", async () => {
    const reader = new BlobReader(run(), signal);
    const wanted = Array.from({ length: 20 }, () => [...ids]).flat();
    const blobs = await Promise.all(wanted.map(([, id]) => reader.read(id, 10_000_000)));
    wanted.forEach(([name], at) => {
      const blob = blobs[at];
      expect(blob?.kind === "blob" && blob.bytes.equals(bodies[name] ?? Buffer.alloc(0)), name).toBe(true);
    });
  });

  it("keeps only the beginning of what is too large, and goes on", async () => {
    const reader = new BlobReader(run(), signal);
    const [large, empty] = [ids.get("large") ?? "", ids.get("empty") ?? ""];
    const [first, second] = await Promise.all([reader.read(large, 10), reader.read(empty, 10)]);
    expect(first).toMatchObject({ kind: "too-large", size: 700_000, head: Buffer.from("xxxxxxxxxx") });
    expect(second).toMatchObject({ kind: "blob", size: 0 });
    expect(await reader.read(large, 700_000)).toMatchObject({ kind: "blob" });
  });

  it("says what is missing, and refuses what is not an id", async () => {
    const reader = new BlobReader(run(), signal);
    expect(await reader.read("f".repeat(40), 10)).toEqual({ kind: "missing" });
    await expect(reader.read("HEAD:x\nHEAD", 10)).rejects.toThrow("not an object id");
  });

  it("works again after it was idle", async () => {
    const reader = new BlobReader(run(), signal, 50);
    const id = ids.get("binary") ?? "";
    await reader.read(id, 10_000);
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(await reader.read(id, 10_000)).toMatchObject({ bytes: bodies.binary });
  });

  it("rejects what waits when it is aborted", async () => {
    const controller = new AbortController();
    const reader = new BlobReader(run(), controller.signal);
    const id = ids.get("large") ?? "";
    await reader.read(id, 10);
    const waiting = Array.from({ length: 5 }, () => reader.read(id, 10_000_000));
    const reason = new Error("enough");
    controller.abort(reason);
    const results = await Promise.allSettled(waiting);
    expect(results.every((result) => result.status === "rejected" && result.reason === reason)).toBe(true);
    await expect(reader.read(id, 10)).rejects.toBe(reason);
  });
});

describe("entriesAt", () => {
  it("finds what git lists, by the exact path and through folders alone", async () => {
    const inFolder = (script: string) =>
      execFileSync("sh", ["-ec", script], { cwd: folder, encoding: "utf8" }).trim();
    const commit = inFolder(`
      mkdir -p "a/b*" ü; echo 1 > "a/b*/c[1].md"; echo 2 > ü/é.md; echo 3 > a.md; ln -s a.md link; ln -s a folder
      git add a ü a.md link folder >&2
      git -c user.name=T -c user.email=t@example.com commit -q -m all >&2
      git rev-parse HEAD`);
    const listed = await gitText(["ls-tree", "-r", "-t", "-z", commit], run());
    const expected = new Map(
      listed
        .split("\0")
        .filter(Boolean)
        .map((record) => {
          const [entry = "", path = ""] = record.split("\t");
          const [mode = "", , id = ""] = entry.split(" ");
          return [path, { mode: mode.replace(/^0/, ""), id }] as const;
        }),
    );
    const paths = [...expected.keys()];
    expect(paths).toContain("a/b*/c[1].md");
    const absent = ["", "a/", "/a", "a/b", "a/b?/c[1].md", "a.md/x", "link/x", "folder/b*", "./a.md", "A.md"];
    const reader = new BlobReader(run(), signal);
    expect(await entriesAt(reader, commit, [...paths, ...absent])).toEqual(expected);
  });

  it("says which commit git does not have", async () => {
    const absent = "f".repeat(40);
    await expect(entriesAt(new BlobReader(run(), signal), absent, ["a"])).rejects.toThrow(absent);
  });
});

it("blobId is git's own", () => {
  for (const [name, body] of Object.entries(bodies)) expect(blobId(body)).toBe(ids.get(name));
});
