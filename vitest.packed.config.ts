import { defineConfig } from "vitest/config";

/** What `npm pack` makes, installed beside its dependencies alone: behind `npm run test:packed`, before a release. */
export default defineConfig({
  test: {
    include: ["test/packed/**/*.packed.ts"],
    setupFiles: ["test/setup/offline.mjs"],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    fileParallelism: false,
  },
});
