#!/usr/bin/env node
import { runProgram } from "./program.ts";
import { runStep } from "./step.ts";

process.exitCode = await runStep(process.argv.slice(2), process.env, {
  print: (text) => void process.stdout.write(text),
  log: (text) => void process.stderr.write(text),
  runProgram,
});
