import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { secrets } from "../secrets/samples.ts";
import { runCli } from "./cli.ts";
import { runHere } from "./cli-here.ts";
import { type Company, startCompany } from "./company.ts";

describe("ci", () => {
  let company: Company;
  let base: string;
  beforeEach(async () => {
    company = await startCompany({ inProcess: true });
    await company.run("nightly");
    company.write("docs/guide-1.md", "# Guide 1\n\nHow to do thing 1, in one step.\n");
    company.write("docs/guide-9.md", "# Guide 9\n\nA new thing.\n");
    company.write("docs/guide-2.md", "# Guide 2\n\nHow to do thing 2,\nstep by step.\n");
    company.remove("docs/guide-3.md");
    base = "HEAD~1";
    company.commit("second");
    company.writes();
  });
  afterEach(() => company.close());

  it("shows what Fin will learn, change and forget; needs no token, no ledger and no network", async () => {
    rmSync(path.join(company.dir, ".fin-ingest"), { recursive: true });
    const { code, stdout } = await runCli(["ci", "--base", base], { cwd: company.dir, env: {} });
    expect(code).toBe(0);
    expect(stdout).toMatch(/learn/i);
    expect(stdout).toContain("Guide 9");
    expect(stdout).toMatch(/^-.*step by step/m);
    expect(stdout).toMatch(/^\+.*in one step/m);
    expect(stdout).toMatch(/forget[\s\S]*Guide 3/i);
    expect(stdout).not.toContain("Guide 2");
    expect(company.emulator.log.all().length).toBe(company.emulator.log.last);
    expect(company.writes()).toEqual([]);
  });

  it("--apply uploads the changed documents and hides the deleted one", async () => {
    const { code, report } = await company.report("ci", "--base", base, "--apply");
    expect(code).toBe(0);
    expect(report.sources[0]?.counts).toMatchObject({ create: 1, update: 1, hide: 1 });
    expect(
      company
        .writes()
        .map(({ externalId }) => externalId)
        .sort(),
    ).toEqual(["guide-1.md", "guide-3.md", "guide-9.md"]);
    expect(company.library()).toMatchObject({ "guide-3.md": "nobody", "guide-9.md": "customers" });
    expect((await company.report("nightly")).report.sources[0]?.counts).toMatchObject({
      unchanged: 9,
      update: 0,
    });
    expect(company.writes()).toEqual([]);
  });

  it("--apply works on a machine without a ledger, by looking up pages", async () => {
    rmSync(path.join(company.dir, ".fin-ingest"), { recursive: true });
    const { code } = await company.report("ci", "--base", base, "--apply");
    expect(code).toBe(0);
    expect(
      company
        .writes()
        .map(({ externalId }) => externalId)
        .sort(),
    ).toEqual(["guide-1.md", "guide-3.md", "guide-9.md"]);
    expect(company.library()).toMatchObject({ "guide-3.md": "nobody", "guide-1.md": "customers" });
    expect([...company.emulator.state.sources()]).toHaveLength(1);
  });

  it("begins with the pages that customers will be answered from, and can be gated on them", async () => {
    rmSync(path.join(company.dir, "docs/internal/refunds.md"));
    company.write("docs/refunds.md", "# Refunds\n\nUp to 50 euros without asking.\n");
    company.commit("refunds for everybody");
    const ci = (...more: string[]) =>
      runHere(["ci", "--base", "HEAD~1", ...more], { cwd: company.dir, env: {} });
    const { code, stdout } = await ci();
    expect(code).toBe(0);
    expect(stdout).toMatch(/Customers will be answered from \*\*1 page\*\* more than now/);
    expect(stdout).toMatch(
      /### Customers will now be answered from\n\n- \[Refunds\].*`refunds\.md` · teammates → customers\n/,
    );
    expect(stdout.indexOf("Customers will now be answered from")).toBeLessThan(
      stdout.indexOf("### Fin will know under another id"),
    );
    const data = JSON.parse((await ci("--format", "json")).stdout);
    expect(data.widen).toEqual([{ source: "docs", externalId: "refunds.md", isNew: false }]);
    expect(data.moved[0]).toMatchObject({ from: "internal/refunds.md", audience: { before: "teammates" } });
    expect(data).toMatchObject({ learn: [], forget: [] });
    for (const [gate, exitCode] of [
      ["widen", 3],
      ["forget,widen-existing", 3],
      ["widen-existing", 3],
      ["hold", 0],
    ] as const)
      expect((await ci("--fail-on", gate)).code, gate).toBe(exitCode);
    expect((await ci("--fail-on", "widen,typo")).code).toBe(2);
  });

  it("a page that a rule opens counts as one that was there", async () => {
    company.write("docs/internal/refunds.md", "---\nlabels: [open]\n---\n# Refunds\n\nUp to 50 euros.\n");
    company.configure((text) =>
      text.replace("rules:", "rules:\n      - {label: open, visible_to: customers}"),
    );
    company.commit("open it");
    const { code, stdout } = await runHere(["ci", "--base", "HEAD~1", "--fail-on", "widen-existing"], {
      cwd: company.dir,
      env: {},
    });
    expect(code).toBe(3);
    expect(stdout).toMatch(/`internal\/refunds\.md` · teammates → customers/);
  });

  it("a gate that is not met is 3 also where something is held; a hold alone stays 4", async () => {
    company.write("docs/guide-8.md", `# Guide 8\n\nUse ${secrets["github-token"]} to deploy.\n`);
    company.commit("a key");
    const ci = (...more: string[]) =>
      runHere(["ci", "--base", "HEAD~1", ...more], { cwd: company.dir, env: {} });
    expect((await ci()).code).toBe(4);
    expect((await ci("--fail-on", "hold")).code).toBe(3);
    expect((await ci("--fail-on", "forget")).code).toBe(4);
  });

  it("tells which questions a change loses and finds, and can be gated on them", async () => {
    company.write("docs/money.md", "# Refunds\n\nA refund takes ten days.\n");
    company.write("docs/returns.md", "# Returns\n\nSend the parcel back within ten days.\n");
    company.commit("before");
    company.write("docs/money.md", "# Prices\n\nAll prices are without tax.\n");
    company.write("docs/trains.md", "# Trains\n\nA train leaves every hour.\n");
    company.remove("docs/returns.md");
    company.commit("after");
    company.write(
      "q.yaml",
      `- {question: How long does a refund take?, page: money.md}
- {question: Send a parcel back, page: returns}
- {question: When does the train leave?, page: trains}
- {question: guide 4, page: guide-4}
- {question: What is the meaning of life?, page: nowhere.md}
- {question: How long does a refund take?, must_not_answer: trains.md}
- {question: guide 4, page: x, source: another}
`,
    );
    rmSync(path.join(company.dir, ".fin-ingest"), { recursive: true });
    const ci = (...more: string[]) =>
      runHere(["ci", "--base", "HEAD~1", ...more], { cwd: company.dir, env: {} });
    const asked = ["--questions", "q.yaml"];
    const { code, stdout } = await ci(...asked);
    expect(code).toBe(0);
    expect(stdout).toContain("**3 of 6 questions find their page** (4 before). _A proxy, not Fin itself");
    expect(stdout).toMatch(/^- lost: \*How long does a refund take\?\*, now answered .*: money\.md is /m);
    expect(stdout).toMatch(/^- lost: \*Send a parcel back\*, now answered .*: there is no page returns$/m);
    expect(stdout).toMatch(/^- found: \*When does the train leave\?\*, answered first by .*`trains\.md`$/m);
    expect(stdout).toContain("**2 questions lost.**");
    const { questions } = JSON.parse((await ci(...asked, "--json")).stdout);
    expect(questions).toMatchObject({ questions: 6, passedBefore: 4, passed: 3 });
    expect(questions.lost.map(({ expected }: { expected: string }) => expected)).toEqual([
      "money.md",
      "returns",
    ]);
    const gate = ["--fail-on", "questions"];
    expect((await ci(...asked, ...gate)).code).toBe(3);
    expect((await ci(...asked, ...gate, "--head", "HEAD~1")).code).toBe(0);
    for (const wrong of [gate, [...asked, "--apply"], ["--questions", "none.yaml"]]) {
      const result = await company.run("ci", "--base", "HEAD~1", ...wrong);
      expect(result.code).toBe(2);
    }
    expect(company.writes()).toEqual([]);
    expect(existsSync(path.join(company.dir, ".fin-ingest"))).toBe(false);
  });

  it("says what to do when the base commit is not there", async () => {
    const { code, stderr } = await company.run("ci", "--base", "nowhere");
    expect(code).toBe(2);
    expect(stderr).toContain("nowhere");
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
