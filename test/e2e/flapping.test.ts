import { expect, it } from "vitest";
import { startCompany } from "./company.ts";

it("a document that was hidden and came back three times in 14 days is named as flapping", async () => {
  const company = await startCompany({ inProcess: true });
  try {
    await company.run("nightly");
    const text = "# Guide 3\n\nHow to do thing 3, step by step.\n";
    const warnings: (readonly string[])[] = [];
    for (const _ of [1, 2, 3]) {
      company.remove("docs/guide-3.md");
      expect((await company.run("nightly")).code).toBe(0);
      company.write("docs/guide-3.md", text);
      const { code, report } = await company.report("nightly");
      const change = report.sources[0]?.changes as unknown as {
        externalId: string;
        warnings?: { code: string }[];
      }[];
      const own = change.find(({ externalId }) => externalId === "guide-3.md");
      expect({ code, library: company.library()["guide-3.md"] }).toEqual({ code: 0, library: "customers" });
      warnings.push((own?.warnings ?? []).map(({ code: name }) => name));
    }
    expect(warnings).toEqual([[], [], ["flapping"]]);

    company.remove("docs/guide-3.md");
    await company.run("nightly");
    company.write("docs/guide-3.md", text);
    const { stdout } = await company.run("nightly");
    expect(stdout).toContain("flapping: guide-3.md");
  } finally {
    await company.close();
  }
});
