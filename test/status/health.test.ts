import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Status } from "../../src/report/status.ts";
import { type Company, startCompany } from "../e2e/company.ts";

let company: Company;

/** Put together here, so that no scanner of this repository takes it for a key. */
const sampleKey = ["AKIA", "IOSFODNN7", "XQWERTY"].join("");
const shared = Array.from({ length: 80 }, (_, at) => `word${(at * at) % 71}`).join(" ");

beforeAll(async () => {
  company = await startCompany({ inProcess: true, documents: 0 });
  company.write("docs/one.md", `# Export\n\n## Steps\n\n${shared}\n`);
  company.write("docs/two.md", `# Import\n\n## Steps\n\n${shared}\n`);
  company.write(
    "docs/limits.md",
    "# Limits\n\n| Plan | Users |\n| --- | --- |\n| Pro | 5 |\n\nAsk us for more.\n",
  );
  company.write("docs/refunds.md", "# Refunds\n\nRefunds are possible within 14 days of the purchase.\n");
  company.write("docs/refund-faq.md", "# Refunds\n\nA refund is possible within 30 days of your purchase.\n");
  company.write("questions.yaml", "- Is a refund possible?\n- Do you deliver to Norway?\n");
});
afterAll(() => company?.close());

const health = async (...args: string[]) => {
  const { stdout } = await company.run("status", "--health", "--json", ...args);
  const status: Status = JSON.parse(stdout);
  return status.health;
};

test("without an index, says so and names nothing", async () => {
  expect(await health()).toEqual({ index: "missing", stale: [], content: null });
  expect((await company.run("status", "--health")).stdout).toContain("There is no index of what was sent");
});

test("names what hinders the pages that were sent, each with its document", async () => {
  await company.run("nightly");
  const found = await health("--questions", "questions.yaml");
  expect(found?.index).toBe("current");
  expect(found?.content?.nearDuplicates).toEqual([
    [
      { source: "docs", externalId: "one.md", section: "Steps" },
      { source: "docs", externalId: "two.md", section: "Steps" },
    ],
  ]);
  expect(found?.content?.orphanTables.map(({ externalId }) => externalId)).toEqual(["limits.md"]);
  expect(found?.content?.unanswered?.map(({ question, line }) => [question, line])).toEqual([
    ["Do you deliver to Norway?", 2],
  ]);
  expect(found?.content?.unasked?.map(({ externalId }) => externalId)).toEqual([
    "internal/refunds.md",
    "limits.md",
    "one.md",
    "two.md",
  ]);
  expect(
    found?.content?.conflicting?.map(({ places }) => places.map(({ externalId }) => externalId)),
  ).toEqual([["refund-faq.md", "refunds.md"]]);
});

test("asks questions only where it is told to, and adds nothing unasked", async () => {
  const found = await health();
  expect(found?.content).toMatchObject({ unasked: null, unanswered: null });
  expect(JSON.parse((await company.run("status", "--json")).stdout)).not.toHaveProperty("health");
  expect((await company.run("status", "--questions", "questions.yaml")).code).toBe(2);
});

test("names a live page whose new text is held, and no other", async () => {
  company.write("docs/refunds.md", `# Refunds\n\nThe key is ${sampleKey}, for everybody.\n`);
  await company.run("nightly");
  const found = await health();
  expect(found?.stale.map(({ externalId }) => externalId)).toEqual(["refunds.md"]);
  expect(found?.stale[0]?.why).toMatch(/^held \(secret\): /);
  expect((await company.run("status", "--health")).stdout).toMatch(
    /Pages older than their documents: 1\n {2}refunds\.md/,
  );
});

describe("nightly --health", () => {
  test("says it in the report: JSON, text, HTML", async () => {
    const run = async (...flags: string[]) =>
      company.run("nightly", "--health", "--questions", "questions.yaml", ...flags);
    const report = JSON.parse((await run("--json")).stdout);
    expect(report.health).toMatchObject({ index: "current" });
    expect(report.health.content.unanswered).toHaveLength(1);
    const { stdout } = await run("--report", path.join(company.dir, "report.html"));
    expect(stdout).toContain("Content health\n");
    expect(stdout).toContain("Do you deliver to Norway?");
    const page = readFileSync(path.join(company.dir, "report.html"), "utf8");
    expect(page).toContain("Content health");
    expect(page).toContain("Do you deliver to Norway?");
  });

  test("is not looked at unasked, nor of a plan, and a wrong file stops it before anything is sent", async () => {
    expect(JSON.parse((await company.run("nightly", "--json")).stdout)).not.toHaveProperty("health");
    expect((await company.run("nightly", "--dry-run", "--health")).code).toBe(2);
    expect((await company.run("nightly", "--questions", "questions.yaml")).code).toBe(2);
    company.writes();
    company.write("docs/new.md", "# New\n\nSomething new.\n");
    expect((await company.run("nightly", "--health", "--questions", "none.yaml")).code).toBe(2);
    expect(company.writes()).toEqual([]);
  });

  test("looks at what the same run sent", async () => {
    company.write("docs/again.md", "# Refunds\n\nRefunds are possible within 44 days of the purchase.\n");
    const report = JSON.parse((await company.run("nightly", "--health", "--json")).stdout);
    expect(JSON.stringify(report.health.content.conflicting)).toContain("44 days");
  });
});
