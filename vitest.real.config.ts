import { defineConfig } from "vitest/config";

/** Runs against real servers on loopback behind `npm run real`; what is not installed is skipped by name. */
export default defineConfig({
  test: {
    include: ["test/real/**/*.real.ts"],
    setupFiles: ["test/setup/offline.mjs"],
    globalSetup: ["test/setup/build.ts", "test/real/kit/table.ts"],
    testTimeout: 3_600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 120_000 } },
    fileParallelism: false,
    disableConsoleIntercept: true,
  },
});
