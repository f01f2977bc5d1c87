import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";

const rounds = Math.max(1, Math.round(20 * Number(process.env.SOAK ?? 1)));
const first = Number(process.env.SEED ?? Date.now() % 1_000_000_000);
const root = path.resolve(import.meta.dirname, "../..");

/** Files whose tests draw their cases. */
const files = fs
  .readdirSync(path.join(root, "test"), { recursive: true, encoding: "utf8" })
  .map((file) => path.join("test", file))
  .filter((file) => file.endsWith(".test.ts"))
  .filter((file) => /from "fast-check"/.test(fs.readFileSync(path.join(root, file), "utf8")));

it("every property, with seeds of its own in every round", { timeout: 24 * 3_600_000 }, () => {
  const failed: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const seed = first + round;
    const env = { ...process.env, PROPERTY_SEED: String(seed), FIN_INGEST_SKIP_BUILD: "1" };
    const vitest = [path.join(root, "node_modules/vitest/vitest.mjs"), "run", "--reporter=dot", ...files];
    const { status, stderr } = spawnSync(process.execPath, vitest, { cwd: root, env, encoding: "utf8" });
    if (status !== 0) {
      console.log(stderr.slice(0, 5000));
      failed.push(`PROPERTY_SEED=${seed} npx vitest run`);
    }
    console.log(
      `properties: ${round + 1} of ${rounds} rounds over ${files.length} files, ${failed.length} failed`,
    );
  }
  expect(failed).toEqual([]);
});
