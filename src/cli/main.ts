#!/usr/bin/env node
import { processEnv } from "../config/read/env.ts";
import { version } from "../package.ts";
import { programHelp } from "./help.ts";
import { endWithParent } from "./interruption.ts";
import { keepHeapSmall } from "./process.ts";
import { readingColumns } from "./terminal.ts";

// Users notice start-up time: what is imported here is one small file of the published package; yargs is not in it.
const words = process.argv.slice(2);
const own = words.slice(0, words.includes("--") ? words.indexOf("--") : undefined);
if (own.includes("--version") || own[0] === "-V") {
  process.stdout.write(`${version}\n`);
} else if (own.length === 0 || (own.length === 1 && /^(?:--help|-h|help)$/.test(own[0] ?? ""))) {
  // A reader that went away (`| head`) is not an error.
  process.stdout.on("error", () => {});
  process.stdout.write(programHelp(readingColumns(process.stdout, processEnv())));
} else {
  const { runCommandLine } = await import("./command-line.ts");
  endWithParent();
  // A help is over before it has any garbage.
  if (!own.includes("--help")) keepHeapSmall();
  process.exitCode = await runCommandLine(words);
}
