import { randomUUID } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { startEmulator } from "../../src/emulator/index.ts";
import { action, runAction, type WorkflowResult, type WorkflowRun } from "./action-runner.ts";
import { type ApiStandIn, startApi } from "./api-stand-in.ts";
import { publishedPrograms, useResidentPrograms } from "./programs.ts";
import { docsRepository, page, type Repository, temporary } from "./repository.ts";

const zeros = "0".repeat(40);
const bin = useResidentPrograms();
let repository: Repository;
let api: ApiStandIn;
let token: string;
let run: (workflow: Omit<WorkflowRun, "apiUrl" | "token">) => Promise<WorkflowResult>;

beforeEach(async () => {
  repository = docsRepository();
  token = randomUUID();
  api = await startApi(token);
  run = (workflow) => runAction({ apiUrl: api.url, token, bin: bin(), ...workflow });
});

/** A branch with one page more, one changed and one gone, and its pull request as the host merges it. */
function pullRequest(base = "main") {
  repository.git("checkout", "-q", "-B", "feature", base);
  repository.write("docs/new.md", page("refund @maintainers <b>now</b>"));
  repository.write("docs/export.md", page("export everything"));
  repository.remove("docs/login.md");
  const head = repository.commit("on the branch");
  const main = repository.shell(
    "git checkout -q -B merged main; git merge -q --no-ff -m merge feature; git rev-parse main",
  );
  return {
    head,
    payload: {
      number: 5,
      repository: { private: true },
      pull_request: {
        number: 5,
        base: { ref: "main", sha: main },
        head: { sha: head },
      },
    },
  };
}

