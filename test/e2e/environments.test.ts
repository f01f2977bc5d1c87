import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Emulator, startEmulator } from "../../src/emulator/index.ts";
import { runHere } from "./cli-here.ts";
import { type Company, startCompany } from "./company.ts";

const inDocs = ({ state }: Emulator) =>
  state
    .pages()
    .map(({ externalId }) => externalId)
    .sort();

describe("one file for staging and production", () => {
  let company: Company;
  let staging: Emulator;
  beforeEach(async () => {
    company = await startCompany({ inProcess: true });
    staging = await startEmulator({ token: "staging-token" });
    company.configure(
      (text) =>
        `${text}environments:\n  staging:\n    intercom: {token: staging-token, base_url: "${staging.url}"}\n    state: .fin-ingest/staging\n  careless:\n    intercom: {token: other-token, base_url: "${staging.url}"}\n  production: {}\n`,
    );
  });
  afterEach(async () => {
    await company.close();
    await staging.close();
  });

  it("each is sent to its own workspace, from its own ledger", async () => {
    const first = await company.run("nightly", "--env", "staging");
    expect(first.code, first.stderr).toBe(0);
    expect([inDocs(staging).length > 0, inDocs(company.emulator)]).toEqual([true, []]);
    expect((await company.run("nightly")).code).toBe(0);
    expect(inDocs(company.emulator)).toEqual(inDocs(staging));
    company.emulator.log.clear();
    staging.log.clear();
    expect((await company.run("nightly", "--env", "staging")).code).toBe(0);
    expect([...staging.log.writes(), ...company.emulator.log.all()]).toEqual([]);
  });

  it("an environment without a state of its own is refused before it asks anything", async () => {
    await company.run("nightly");
    for (const verb of [["nightly"], ["plan"], ["backfill"], ["status"], ["retire", "docs"]]) {
      const { code, stderr } = await company.run(...verb, "--env", "careless");
      expect(stderr, verb[0]).toContain("belongs to runs without --env, and this run is for careless");
      expect(code).toBe(2);
    }
    expect(staging.log.all()).toEqual([]);
  });

  it("a ledger that was used without --env goes over to an environment with the same token, and stays there", async () => {
    await company.run("nightly");
    company.emulator.log.clear();
    expect((await company.run("nightly", "--env", "production")).code).toBe(0);
    expect(company.emulator.log.writes()).toEqual([]);
    const { code, stderr } = await company.run("nightly");
    expect(stderr).toContain("belongs to the environment production, and this run is without --env");
    expect(stderr).toContain("--env production");
    expect(code).toBe(2);
  });

  it("a name that is not there is a mistake", async () => {
    const { code, stderr } = await company.run("plan", "--env", "stagin");
    expect(stderr).toContain('did you mean "staging"?');
    expect(code).toBe(2);
  });
});

describe("a pull request with a configuration that extends another", () => {
  let dir: string;
  let outside: string;
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=T", "-c", "user.email=t@example.com", ...args], {
      cwd: dir,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
    writeFileSync(path.join(dir, file), text);
  };
  const commit = () => {
    git("add", "-A");
    git("commit", "-q", "-m", "change");
  };
  const ci = async (...args: string[]) => {
    const ran = await runHere(
      ["ci", "-c", "fin/config.yaml", "--base", "main", "--format", "json", ...args],
      {
        cwd: dir,
        env: {},
      },
    );
    return { ...ran, said: `${ran.stdout}${ran.stderr}` };
  };
  const source = (audience: string) =>
    `sources:\n  docs:\n    connector: docs-repo\n    url: https://docs.example.com\n    path: ../docs\n    visible_to: ${audience}\n    page_url: "https://docs.example.com/{slug}"\n`;

  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), "fin-ingest-layers-"));
    outside = mkdtempSync(path.join(tmpdir(), "fin-ingest-outside-"));
    writeFileSync(path.join(outside, "base.yaml"), `token: "of-somebody-else"\n${source("teammates")}`);
    git("init", "-q", "-b", "main");
    write("base.yaml", source("customers"));
    write(
      "fin/config.yaml",
      "extends: ../base.yaml\nenvironments: {staging: {sources: {docs: {visible_to: teammates}}}}\n",
    );
    write("docs/install.md", "# Install\n\nHow to install it, step by step, on every machine.\n");
    commit();
    git("checkout", "-q", "-b", "feature");
  });
  afterEach(() => {
    for (const folder of [dir, outside]) rmSync(folder, { recursive: true, force: true });
  });

  it("each commit's own base counts", async () => {
    write("base.yaml", source("teammates"));
    commit();
    const { stdout } = await ci();
    expect(stdout).toContain('"after": "teammates"');
    expect(stdout).toContain('"before": "customers"');
  });

  it("the environment that is asked for counts, in both commits", async () => {
    write("docs/export.md", "# Export\n\nHow to export it, step by step, on every machine.\n");
    commit();
    expect((await ci("--env", "staging")).stdout).toContain('"after": "teammates"');
    expect((await ci()).stdout).toContain('"after": "customers"');
    const { code, said } = await ci("--env", "none");
    expect(said).toContain("no such environment");
    expect(code).toBe(2);
  });

  it.each([
    ["a path that leaves the repository", () => `../${path.join("..", path.basename(outside), "base.yaml")}`],
    ["an absolute path", () => path.join(outside, "base.yaml")],
  ])("%s is not followed", async (_, named) => {
    write("fin/config.yaml", `extends: ${named()}\n${source("customers")}`);
    commit();
    const { said, code } = await ci();
    expect(said).toContain("outside of the repository, and nothing there is read here");
    expect(said).not.toContain("of-somebody-else");
    expect(code).toBe(2);
  });

  it("nor a link that does, whether it is the base or the configuration itself", async () => {
    symlinkSync(path.join(outside, "base.yaml"), path.join(dir, "fin/linked.yaml"));
    write("fin/config.yaml", `extends: linked.yaml\n${source("customers")}`);
    commit();
    expect((await ci()).said).toContain("there is no such file in this commit");
    rmSync(path.join(dir, "fin/config.yaml"));
    symlinkSync(path.join(outside, "base.yaml"), path.join(dir, "fin/config.yaml"));
    commit();
    const { said, code } = await ci();
    expect(said).not.toContain("of-somebody-else");
    expect(said).toContain("is not a file");
    expect(code).toBe(2);
  });
});
