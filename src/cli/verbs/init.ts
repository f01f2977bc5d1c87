import { constants, existsSync } from "node:fs";
import { appendFile, copyFile, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { exampleConfig } from "../../config/init-template.ts";
import { git } from "../../git/git.ts";
import { packageRoot } from "../../package.ts";
import { json } from "../../report/json.ts";
import { UsageError } from "../fail.ts";
import { defineVerb } from "../verb.ts";

/** The default of the configuration's `state`, beside the file. */
const STATE_FOLDER = ".fin-ingest/";
const SCHEMA_FILE = "config.schema.json";
/** The name of a copy in the user's own folder. */
const SCHEMA_COPY = "fin-ingest.schema.json";

export const verb = defineVerb({
  options: {},
  positionals: {},
  examples: [
    ["$0 init", "writes config.yaml; asks nothing, overwrites nothing"],
    ["$0 init -c docs/fin.yaml", "somewhere else"],
  ],
  async run(args, { terminal, signal }) {
    const file = args.config;
    const schema = schemaFor(path.dirname(path.resolve(file)));
    try {
      await writeFile(file, exampleConfig(schema.address), { flag: "wx" });
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "EEXIST")
        throw new UsageError(
          `${file} exists and was not changed`,
          "Write another file with -c FILE, or edit this one.",
        );
      throw error;
    }
    const ignored = await ignoreState(path.dirname(path.resolve(file)), signal);
    const copied = schema.copyFrom === undefined ? undefined : await copySchema(file, schema);
    if (args.json)
      await terminal.result(json({ config: file, gitignore: ignored ?? null, schema: schema.address }));
    else if (!args.quiet) await terminal.result(nextSteps(file, ignored, copied));
    return 0;
  },
});

function nextSteps(file: string, ignored: string | undefined, schema: string | undefined): string {
  const flag = file === "config.yaml" ? "" : ` -c ${file}`;
  return `wrote ${file}
${ignored === undefined ? "" : `added ${STATE_FOLDER} to ${ignored}: the ledger stays out of git\n`}${schema === undefined ? "" : `wrote ${schema}: your editor completes and checks the keys with it\n`}
Next:
  1. Edit ${file}: where your documents are, and who may be answered from them (visible_to).
  2. export INTERCOM_ACCESS_TOKEN=…   (Intercom: Settings → Integrations → Developer Hub)
  3. fin-ingest check${flag}     are the token and the folder right?
  4. fin-ingest plan${flag}      what would be sent?
  5. fin-ingest nightly${flag}   send it
`;
}

interface Schema {
  /** As the configuration names it. */
  readonly address: string;
  /** Set where a copy must be written beside the configuration. */
  readonly copyFrom?: string;
}

/** The installed package's own schema, where the folder has the package; else a copy, so that editors need no network. */
function schemaFor(folder: string): Schema {
  for (let at = folder; ; at = path.dirname(at)) {
    const installed = path.join(at, "node_modules", "fin-ingest", SCHEMA_FILE);
    if (existsSync(installed)) {
      const address = path.relative(folder, installed).split(path.sep).join("/");
      return { address: address.startsWith(".") ? address : `./${address}` };
    }
    if (at === path.dirname(at)) break;
  }
  return { address: `./${SCHEMA_COPY}`, copyFrom: path.join(packageRoot(), SCHEMA_FILE) };
}

/** Resolves to the file that was written; undefined where there was one. */
async function copySchema(config: string, { copyFrom = "" }: Schema): Promise<string | undefined> {
  const file = path.join(path.dirname(config), SCHEMA_COPY);
  try {
    await copyFile(copyFrom, file, constants.COPYFILE_EXCL);
    return file;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return undefined;
    throw error;
  }
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
