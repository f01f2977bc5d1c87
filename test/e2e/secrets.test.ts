import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { secrets } from "../secrets/samples.ts";
import { type Company, startCompany } from "./company.ts";

let company: Company;
afterEach(() => company.close());

const token = secrets["github-token"] ?? "";
const planted = (text: string) => `# Guide 2\n\n## Deploying\n\nUse \`${text}\` to deploy.\n`;

/** Every file of the state folder, and the files named, as one text. */
function stored(...files: string[]): string {
  const state = path.join(company.dir, ".fin-ingest");
  const inState = readdirSync(state, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  return [...inState, ...files.map((file) => path.join(company.dir, file))]
    .map((file) => readFileSync(file, "latin1"))
    .join("\n");
}

const head = () =>
  execFileSync("git", ["rev-parse", "HEAD"], {
    cwd: path.join(company.dir, "docs"),
    encoding: "utf8",
  }).trim();
const sentBodies = () => JSON.stringify(company.emulator.log.since(0).map(({ body }) => body));

test("a document with a secret is held on every run, its old page stays, until it is corrected or allowed", async () => {
  company = await startCompany({ inProcess: true, documents: 3 });
  await company.report("nightly");
  company.write("docs/guide-2.md", planted(token));
  company.write("docs/new.md", planted(token));
  company.commit();
  company.writes();
  const before = company.library();

  for (const _ of [1, 2]) {
    const { code, report, stderr } = await company.report("nightly", "--verbose");
    expect(code).toBe(4);
    const [source] = report.sources;
    expect(source?.holds.map(({ rule, externalIds }) => [rule, externalIds])).toEqual([
      ["secret", ["guide-2.md"]],
      ["secret", ["new.md"]],
    ]);
    expect(source?.holds[0]?.message).toMatch(
      /^guide-2\.md is not uploaded.*github-token \(line 5, column 6\)/,
    );
    expect(source?.holds[0]?.resolve).toMatch(/secrets: \{allow: \["[0-9a-f]{16}"\]\}/);
    expect(company.writes()).toEqual([]);
    expect(company.library()).toEqual(before);
    expect(JSON.stringify(report) + stderr).not.toContain(token);
  }
  const planned = await company.run("plan", "--out", "changes.plan");
  expect(planned.code).toBe(4);
  expect(planned.stdout + planned.stderr + stored("changes.plan")).not.toContain(token);
  expect((await company.run("apply", "changes.plan")).code).toBe(4);
  expect((await company.run("backfill")).code).toBe(4);
  expect(sentBodies()).not.toContain(token);

  const { report } = await company.report("nightly");
  const fingerprint = /allow: \["(\w+)"\]/.exec(report.sources[0]?.holds[0]?.resolve ?? "")?.[1];
  company.configure((text) => `${text}    secrets: {allow: ["${fingerprint}"]}\n`);
  const allowed = await company.report("nightly");
  expect(allowed.code).toBe(0);
  expect(company.library()["new.md"]).toBe("customers");
  expect(sentBodies()).toContain(token);
});

test("ci shows no text of it, and uploads none", async () => {
  company = await startCompany({ inProcess: true, documents: 3 });
  const first = head();
  company.write("docs/guide-2.md", planted(token));
  company.write("docs/guide-3.md", "# Guide 3\n\nChanged.\n");
  company.commit();
  const shown = await company.run("ci", "--base", first);
  expect(shown.code).toBe(4);
  expect(shown.stdout).toContain("### Held, not uploaded");
  expect(shown.stdout).toMatch(/guide-2\.md is not uploaded.*github-token/);
  expect(shown.stdout).toContain("Changed.");
  const asJson = await company.run("ci", "--base", first, "--json");
  const applied = await company.run("ci", "--base", first, "--apply", "--json");
  expect(applied.code).toBe(4);
  for (const { stdout, stderr } of [shown, asJson, applied]) expect(stdout + stderr).not.toContain(token);
  expect(sentBodies()).not.toContain(token);
  expect(stored()).not.toContain(token);
  // Offline nobody's key is at hand; the run that sends names what would allow it, and knows it again.
  expect(shown.stdout + asJson.stdout).not.toMatch(/allow: \["/);
  const fingerprint = /allow: \[\\?"([0-9a-f]{16})/.exec(applied.stdout)?.[1];
  expect(fingerprint).toBeDefined();
  company.configure((text) => `${text}    secrets: {allow: ["${fingerprint}"]}\n`);
  expect((await company.run("ci", "--base", first, "--apply")).code).toBe(0);
  company.configure((text) => text.replace(/ {4}secrets: .*\n/, ""));

  // Taking it out again shows the page, but not what was taken out.
  const withSecret = head();
  company.write("docs/guide-2.md", "# Guide 2\n\nAsk operations.\n");
  company.commit();
  const mended = await company.run("ci", "--base", withSecret);
  expect(mended.code).toBe(0);
  expect(mended.stdout).toContain("Guide 2");
  expect(mended.stdout).not.toContain(token);
});

test("preview shows the user's own document, and warns", async () => {
  company = await startCompany({ inProcess: true, documents: 1 });
  company.write("docs/guide-2.md", planted(token));
  const { code, stdout, stderr } = await company.run("preview", "docs/guide-2.md");
  expect(code).toBe(0);
  expect(stdout).toContain(token);
  expect(stderr).toMatch(/github-token \(line 5, column 6\)/);
  expect(stderr).not.toContain(token);
});
