import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { connectors } from "../../../connectors/index.ts";
import { packageRoot } from "../../package.ts";
import { json } from "../../report/json.ts";
import { UsageError } from "../fail.ts";
import { nameFault } from "../new-connector/name.ts";
import { inOwnProject } from "../new-connector/template.ts";
import { defineVerb } from "../verb.ts";

export const verb = defineVerb({
  options: {},
  positionals: {
    kind: { type: "string", choices: ["connector"], demandOption: true, describe: "What to write" },
    name: { type: "string", demandOption: true, describe: "Its name, and that of its folder" },
  },
  examples: [
    ["$0 new connector help-desk", "writes help-desk/ beside the configuration; overwrites nothing"],
    ["$0 new connector help-desk -c ops/fin.yaml", "writes ops/help-desk/"],
  ],
  async run(args, { terminal }) {
    // yargs reads a name of digits alone as a number.
    const name = String(args.name);
    const fault = nameFault(name, connectors.keys());
    if (fault !== undefined) throw new UsageError(fault, "Choose another name, such as help-desk.");
    const folder = path.join(path.dirname(args.config), name);
    const files = await writeConnector(folder, name);
    if (args.json) await terminal.result(json({ folder, files }));
    else if (!args.quiet) await terminal.result(nextSteps(folder, name, files, args.config));
    return 0;
  },
});

/**
 * Writes a whole connector into a new folder.
 * @returns the names of its files
 * @throws UsageError where the folder, or a file of its name, exists
 */
async function writeConnector(folder: string, name: string): Promise<string[]> {
  const template = path.join(packageRoot(), "examples/connector");
  const files = (await readdir(template)).sort();
  try {
    await mkdir(folder);
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    if (error.code === "EEXIST")
      throw new UsageError(`${folder} exists and was not changed`, "Choose another name, or move it away.");
    if (error.code === "ENOENT")
      throw new UsageError(
        `there is no folder ${path.dirname(folder)}`,
        "The connector is written beside the configuration: check -c FILE.",
      );
    throw error;
  }
  for (const file of files) {
    const text = await readFile(path.join(template, file), "utf8");
    await writeFile(path.join(folder, file), inOwnProject(file, text, name), { flag: "wx" });
  }
  return files;
}

function nextSteps(folder: string, name: string, files: readonly string[], config: string): string {
  const flag = config === "config.yaml" ? "" : ` -c ${config}`;
  return `wrote ${folder}/: ${files.join(", ")}
It is a whole connector, for a JSON Feed, that passes the contract of all connectors.

Next:
  1. npm install --save-dev fin-ingest vitest typescript @types/node
  2. npx vitest run ${folder}     its contract, against the server in system.ts
  3. npx tsc -p ${folder}     its types
  4. Make the server in system.ts answer as your system does, then the connector fit it.
  5. Add the source that ${folder}/README.md shows to ${config}: connector: ./${name}/index.ts
  6. fin-ingest check${flag}, then fin-ingest plan${flag}

docs/writing-a-connector.md of the package explains each file and tool.
`;
}
