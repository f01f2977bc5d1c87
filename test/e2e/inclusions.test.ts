import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Company, startCompany } from "./company.ts";

describe("a file that a rule keeps for teammates, included by a page for customers", () => {
  let company: Company;
  beforeEach(async () => {
    company = await startCompany({ inProcess: true });
    company.write("docs/internal/limits.md", "# Refund limits\n\nAgents may refund up to 500 EUR.\n");
    company.write("docs/_notes/hours.md", "Support answers from nine to five.\n");
    company.write(
      "docs/refunds.md",
      "# Refunds\n\nRefunds take ten days.\n\n[!INCLUDE [x](internal/limits.md)]\n\n[!INCLUDE [x](_notes/hours.md)]\n\nSee [Refund limits](internal/limits.md) and [what we may do](internal/limits.md).\n",
    );
    company.write("docs/internal/desk.md", "# Desk\n\nFor agents.\n\n[!INCLUDE [x](limits.md)]\n");
    company.commit();
  });
  afterEach(() => company.close());
  const page = (id: string) =>
    [...company.emulator.state.pages()].find(({ externalId }) => externalId === id);

  it("is left out of it and named in the report, and stands in pages for teammates", async () => {
    const { code, report } = await company.report("nightly");
    expect(code).toBe(0);
    const refunds = page("refunds.md");
    expect(refunds).toMatchObject({ agent: true });
    expect(refunds?.html).toContain("Refunds take ten days.");
    expect(refunds?.html).toContain("nine to five");
    expect(refunds?.html).toContain("what we may do");
    expect(refunds?.html).not.toMatch(/500 EUR|Refund limits|internal/);
    expect(page("internal/desk.md")).toMatchObject({
      agent: false,
      html: expect.stringContaining("500 EUR"),
    });
    const change = [...(report.sources[0]?.changes ?? [])].find(
      ({ externalId }) => externalId === "refunds.md",
    );
    expect(JSON.stringify(change?.warnings)).toContain("internal/limits.md");
    const bodies = company.emulator.log.since(0).filter(({ externalId }) => externalId === "refunds.md");
    expect(JSON.stringify(bodies)).not.toMatch(/500 EUR|Refund limits/);
  });

  it("is sent with it again when the rule goes, and taken back when the rule is there", async () => {
    await company.run("nightly");
    company.configure((text) => text.replace('"internal/**"', '"nothing/**", optional: true'));
    await company.run("nightly");
    expect(page("refunds.md")?.html).toMatch(/500 EUR(?:.|\n)*Refund limits/);
    company.configure((text) => text.replace('"nothing/**", optional: true', '"internal/**"'));
    company.writes();
    await company.run("nightly");
    expect(page("refunds.md")?.html).not.toMatch(/500 EUR|Refund limits/);
    expect(company.writes().map(({ externalId }) => externalId)).toContain("refunds.md");
  });

  it("is left out although nearly nothing remains of the page: what stands is not kept by a hold", async () => {
    company.write(
      "docs/internal/limits.md",
      `# Limits\n\n${"Agents may refund up to 500 EUR. ".repeat(60)}\n`,
    );
    company.write("docs/all.md", "# All\n\n[!INCLUDE [x](internal/limits.md)]\n");
    company.commit();
    company.configure((text) => text.replace('"internal/**"', '"nothing/**", optional: true'));
    await company.run("nightly");
    expect(page("all.md")?.html).toContain("500 EUR");
    company.configure((text) => text.replace('"nothing/**", optional: true', '"internal/**"'));
    await company.run("nightly");
    expect(page("all.md")?.html ?? "").not.toContain("500 EUR");
  });

  it("is left out where the source is for teammates and a rule opens the page", async () => {
    company.configure((text) =>
      text
        .replace("visible_to: customers", "visible_to: teammates")
        .replace(
          '{path: "internal/**", visible_to: teammates}',
          '{path: "refunds.md", visible_to: customers}',
        ),
    );
    await company.run("nightly");
    expect(page("refunds.md")?.html).toContain("nine to five");
    expect(page("refunds.md")?.html).not.toMatch(/500 EUR|Refund limits/);
  });

  it("is seen in a pull request that takes its text back: the page that includes it changes", async () => {
    company.configure((text) =>
      text.replace('{path: "internal/**", visible_to: teammates}', "{label: secret, visible_to: teammates}"),
    );
    const base = "HEAD~1";
    company.write(
      "docs/internal/limits.md",
      "---\ntags: [secret]\n---\n\n# Refund limits\n\nAgents may refund up to 500 EUR.\n",
    );
    company.commit();
    const { stdout } = await company.run("ci", "--base", base, "--format", "json");
    const plan = JSON.parse(stdout) as { change: { externalId: string; markdown: string }[] };
    const refunds = plan.change.find(({ externalId }) => externalId === "refunds.md");
    expect(refunds?.markdown).toContain("ten days");
    expect(refunds?.markdown).not.toContain("500 EUR");
  });
});
