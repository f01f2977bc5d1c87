import { execFileSync } from "node:child_process";
import path from "node:path";

declare global {
  /** Vitest asks for it once for each project of its configuration. */
  var isBuiltForTests: true | undefined;
}

/**
 * End-to-end tests run the program that users run: the bundled one. Built once per suite, and without what a run does not
 * need: types are checked by `npm run typecheck`, and those of the package by `npm run test:packed`.
 */
export default function build() {
  const root = path.resolve(import.meta.dirname, "../..");
  if (process.env.FIN_INGEST_SKIP_BUILD || globalThis.isBuiltForTests) return;
  globalThis.isBuiltForTests = true;
  // Both compilers are written in Go, and end before they need the memory that they would spend a third of their time on.
  const env = { ...process.env, GOGC: "off" };
  const run = (...args: string[]) =>
    execFileSync(process.execPath, args, { cwd: root, env, stdio: "inherit" });
  run(
    "node_modules/typescript/bin/tsc",
    ...["-p", "tsconfig.build.json"],
    ...["--noCheck", "--declaration", "false"],
  );
  run("dist/src/revision/record.js");
  run("dist/packing/run.js", "--without-types");
}
