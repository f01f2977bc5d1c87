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

describe("test --live --canaries", () => {
  const asked = async (...flags: string[]) => {
    const { code, stdout, stderr } = await company.run("test", "canaries.yaml", "--live", "--json", ...flags);
    const report: TestReport | undefined = stdout === "" ? undefined : JSON.parse(stdout);
    return { code, stderr, questions: report?.questions ?? [] };
  };
  beforeAll(() => {
    company.write(
      "canaries.yaml",
      `- {question: How many users has a workspace?, canary: true, says: 50 USERS}
- {question: How many users has a workspace?, canary: true, says: [workspace, 80 users]}
- {question: How many users has a workspace?}
- {question: May a workspace have users?, canary: true}
`,
    );
  });

  it("asks nothing without the flag", async () => {
    expect((await asked()).code).toBe(0);
    expect(company.emulator.fin.conversations).toEqual([]);
  });

  it("asks as many as it may, in Preview, and reads what Fin says", async () => {
    company.writes();
    const { code, questions, stderr } = await asked("--canaries", "2");
    expect(questions.map(({ fin, passed, why }) => [fin?.state, passed, why])).toEqual([
      ["replied", true, null],
      ["replied", false, "Fin's answer does not say 80 users"],
      [undefined, true, null],
      [undefined, true, null],
    ]);
    expect(questions[0]?.fin?.answer).toContain("A workspace has at most 50 users.");
    expect(code).toBe(3);
    expect(stderr).toContain("Fin is not asked 1 more canary question");
    expect(company.emulator.fin.conversations).toHaveLength(2);
    const sent = company.emulator.log.all().filter(({ path }) => path === "/fin/ask");
    expect(sent.map(({ version, notes }) => [version, notes])).toEqual([
      ["Preview", []],
      ["Preview", []],
    ]);
  });

  it("says why it has no answer", async () => {
    company.emulator.fin.tells = "no-address";
    const { code, questions } = await asked("--canaries", "1");
    expect([code, questions[0]?.fin?.state]).toEqual([3, "unheard"]);
    company.emulator.fin.tells = "events";
  });

  it("refuses a file without canaries, and the flag without --live", async () => {
    const { code, stderr } = await company.run("test", "questions.yaml", "--live", "--canaries", "1");
    expect([code, stderr]).toEqual([2, expect.stringContaining("no question is a canary")]);
    expect((await company.run("test", "canaries.yaml", "--canaries", "1")).code).toBe(2);
  });
});
