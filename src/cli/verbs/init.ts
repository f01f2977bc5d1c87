import { appendFile, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { exampleConfig } from "../../config/init-template.ts";
import { git } from "../../git/git.ts";
import { json } from "../../report/json.ts";
import { UsageError } from "../fail.ts";
import { defineVerb } from "../verb.ts";

/** The default of the configuration's `state`, beside the file. */
const STATE_FOLDER = ".fin-ingest/";

export const verb = defineVerb({
  options: {},
  positionals: {},
  examples: [
    ["$0 init", "writes config.yaml; asks nothing, overwrites nothing"],
    ["$0 init -c docs/fin.yaml", "somewhere else"],
  ],
  async run(args, { terminal, signal }) {
    const file = args.config;
    try {
      await writeFile(file, exampleConfig(), { flag: "wx" });
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "EEXIST")
        throw new UsageError(
          `${file} exists and was not changed`,
          "Write another file with -c FILE, or edit this one.",
        );
      throw error;
    }
    const ignored = await ignoreState(path.dirname(path.resolve(file)), signal);
    if (args.json) await terminal.result(json({ config: file, gitignore: ignored ?? null }));
    else if (!args.quiet) await terminal.result(nextSteps(file, ignored));
    return 0;
  },
});

function nextSteps(file: string, ignored: string | undefined): string {
  const flag = file === "config.yaml" ? "" : ` -c ${file}`;
  return `wrote ${file}
${ignored === undefined ? "" : `added ${STATE_FOLDER} to ${ignored}: the ledger stays out of git\n`}
Next:
  1. Edit ${file}: where your documents are, and who may be answered from them.
  2. export INTERCOM_ACCESS_TOKEN=…   (Intercom: Settings → Integrations → Developer Hub)
  3. fin-ingest check${flag}     are the token and the folder right?
  4. fin-ingest plan${flag}      what would be sent?
  5. fin-ingest nightly${flag}   send it
`;
}

/** Has git ignore the state folder, in a work tree where it does not yet. Resolves to the file that was changed. */
async function ignoreState(folder: string, signal: AbortSignal): Promise<string | undefined> {
  const succeeds = (args: readonly string[]) =>
    git(args, { cwd: folder, signal }).then(
      () => true,
      () => false,
    );
  if (!(await succeeds(["rev-parse", "--is-inside-work-tree"]))) return undefined;
  if (await succeeds(["check-ignore", "--quiet", STATE_FOLDER])) return undefined;
  const file = path.join(folder, ".gitignore");
  const before = await readFile(file, "utf8").catch(() => "");
  await appendFile(file, `${before === "" || before.endsWith("\n") ? "" : "\n"}${STATE_FOLDER}\n`);
  return path.relative(process.cwd(), file);
}
