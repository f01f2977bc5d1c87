#!/usr/bin/env node
import { processEnv } from "../config/read/env.ts";
import { version } from "../package.ts";

// Users notice start-up time: nothing is loaded that `--version` does not need.
const words = process.argv.slice(2);
const own = words.slice(0, words.includes("--") ? words.indexOf("--") : undefined);
if (own.includes("--version") || own[0] === "-V") {
  process.stdout.write(`${version}\n`);
} else if (own.length === 0 || (own.length === 1 && /^(?:--help|-h|help)$/.test(own[0] ?? ""))) {
  const { programHelp } = await import("./help.ts");
  const { readingColumns } = await import("./terminal.ts");
  // A reader that went away (`| head`) is not an error.
  process.stdout.on("error", () => {});
  process.stdout.write(programHelp(readingColumns(process.stdout, processEnv())));
} else {
  const { runCommandLine } = await import("./command-line.ts");
  const { endWithParent } = await import("./interruption.ts");
  const { keepHeapSmall } = await import("./process.ts");
  endWithParent();
  keepHeapSmall();
  process.exitCode = await runCommandLine(words);
}
