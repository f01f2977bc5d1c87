import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { noPostgres } from "../fleet/postgres.ts";
import { commitOf } from "./fleet-kit.ts";
import { type Mutant, mutants } from "./mutants.ts";

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
  // Soaks build the program that they start.
  "packing",
  "deploy",
  "templates",
  "tsconfig.json",
  "tsconfig.build.json",
  "vitest.soak.config.ts",
];
const only = process.env.CASE;
const chosen = mutants
  .map((mutant, n) => ({ ...mutant, n }))
  .filter(({ n }) => only === undefined || only.split(",").map(Number).includes(n))
  // Without PostgreSQL the tests of fleets and of ledgers in it are skipped, and would catch nothing.
  .filter(
    ({ tests, soak, file }) =>
      noPostgres === undefined ||
      !(soak || tests?.startsWith("test/fleet") || file.includes("/stores/postgres/")),
  );

/** What has to fail with a bug. */
interface Proof {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Without one of its own, a mutant's are the tests of the rules. */
function proofOf({ tests = "test/sync", soak }: Mutant): Proof {
  // What hangs has failed.
  if (!soak)
    return { args: ["--bail=1", "--testTimeout=120000", tests], env: { FIN_INGEST_SKIP_BUILD: "1" } };
  // A soak says of which commit it is, and the copy is no checkout. It starts the program, so the bug has to be built.
  const args = ["--config", "vitest.soak.config.ts", soak.file, "-t", soak.test];
  return { args, env: { SOAK_COMMIT: commitOf(root), FIN_INGEST_SKIP_BUILD: "" } };
}

/** Runs tests in a copy of the project; true when they all pass. */
function pass(copy: string, { args, env }: Proof): boolean {
  const { status, error } = spawnSync(
    process.execPath,
    [path.join(root, "node_modules/vitest/vitest.mjs"), "run", ...args],
    { cwd: copy, env: { ...process.env, ...env }, stdio: "ignore", timeout: 1_800_000 },
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
  const proofs = new Map(chosen.map((mutant) => [JSON.stringify(proofOf(mutant)), proofOf(mutant)]));
  for (const proof of proofs.values())
    if (!pass(copy, proof))
      throw new Error(`${proof.args.join(" ")} does not pass without a bug: nothing is proved`);
}, 1_800_000);
afterAll(() => rmSync(copy, { recursive: true }));

it.each(chosen)("caught: $what (CASE=$n npm run soak mutants)", (mutant) => {
  const { file, find, put } = mutant;
  const target = path.join(copy, file);
  const text = readFileSync(target, "utf8");
  expect(text.split(find), `is once in ${file}`).toHaveLength(2);
  writeFileSync(
    target,
    text.replace(find, () => put),
  );
  try {
    expect(pass(copy, proofOf(mutant))).toBe(false);
  } finally {
    writeFileSync(target, text);
  }
});
