import { execFileSync } from "node:child_process";
import path from "node:path";

declare global {
  /** Vitest asks for it once for each project of its configuration. */
  var isBuiltForTests: true | undefined;
}

/** End-to-end tests run the program that users run: the bundled one. Built once per suite. */
export default function build() {
  const root = path.resolve(import.meta.dirname, "../..");
  if (process.env.FIN_INGEST_SKIP_BUILD || globalThis.isBuiltForTests) return;
  globalThis.isBuiltForTests = true;
  const run = (...args: string[]) => execFileSync(process.execPath, args, { cwd: root, stdio: "inherit" });
  run("node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json");
  run("dist/src/revision/record.js");
  run("dist/packing/run.js");
}
