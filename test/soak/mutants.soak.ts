import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { noPostgres } from "../fleet/postgres.ts";
import { mutants } from "./mutants.ts";

const root = path.resolve(import.meta.dirname, "../..");
const parts = [
  "src",
  // Workers run the compiled normaliser.
  "dist",
  "connectors",
  "pipelines",
  // Whole: the rules' tests share helpers with others.
  "test",
  "package.json",
  "vitest.config.ts",
];
const only = process.env.CASE;
const chosen = mutants
  .map((mutant, n) => ({ ...mutant, n }))
  .filter(({ n }) => only === undefined || only.split(",").map(Number).includes(n))
  // Without PostgreSQL the tests of fleets and of ledgers in it are skipped, and would catch nothing.
  .filter(
    ({ tests, file }) =>
      noPostgres === undefined || (!tests?.startsWith("test/fleet") && !file.includes("/stores/postgres/")),
  );

/** Of the rules. */
const standard = "test/sync";

/** Runs tests in a copy of the project; true when they all pass. */
function pass(copy: string, tests: string): boolean {
  const { status, error } = spawnSync(
    process.execPath,
    [path.join(root, "node_modules/vitest/vitest.mjs"), "run", "--bail=1", tests],
    {
      cwd: copy,
      env: { ...process.env, FIN_INGEST_SKIP_BUILD: "1" },
      stdio: "ignore",
      timeout: 1_800_000,
    },
  );
  // A run that did not end proves nothing.
  if (error) throw error;
  return status === 0;
}

let copy: string;
beforeAll(() => {
  copy = mkdtempSync(path.join(tmpdir(), "fin-ingest-mutants-"));
  for (const part of parts) cpSync(path.join(root, part), path.join(copy, part), { recursive: true });
  symlinkSync(path.join(root, "node_modules"), path.join(copy, "node_modules"));
  // Tests that fail without a bug would "catch" every one of them.
  for (const tests of new Set(chosen.map((mutant) => mutant.tests ?? standard)))
    if (!pass(copy, tests)) throw new Error(`${tests} does not pass without a bug: nothing is proved`);
}, 1_800_000);
afterAll(() => rmSync(copy, { recursive: true }));

it.each(chosen)("caught: $what (CASE=$n npm run soak mutants)", ({ file, find, put, tests = standard }) => {
  const target = path.join(copy, file);
  const text = readFileSync(target, "utf8");
  expect(text.split(find), `is once in ${file}`).toHaveLength(2);
  writeFileSync(
    target,
    text.replace(find, () => put),
  );
  try {
    expect(pass(copy, tests)).toBe(false);
  } finally {
    writeFileSync(target, text);
  }
});
