import { defineConfig } from "vitest/config";

/** Tests that change what all of a process shares: its resolver, its environment, folders of a whole file. */
const apart = ["test/config/**", "test/http/**", "test/connectors/rest/options.test.ts"];

export default defineConfig({
  test: {
    setupFiles: ["test/setup/offline.mjs", "test/setup/properties.ts", "test/setup/cpu-per-file.ts"],
    globalSetup: ["test/setup/temporary.ts", "test/setup/build.ts"],
    reporters: ["default", "test/setup/budget-reporter.ts"],
    // Backstops for what hangs: a test that needs a quiet machine to pass is a bench or a soak.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 120_000 } },
    maxWorkers: 2,
    projects: [
      // Most files share what they import: loading it anew for each would be a third of the time.
      {
        extends: true,
        test: { name: "together", include: ["test/**/*.test.ts"], exclude: apart, isolate: false },
      },
      {
        extends: true,
        test: { name: "apart", include: apart.map((glob) => glob.replace(/\*\*$/, "**/*.test.ts")) },
      },
    ],
  },
});
