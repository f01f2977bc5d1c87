import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Company, startCompany } from "./company.ts";

let company: Company;
const wrong = "# Guide 1\n\nAll orders are free of charge from today on, says nobody.\n";
const guide = (n: number) =>
  company.emulator.state.pages().find(({ externalId }) => externalId === `guide-${n}.md`);
const right = () => guide(1)?.html ?? "";

beforeEach(async () => {
  company = await startCompany({ inProcess: true });
  company.configure((text) => `keep_bodies: 3\n${text}`);
  expect((await company.run("nightly")).code).toBe(0);
});
afterEach(() => company.close());

describe("undo", () => {
  it("sends the text again that a run replaced, and keeps the next runs from replacing it by themselves", async () => {
    const before = right();
    company.write("docs/guide-1.md", wrong);
    await company.run("nightly");
    expect(right()).toContain("free of charge");

    await company.run("runs", "show", "last", "--report", "run.html");
    const page = readFileSync(path.join(company.dir, "run.html"), "utf8");
    expect(page).toMatch(
      /<del>-How to do thing 1, step by step\.\n<\/del><ins>\+All orders are free of charge/,
    );

    company.emulator.log.clear();
    const shown = await company.run("undo", "last");
    expect(shown.stdout).toContain("1 page to send again as before.");
    expect(shown.stdout).toContain("fin-ingest undo last --yes");
    expect(company.emulator.log.writes()).toEqual([]);

    expect((await company.run("undo", "last", "--yes")).code).toBe(0);
    expect(right()).toBe(before);

    const { report, code } = await company.report("nightly");
    expect(right()).toBe(before);
    expect(code).toBe(4);
    expect(report.sources[0]?.holds).toMatchObject([{ rule: "undone", externalIds: ["guide-1.md"] }]);
    // Every run says so until it is resolved; another text is sent at once.
    expect((await company.report("nightly")).report.sources[0]?.holds).toHaveLength(1);
    company.write(
      "docs/guide-1.md",
      "# Guide 1\n\nOrders above 50 euros are free of charge, step by step.\n",
    );
    expect((await company.report("nightly")).code).toBe(0);
    expect(right()).toContain("above 50 euros");
    // The rejected text is a text like any other from then on.
    company.write("docs/guide-1.md", wrong);
    expect((await company.report("nightly")).code).toBe(0);
    expect(right()).toContain("says nobody");
  });

  it("the text that was undone is sent where somebody approves it", async () => {
    company.write("docs/guide-1.md", wrong);
    await company.run("nightly");
    await company.run("undo", "last", "--yes");
    const { report } = await company.report("nightly");
    const hash = /--approve-uploads ([0-9a-f]+)/.exec(report.sources[0]?.holds[0]?.resolve ?? "")?.[1] ?? "";
    expect((await company.run("nightly", "--approve-uploads", hash)).code).toBe(0);
    expect(right()).toContain("free of charge");
    expect((await company.report("nightly")).code).toBe(0);
  });

  it("brings a page back that was hidden, and holds its removal until that is approved", async () => {
    company.remove("docs/guide-2.md");
    await company.run("nightly");
    expect(company.library()["guide-2.md"]).toBe("nobody");
    await company.run("undo", "last", "--yes");
    expect(company.library()["guide-2.md"]).toBe("customers");
    const { report, code } = await company.report("nightly");
    expect([code, company.library()["guide-2.md"]]).toEqual([4, "customers"]);
    const [hold] = report.sources[0]?.holds ?? [];
    expect(hold?.rule).toBe("undone-removal");
    const hash = /--approve-removals ([0-9a-f]+)/.exec(hold?.resolve ?? "")?.[1] ?? "";
    expect((await company.run("nightly", "--approve-removals", hash)).code).toBe(0);
    expect(company.library()["guide-2.md"]).toBe("nobody");
  });

  it("takes only the pages that --only names", async () => {
    company.write("docs/guide-1.md", wrong);
    company.write("docs/guide-3.md", wrong.replace("Guide 1", "Guide 3"));
    await company.run("nightly");
    await company.run("undo", "last", "--only", "*-3.md", "--yes");
    expect(right()).toContain("free of charge");
    expect(guide(3)?.html).not.toContain("free of charge");
  });

  it("never answers more people than now: not by a rule of today, nor where a run narrowed a page", async () => {
    company.write("docs/guide-1.md", wrong);
    await company.run("nightly");
    company.configure((text) =>
      text.replace("rules:\n", 'rules:\n      - {path: "guide-1.md", visible_to: teammates}\n'),
    );
    await company.run("undo", "last", "--yes");
    expect(company.library()["guide-1.md"]).toBe("teammates");
    expect(right()).not.toContain("free of charge");

    await company.run("nightly");
    company.configure((text) =>
      text.replace("rules:\n", 'rules:\n      - {path: "guide-3.md", visible_to: teammates}\n'),
    );
    await company.run("nightly");
    expect(company.library()["guide-3.md"]).toBe("teammates");
    await company.run("undo", "last", "--yes");
    expect(company.library()["guide-3.md"]).toBe("teammates");
  });

  it("leaves a page alone that a later run changed", async () => {
    company.write("docs/guide-1.md", wrong);
    await company.run("nightly");
    company.write("docs/guide-1.md", "# Guide 1\n\nA later text of this guide, step by step.\n");
    await company.run("nightly");
    const { stdout } = await company.run("undo", "last~1", "--yes");
    expect(stdout).toContain("a later run or somebody else changed it since");
    expect(right()).toContain("A later text");
  });

  it("undoes an undo", async () => {
    company.write("docs/guide-1.md", wrong);
    await company.run("nightly");
    await company.run("undo", "last", "--yes");
    await company.run("undo", "last", "--yes");
    expect(right()).toContain("free of charge");
  });

  it("keeps as many runs as it is told, and no text that nothing needs", async () => {
    const texts = () =>
      readdirSync(path.join(company.dir, ".fin-ingest/bodies"), {
        recursive: true,
        withFileTypes: true,
      }).filter((one) => one.isFile()).length;
    const pages = company.emulator.state.pages().length;
    for (let n = 0; n < 6; n += 1) {
      company.write("docs/guide-1.md", `# Guide 1\n\nText number ${n} of this guide, step by step.\n`);
      await company.run("nightly");
    }
    expect(readdirSync(path.join(company.dir, ".fin-ingest/replaced"))).toHaveLength(3);
    // The pages as they are, and what three runs replaced.
    expect(texts()).toBe(pages + 3);
  });

  it("reads a text from Intercom before it replaces it, where it was sent before texts were kept", async () => {
    company.configure((text) => text.replace("keep_bodies: 3\n", ""));
    company.write("docs/guide-1.md", "# Guide 1\n\nSent without keeping it, step by step.\n");
    await company.run("nightly");
    company.configure((text) => `keep_bodies: 1\n${text}`);
    company.write("docs/guide-1.md", wrong);
    await company.run("nightly");
    await company.run("undo", "last", "--yes");
    expect(right()).toContain("Sent without keeping it");
  });

  it.each([
    [["undo", "nothing"], "no report of a run"],
    [["undo"], "undo"],
  ])("%j is a mistake", async (args, message) => {
    const { code, stderr } = await company.run(...args);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});

describe("without keep_bodies", () => {
  it("nothing is kept, and undo says what to set", async () => {
    const plain = await startCompany({ inProcess: true });
    await plain.run("nightly");
    const { code, stderr } = await plain.run("undo", "last");
    expect(stderr).toContain("keep_bodies: 5");
    expect(code).toBe(2);
    expect(readdirSync(path.join(plain.dir, ".fin-ingest"))).not.toContain("bodies");
    await plain.close();
  });
});
