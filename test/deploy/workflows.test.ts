import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it, test } from "vitest";
import { parse } from "yaml";
import { action } from "./action-runner.ts";

const root = path.resolve(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");
const folder = (name: string) =>
  readdirSync(path.join(root, name))
    .filter((file) => /\.ya?ml$/.test(file))
    .map((file) => path.join(name, file));
const workflows = [...folder(".github/workflows"), ...folder("examples/ci/github")];

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Record<string, unknown>;
  readonly with?: Record<string, unknown>;
}
interface Job extends Step {
  readonly steps?: readonly Step[];
  readonly permissions?: unknown;
}
const jobsOf = (text: string): readonly Job[] => Object.values(parse(text).jobs ?? {});
const stepsOf = (text: string): readonly Step[] =>
  parse(text).runs?.steps ?? jobsOf(text).flatMap((job) => [job, ...(job.steps ?? [])]);

/** What a workflow must not do: run what others can change, or put what others wrote into a script. */
function faultsOf(text: string): string[] {
  return stepsOf(text).flatMap(({ uses, run }) => [
    ...(uses !== undefined && !/^\.\/|@(v\d+(\.\d+){0,2}|[0-9a-f]{40})$/.test(uses)
      ? [`${uses} is not pinned`]
      : []),
    ...(run?.includes("${{") ? [`an expression in a script: ${run}`] : []),
    ...(run && /\bnpx\b/.test(run) ? [`npx in a script: ${run}`] : []),
  ]);
}

test.each(["action.yml", ...workflows])("%s pins what it uses, and has no expression in a script", (file) => {
  expect(stepsOf(read(file)).length).toBeGreaterThan(0);
  expect(faultsOf(read(file))).toEqual([]);
});

describe("a workflow that does otherwise is noticed", () => {
  const job = (step: string) => `jobs: {a: {steps: [${step}]}}`;
  it.each([
    [job("{uses: actions/checkout@main}"), 1],
    [job("{uses: actions/checkout}"), 1],
    [job('{run: "echo ${{ github.event.pull_request.title }}"}'), 1],
    [job("{run: npx --yes something}"), 1],
    [job("{uses: actions/checkout@v4, run: echo}"), 0],
  ])("%s", (text, faults) => expect(faultsOf(text)).toHaveLength(faults));
});

test.each(workflows)(
  "%s says which permissions it needs, and no job writes contents without a reason",
  (file) => {
    const text = read(file);
    expect(parse(text).permissions).toBeDefined();
    const writes = [parse(text), ...jobsOf(text)].filter(
      ({ permissions }) => permissions?.contents === "write",
    );
    expect(writes.length).toBe(file.endsWith("release.yml") ? 1 : 0);
  },
);

test("every input that the recipes give exists, and every script of the action is there", () => {
  const given = workflows.flatMap((file) =>
    stepsOf(read(file))
      .filter(({ uses }) => uses?.startsWith("OWNER/fin-ingest@"))
      .flatMap((step) => Object.keys(step.with ?? {})),
  );
  expect(given.length).toBeGreaterThan(5);
  expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(given));
  expect(existsSync(path.join(root, "deploy/action/install.sh"))).toBe(true);
});

test("only a step that sends gets Intercom's token, and only the job that comments may write", () => {
  for (const file of folder("examples/ci/github")) {
    const text = read(file);
    for (const job of jobsOf(text)) {
      const hasSecret = JSON.stringify(job).includes("secrets.");
      const isPullRequest = /pull_request'? |on: pull_request/.test(`${JSON.stringify(job)} ${file}`);
      if (hasSecret) expect(JSON.stringify(job)).toContain("!= 'pull_request'");
      expect(hasSecret && isPullRequest && file.includes("plan")).toBe(false);
    }
    if (file.includes("comment")) expect(text).not.toMatch(/actions\/checkout/);
  }
});
