import { defineConfig } from "vitest/config";

/** Slow, seeded runs behind `npm run soak`; SOAK scales them, SEED and CASE replay one. */
export default defineConfig({
  test: {
    include: ["test/soak/**/*.soak.ts"],
    setupFiles: ["test/setup/offline.mjs"],
    globalSetup: ["test/setup/build.ts"],
    testTimeout: 3_600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 120_000 } },
    fileParallelism: false,
    disableConsoleIntercept: true,
  },
});
