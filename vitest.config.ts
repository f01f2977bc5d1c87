import { defineConfig } from "vitest/config";

/** Tests that start programs all the time, which costs by the memory of who starts them, and load little themselves. */
const starting = [
  "test/connectors/docs-repo/**",
  "test/deploy/**",
  "test/docs/**",
  "test/e2e/**",
  "test/git/**",
  "test/status/**",
  "test/web/**",
];

const filesOf = (globs: readonly string[]) => globs.map((glob) => glob.replace(/\*\*$/, "**/*.test.ts"));

export default defineConfig({
  test: {
    setupFiles: ["test/setup/offline.mjs", "test/setup/properties.ts", "test/setup/cpu-per-file.ts"],
    globalSetup: ["test/setup/temporary.ts", "test/setup/postgres-cluster.ts", "test/setup/build.ts"],
    reporters: ["default", "./test/setup/budget-reporter.ts"],
    // Backstops for what hangs: a test that needs a quiet machine to pass is a bench or a soak.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 120_000 } },
    // Two more than the cores that the suite is meant for: tests wait for programs, servers and clocks.
    maxWorkers: 4,
    // A commit of a test's git starts no second git that looks for something to tidy.
    env: { GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: "maintenance.auto", GIT_CONFIG_VALUE_0: "false" },
    // As in Node: to look a default export up anew at every use takes a fifth of the time of a parser.
    deps: { interopDefault: false },
    // What tests make is mostly short-lived: with room for it, collecting garbage takes a third less.
    execArgv: ["--max-semi-space-size=64"],
    // Files share what they import: loading it anew for each would be a third of the time.
    isolate: false,
    // Both projects need much of the same code: the first compiles it for the other, and for the next run of what is unchanged.
    experimental: { fsModuleCache: true },
    projects: [
      {
        extends: true,
        test: { name: "starting", include: filesOf(starting) },
      },
      {
        extends: true,
        test: { name: "together", include: ["test/**/*.test.ts"], exclude: starting },
      },
    ],
  },
});
