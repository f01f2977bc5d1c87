import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestReport } from "../../src/answers/questions/test.ts";
import { type Company, startCompany } from "./company.ts";

let company: Company;

beforeAll(async () => {
  company = await startCompany({ inProcess: true, documents: 0 });
  company.write(
    "docs/refunds.md",
    "# Refunds of orders\n\nA refund is possible within 30 days of your purchase.\n",
  );
  company.write("docs/delivery.md", "# Delivery of orders\n\nAn order is delivered within 3 days.\n");
  company.write("docs/limits.md", "# Limits of a workspace\n\nA workspace has at most 50 users.\n");
  company.write(
    "questions.yaml",
    `- {question: Is a refund possible?, page: refunds.md}
- {question: Is an order delivered within days?, page: delivery.md}
- {question: How many users has a workspace?, page: limits}
- Is a refund possible?
- {question: How many users has a workspace?, must_not_answer: refunds.md}
`,
  );
  await company.run("nightly");
});
afterAll(() => company?.close());

const live = async () => {
  const { code, stdout, stderr } = await company.run("test", "questions.yaml", "--live", "--json");
  const report: TestReport | undefined = stdout === "" ? undefined : JSON.parse(stdout);
  return { code, stderr, questions: report?.questions ?? [] };
};

describe("test --live", () => {
  it("is refused before 2.16, where there is no search", async () => {
    const { code, stderr } = await live();
    expect(code).toBe(2);
    expect(stderr).toContain("needs Intercom's API version 2.16");
  });

  it("is refused for a folder, of which Intercom knows nothing", async () => {
    expect((await company.run("test", "questions.yaml", "docs", "--live")).code).toBe(2);
  });

  it("looks up what questions name, by id and in the search, and writes nothing", async () => {
    company.configure((text) => text.replace("intercom:\n", 'intercom:\n  version: "2.16"\n'));
    company.writes();
    const { code, questions } = await live();
    expect(
      questions.map(({ live }) =>
        live?.map(({ externalId, state, inSearch }) => [externalId, state, inSearch]),
      ),
    ).toEqual([
      [["refunds.md", "on", true]],
      [["delivery.md", "on", true]],
      [["limits.md", "on", true]],
      undefined,
      [["refunds.md", "on", true]],
    ]);
    expect(code).toBe(0);
    expect(company.writes()).toEqual([]);
    const searches = company.emulator.log.all().filter(({ path }) => path === "/content/search");
    expect(searches.length).toBeGreaterThan(0);
    expect(searches.flatMap(({ notes }) => notes)).toEqual([]);
  });

  it("names what Intercom does not have or has switched off", async () => {
    const find = (externalId: string) =>
      company.emulator.state.pages().find((page) => page.externalId === externalId);
    const [refunds, delivery] = [find("refunds.md"), find("delivery.md")];
    if (!refunds || !delivery) throw new Error("the pages were not sent");
    company.emulator.state.removePage(refunds.id);
    company.emulator.state.replacePage({ ...delivery, agent: false });
    const { code, questions } = await live();
    expect(code).toBe(3);
    expect(questions.map(({ passed, why }) => [passed, why])).toEqual([
      [false, "Intercom does not have refunds.md"],
      [false, "in Intercom delivery.md is switched off for them"],
      [true, null],
      [true, null],
      [true, null],
    ]);
    expect((await company.run("test", "questions.yaml", "--live")).stdout).toContain(
      "Intercom does not have refunds.md",
    );
  });
});
