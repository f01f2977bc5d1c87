import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { check } from "../../../connectors/docs-repo/check.ts";
import { confirm } from "../../../connectors/docs-repo/confirm.ts";
import { submoduleAddress } from "../../../connectors/docs-repo/remote-address.ts";
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

/** Adds one repository of the place to another, as `.gitmodules` writes the address. */
function addSubmodule(into: string, folder: string, from: string, address: string): void {
  place.git(["submodule", "add", "-q", path.join(place.root, from), folder], into);
  place.git(["config", "-f", ".gitmodules", `submodule.${folder}.url`, address], into);
  place.commit("submodule", into);
}

const from = (extra: Readonly<Record<string, unknown>> = {}) => ({
  repository: `file://${place.root}/docs`,
  submodules: true,
  ...extra,
});

describe("submodules of a remote", () => {
  beforeEach(() => {
    place.write({ "deep/d.md": "deep" }).commit("deep", "deep");
    place.write({ "inner/a.md": "[b](sub/b.md)", "inner/sub/b.md": "b" }).commit("inner", "inner");
    addSubmodule("inner", "deep", "deep", "../deep");
    place.write({ "docs/index.md": "[a](parts/inner/a.md)" }).commit();
    addSubmodule("docs", "parts/inner", "inner", "../inner");
  });

  it("are left out with a warning unless they are asked for", async () => {
    expect(await place.ids(from({ submodules: false }))).toEqual(["index.md"]);
    expect(place.io.lines.join("\n")).toContain("`submodules: true` lists them");
  });

  it("are listed at their place, at the commit that the repository names", async () => {
    expect(await place.ids(from())).toEqual(["index.md", "parts/inner/a.md", "parts/inner/sub/b.md"]);
    const versions = await place.versions(from());
    place.write({ "inner/a.md": "newer" }).commit("newer", "inner");
    expect(await place.versions(from())).toEqual(versions);
    place.git(["-C", "parts/inner", "pull", "-q"]);
    place.commit("moved");
    const moved = await place.load("parts/inner/a.md", from());
    expect(Buffer.from(moved.body).toString()).toBe("newer");
  });

  it("are linked across, and within", async () => {
    const { links } = await place.load("index.md", from());
    expect(links).toEqual({ "parts/inner/a.md": "https://docs.example.com/parts/inner/a" });
    const inner = await place.load("parts/inner/a.md", from());
    expect(inner.links).toEqual({ "sub/b.md": "https://docs.example.com/parts/inner/sub/b" });
  });

  it("in submodules are listed where that is asked for", async () => {
    expect(await place.ids(from({ submodules: "recursive" }))).toContain("parts/inner/deep/d.md");
    expect(await place.ids(from())).not.toContain("parts/inner/deep/d.md");
  });

  it("that cannot be fetched are a gap, and say nothing of what is gone", async () => {
    place.remove("inner");
    const entries = await place.list(from());
    expect(entries).toMatchObject([
      { kind: "gap", part: "parts/inner", reason: expect.stringContaining('exclude: ["parts/inner/**"]') },
      { externalId: "index.md" },
    ]);
    expect(await confirm(place.options(from()), place.again(), "parts/inner/a.md")).toBe("unknown");
    const results = await check(place.options(from()), place.again());
    expect(results.find(({ what }) => what === "documents")).toMatchObject({
      result: "failed",
      detail: expect.stringContaining("1 unreadable"),
    });
    expect(await place.list(from({ exclude: ["parts/inner/**"] }))).toMatchObject([
      { externalId: "index.md" },
    ]);
  });

  it("belong to `repository`", () => {
    expect(() => place.options({ submodules: true })).toThrow("belongs to `repository`");
  });
});

describe("a submodule's address", () => {
  const https = "https://git.example.com/team/docs.git";
  it.each([
    [https, "../parts.git", "https://git.example.com/team/parts.git"],
    [https, "../../other/parts.git", "https://git.example.com/other/parts.git"],
    [https, "./parts.git", "https://git.example.com/team/docs.git/parts.git"],
    [`${https}/`, "../parts.git", "https://git.example.com/team/parts.git"],
    ["git@git.example.com:team/docs.git", "../parts.git", "git@git.example.com:team/parts.git"],
    ["git@git.example.com:docs.git", "../parts.git", "git@git.example.com:parts.git"],
    ["ssh://git@git.example.com/team/docs", "../parts", "ssh://git@git.example.com/team/parts"],
    ["/srv/git/docs", "../parts", "/srv/git/parts"],
    [https, "https://other.example.com/parts.git", "https://other.example.com/parts.git"],
    [https, "git@other.example.com:parts.git", "git@other.example.com:parts.git"],
  ])("of %s, written %s, is %s", (parent, written, expected) => {
    expect(submoduleAddress(parent, written, false)).toBe(expected);
  });

  it.each([
    ["git@git.example.com:team/parts.git", "https://git.example.com/team/parts.git"],
    ["ssh://git@git.example.com/team/parts.git", "https://git.example.com/team/parts.git"],
    ["git@other.example.com:team/parts.git", "git@other.example.com:team/parts.git"],
  ])("%s is read with the token of the same host only", (written, expected) => {
    expect(submoduleAddress(https, written, true)).toBe(expected);
  });

  it.each([
    "/etc",
    "file:///srv/git/x",
    "http://git.example.com/x",
    "ext::sh -c x",
    "--upload-pack=x",
    "ftp://x/y",
  ])("%s is not followed from a remote", (written) => {
    expect(() => submoduleAddress(https, written, false)).toThrow("is not followed");
  });
});

describe.skipIf(!GitServer.possible)("private submodules", () => {
  const token = "s3cr3t/tok+en==";
  let server: GitServer;
  beforeEach(async () => {
    place.write({ "inner/a.md": "a" }).commit("inner", "inner");
    place.write({ "docs/index.md": "index" }).commit();
    server = await GitServer.start(place.root);
    server.password = token;
    vi.stubEnv("GIT_SSL_CAINFO", server.certificate);
  });
  afterEach(() => server.close());
  const options = () => ({ repository: `${server.url}/docs/.git`, token, submodules: true });

  it("of the same host get the token, also where their address is one of ssh", async () => {
    addSubmodule("docs", "one", "inner", "../../inner/.git");
    addSubmodule("docs", "two", "inner", "git@localhost:inner/.git");
    expect(await place.ids(options())).toEqual(["index.md", "one/a.md", "two/a.md"]);
  });

  it("of another host do not: they are a gap", async () => {
    const other = await GitServer.start(place.root, server);
    try {
      other.password = token;
      addSubmodule("docs", "one", "inner", `${other.url}/inner/.git`);
      expect(await place.list(options())).toMatchObject([
        { kind: "gap", part: "one" },
        { externalId: "index.md" },
      ]);
      expect(other.users).toEqual([]);
      other.password = undefined;
      expect(await place.ids(options())).toEqual(["index.md", "one/a.md"]);
      expect(other.users).toEqual([]);
    } finally {
      await other.close();
    }
  });
});
