import { chmodSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { check } from "../../../connectors/docs-repo/check.ts";
import { toFailure } from "../../../src/errors.ts";
import { createHttp } from "../../../src/http/http.ts";
import { GitServer } from "./git-server.ts";
import { Place } from "./repo.ts";

let place: Place;
beforeEach(() => {
  place = new Place();
  place.write({ "docs/a.md": "a" }).commit();
});
afterEach(() => {
  vi.unstubAllEnvs();
  place.close();
});

/** Takes the place of ssh: notes how it was called, and runs what would run on the host. */
const sshStub = (root: string) => `#!/bin/sh
printf '%s\\n' "$@" >> '${root}/ssh-arguments'
for last; do :; done
exec sh -c "$last"
`;

describe("a remote over ssh", () => {
  beforeEach(() => {
    place.write({ "bin/ssh": sshStub(place.root) });
    chmodSync(path.join(place.root, "bin/ssh"), 0o755);
    vi.stubEnv("PATH", `${place.root}/bin:${process.env.PATH}`);
  });
  const calls = () => readFileSync(path.join(place.root, "ssh-arguments"), "utf8");

  it.each([
    ["git@git.example.com:", "git@git.example.com"],
    ["ssh://git@git.example.com:2222", "git@git.example.com"],
  ])("by %s… is read in batch mode, without a prompt", async (start, host) => {
    const repository = `${start}${place.root}/docs`;
    expect(await place.ids({ repository })).toEqual(["a.md"]);
    const said = calls();
    expect(said).toContain("BatchMode=yes");
    expect(said).toContain(`${host}\n`);
    if (start.includes("2222")) expect(said).toContain("2222\n");
    const results = await check(place.options({ repository }), place.again());
    expect(results.every(({ result }) => result === "ok")).toBe(true);
  });

  it("by an address that would be an option of ssh is refused", async () => {
    const repository = "ssh://-oProxyCommand=touch${IFS}x/docs";
    await expect(place.ids({ repository })).rejects.toThrow();
    expect(() => calls()).toThrow();
  });

  it("takes no token", () => {
    expect(() => place.options({ repository: "git@git.example.com:docs.git", token: "t-1" })).toThrow(
      "ssh agent",
    );
  });
});

describe.skipIf(!GitServer.possible)("a remote over http", () => {
  const token = "s3cr3t/tok+en==";
  let server: GitServer;
  beforeEach(async () => {
    server = await GitServer.startPlain(place.root);
    server.password = token;
  });
  afterEach(() => server.close());
  const options = () => ({ repository: `${server.url}/docs/.git`, token });
  const listed = async (addresses: "public" | "private", resolved?: string) => {
    const resolve = async () => [{ address: resolved ?? "127.0.0.1", family: 4 }];
    const http = createHttp({ addresses, resolve });
    return place.list(options(), { http }).finally(() => http.close());
  };

  it("is read in one's own network, where the source may ask it", async () => {
    expect(await listed("private")).toMatchObject([{ externalId: "a.md" }]);
    expect(server.users).toContain("x-access-token");
  });

  it.each([
    ["is not allowed to ask one's own network", "public", undefined, "allow_private_addresses: true"],
    ["would ask the internet", "private", "93.184.216.34", "use https"],
    ["would ask the internet, by default", "public", "93.184.216.34", "use https"],
    ["would ask a cloud's metadata", "private", "169.254.169.254", "allow_private_addresses"],
  ] as const)("is not asked where the source %s", async (_, addresses, resolved, hint) => {
    const error: unknown = await listed(addresses, resolved).catch((failure: unknown) => failure);
    expect(toFailure(error).hint).toContain(hint);
    expect(server.users).toEqual([]);
  });
});

describe("a file in Git LFS", () => {
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${"a1".repeat(32)}\nsize 12345\n`;
  it.each(["path", "repository"])(
    "of which only the pointer is there fails by name, from a %s",
    async (kind) => {
      place.write({ "docs/big.md": pointer, "docs/manual.pdf": pointer, "docs/_part.md": pointer });
      place.write({ "docs/with.md": "[!INCLUDE [x](_part.md)]" }).commit();
      const where = {
        ...(kind === "path" ? {} : { repository: `file://${place.root}/docs` }),
        include: ["**/*"],
      };
      for (const [id, named] of [
        ["big.md", "big.md"],
        ["manual.pdf", "manual.pdf"],
        ["with.md", "_part.md"],
      ] as const)
        await expect(place.load(id, where)).rejects.toThrow(`${named} is stored in Git LFS`);
      expect(Buffer.from((await place.load("a.md", where)).body).toString()).toBe("a");
    },
  );
});
