import { afterEach, describe, expect, it } from "vitest";
import type { Explained } from "../../src/sync/explain/explain.ts";
import { secrets } from "../secrets/samples.ts";
import { type Company, startCompany } from "./company.ts";

describe("explain", () => {
  let company: Company;
  afterEach(() => company.close());

  const start = async (options: Parameters<typeof startCompany>[0] = {}) => {
    company = await startCompany({ inProcess: true, ...options });
  };
  const json = async (...words: string[]) => {
    const { code, stdout } = await company.run("explain", ...words, "--json");
    return { code, ...(JSON.parse(stdout) as Explained) };
  };
  const one = async (...words: string[]) => {
    const { documents } = await json(...words);
    expect(documents).toHaveLength(1);
    const [document] = documents;
    if (!document) throw new Error("no document");
    return document;
  };
  const screen = async (...words: string[]) => (await company.run("explain", ...words)).stdout;

  it("before the first run: the rule with its line, the audience, and what the run will do", async () => {
    await start();
    const { rule, audience, ledger, sent, next } = await one("internal/refunds.md");
    expect({ rule, audience, ledger, sent, next }).toEqual({
      rule: { rule: "path internal/**", line: 12, effect: "teammates" },
      audience: { before: null, after: "teammates" },
      ledger: null,
      sent: null,
      next: [{ kind: "create", externalId: "internal/refunds.md", why: ["it is new"] }],
    });
    const text = await screen("internal/refunds.md");
    expect(text).toMatch(/^Refunds\n {2}source {5}docs\n/);
    expect(text).toContain("  rule       the rule in line 12, path internal/**: visible_to: teammates\n");
    expect(text).toContain("  next run   + create: it is new\n");
    expect(text.split("\n").length).toBeLessThanOrEqual(24);
    // No token, no Intercom, no state.
    expect(company.emulator.log.all()).toEqual([]);
  });

  it.each([
    ["its id", "guide-3.md"],
    ["its path from the working folder", "docs/guide-3.md"],
    ["its path from the working folder, as shells complete it", "./docs/guide-3.md"],
    ["its address", "https://docs.example.com/guide-3"],
    ["its address, otherwise written", "https://docs.example.com/guide-3/#steps"],
    ["its title", "guide  3"],
  ])("finds a document by %s", async (_what, name) => {
    await start();
    await company.run("nightly");
    expect((await one(name)).externalId).toBe("guide-3.md");
  });

  it("why and when it was last sent, and that nothing is due", async () => {
    await start();
    await company.run("nightly");
    expect(await one("guide-1.md")).toMatchObject({
      decidedBy: "no rule matches; visible_to: customers of the source",
      audience: { before: "customers", after: "customers" },
      sent: { why: ["it was new"] },
      next: [{ kind: "unchanged", why: ["its source says that it is as it was when it was sent"] }],
    });
    company.write("docs/guide-1.md", "# Guide One\n\nOther words.\n");
    expect((await one("guide-1.md")).next).toEqual([
      { kind: "update", externalId: "guide-1.md", why: ["content", "title"] },
    ]);
    await company.run("nightly");
    const { sent, ledger } = await one("Guide One");
    expect(sent).toEqual({ at: ledger?.sentAt, why: ["content", "title"] });
    expect(Date.parse(sent?.at ?? "")).toBeGreaterThan(Date.parse(ledger?.firstSentAt ?? ""));
    expect(await screen("guide-1.md")).toMatch(/last sent {2}\d{4}-\d\d-\d\d \d\d:\d\d: content, title\n/);
  });

  it("of an edited document and an edited rule, who is answered before and after", async () => {
    await start();
    await company.run("nightly");
    company.configure((text) => `${text}      - {path: "guide-2.md", exclude: true}\n`);
    expect(await one("guide-2.md")).toMatchObject({
      rule: { line: 13, effect: "nobody" },
      // The run holds what a changed setting leaves out, until that is accepted.
      audience: { before: "customers", after: "customers" },
      next: [
        { kind: "skip", why: ["excluded by the rule for path guide-2.md"] },
        { kind: "hold", why: [expect.stringContaining("scope-changed")] },
      ],
    });
    company.configure((text) => text.replace("exclude: true", "visible_to: teammates"));
    expect(await one("guide-2.md")).toMatchObject({
      audience: { before: "customers", after: "teammates" },
      next: [{ kind: "update", why: ["availability"] }],
    });
    expect(await screen("guide-2.md")).toContain("  answers    customers → teammates\n");
  });

  it("why it is hidden, and until when", async () => {
    await start();
    await company.run("nightly");
    company.remove("docs/guide-2.md");
    expect((await one("guide-2.md")).next).toEqual([
      { kind: "hide", externalId: "guide-2.md", why: ["gone from the source"] },
    ]);
    await company.run("nightly");
    const { hidden, listed, next, audience } = await one("guide-2.md");
    expect({ why: hidden?.why, as: listed?.as, audience }).toEqual({
      why: "gone from the source",
      as: "absent",
      audience: { before: "nobody", after: "nobody" },
    });
    const waited = Date.parse(hidden?.deleteAt ?? "") - Date.parse(hidden?.hiddenAt ?? "");
    expect(waited).toBe(7 * 24 * 60 * 60 * 1000);
    expect(next[0]?.why[0]).toBe("it stays hidden until the grace time is over, and is deleted then");
    company.write("docs/guide-2.md", "# Guide 2\n\nBack again.\n");
    expect((await one("guide-2.md")).next).toMatchObject([{ kind: "update", why: ["reappeared"] }]);
  });

  it("why it is skipped", async () => {
    await start();
    expect(await one("draft.md")).toMatchObject({
      listed: { as: "unpublished", why: "draft: true" },
      audience: { before: null, after: null },
      next: [{ kind: "skip", why: ["draft: true"] }],
    });
  });

  it("why it fails", async () => {
    await start({ settings: "    max_document_bytes: 100\n" });
    company.write("docs/large.md", `# Large\n\n${"word ".repeat(100)}\n`);
    const { next } = await one("large.md");
    expect(next).toMatchObject([{ kind: "fail", why: [expect.stringContaining("larger than")] }]);
  });

  it("why it is held: a removal with many others, equal pages, a secret", async () => {
    await start({ documents: 20 });
    await company.run("nightly");
    for (let n = 1; n <= 6; n++) company.remove(`docs/guide-${n}.md`);
    const token = secrets["github-token"] ?? "";
    company.write("docs/key.md", `# Key ${token}\n\nUse ${token} to deploy.\n`);
    for (const [id, rule] of [
      ["guide-1.md", "removal-cap"],
      ["key.md", "secret"],
    ] as const) {
      const { holds, next } = await one(id);
      expect(holds).toMatchObject([{ rule, by: "next run", resolve: expect.any(String) }]);
      expect(next).toMatchObject([{ kind: "hold", why: [expect.stringContaining(rule)] }]);
    }
    expect(await screen("key.md")).not.toContain(token);
    for (let n = 1; n <= 6; n++)
      company.write(`docs/new-${n}.md`, `# Sign in\n\n${"Please sign in to go on. ".repeat(4)}\n`);
    expect((await one("new-3.md")).holds).toMatchObject([{ rule: "sameness", by: "next run" }]);
    expect(await screen("new-3.md")).toMatch(
      /held {7}by the next run, sameness: [\s\S]*→ A login or error page/,
    );
  });

  it("what the last run held of a document among so many that they are not all loaded", async () => {
    await start({ documents: 1 });
    for (let n = 1; n <= 130; n++)
      company.write(`docs/new-${n}.md`, `# Sign in\n\n${"Please sign in. ".repeat(10)}\n`);
    await company.run("nightly");
    expect((await one("new-77.md")).holds).toMatchObject([{ rule: "sameness", by: "next run" }]);
    company.write("docs/new-77.md", "# New\n\nWords of its own.\n");
    expect(await one("new-77.md")).toMatchObject({
      next: [{ kind: "create" }],
      holds: [{ rule: "sameness", by: "last run" }],
    });
  });

  it("one screen for each document of that name, and --source chooses", async () => {
    const other = `  other:
    connector: docs-repo
    url: https://other.example.com
    visible_to: teammates
    path: ./other
`;
    await start({ settings: other });
    company.write("other/guide-1.md", "# Guide 1\n\nAnother one.\n");
    const { documents } = await json("guide-1.md");
    expect(documents.map(({ source, audience }) => [source, audience.after])).toEqual([
      ["docs", "customers"],
      ["other", "teammates"],
    ]);
    expect((await screen("guide-1.md")).match(/^ {2}source /gm)).toHaveLength(2);
    expect((await json("guide-1.md", "--source", "other")).documents).toHaveLength(1);
  });

  it("a document nobody knows: the nearest names, exit 2", async () => {
    await start();
    await company.run("nightly");
    const { code, stdout, stderr } = await company.run("explain", "refunts.md");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain('no document is called "refunts.md"');
    expect(stderr).toContain('The nearest is internal/refunds.md ("Refunds", docs)');
    expect(await json("guide 33")).toMatchObject({
      code: 2,
      documents: [],
      nearest: expect.arrayContaining([{ source: "docs", externalId: "guide-3.md", title: "Guide 3" }]),
    });
  });

  it("a source that a run would refuse: what the ledger knows, and why nothing is done", async () => {
    await start();
    await company.run("nightly");
    company.configure((text) => text.replace("https://docs.example.com\n", "https://moved.example.com\n"));
    expect(await json("guide-1.md")).toMatchObject({
      code: 0,
      documents: [
        {
          ledger: { state: "live" },
          listed: null,
          next: [
            {
              kind: "unchanged",
              why: [expect.stringContaining("its pages are under https://docs.example.com")],
            },
          ],
        },
      ],
      incomplete: [{ source: "docs" }],
    });
  });

  it("a page of a source that no configuration names", async () => {
    await start();
    await company.run("nightly");
    company.configure((text) =>
      text
        .replace("  docs:\n", "  handbook:\n")
        .replace("https://docs.example.com\n", "https://new.example.com\n"),
    );
    const { documents } = await json("guide-1.md");
    expect(documents.map(({ source, decidedBy }) => [source, decidedBy])).toEqual([
      ["handbook", "no rule matches; visible_to: customers of the source"],
      ["docs", "no configuration names its source"],
    ]);
  });

  it("a long document: its further pages are its own", async () => {
    await start({ settings: "    max_page_bytes: 10000\n" });
    const section = (n: number) => `## Part ${n}\n\n${`Sentence ${n} of the long guide. `.repeat(250)}\n\n`;
    company.write("docs/long.md", `# Long\n\n${[1, 2, 3].map(section).join("")}`);
    await company.run("nightly");
    const { ledger } = await one("long.md");
    expect(ledger?.parts).toBeGreaterThan(0);
    const part = Object.keys(company.library()).find((id) => id.startsWith("long.md#part:"));
    expect(await one(part ?? "")).toMatchObject({ externalId: "long.md", listed: { as: "document" } });
  });
});
