import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { runHere } from "./cli-here.ts";
import { type Company, startCompany } from "./company.ts";

// Each start of git costs a job milliseconds, on Windows tens: what a run starts is named here, one by one.

const place = "rev-parse --is-inside-work-tree --show-toplevel --show-prefix";
const listing = "ls-files -s -t -m -o --exclude-standard -z";
const changes = "--literal-pathspecs diff-tree -r -z --raw --no-renames ID ID -- docs";
const fetched =
  "fetch --quiet --no-tags --no-recurse-submodules --no-auto-maintenance --depth=1 --force -- ADDRESS +HEAD:refs/fin-ingest/fetched";
const resolved = "rev-parse --verify --quiet --end-of-options refs/fin-ingest/fetched^{commit}";
const objects = "cat-file --batch";

let company: Company;
beforeAll(async () => {
  company = await startCompany({ documents: 3 });
  // Its configuration and its documents are in one repository.
  rmSync(path.join(company.dir, "docs/.git"), { recursive: true });
  inCompany("git init -q -b main --template=");
  company.write(".gitignore", ".fin-ingest\nbin\nstarted\n");
  company.write(
    "bin/git",
    `#!/bin/sh\nprintf '%s\\n' "$*" >> '${log()}'\nPATH='${process.env.PATH}' exec git "$@"\n`,
  );
  chmodSync(path.join(company.dir, "bin/git"), 0o755);
  commit();
});
afterAll(() => company.close());
beforeEach(() => rmSync(log(), { force: true }));

const log = () => path.join(company.dir, "started");
function inCompany(script: string): void {
  const identity = { GIT_AUTHOR_NAME: "T", GIT_AUTHOR_EMAIL: "t@example.com" };
  const committer = { GIT_COMMITTER_NAME: "T", GIT_COMMITTER_EMAIL: "t@example.com" };
  const env = { ...process.env, ...identity, ...committer };
  execFileSync("sh", ["-ec", script], { cwd: company.dir, env, stdio: ["ignore", "ignore", "inherit"] });
}
const commit = () => inCompany("git add -A; git commit -q --allow-empty -m change");

/** What the program started, in its order; a reader that waited too long for its next question starts again. */
async function started(...args: string[]): Promise<string[]> {
  const { code, stderr } = await runHere(args, {
    cwd: company.dir,
    env: {
      PATH: `${path.join(company.dir, "bin")}:${process.env.PATH}`,
      INTERCOM_ACCESS_TOKEN: company.emulator.token,
      INTERCOM_BASE_URL: company.emulator.url,
    },
  });
  expect(code, stderr).toBe(0);
  const lines = existsSync(log()) ? readFileSync(log(), "utf8").trimEnd().split("\n") : [];
  const commands = lines.map((line) =>
    line
      .replace(/^(?:--no-pager |--no-optional-locks |-c \S+ )*/, "")
      .replaceAll(/\b[0-9a-f]{40}\b/g, "ID")
      .replace(/file:\S+/, "ADDRESS"),
  );
  return commands.filter((command, at) => command !== objects || commands.indexOf(command) === at);
}

describe.skipIf(process.platform === "win32")("git is started", () => {
  it("twice by a night on a folder, and once more where a file was edited", async () => {
    const first = await started("nightly");
    expect(first).toEqual([place, listing]);
    rmSync(log());
    expect(await started("nightly")).toEqual([place, listing]);
    rmSync(log());
    company.write("docs/guide-1.md", "# Guide 1\n\nHow to do thing 1 in another way.\n");
    expect(await started("nightly")).toEqual([place, listing, "hash-object --stdin-paths"]);
  });

  it("six times by a pull request, and five by a push that is sent", async () => {
    commit();
    company.write("docs/guide-2.md", "# Guide 2\n\nHow to do thing 2 in another way.\n");
    commit();
    rmSync(log(), { force: true });
    // Rules are checked by the whole of the later commit.
    const whole = "ls-tree -r -z --full-tree ID:docs";
    const ranges = "rev-parse HEAD~1^{commit}...HEAD^{commit}";
    expect(await started("ci", "--base", "HEAD~1")).toEqual([place, ranges, objects, place, whole, changes]);
    rmSync(log());
    const pushed = await started("ci", "--base", "HEAD~1", "--apply");
    expect(pushed).toEqual([place, "rev-parse HEAD~1^{commit} HEAD^{commit}", whole, objects, changes]);
  });

  it("four times by a night on a repository that did not change", async () => {
    commit();
    company.configure((text) =>
      text.replace("path: ./docs", `repository: file://${company.dir}/.git\n    root: docs`),
    );
    const tidied = "gc --auto --quiet";
    const whole = "ls-tree -r -z --full-tree ID:docs";
    const first = await started("nightly", "--source", "docs");
    expect(first).toEqual(["init --quiet --bare --template=", fetched, resolved, tidied, objects, whole]);
    rmSync(log());
    expect(await started("nightly", "--source", "docs")).toEqual([fetched, resolved, objects, whole]);
  });
});
