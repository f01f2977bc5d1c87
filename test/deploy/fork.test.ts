import { randomUUID } from "node:crypto";
import { readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeEach, expect, it } from "vitest";
import { readCarriedPlan } from "../../deploy/ci/plan-file.ts";
import { runAction } from "./action-runner.ts";
import { type ApiStandIn, startApi } from "./api-stand-in.ts";
import { useResidentPrograms } from "./programs.ts";
import { docsRepository, page, temporary } from "./repository.ts";

const bin = useResidentPrograms();

let api: ApiStandIn;
let token: string;
let head: string;
let folder: string;
const planFile = () => path.join(folder, "plan.json");

/** Made once: every test has a copy of it to forge. */
let made: Promise<{ head: string; plan: string }> | undefined;
beforeEach(async () => {
  token = randomUUID();
  api = await startApi(token);
  folder = temporary();
  made ??= makePlan();
  const first = await made;
  head = first.head;
  writeFileSync(planFile(), first.plan);
  api.heads.set(5, head);
});

/** The workflow on pull_request, as a fork may have it: no secret, a token that cannot write. */
async function makePlan(): Promise<{ head: string; plan: string }> {
  const repository = docsRepository();
  repository.git("checkout", "-q", "-b", "feature");
  repository.write("docs/new.md", page("refund"));
  repository.write("docs/export.md", page("export everything"));
  const head = repository.commit();
  const payload = { pull_request: { number: 5, base: { ref: "main", sha: "main" }, head: { sha: head } } };
  const { passed, outputs, log } = await runAction({
    bin: bin(),
    event: ["pull_request", payload],
    dir: repository.clone("feature"),
    inputs: { comment: "off", plan: folder },
  });
  expect(passed, log).toBe(true);
  expect(outputs.plan).toBe(planFile());
  return { head, plan: readFileSync(planFile(), "utf8") };
}

const post = (workflow_run: object = { event: "pull_request", head_sha: head }) =>
  runAction({
    bin: bin(),
    event: ["workflow_run", { repository: { private: false }, workflow_run }],
    dir: temporary(),
    inputs: { mode: "comment", plan: folder },
    apiUrl: api.url,
    token,
  });
/** Changes the plan as a fork could. */
const forge = (edit: (file: { review: number; plan: Record<string, unknown[]> }) => unknown) => {
  const file = JSON.parse(readFileSync(planFile(), "utf8"));
  writeFileSync(planFile(), JSON.stringify(edit(file)));
};

it("the privileged workflow posts the plan with its texts, once, and has its numbers", async () => {
  const { passed, log, outputs } = await post();
  expect(passed, log).toBe(true);
  expect((await post()).passed).toBe(true);
  expect(api.writes()).toEqual(["POST /repos/acme/docs/issues/5/comments 201"]);
  expect(api.notes[0]?.body).toMatch(/How to refund, step by step/);
  expect(api.notes[0]?.body).toMatch(/^\+How to export everything, step by step/m);
  expect(api.notes[0]?.body).toContain(`Commit \`${head}\``);
  expect(outputs).toMatchObject({ learn: "1", change: "1" });
});

it.each([
  ["another pull request's number", () => api.heads.set(6, "f".repeat(40)), 6],
  ["the number of no pull request", () => {}, 7],
  ["a pull request that moved on since", () => api.heads.set(5, "f".repeat(40)), 5],
])("%s is not commented on", async (_, given, review) => {
  given();
  forge((file) => ({ ...file, review }));
  const { log } = await post();
  expect(log).toMatch(/::warning::Not posted: pull request \d is not open at the commit/);
  expect(api.writes()).toEqual([]);
});

it("a link is refused, and what it leads to is not read", async () => {
  rmSync(planFile());
  symlinkSync("/etc/passwd", planFile());
  const { passed, log } = await post();
  expect(passed).toBe(false);
  expect(log).toMatch(/is not a file/);
  expect(log).not.toMatch(/root:/);
  expect(api.writes()).toEqual([]);
});

// That a job ends at such a file is seen with the link.
it.each([
  ["a file of megabytes", () => writeFileSync(planFile(), " ".repeat(5_000_001)), /too large/],
  ["what is not JSON", () => writeFileSync(planFile(), "::error::x"), /is not a plan/],
  ["a path for a number", () => forge((file) => ({ ...file, review: "5/../../issues/1" })), /is not a plan/],
  [
    "a plan of another shape",
    () => forge(({ review }) => ({ review, plan: { learn: "all" } })),
    /is not a plan/,
  ],
])("%s is refused", (_, given, message) => {
  given();
  expect(() => readCarriedPlan(planFile())).toThrow(message);
});

it("a forged plan stays within a comment, and brings no mark-up, mention or command", async () => {
  const bad = "</summary><img src=x> @everyone [x](javascript:y) ::error::z\n\n# Big";
  forge(({ review, plan }) => {
    const [one] = plan.learn as Record<string, unknown>[];
    const learn = Array.from({ length: 3_000 }, (_, n) => ({
      ...one,
      externalId: `${n}`,
      title: `${bad}${n}`,
      url: "javascript:alert(1)",
      markdown: `${bad}\n\`\`\`\`\n${bad}`,
    }));
    return { review, plan: { ...plan, learn, unknown: bad } };
  });
  const { passed, log } = await post();
  expect(passed, log).toBe(true);
  const body = api.notes[0]?.body ?? "";
  expect(body.length).toBeLessThan(65_536);
  const outside = body.replaceAll(/^(`{3,})[\s\S]*?^\1$/gm, "");
  expect(outside).not.toMatch(/(?<!\\)<(?!\/?(details|summary)>)|@\w|(?<!\\)\]\(javascript|^# Big/m);
  expect(log).not.toMatch(/^::error::z/m);
});

it("a plan is posted only after a workflow on pull_request", async () => {
  const { passed, log } = await post({ event: "push", head_sha: head });
  expect(passed).toBe(false);
  expect(log).toMatch(/mode comment is for workflow_run, after a workflow on pull_request/);
  expect(api.log).toEqual([]);
});
