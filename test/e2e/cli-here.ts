import { Writable } from "node:stream";
import { runCommandLine } from "../../src/cli/command-line.ts";
import { createNormalizer } from "../../src/normalize/worker/normalizer.ts";
import type { CliOptions, CliResult } from "./cli.ts";

/** Its workers start once, not in every run. */
const normalizer = createNormalizer();

/** Runs a command line from the sources in this process, with output, environment and folder of its own. */
export async function runHere(
  args: readonly string[],
  { cwd = process.cwd(), env = {} }: CliOptions = {},
): Promise<CliResult> {
  const [stdout, stderr] = [new Collected(), new Collected()];
  const before = process.cwd();
  process.chdir(cwd);
  try {
    const code = await runCommandLine(args, {
      stdout,
      stderr,
      normalizer,
      env: { PATH: process.env.PATH, ...env },
    });
    return { code, signal: null, stdout: stdout.text, stderr: stderr.text };
  } finally {
    process.chdir(before);
  }
}

class Collected extends Writable {
  readonly #chunks: Buffer[] = [];

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#chunks.push(chunk);
    done();
  }

  get text(): string {
    return Buffer.concat(this.#chunks).toString("utf8");
  }
}
