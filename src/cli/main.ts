#!/usr/bin/env node
import { version } from "../version.ts";

// Start-up time is felt: what `--version` does not need is not loaded for it.
const words = process.argv.slice(2);
const own = words.slice(0, words.includes("--") ? words.indexOf("--") : undefined);
if (own.includes("--version") || own[0] === "-V") {
  process.stdout.write(`${version}\n`);
} else {
  const { runCommandLine } = await import("./command-line.ts");
  process.exitCode = await runCommandLine(words);
}
