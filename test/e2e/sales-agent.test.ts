import { afterEach, describe, expect, it } from "vitest";
import type { AuditReport } from "../../src/sync/run-report.ts";
import { type Company, startCompany } from "./company.ts";

let company: Company;
afterEach(() => company.close());

/** A company with this version of Intercom's API, whose pages were all switched on for the sales agent there. */
async function selling(version: string, settings = ""): Promise<void> {
  company = await startCompany({ inProcess: true, settings });
  company.configure((text) => text.replace("intercom:\n", `intercom:\n  version: "${version}"\n`));
  expect((await company.run("nightly")).code).toBe(0);
  for (const page of company.emulator.state.pages())
    company.emulator.state.replacePage({ ...page, salesAgent: true });
  company.writes();
}

const used = () =>
  company.emulator.state
    .pages()
    .filter(({ salesAgent }) => salesAgent)
    .map(({ externalId }) => externalId)
    .sort();
const unknownFields = () =>
  company.emulator.log.all().flatMap(({ notes }) => notes.filter((note) => note.startsWith("unknown field")));
/** Requests that carried the flag: method, page, value. */
const flagged = () =>
  company.emulator.log.writes().flatMap(({ method, externalId, body }) => {
    const sent = body as { ai_sales_agent_availability?: boolean } | undefined;
    return sent?.ai_sales_agent_availability === undefined
      ? []
      : [`${method} ${externalId} ${sent.ai_sales_agent_availability}`];
  });
const auditOf = (report: { sources: readonly { audit?: AuditReport }[] }) => report.sources[0]?.audit;

describe.each([
  ["Preview", "POST"],
  ["2.17", "PUT"],
])("with version %s, a page nobody is to be answered from is off for the sales agent", (version, method) => {
  it("when it is hidden, until its document returns", async () => {
    await selling(version);
    company.remove("docs/guide-3.md");
    company.emulator.log.clear();
    expect((await company.report("nightly")).report.sources[0]?.counts.hide).toBe(1);
    expect(used()).not.toContain("guide-3.md");
    expect(company.library()["guide-3.md"]).toBe("nobody");
    expect(flagged()).toContain(`${method} guide-3.md false`);
    company.write("docs/guide-3.md", "# Guide 3\n\nHow to do thing 3, step by step.\n");
    await company.run("nightly");
    expect([company.library()["guide-3.md"], used().includes("guide-3.md")]).toEqual(["customers", true]);
    expect(unknownFields()).toEqual([]);
  });

  it("when it is for teammates, found by the audit and corrected in the same run", async () => {
    await selling(version);
    const { code, report } = await company.report("nightly");
    expect(code).toBe(0);
    expect(auditOf(report)?.counts["sales-agent"]).toBe(1);
    expect(report.sources[0]?.changes).toContainEqual(
      expect.objectContaining({ externalId: "internal/refunds.md", reasons: ["sales agent"] }),
    );
    expect(used()).toHaveLength(8);
    expect(used()).not.toContain("internal/refunds.md");
    expect(company.writes().map(({ externalId }) => externalId)).toContain("internal/refunds.md");
    await company.run("nightly");
    expect(company.writes()).toEqual([]);
  });

  it("when a rule narrows it to teammates", async () => {
    await selling(version);
    company.configure((text) =>
      text.replace("    rules:\n", "    rules:\n      - {path: guide-2.md, visible_to: teammates}\n"),
    );
    await company.run("nightly");
    expect(company.library()["guide-2.md"]).toBe("teammates");
    expect(used()).not.toContain("guide-2.md");
  });
});

it("with version 2.15 the audit says loudly which pages it uses, and what to do", async () => {
  await selling("2.15");
  company.remove("docs/guide-3.md");
  const first = await company.run("nightly");
  expect(first.stderr).toMatch(/sales agent still uses 1 page .*in Intercom/);
  const { stdout } = await company.run("state", "audit");
  expect(stdout).toContain("guide-3.md: Fin's sales agent uses it, although it is hidden");
  expect(stdout).toContain(
    "internal/refunds.md: Fin's sales agent uses it, although it is for teammates only",
  );
  expect(stdout.replace(/\s+/g, " ")).toContain("→ To change it, in Intercom, find the page");
  expect(used()).toHaveLength(9);
  expect([flagged(), unknownFields()]).toEqual([[], []]);
  // Deleting it takes it away from everybody.
  company.configure((text) =>
    text.replace("    rules:", "    removals: {mode: sync, grace: 0s}\n    rules:"),
  );
  await company.run("nightly");
  expect(company.library()).not.toHaveProperty("guide-3.md");
});

describe("sales_agent", () => {
  it.each([true, false])("%s: customers' pages as it says, the others off", async (wanted) => {
    await selling("Preview", `    sales_agent: ${wanted}\n`);
    if (wanted)
      for (const page of company.emulator.state.pages())
        company.emulator.state.replacePage({ ...page, salesAgent: false });
    await company.run("nightly");
    expect(used()).toHaveLength(wanted ? 8 : 0);
    expect(used()).not.toContain("internal/refunds.md");
  });

  it("set later, it reaches every page; taken out, they stay as they are", async () => {
    await selling("2.17");
    await company.run("nightly");
    const setting = "    sales_agent: false\n    rules:";
    company.configure((text) => text.replace("    rules:", setting));
    const { report } = await company.report("nightly");
    expect(report.sources[0]?.counts.update).toBe(8);
    expect(used()).toEqual([]);
    company.configure((text) => text.replace(setting, "    rules:"));
    company.emulator.log.clear();
    await company.run("nightly");
    expect(flagged().filter((one) => one.endsWith("true"))).toEqual([]);
    expect(used()).toEqual([]);
  });
});

it("a flag that nobody knows yet is warned of and named once by the audit", async () => {
  await selling("2.15");
  company.emulator.faults.set([
    {
      match: { method: "GET", path: "/ai/external_pages" },
      fault: { kind: "echo", items: true, fields: { ai_voice_agent_availability: true } },
    },
  ]);
  const { report, stderr } = await company.report("nightly");
  const findings = auditOf(report)?.findings.filter(({ kind }) => kind === "unknown-flag");
  expect(findings).toHaveLength(1);
  expect(findings?.[0]?.detail).toContain("ai_voice_agent_availability");
  expect(stderr.match(/ai_voice_agent_availability/g)).toHaveLength(1);
});
