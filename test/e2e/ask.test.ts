import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Answer } from "../../src/answers/answer.ts";
import type { TestReport } from "../../src/answers/questions/test.ts";
import { tempFolder } from "./cli.ts";
import { runHere } from "./cli-here.ts";
import { type Company, startCompany } from "./company.ts";

/** A folder of its own with these files. */
async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await tempFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  return folder;
}

const handbook = path.resolve(import.meta.dirname, "../../examples/handbook");

describe("ask and test, on a folder without any set-up", () => {
  it("names the page, says that it is a proxy, and leaves nothing behind", async () => {
    const cwd = await tempFolder();
    const { code, stdout } = await runHere(["ask", "How do I cancel my plan?", handbook], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^found {2}How do I cancel my plan\?/);
    expect(stdout).toMatch(/ 1 Cancel or pause your subscription › Cancel\n.*billing\/cancel-or-pause\.md/);
    expect(stdout).toContain("A proxy, not Fin itself");
    expect(existsSync(path.join(cwd, ".fin-ingest"))).toBe(false);
  });

  it("as JSON, exactly the contract", async () => {
    const { stdout } = await runHere(["ask", "What is the rate limit?", "--json", handbook]);
    const answer: Answer = JSON.parse(stdout);
    expect(Object.keys(answer)).toEqual(["question", "as", "verdict", "results"]);
    expect(Object.keys(answer.results[0] ?? {})).toEqual([
      "rank",
      "externalId",
      "title",
      "url",
      "section",
      "audience",
      "score",
      "passage",
    ]);
    expect(answer.results[0]).toMatchObject({
      rank: 1,
      externalId: "api/rate-limits-and-errors.mdx",
      audience: "customers",
    });
  });

  it("a list passes or ends with 3, and says what falls short", async () => {
    const cwd = await folderWith({
      "good.yaml": "- question: How do I cancel?\n  page: billing/cancel-or-pause.md\n",
      "bad.yaml": "- How do I cancel?\n- question: How do I cancel?\n  page: api/webhooks.md\n",
      "bad.csv": 'Subject;page\n"How do I ""cancel""?";api/webhooks.md\n',
    });
    expect((await runHere(["test", "good.yaml", handbook], { cwd })).code).toBe(0);
    const bad = await runHere(["test", "bad.yaml", handbook, "--json"], { cwd });
    expect(bad.code).toBe(3);
    const report: TestReport = JSON.parse(bad.stdout);
    expect(report.summary).toMatchObject({ questions: 2, top1: 1 });
    expect(report.questions[1]).toMatchObject({
      question: "How do I cancel?",
      expected: "api/webhooks.md",
      verdict: "missing",
    });
    expect(report.questions[1]?.results[0]).toMatchObject({
      rank: 1,
      externalId: "billing/cancel-or-pause.md",
    });

    const csv = await runHere(["test", "bad.csv", handbook], { cwd });
    expect(csv.code).toBe(3);
    expect(csv.stdout).toContain('FAIL How do I "cancel"?');
    const junit = await runHere(["test", "bad.yaml", handbook, "--junit"], { cwd });
    expect(junit.stdout).toContain('tests="2" failures="1"');
    const markdown = await runHere(["test", "bad.yaml", handbook, "--format", "markdown"], { cwd });
    expect(markdown.stdout).toMatch(/\| How do I cancel\? \| missing: .* \| billing\/cancel-or-pause\.md \|/);
  });

  it("drafts that are asked again find their pages", async () => {
    const cwd = await tempFolder();
    const { stdout } = await runHere(["test", "--suggest", handbook], { cwd });
    expect(stdout).toContain("How do I cancel or pause my subscription?");
    const asked = await folderWith({ "questions.yaml": stdout });
    const { code, stdout: json } = await runHere(["test", "questions.yaml", handbook, "--json"], {
      cwd: asked,
    });
    const { summary }: TestReport = JSON.parse(json);
    expect(summary.questions).toBeGreaterThan(20);
    expect(summary.top5 / summary.questions).toBeGreaterThan(0.9);
    expect([0, 3]).toContain(code);
  });

  it("slips of a question file are all told, with their lines", async () => {
    const cwd = await folderWith({
      "q.yaml": "- quetion: x\n- question: a\n  page: b\n  url: https://x.example/\n- 7\n",
    });
    const { code, stderr } = await runHere(["test", "q.yaml", handbook], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/q\.yaml:1 question: is missing/);
    expect(stderr).toMatch(/q\.yaml:1 unknown key "quetion"/);
    expect(stderr).toMatch(/q\.yaml:2 gives page and url/);
    expect(stderr).toMatch(/q\.yaml:5 question: /);
  });
});