describe("a pull request", () => {
  it("gets one comment, a summary, annotations and outputs; no token of Intercom is needed", async () => {
    const { payload, head } = pullRequest();
    const dir = repository.clone("merged");
    const result = await run({ event: ["pull_request", payload], dir, bin: undefined });
    expect(result.passed, result.log).toBe(true);
    expect(api.writes()).toEqual(["POST /repos/acme/docs/issues/5/comments 201"]);
    const [comment] = api.notes;
    expect(comment?.body).toMatch(/^\[\/\/\]: # \(fin-ingest [0-9a-f]{16}\)\n\n## What Fin learns/);
    expect(comment?.body).toContain(head);
    expect(comment?.body).toMatch(/learn \*\*1 page\*\*, change \*\*1 page\*\*, forget \*\*1 page\*\*/);
    expect(comment?.body).toMatch(/^\+How to export everything/m);
    expect(comment?.body).not.toMatch(/@maintainers(?! \*\*now)|<b>/);
    expect(result.summary).toContain("What Fin learns from this change");
    expect(result.log).toMatch(/^::notice file=docs\/new.md,line=1::Customers will be answered from/m);
    expect(result.outputs).toMatchObject({ learn: "1", change: "1", forget: "1", widen: "1", held: "0" });
  });

  it("has its comment written over by the next push, also a forced one, and by no other workspace", async () => {
    const first = pullRequest();
    await run({ event: ["pull_request", first.payload], dir: repository.clone("merged") });
    repository.git("checkout", "-q", "main");
    repository.write("docs/other.md", page("other"));
    repository.commit("on main since");
    const second = pullRequest();
    expect(second.head).not.toBe(first.head);
    await run({ event: ["pull_request", second.payload], dir: repository.clone("merged") });
    await run({ event: ["pull_request", second.payload], dir: repository.clone("merged") });
    expect(api.writes()).toEqual([
      "POST /repos/acme/docs/issues/5/comments 201",
      "PATCH /repos/acme/docs/issues/comments/100 200",
    ]);
    expect(api.notes[0]?.body).toContain(second.head);
    expect(api.notes[0]?.body).not.toContain("other");
    repository.git("checkout", "-q", "feature");
    repository.git("mv", "config.yaml", "second.yaml");
    const inputs = { config: "second.yaml", comment: "always" };
    const third = repository.commit("second workspace");
    const payload = { ...second.payload.pull_request, head: { sha: third } };
    await run({
      event: ["pull_request", { pull_request: payload }],
      dir: repository.clone("feature"),
      inputs,
    });
    expect(api.notes).toHaveLength(2);
  });

  it("leaves a comment alone that a person made with the marker, and finds its own on a later page", async () => {
    const { payload } = pullRequest();
    await run({ event: ["pull_request", payload], dir: repository.clone("merged") });
    const [own] = api.notes.splice(0);
    if (!own) throw new Error("no comment");
    const persons = Array.from({ length: 130 }, (_, n) => ({
      id: 1_000 + n,
      review: 5,
      author: "person" as const,
      body: n % 2 ? own.body : "me too",
    }));
    api.notes.push(...persons, { ...own, body: own.body.replace(/## What.*/s, "old") });
    await run({ event: ["pull_request", payload], dir: repository.clone("merged") });
    expect(api.notes).toHaveLength(131);
    expect(api.notes.at(-1)?.body).toBe(own.body);
    expect(api.writes().at(-1)).toBe("PATCH /repos/acme/docs/issues/comments/100 200");
  });

  it("is compared from where it left, also where the branch itself is checked out", async () => {
    const { payload } = pullRequest();
    repository.git("checkout", "-q", "main");
    repository.write("docs/other.md", page("other"));
    repository.commit("on main since");
    const { outputs } = await run({ event: ["pull_request", payload], dir: repository.clone("feature") });
    expect(outputs).toMatchObject({ learn: "1", change: "1", forget: "1" });
  });

  it("that changes no document makes no comment, unless one is to be corrected or asked for", async () => {
    const { payload } = pullRequest();
    repository.git("checkout", "-q", "-B", "feature", "main");
    repository.write("src/x.js", "1");
    const head = repository.commit("code");
    const event = [
      "pull_request",
      { pull_request: { ...payload.pull_request, head: { sha: head } } },
    ] as const;
    await run({ event, dir: repository.clone("feature") });
    expect(api.writes()).toEqual([]);
    await run({ event, dir: repository.clone("feature"), inputs: { comment: "always" } });
    expect(api.notes[0]?.body).toContain("Fin's answers stay as they are");
  });

  it("is gated: the job fails after the comment is written", async () => {
    const { payload } = pullRequest();
    const inputs = { "fail-on": "forget" };
    const result = await run({ event: ["pull_request", payload], dir: repository.clone("merged"), inputs });
    expect(result.passed).toBe(false);
    expect(api.notes).toHaveLength(1);
  });

  it("from a fork, whose token cannot write, still has its summary", async () => {
    const { payload } = pullRequest();
    const event = ["pull_request", payload] as const;
    const result = await run({
      event,
      dir: repository.clone("merged"),
      inputs: { "github-token": "read-only" },
    });
    expect(result.passed).toBe(true);
    expect(api.notes).toEqual([]);
    expect(result.log).toMatch(/::warning::No comment: GET .*: status 401/);
    expect(result.summary).toContain("What Fin learns");
  });

  it("in a shallow clone fails with how deep to fetch, and no comment", async () => {
    const { payload } = pullRequest();
    const dir = repository.clone("feature", "--depth=1");
    const result = await run({ event: ["pull_request", payload], dir });
    expect(result.passed).toBe(false);
    expect(result.log).toMatch(/fetch-depth: 0/);
    expect(api.writes()).toEqual([]);
  });

  it("in a clone of the host's merge and its parents needs no more", async () => {
    const { payload } = pullRequest();
    const dir = repository.clone("merged", "--depth=2");
    const { passed, outputs, log } = await run({ event: ["pull_request", payload], dir });
    expect(passed, log).toBe(true);
    expect(outputs).toMatchObject({ learn: "1", change: "1", forget: "1" });
  });

  it("gives its plan none of the job's variables, and its titles no command", async () => {
    repository.git("checkout", "-q", "-B", "feature", "main");
    repository.write(
      "docs/a.md",
      "# ::set-output name=x::y\n\n::error::gotcha\n\n${INTERCOM_ACCESS_TOKEN}\n",
    );
    repository.write(
      "config.yaml",
      `intercom: {token: "\${cmd:touch stolen}"}\nsources:\n  docs:\n    connector: docs-repo\n    url: https://docs.example.com\n    path: ./docs\n    visible_to: customers\n    page_url: "https://docs.example.com/\${INTERCOM_ACCESS_TOKEN}/{slug}"\n`,
    );
    const head = repository.commit("hostile");
    const payload = { pull_request: { number: 5, base: { ref: "main", sha: "main" }, head: { sha: head } } };
    const secret = randomUUID();
    const { preload, started } = recorder();
    const { log, summary } = await run({
      event: ["pull_request", payload],
      dir: repository.clone("feature"),
      // What its program sees is what a process of its own gets.
      bin: publishedPrograms(),
      env: { INTERCOM_ACCESS_TOKEN: secret, FIN_INGEST_STATE_KEY: secret, NODE_OPTIONS: preload },
    });
    const [planned] = started().filter(({ file }) => file.endsWith("main.js"));
    expect(planned?.env).toHaveProperty("PATH");
    expect(JSON.stringify(planned?.env)).not.toContain(secret);
    expect(log).not.toMatch(/^::(set-output|error::gotcha)/m);
    for (const text of [log, summary, ...api.notes.map(({ body }) => body)])
      expect(text).not.toContain(secret);
  });
});

/** What makes each process of Node note its program and its environment, and what they noted. */
function recorder() {
  const folder = temporary();
  const [module, noted] = [path.join(folder, "note.mjs"), path.join(folder, "noted")];
  writeFileSync(
    module,
    `import { appendFileSync } from "node:fs";
const { argv: [, file], env } = process;
appendFileSync(${JSON.stringify(noted)}, JSON.stringify({ file, env }) + "\\n");`,
  );
  return {
    preload: `--import=${module}`,
    started: (): { file: string; env: Record<string, string> }[] =>
      readFileSync(noted, "utf8")
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
  };
}

describe("other events", () => {
  it("a merge queue is gated on the group's commits, without a comment", async () => {
    const { head } = pullRequest();
    const merge_group = {
      base_sha: repository.git("rev-parse", "main"),
      head_sha: repository.git("rev-parse", "merged"),
    };
    const event = ["merge_group", { merge_group }] as const;
    const dir = repository.clone("merged");
    const result = await run({ event, dir, inputs: { "fail-on": "widen" } });
    expect(result.passed).toBe(false);
    expect(result.outputs).toMatchObject({ learn: "1", widen: "1" });
    expect(result.summary).toContain(merge_group.head_sha);
    expect(api.log).toEqual([]);
    expect(head).not.toBe(merge_group.head_sha);
  });

  it.each(["pull_request_target", "issue_comment"])("%s is refused", async (name) => {
    const { payload } = pullRequest();
    const result = await run({ event: [name, payload], dir: repository.clone("merged") });
    expect(result.passed).toBe(false);
    expect(result.log).toMatch(/::error::/);
    expect(api.log).toEqual([]);
  });

  it("a push sends what it changed; the first one, a force push, a tag and a deletion send nothing", async () => {
    const emulator = await startEmulator();
    const env = { INTERCOM_ACCESS_TOKEN: emulator.token, INTERCOM_BASE_URL: emulator.url };
    try {
      const before = repository.git("rev-parse", "main");
      repository.write("docs/new.md", page("refund"));
      repository.remove("docs/login.md");
      const after = repository.commit();
      const push = (more: object) =>
        run({
          event: ["push", { ref: "refs/heads/main", after, before, repository: { private: true }, ...more }],
          dir: repository.clone("main"),
          env,
        });
      const first = await push({ before: zeros });
      expect(first.passed).toBe(false);
      expect(first.log).toMatch(/all zeros: this push made the branch.*nightly/s);
      const forced = await push({ before: "1234567890".repeat(4) });
      expect(forced.passed).toBe(false);
      expect(forced.log).toMatch(/force push/);
      expect((await push({ deleted: true, after: zeros })).passed).toBe(true);
      expect((await push({ ref: "refs/tags/v1" })).passed).toBe(true);
      expect(emulator.log.all().filter(({ method }) => method !== "GET")).toEqual([]);
      const normal = await push({});
      expect(normal.passed, normal.log).toBe(true);
      expect(normal.outputs).toMatchObject({ learn: "1", widen: "1" });
      expect([...emulator.state.pages()].map(({ externalId }) => externalId)).toContain("new.md");
      expect(api.log).toEqual([]);
    } finally {
      await emulator.close();
    }
  });

  it("inputs that are not understood are refused before anything is sent", async () => {
    const { payload } = pullRequest();
    for (const inputs of [{ mode: "deploy" }, { comment: "yes" }, { "keep-state": "maybe" }]) {
      const result = await run({ event: ["pull_request", payload], dir: repository.clone("merged"), inputs });
      expect(result.passed).toBe(false);
      expect(result.log).toMatch(/must be one of/);
    }
    expect(Object.keys(action.outputs)).toEqual(
      expect.arrayContaining(["learn", "change", "forget", "widen", "held"]),
    );
  });
});
