import { execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { type Emulator, startEmulator } from "../../src/emulator/index.ts";
import { type ApiStandIn, startApi } from "./api-stand-in.ts";
import { publishedPrograms, useResidentPrograms } from "./programs.ts";
import { docsRepository, page, type Repository, temporary } from "./repository.ts";

const root = path.resolve(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");
const zeros = "0".repeat(40);
const bin = useResidentPrograms();

let repository: Repository;
let api: ApiStandIn;
let token: string;
let head: string;

beforeEach(async () => {
  token = randomUUID();
  api = await startApi(token);
  repository = docsRepository();
  repository.git("checkout", "-q", "-b", "feature");
  repository.write("docs/new.md", page("refund"));
  repository.remove("docs/login.md");
  head = repository.commit();
});

type Env = Record<string, string>;

/** Runs lines of a recipe as its host does: one shell, which ends at the first that fails. */
async function shell(lines: readonly string[], dir: string, env: Env, programs = bin()) {
  const child = spawn("bash", ["-eo", "pipefail", "-c", lines.join("\n")], {
    cwd: dir,
    env: {
      PATH: `${programs}:${process.env.PATH}`,
      HOME: tmpdir(),
      NODE_OPTIONS: `--import=${path.join(root, "test/setup/offline.mjs")}`,
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      log += text;
    });
  const [code] = await once(child, "close");
  return { code, log };
}

async function intercom(): Promise<{ emulator: Emulator; env: Env; library: () => Record<string, boolean> }> {
  const emulator = await startEmulator();
  onTestFinished(() => emulator.close());
  return {
    emulator,
    env: { INTERCOM_ACCESS_TOKEN: emulator.token, INTERCOM_BASE_URL: emulator.url },
    library: () =>
      Object.fromEntries([...emulator.state.pages()].map(({ externalId, agent }) => [externalId, agent])),
  };
}

describe("GitLab's component", () => {
  const [spec, jobs] = parseAllDocuments(read("templates/fin-ingest.yml")).map((document) => document.toJS());
  const inputs: Record<string, { default?: string }> = spec.spec.inputs;
  const filled = (value: string, given: Env) =>
    value.replaceAll(/\$\[\[ inputs\.([\w-]+) \]\]/g, (_, name: string) => {
      if (!(name in inputs)) throw new Error(`no input ${name}`);
      return given[name] ?? inputs[name]?.default ?? "";
    });
  const variables = (given: Env = {}) =>
    Object.fromEntries(
      Object.entries(jobs[".fin-ingest"].variables as Env).map(([name, value]) => [
        name,
        filled(value, given),
      ]),
    );
  const job = (name: "fin-plan" | "fin-send", dir: string, env: Env, given?: Env) =>
    shell(jobs[name].script, dir, {
      GITLAB_CI: "true",
      CI_API_V4_URL: api.url,
      CI_PROJECT_ID: "42",
      FIN_CI_TOKEN: token,
      ...variables(given),
      ...env,
    });
  const request = (more: Env = {}): Env => ({
    CI_PIPELINE_SOURCE: "merge_request_event",
    CI_MERGE_REQUEST_IID: "5",
    CI_MERGE_REQUEST_PROJECT_ID: "42",
    CI_MERGE_REQUEST_DIFF_BASE_SHA: repository.git("merge-base", "main", "feature"),
    CI_COMMIT_SHA: head,
    ...more,
  });

  it("writes one note on a merge request, and over it at the next push", async () => {
    api.notes.push({
      id: 1,
      review: 5,
      author: "person",
      body: "[//]: # (fin-ingest 9194f98adfd0f41e)\n\nmine",
    });
    const { code, log } = await job("fin-plan", repository.clone("feature"), request());
    expect(code, log).toBe(0);
    repository.write("docs/new.md", page("refund twice"));
    head = repository.commit();
    const dir = repository.clone("feature");
    await job("fin-plan", dir, request());
    expect(api.writes()).toEqual([
      "POST /projects/42/merge_requests/5/notes 201",
      expect.stringMatching(/^PUT \/projects\/42\/merge_requests\/5\/notes\/10\d 200$/),
    ]);
    expect(api.notes[0]?.body).toMatch(/mine$/);
    expect(api.notes[1]?.body).toContain(head);
    expect(api.notes[1]?.body).toContain("refund twice");
    for (const file of ["plan.json", "comment.md", "outputs.env"])
      expect(existsSync(path.join(dir, ".fin-ingest-ci", file)), file).toBe(true);
    expect(readFileSync(path.join(dir, ".fin-ingest-ci/outputs.env"), "utf8")).toContain("FIN_LEARN=1\n");
    expect(execFileSync("git", ["status", "--porcelain"], { cwd: dir, encoding: "utf8" })).toBe("");
  });

  it("from a fork has no token and no note; on a merge train it only gates", async () => {
    const dir = repository.clone("feature");
    const fork = await job("fin-plan", dir, request({ FIN_CI_TOKEN: "" }));
    expect(fork.code).toBe(0);
    expect(fork.log).toMatch(/What Fin learns.*No comment: this job has no token/s);
    const train = await job("fin-plan", dir, request({ CI_MERGE_REQUEST_EVENT_TYPE: "merge_train" }), {
      "fail-on": "forget",
    });
    expect(train.code).toBe(3);
    expect(api.writes()).toEqual([]);
  });

  it("sends what a push changed; a first push says what to run; the nightly run keeps its ledger", async () => {
    const { env, library, emulator } = await intercom();
    repository.git("checkout", "-q", "main");
    const dir = repository.clone("main");
    const night = await job("fin-send", dir, { CI_PIPELINE_SOURCE: "schedule", ...env });
    expect(night.code, night.log).toBe(0);
    const packed = await shell(jobs["fin-send"].after_script, dir, { GITLAB_CI: "true", ...variables() });
    expect(packed.code, packed.log).toBe(0);
    repository.git("merge", "-q", "feature");
    const next = repository.clone("main");
    // The host's cache: the folder that the component names.
    const [kept] = jobs["fin-send"].cache.paths;
    mkdirSync(path.join(next, kept), { recursive: true });
    execFileSync("cp", ["-r", `${path.join(dir, kept)}/.`, path.join(next, kept)]);
    const first = await job("fin-send", next, {
      CI_PIPELINE_SOURCE: "push",
      CI_COMMIT_BEFORE_SHA: zeros,
      ...env,
    });
    expect(first.code).toBe(2);
    expect(first.log).not.toMatch(/No ledger/);
    const push = {
      CI_PIPELINE_SOURCE: "push",
      CI_COMMIT_BEFORE_SHA: repository.git("rev-parse", "HEAD~1"),
      ...env,
    };
    expect((await shell(["fin-ingest-ci"], next, { GITLAB_CI: "true", ...push })).code).toBe(0);
    expect(library()).toMatchObject({ "login.md": false, "new.md": true, "install.md": true });
    expect(emulator.state.sources()).toHaveLength(1);
  });
});

describe("Bitbucket's pipeline", () => {
  const { pipelines } = parse(read("deploy/bitbucket/bitbucket-pipelines.yml"));
  const base: Env = { BITBUCKET_BUILD_NUMBER: "1", BITBUCKET_REPO_FULL_NAME: "acme/docs" };

  it("writes one comment on a pull request, within its limits, and over it the next time", async () => {
    const { script } = pipelines["pull-requests"]["**"][0].step;
    for (let n = 1; n <= 12; n++)
      repository.write(
        `docs/long-${n}.md`,
        page(`walk ${n}`).concat("A line of text that is long.\n\n".repeat(90)),
      );
    head = repository.commit();
    const env = (more: Env = {}) => ({
      ...base,
      BITBUCKET_API_URL: api.url,
      BITBUCKET_PR_ID: "9",
      BITBUCKET_PR_DESTINATION_BRANCH: "main",
      BITBUCKET_COMMIT: head,
      FIN_CI_TOKEN: token,
      ...more,
    });
    const others = Array.from({ length: 120 }, (_, id) => ({
      id,
      review: 9,
      author: "person" as const,
      body: "hm",
    }));
    api.notes.push(...others);
    const first = await shell(script, repository.clone("feature"), env());
    expect(first.code, first.log).toBe(0);
    const own = api.notes.at(-1);
    expect(own?.body.length).toBeLessThan(32_768);
    expect(own?.body).not.toMatch(/<details>/);
    expect(own?.body).toContain("walk 12");
    const second = await shell(
      script,
      repository.clone("feature"),
      env({ BITBUCKET_COMMIT: "b".repeat(40) }),
    );
    expect(second.code).toBe(0);
    expect(api.notes).toHaveLength(121);
    expect(api.notes.at(-1)?.body).toContain("b".repeat(40));
    expect(api.log.every(({ token: used }) => used === `Bearer ${token}`)).toBe(true);
  });

  it("sends what a merge brought", async () => {
    const { env, library } = await intercom();
    const { script } = pipelines.branches.main[0].step;
    repository.git("checkout", "-q", "main");
    repository.git("merge", "-q", "--no-ff", "-m", "merge", "feature");
    const { code, log } = await shell(
      script,
      repository.clone("main"),
      { ...base, ...env },
      publishedPrograms(),
    );
    expect(code, log).toBe(0);
    expect(library()).toMatchObject({ "new.md": true });
  });
});

describe("the recipe for a shell", () => {
  const script = path.join(root, "deploy/shell/fin-docs.sh");
  const recipe = (words: string, dir: string, env: Env = {}) => shell([`"${script}" ${words}`], dir, env);

  it("plans without a token", async () => {
    const { code, log } = await recipe("plan", repository.clone("feature"));
    expect(code, log).toBe(0);
    expect(log).toMatch(/Fin will learn \*\*1 page\*\*, forget \*\*1 page\*\*/);
  });

  it("sends all of it first, then what changed since, and all of it after a force push", async () => {
    const { env, library, emulator } = await intercom();
    const state = path.join(temporary(), "state");
    repository.git("checkout", "-q", "main");
    repository.write(
      "config.yaml",
      `${readFileSync(path.join(repository.dir, "config.yaml"), "utf8")}state: \${FIN_STATE:-.fin-ingest}\n`,
    );
    repository.commit("state on the machine");
    repository.git("rebase", "-q", "main", "feature");
    const send = async () => {
      const before = emulator.log.last;
      const { code, log } = await recipe("send", repository.clone("main"), {
        ...env,
        FIN_STATE: state,
      });
      expect(code, log).toBe(0);
      return {
        log,
        writes: emulator.log.since(before).filter(({ method, externalId }) => method !== "GET" && externalId),
      };
    };
    repository.git("checkout", "-q", "main");
    await send();
    expect(Object.keys(library())).toHaveLength(6);
    repository.git("merge", "-q", "feature");
    const second = await send();
    expect(second.writes.map(({ externalId }) => externalId).sort()).toEqual(["login.md", "new.md"]);
    expect(second.log).toContain("fin-ingest ci");
    repository.git("reset", "-q", "--hard", "HEAD~1");
    repository.write("docs/export.md", page("export again"));
    repository.commit("another history");
    expect((await send()).log).toContain("fin-ingest nightly");
  });

  it("without a word says how to use it", async () => {
    const { code, log } = await recipe("", repository.clone("main"));
    expect(code).toBe(2);
    expect(log).toMatch(/fin-docs.sh plan \[BASE\]/);
  });
});