describe("ask, of what was sent", () => {
  let company: Company;
  beforeEach(async () => {
    company = await startCompany({ inProcess: true });
  });
  afterEach(() => company.close());

  const index = () => path.join(company.dir, ".fin-ingest/answers.sqlite");
  const ask = async (question: string, ...more: string[]) => {
    const { code, stdout, stderr } = await company.run("ask", question, "--json", ...more);
    expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
    const answer: Answer = JSON.parse(stdout);
    return { ...answer, stderr, ids: answer.results.map(({ externalId }) => externalId) };
  };

  it("follows every run: new, edited, hidden, back", async () => {
    company.write("docs/flux.md", "# Flux\n\nThe quetzalcoatl setting starts the flux.\n");
    await company.run("nightly");
    expect(statSync(index()).mode & 0o777).toBe(0o600);
    expect(await ask("quetzalcoatl setting")).toMatchObject({
      verdict: "found",
      ids: ["flux.md"],
      stderr: "",
    });

    company.write("docs/flux.md", "# Flux\n\nThe huitzilopochtli setting starts the flux.\n");
    expect((await ask("quetzalcoatl")).ids).toEqual(["flux.md"]);
    await company.run("nightly");
    expect((await ask("quetzalcoatl")).ids).toEqual([]);
    expect((await ask("huitzilopochtli")).ids).toEqual(["flux.md"]);
    expect(readFileSync(index()).toString("latin1").toLowerCase()).not.toContain("quetzalcoatl");

    company.remove("docs/flux.md");
    await company.run("nightly");
    expect(company.library()["flux.md"]).toBe("nobody");
    expect(readFileSync(index()).toString("latin1").toLowerCase()).not.toContain("huitzilopochtli");
    expect((await ask("huitzilopochtli")).ids).toEqual([]);

    company.write("docs/flux.md", "# Flux\n\nThe huitzilopochtli setting starts the flux.\n");
    await company.run("nightly");
    expect((await ask("huitzilopochtli")).ids).toEqual(["flux.md"]);
  });

  it("follows what somebody did in Intercom by hand, as an audit finds it", async () => {
    company.configure((text) =>
      text.replace("    visible_to:", "    availability: keep-ui-changes\n    visible_to:"),
    );
    await company.run("nightly");
    const switched = async (agent: boolean, copilot: boolean) => {
      const page = company.emulator.state.pages().find(({ externalId }) => externalId === "guide-3.md");
      if (!page) throw new Error("guide-3.md is not there");
      company.emulator.state.replacePage({ ...page, agent, copilot });
      await company.run("nightly");
      const [customers, teammates] = [await ask("thing 3"), await ask("thing 3", "--as", "teammates")];
      return [customers, teammates].map(({ ids }) => ids.includes("guide-3.md"));
    };
    expect(await switched(true, true)).toEqual([true, true]);
    expect(await switched(false, true)).toEqual([false, true]);
    expect(await switched(false, false)).toEqual([false, false]);
    expect(await switched(true, true)).toEqual([true, true]);
  });

  it("customers are not answered from what is for teammates", async () => {
    await company.run("nightly");
    const question = "refunds";
    expect((await ask(question)).ids).not.toContain("internal/refunds.md");
    expect((await ask(question, "--as", "teammates")).ids).toContain("internal/refunds.md");
  });

  it("is made anew from the sources where it was lost or a run went without it", async () => {
    await company.run("nightly");
    company.configure((text) => text.replace(/^/, "ask: {index: off}\n"));
    await company.run("nightly");
    expect(existsSync(index())).toBe(false);
    expect((await ask("How to do thing 3")).ids[0]).toBe("guide-3.md");
    expect(existsSync(index())).toBe(false);

    company.configure((text) => text.replace("ask: {index: off}\n", ""));
    company.write("docs/guide-3.md", "# Guide 3\n\nNot sent yet.\n");
    const asked = await ask("How to do thing 4");
    expect(asked.ids[0]).toBe("guide-4.md");
    expect(asked.stderr).toContain("1 page changed since the last run");
    expect(existsSync(index())).toBe(true);
    expect((await ask("thing", "--reindex")).ids).toContain("guide-5.md");
  });

  it("a source that is off is left out, and its text leaves the disk with the next run", async () => {
    company.write("docs/flux.md", "# Flux\n\nThe quetzalcoatl setting.\n");
    await company.run("nightly");
    company.configure((text) => text.replace("    visible_to:", "    ask: {index: off}\n    visible_to:"));
    await company.run("nightly");
    expect(existsSync(index())).toBe(false);
    const asked = await ask("quetzalcoatl");
    expect(asked.ids).toEqual([]);
    expect(asked.stderr).toContain("docs");
  });

  it("before the first run the documents are asked as they would be sent", async () => {
    const asked = await ask("How to do thing 2");
    expect(asked.ids[0]).toBe("guide-2.md");
    expect(asked.stderr).toContain("nothing has been sent yet");
    expect(existsSync(path.join(company.dir, ".fin-ingest"))).toBe(false);
    expect(company.writes()).toEqual([]);
  });
});
