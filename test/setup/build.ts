import { execFileSync } from "node:child_process";
import path from "node:path";

/** End-to-end tests run the program that users run: the compiled one. Built once per suite. */
export default function build() {
  const root = path.resolve(import.meta.dirname, "../..");
  if (process.env.FIN_INGEST_SKIP_BUILD) return;
  const run = (...args: string[]) => execFileSync(process.execPath, args, { cwd: root, stdio: "inherit" });
  run("node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json");
  run("dist/src/revision/record.js");
}
