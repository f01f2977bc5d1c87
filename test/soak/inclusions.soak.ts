import { spawnSync } from "node:child_process";
import path from "node:path";
import { expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");

it("every way to show something of another document, with every way to narrow who may read that; every lost session", () => {
  const env = { ...process.env, WHOLE_CONTRACTS: "1", FIN_INGEST_SKIP_BUILD: "1" };
  const vitest = path.join(root, "node_modules/vitest/vitest.mjs");
  const { status } = spawnSync(
    process.execPath,
    [vitest, "run", "inclusions.test.ts", "lost-session.test.ts"],
    {
      cwd: root,
      env,
      stdio: "inherit",
    },
  );
  expect(status).toBe(0);
});
