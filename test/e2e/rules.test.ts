import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RunReport } from "../../src/sync/run-report.ts";
import { type Company, startCompany } from "./company.ts";

const internal = '- {path: "internal/**", visible_to: teammates}';

describe("a rule that matches nothing", () => {
  let company: Company;
  beforeEach(async () => {
    company = await startCompany({ inProcess: true, documents: 3 });
  });
  afterEach(() => company.close());
  const withRule = (rule: string) => company.configure((text) => text.replace(internal, rule));
  const rulesOf = (report: RunReport) => report.sources[0]?.rules;

  it.each([
    [
      "- {path: docs/internal/**, visible_to: teammates}",
      "docs/internal/**",
      "did you mean internal/**? 1 document",
    ],
    ["- {path: Internal/**, visible_to: teammates}", "Internal/**", "did you mean internal/**? 1 document"],
    ["- {path: intern/**, visible_to: teammates}", "intern/**", "did you mean internal/**? 1 document"],
    ["- {path: internal, visible_to: teammates}", "internal", "did you mean internal/**? 1 document"],
    [
      "- {path: internal/refund.md, exclude: true}",
      "internal/refund.md",
      "did you mean internal/refunds.md? 1 document",
    ],
    ["- {path: hr/**, exclude: true}", "hr/**", "Paths count from the source's own top: internal/"],
    ["- {label: confidential, visible_to: teammates}", "confidential", "Its documents have no labels."],
  ])("%s: is named by check", async (rule, name, advice) => {
    withRule(rule);
    const check = await company.run("check");
    expect({ code: check.code, named: check.stdout.includes(name) }).toEqual({ code: 2, named: true });
    expect(check.stdout.replace(/\s+/g, " ")).toContain(advice);
  });

  it("has nothing sent, by any verb", async () => {
    withRule("- {path: Internal/**, visible_to: teammates}");
    company.write("docs/guide-1.md", "# Guide 1\n\nOther words.\n");
    company.commit();
    company.writes();
    for (const verb of [
      ["plan"],
      ["nightly"],
      ["nightly", "--quiet"],
      ["backfill"],
      ["ci", "--base", "HEAD~1"],
      ["ci", "--base", "HEAD~1", "--apply"],
    ]) {
      const { code, stdout, stderr } = await company.run(...verb);
      expect({ verb, code, stdout: code === 2 ? "" : stdout }).toEqual({ verb, code: 2, stdout: "" });
      expect((stdout + stderr).replace(/\s+/g, " ")).toContain("config.yaml:12 sources.docs.rules");
      expect((stdout + stderr).replace(/\s+/g, " ")).toContain("did you mean internal/**? 1 document");
    }
    expect(company.writes()).toEqual([]);
    expect(company.library()).toEqual({});
  });

  it("is none however the folder is written: each way keeps it for teammates", async () => {
    for (const pattern of ["internal/", "./internal/**", "/internal/", "./internal/", "internal/**"]) {
      company.configure((text) => text.replace(/path: ".*", visible_to/, `path: "${pattern}", visible_to`));
      const { code, report } = await company.report("nightly");
      expect({ pattern, code }).toEqual({ pattern, code: 0 });
      expect(rulesOf(report)).toEqual([{ rule: `path ${pattern}`, line: 12, documents: 1 }]);
      expect(company.library()).toMatchObject({
        "internal/refunds.md": "teammates",
        "guide-1.md": "customers",
      });
    }
    expect((await company.run("check")).code).toBe(0);
  });

  it("is allowed by `optional: true`", async () => {
    withRule("- {path: nothing/**, exclude: true, optional: true}");
    const { code, report } = await company.report("nightly");
    expect(code).toBe(0);
    expect(rulesOf(report)).toEqual([{ rule: "path nothing/**", line: 12, documents: 0 }]);
  });

  it("counts as matched when an earlier rule takes its documents", async () => {
    withRule(`- {path: "internal/refunds.md", visible_to: teammates}\n      ${internal}`);
    const { code, report } = await company.report("nightly");
    expect(code).toBe(0);
    expect(rulesOf(report)).toEqual([
      { rule: "path internal/refunds.md", line: 12, documents: 1 },
      { rule: "path internal/**", line: 13, documents: 0 },
    ]);
  });

  it("is warned of when an earlier rule makes it do nothing", async () => {
    withRule(`- {path: "**", visible_to: customers}\n      ${internal}`);
    const { report } = await company.report("nightly");
    expect(rulesOf(report)?.[1]?.warning).toMatch(
      /^decides over no document: an earlier rule takes what it matches/,
    );
  });

  it("is right when only a draft matches it yet", async () => {
    withRule("- {path: draft.md, exclude: true}");
    const { code, report } = await company.report("nightly");
    expect(code).toBe(0);
    expect(rulesOf(report)).toEqual([{ rule: "path draft.md", line: 12, documents: 0 }]);
  });

  it("is a warning where it widens", async () => {
    withRule("- {path: intern/**, visible_to: customers}");
    const { code, report } = await company.report("nightly");
    expect(code).toBe(0);
    expect(rulesOf(report)?.[0]).toEqual({
      rule: "path intern/**",
      line: 12,
      documents: 0,
      warning: "matches no document, did you mean internal/**? 1 document",
    });
  });

  it("is a warning once it has matched, also on nights without changes, but not under other options", async () => {
    expect((await company.run("nightly")).code).toBe(0);
    company.remove("docs/internal/refunds.md");
    company.commit();
    for (let night = 1; night <= 3; night++) {
      const { code, report, stderr } = await company.report("nightly");
      expect(code).toBe(0);
      expect(rulesOf(report)).toEqual([
        { rule: "path internal/**", line: 12, documents: 0, warning: "matches no document any more" },
      ]);
      expect(stderr).toContain("docs: the rule for path internal/** (line 12) matches no document any more");
    }
    const check = await company.run("check");
    expect(check.code).toBe(0);
    expect(check.stdout).toContain("matches no document any more");
    company.write("docs/sub/internal/refunds.md", "# Refunds\n\nUp to 50 euros without asking.\n");
    company.write("docs/sub/guide.md", "# Guide\n\nHow to do it.\n");
    company.configure((text) =>
      text.replace("path: ./docs", "path: ./docs/sub").replace("internal/**", "sub/internal/**"),
    );
    company.writes();
    expect((await company.run("nightly", "--accept-scope-change", "--allow-empty")).code).toBe(2);
    expect(company.writes()).toEqual([]);
  });

  it("proves nothing in a listing with a gap: a warning, and the source is sent", async () => {
    const rule = "- {path: Intern/**, visible_to: teammates}";
    const connector = (gap: boolean) => `
      import { z } from ${JSON.stringify(import.meta.resolve("zod"))};
      export const connector = {
        type: "notes", summary: "Notes", options: z.strictObject({}),
        async *list() {
          yield { kind: "document", externalId: "a", path: "internal/a.md", version: "1", title: "A",
            load: async () => ({ body: "The words of the note.", mediaType: "text/plain", name: "a", title: "A" }) };
          ${gap ? 'yield { kind: "gap", part: "folder b", reason: "refused" };' : ""}
        },
        check: async () => [],
      };`;
    const notes = `    connector: ./notes.mjs\n    url: https://notes.example.com\n    visible_to: customers\n    rules:\n      ${rule}\n`;
    company.configure((text) => text.replace(/sources:[\s\S]*/, `sources:\n  notes:\n${notes}`));
    company.write("notes.mjs", connector(true));
    const { code, report } = await company.report("nightly");
    expect(code).toBe(3);
    expect(rulesOf(report)?.[0]?.warning).toBe(
      "matches nothing that was listed (folder b: refused), did you mean internal/**? 1 document",
    );
    expect(company.library()).toEqual({ a: "customers" });
    company.configure((text) => text.replaceAll("notes.mjs", "whole.mjs"));
    company.write("whole.mjs", connector(false));
    company.writes();
    expect((await company.run("nightly")).code).toBe(2);
    expect(company.writes()).toEqual([]);
  });

  it("is a warning in a pull request that takes its last document away", async () => {
    company.write("docs/Internal/refunds.md", "# Refunds\n\nUp to 50 euros without asking.\n");
    company.remove("docs/internal/refunds.md");
    company.commit();
    const { code, stdout } = await company.run("ci", "--base", "HEAD~1", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout).ruleWarnings).toEqual([
      {
        source: "docs",
        message:
          "the rule for path internal/** (line 12) matches no document any more, did you mean Internal/**? 1 document",
      },
    ]);
    expect((await company.run("ci", "--base", "HEAD~1")).stdout).toContain("### Rules to look at");
    expect((await company.run("ci", "--base", "HEAD~1", "--apply")).code).toBe(0);
  });

  it("leaves other sources alone, in every pipeline", async () => {
    withRule("- {path: docs/internal/**, visible_to: teammates}");
    company.write("manual/one.md", "# One\n\nThe first page of the manual.\n");
    company.configure(
      (text) =>
        `${text}  manual:\n    connector: docs-repo\n    url: https://manual.example.com\n    visible_to: customers\n    path: ./manual\n`,
    );
    const { code, report } = await company.report("nightly");
    expect(code).toBe(2);
    expect(report.run.outcome).toBe("partial");
    expect(report.sources.map(({ name, counts, error }) => [name, counts.create, error === null])).toEqual([
      ["docs", 0, false],
      ["manual", 1, true],
    ]);
    expect(company.library()).toEqual({ "one.md": "customers" });
    const plan = await company.run("plan");
    expect(plan.code).toBe(2);
    expect(plan.stdout).toContain("manual");
  });

  it("shows what every rule and pattern selects in plan, on unchanged nights as well", async () => {
    company.configure((text) =>
      text.replace("    rules:", '    include: ["**/*.md", "guides/"]\n    exclude: ["draft*"]\n    rules:'),
    );
    const expected = [
      { rule: "path internal/**", line: 14, documents: 1 },
      { rule: "include **/*.md", line: 11, documents: 4 },
      { rule: "include guides/", line: 11, documents: 0, warning: "selects nothing" },
      { rule: "exclude draft*", line: 12, documents: 1 },
    ];
    const plan = await company.run("plan");
    expect(plan.stdout).toMatch(/^ {2}line {2}rule +documents$/m);
    expect(plan.stdout).toMatch(/^ {4}14 {2}path internal\/\*\* +1$/m);
    for (let night = 1; night <= 3; night++) {
      const { code, report } = await company.report("nightly");
      expect(code).toBe(0);
      expect(rulesOf(report)).toEqual(expected);
    }
    const check = await company.run("check", "--json");
    expect(JSON.parse(check.stdout).sources[0].rules).toEqual(expected);
  });
});
