import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { version } from "../../src/package.ts";
import { commandLineFacts } from "./reference/facts.ts";
import { manPage } from "./reference/man.ts";
import { cliPage } from "./reference/markdown.ts";
import { recipesPage } from "./reference/recipes.ts";

const root = path.resolve(import.meta.dirname, "../..");
const facts = await commandLineFacts();
const man = path.join(root, "man/fin-ingest.1");

describe("the reference is current", () => {
  test.each([
    ["docs/cli.md", cliPage(facts)],
    ["man/fin-ingest.1", manPage(facts, version)],
    ["connectors/rest/recipes/README.md", recipesPage()],
  ])("%s", (name, text) => {
    const file = path.join(root, name);
    if (process.env.UPDATE === "1") writeFileSync(file, text);
    const isCurrent = existsSync(file) && readFileSync(file, "utf8") === text;
    expect(isCurrent, `${name} is out of date: \`npm run reference\` writes it`).toBe(true);
  });
});

test("it names every flag of a verb, and every default that is not off", () => {
  const plan = facts.verbs.find(({ name }) => name === "plan");
  expect(plan?.flags).toContainEqual({
    name: "--format WORD",
    meaning: "Format of the result (text, json, markdown)",
    standard: "text",
  });
  expect(facts.globalFlags.map(({ name }) => name)).toContain("-c, --config TEXT");
  for (const { name, examples } of facts.verbs) expect(examples.length, name).toBeGreaterThan(0);
});

const MAN = "/usr/bin/man";

test.skipIf(!existsSync(MAN))("man reads the manual page without a complaint", () => {
  const env = {
    PATH: process.env.PATH,
    MANWIDTH: "100",
    LC_ALL: "C.UTF-8",
    MANROFFOPT: "-ww",
    MANPAGER: "cat",
  };
  const { stdout, stderr } = spawnSync(MAN, ["--warnings", "-l", man], { encoding: "utf8", env });
  expect(stderr).toBe("");
  for (const { name } of facts.verbs) expect(stdout).toContain(`fin-ingest ${name}`);
  expect(stdout).toContain("--detailed-exitcode");
  expect(stdout).toContain("fin-ingest apply plan.jsonl");
});
