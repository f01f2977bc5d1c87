import { Writable } from "node:stream";

// Runs the command lines that its parent sends, one after the other, each with output, environment and folder of its own.
// It imports the program once, and nothing else: to start git from a process costs by its memory.

const [, , compiled] = process.argv;
const { runCommandLine } = await import(`${compiled}src/cli/command-line.js`);
const { inProcessNormalizer } = await import(`${compiled}src/normalize/worker/normalizer.js`);

/** Without workers, each of which would load the pipeline once more: the tests of the normaliser and of processes have them. */
const normalizer = inProcessNormalizer();

class Collected extends Writable {
  #chunks = [];

  _write(chunk, _encoding, done) {
    this.#chunks.push(chunk);
    done();
  }

  get text() {
    return Buffer.concat(this.#chunks).toString("utf8");
  }
}

async function cli(args, env) {
  const [stdout, stderr] = [new Collected(), new Collected()];
  // yargs prints the help of a verb itself.
  console.log = (text) => stdout.write(`${text}\n`);
  const code = await runCommandLine(args, { stdout, stderr, normalizer, env });
  return { code, stdout: stdout.text, stderr: stderr.text };
}

async function step(args, env) {
  const { runStep } = await import(`${compiled}deploy/ci/step.js`);
  const [stdout, stderr] = [new Collected(), new Collected()];
  const code = await runStep(args, env, {
    print: (text) => stdout.write(text),
    log: (text) => stderr.write(text),
    async runProgram(words, own, onLog) {
      const ended = await cli(words, own);
      onLog(ended.stderr);
      return ended;
    },
  });
  return { code, stdout: stdout.text, stderr: stderr.text };
}

const programs = { cli, step };

async function run({ program, args, cwd, env }) {
  process.chdir(cwd);
  // Programs are found where a process with this environment would find them.
  process.env.PATH = env.PATH;
  try {
    return await programs[program](args, env);
  } finally {
    // The folder of a test may be removed after it.
    process.chdir("/");
  }
}

process.on("message", async (asked) => {
  try {
    const answer = { signal: null, ...(await run(asked)) };
    process.send({ answer, memory: process.memoryUsage.rss() });
  } catch (error) {
    process.send({ failure: error.stack ?? String(error) });
  }
});
process.on("disconnect", () => process.exit());
