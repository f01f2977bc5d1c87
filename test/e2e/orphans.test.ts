import { rmSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Company, startCompany } from "./company.ts";

const second = (name: string, more = "") => `  ${name}:
    connector: docs-repo
    url: https://${name}.example.com
    visible_to: customers
    path: ./${name}
    page_url: "https://${name}.example.com/{slug}"
${more}`;

describe("a source that leaves the configuration", () => {
  let company: Company;
  beforeEach(async () => {
    company = await startCompany({ inProcess: true });
    for (const n of [1, 2, 3]) company.write(`manual/part-${n}.md`, `# Part ${n}\n\nWhat part ${n} does.\n`);
    company.configure((text) => text + second("manual", "    removals: {mode: sync, grace: 0s}\n"));
    await company.run("nightly");
    company.writes();
  });
  afterEach(() => company.close());

  const leave = () => company.configure((text) => text.slice(0, text.indexOf("  manual:\n")));
  const run = async (...args: string[]) => {
    const { code, report } = await company.report(...args);
    const held = report.sources.flatMap((source) =>
      source.holds.map(({ rule, externalIds }) => ({ source: source.name, rule, externalIds })),
    );
    return { code, held, report };
  };
  const orphan = {
    source: "manual",
    rule: "orphaned-source",
    externalIds: ["part-1.md", "part-2.md", "part-3.md"],
  };
  const orphansInStatus = async () => {
    const { code, stdout } = await company.run("status", "--json");
    return { code, orphans: JSON.parse(stdout).orphans };
  };

  it("is named with its live pages by nightly, plan and status, on every run", async () => {
    leave();
    for (const args of [["nightly"], ["nightly"], ["plan"], ["nightly", "--dry-run"]])
      expect(await run(...args)).toMatchObject({ code: 4, held: [orphan] });
    expect(company.writes()).toEqual([]);
    expect(company.library()).toMatchObject({ "part-1.md": "customers" });
    expect(await orphansInStatus()).toEqual({
      code: 0,
      orphans: [{ name: "manual", live: 3, hidden: 0 }],
    });
    expect((await company.run("status")).stdout).toContain("fin-ingest retire manual");
    expect((await company.run("plan")).stdout).toContain("orphaned-source");
  });

  it("is not an orphan because --source leaves it out, nor while it is configured", async () => {
    expect((await run("nightly", "--source", "docs")).code).toBe(0);
    expect((await run("plan", "--source", "docs")).code).toBe(0);
    expect((await run("nightly")).code).toBe(0);
  });

  it("is not an orphan while the configuration file that ran it last names it", async () => {
    company.write(
      "other.yaml",
      `intercom:
  token: \${INTERCOM_ACCESS_TOKEN}
  base_url: \${INTERCOM_BASE_URL}
sources:
${second("manual")}`,
    );
    await company.run("nightly", "-c", "other.yaml", "--source", "manual");
    leave();
    expect((await run("nightly")).code).toBe(0);
    // It names a variable that is not set here, which does not matter.
    company.write("other.yaml", `sources:\n${second("manual")}    token: \${NOT_SET_HERE}\n`);
    expect((await run("nightly")).code).toBe(0);
    company.write("other.yaml", `sources:\n${second("else")}`);
    expect((await run("nightly")).code).toBe(4);
    rmSync(path.join(company.dir, "other.yaml"));
    expect((await run("nightly")).held).toEqual([orphan]);
  });

  it("retire shows the set and does nothing; with --yes it hides now and nightly deletes after the grace", async () => {
    leave();
    const shown = await company.run("retire", "manual");
    expect(shown.code).toBe(0);
    expect(shown.stdout).toContain("part-2.md");
    expect(shown.stdout).toContain("--yes");
    expect(company.writes()).toEqual([]);

    const done = await company.report("retire", "manual", "--yes");
    expect(done.code).toBe(0);
    expect(done.report.run.pipeline).toBe("retire");
    expect(done.report.sources[0]).toMatchObject({ name: "manual", counts: { hide: 3, delete: 0 } });
    expect(company.writes().every(({ agent, copilot }) => agent === false && copilot === false)).toBe(true);
    expect(company.library()).toMatchObject({ "part-1.md": "nobody", "guide-1.md": "customers" });
    expect((await orphansInStatus()).orphans).toEqual([]);

    const after = await run("nightly");
    expect(after).toMatchObject({ code: 0, held: [] });
    expect(after.report.sources[1]).toMatchObject({ name: "manual", counts: { delete: 3 } });
    expect(Object.keys(company.library()).filter((id) => id.startsWith("part-"))).toEqual([]);
    company.writes();
    expect((await run("nightly")).report.sources).toHaveLength(1);
    expect(company.writes()).toEqual([]);
  });

  it("waits for the grace that its configuration had", async () => {
    company.configure((text) => text.replace("grace: 0s", "grace: 7d"));
    await company.run("nightly");
    leave();
    await company.run("retire", "manual", "--yes");
    expect((await run("nightly")).code).toBe(0);
    expect(company.library()).toMatchObject({ "part-1.md": "nobody" });
    expect((await company.run("retire", "manual")).stdout).toContain("3 hidden pages until the grace");
  });

  it("a retired source that is configured again comes back", async () => {
    const before = company.configure;
    let whole = "";
    before((text) => {
      whole = text;
      return text;
    });
    leave();
    await company.run("retire", "manual", "--yes");
    company.configure(() => whole);
    expect((await run("nightly")).code).toBe(0);
    expect(company.library()).toMatchObject({ "part-1.md": "customers" });
    leave();
    expect((await run("nightly")).held).toEqual([orphan]);
  });

  it("retires nothing that is configured, and nothing that it does not know", async () => {
    for (const [name, why] of [
      ["manual", /config\.yaml names it/],
      ["manul", /knows no source manul[\s\S]*docs, manual/],
    ] as const) {
      const { code, stderr } = await company.run("retire", name, "--yes");
      expect(code).toBe(2);
      expect(stderr).toMatch(why);
    }
    expect(company.writes()).toEqual([]);
  });

  it("moved_from: pages, ids and Content Import Source move along, without a write", async () => {
    const ids = () => company.emulator.state.pages().map(({ id, externalId }) => `${id} ${externalId}`);
    const before = ids();
    company.configure((text) => text.replace("  manual:\n", "  guide:\n    moved_from: manual\n"));
    expect(await run("plan")).toMatchObject({ code: 0, held: [] });
    expect((await orphansInStatus()).orphans).toEqual([]);
    const { code, report } = await run("nightly");
    expect(code).toBe(0);
    expect(report.sources[1]).toMatchObject({
      name: "guide",
      counts: { unchanged: 3, create: 0, update: 0 },
    });
    expect(company.writes()).toEqual([]);
    expect(ids()).toEqual(before);
    // What is gone is recognised under the new name, and the key may stay.
    company.remove("manual/part-2.md");
    expect((await run("nightly")).code).toBe(0);
    expect(company.library()["part-2.md"]).toBe("nobody");
    expect(company.emulator.state.sources()).toHaveLength(2);
  });

  it("moved_from with another url: the Content Import Source keeps its id and its pages, and gets the url", async () => {
    company.configure((text) =>
      text
        .replace("  manual:\n", "  guide:\n    moved_from: manual\n")
        .replace("url: https://manual.example.com", "url: https://guide.example.com"),
    );
    expect((await run("plan")).code).toBe(0);
    expect(company.writes()).toEqual([]);
    expect((await run("nightly")).code).toBe(0);
    expect(company.emulator.state.sources().map(({ id, url }) => [id, url])).toEqual([
      [1, "https://docs.example.com"],
      [2, "https://guide.example.com"],
    ]);
    expect(company.emulator.state.countPages(2)).toBe(3);
    expect((await run("nightly")).code).toBe(0);
  });

  it("moved_from names no source that is still configured, and none that has pages elsewhere", async () => {
    company.configure((text) => text.replace("  docs:\n", "  docs:\n    moved_from: manual\n"));
    const still = await company.run("nightly");
    expect(still.code).toBe(2);
    expect(still.stderr).toContain("sources.manual is still there");
    leave();
    for (const verb of ["plan", "nightly"]) {
      const { code, stderr } = await company.run(verb);
      expect(code).toBe(2);
      expect(stderr).toMatch(/9 pages of its own[\s\S]*retire manual/);
    }
    expect(company.writes()).toEqual([]);
  });

  it("a rebuilt ledger still knows it, and that it was retired", async () => {
    leave();
    const rebuilt = await company.run("state", "rebuild");
    expect(rebuilt.stdout).toContain("manual: 3 pages found");
    expect((await run("nightly")).held).toContainEqual(orphan);
    await company.run("retire", "manual", "--yes");
    await company.run("state", "rebuild");
    expect((await orphansInStatus()).orphans).toEqual([]);
    expect((await run("nightly")).held.map(({ rule }) => rule)).toEqual([]);
  });

  it("retire leaves pages alone that another source has taken over", async () => {
    company.configure((text) => text.replace("  manual:\n", "  guide:\n"));
    company.write("manual/part-1.md", "# Part 1\n\nWhat part 1 does now.\n");
    await company.run("backfill", "--source", "guide", "--only", "part-1.md");
    company.writes();
    expect((await company.run("retire", "manual")).stdout).not.toContain("part-1.md");
    await company.run("retire", "manual", "--yes");
    expect(company.library()).toMatchObject({ "part-1.md": "customers", "part-2.md": "nobody" });
  });
});
