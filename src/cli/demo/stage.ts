import { cp, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Emulator, startEmulator } from "../../emulator/index.ts";
import { gitText } from "../../git/git.ts";
import { loadPipeline } from "../../normalize/index.ts";
import { packageRoot } from "../../package.ts";
import type { Cli } from "../verb.ts";

/** Everything the demo uses, in a temporary folder and in this process. */
export interface Stage {
  readonly folder: string;
  readonly config: string;
  readonly emulator: Emulator;
  /** The command line's context, with the emulator's address and token instead of any real ones. */
  readonly cli: Cli;
  /** Replaces texts in a document. @throws Error when one of them is missing */
  edit(file: string, replacements: readonly (readonly [from: string, to: string])[]): Promise<void>;
  remove(file: string): Promise<void>;
  move(from: string, to: string): Promise<void>;
  /** Commits everything, and gives the commit's id. @throws FinIngestError where git is missing */
  commit(): Promise<string>;
  /** Requests since the last call that changed something at Intercom, or tried to. */
  writesSinceLast(): number;
  /** Stops the emulator and removes the folder. */
  close(): Promise<void>;
}

/** Answers take as long as over the internet, so that progress is visible. */
const LATENCY_MS = 120;

/** Copies the sample handbook and its configuration, and starts the emulator that they are used with. */
export async function createStage(cli: Cli): Promise<Stage> {
  const folder = await mkdtemp(path.join(tmpdir(), "fin-ingest-demo-"));
  const examples = path.join(packageRoot(), "examples");
  const config = path.join(folder, "config.yaml");
  const handbook = path.join(folder, "handbook");
  let emulator: Emulator;
  try {
    await cp(path.join(examples, "handbook"), handbook, { recursive: true });
    await cp(path.join(examples, "handbook.yaml"), config);
    const { toMarkdown } = await loadPipeline();
    emulator = await startEmulator({ toMarkdown, faults: [{ fault: { kind: "delay", ms: LATENCY_MS } }] });
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  let seen = 0;
  return {
    folder,
    config,
    emulator,
    cli: {
      ...cli,
      env: { ...cli.env, INTERCOM_ACCESS_TOKEN: emulator.token, INTERCOM_BASE_URL: emulator.url },
    },
    async edit(file, replacements) {
      const place = path.join(handbook, file);
      let text = await readFile(place, "utf8");
      for (const [from, to] of replacements) {
        if (!text.includes(from)) throw new Error(`${place} does not contain: ${from}`);
        text = text.replace(from, to);
      }
      await writeFile(place, text);
    },
    remove: (file) => rm(path.join(handbook, file)),
    move: (from, to) => rename(path.join(handbook, from), path.join(handbook, to)),
    async commit() {
      const git = (...args: string[]) => gitText(args, { cwd: handbook, signal: cli.signal });
      await git("init", "--quiet");
      await git("add", "--all");
      const identity = [
        "-c",
        "user.name=Demo",
        "-c",
        "user.email=demo@example.com",
        "-c",
        "commit.gpgsign=false",
      ];
      await git(...identity, "commit", "--quiet", "--allow-empty", "--message", "The handbook");
      return (await git("rev-parse", "HEAD")).trim();
    },
    writesSinceLast() {
      const writes = emulator.log.since(seen).filter(({ method }) => method !== "GET" && method !== "HEAD");
      seen = emulator.log.last;
      return writes.length;
    },
    async close() {
      await emulator.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
