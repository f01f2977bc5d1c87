import { Writable } from "node:stream";

// Runs the command lines that its parent sends, one after the other, each with output, environment and folder of its own.
// It imports the program once, and nothing else: to start git from a process costs by its memory.

const [, , source] = process.argv;
const { runCommandLine } = await import(`${source}cli/command-line.js`);
const { inProcessNormalizer } = await import(`${source}normalize/worker/normalizer.js`);

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

async function run({ args, cwd, env }) {
  const [stdout, stderr] = [new Collected(), new Collected()];
  // yargs prints the help of a verb itself.
  console.log = (text) => stdout.write(`${text}\n`);
  process.chdir(cwd);
  try {
    return { code: await runCommandLine(args, { stdout, stderr, normalizer, env }), stdout, stderr };
  } finally {
    // The folder of a test may be removed after it.
    process.chdir("/");
  }
}

process.on("message", async (asked) => {
  try {
    const { code, stdout, stderr } = await run(asked);
    const answer = { code, signal: null, stdout: stdout.text, stderr: stderr.text };
    process.send({ answer, memory: process.memoryUsage.rss() });
  } catch (error) {
    process.send({ failure: error.stack ?? String(error) });
  }
});
process.on("disconnect", () => process.exit());
