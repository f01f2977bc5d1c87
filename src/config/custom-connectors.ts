import { existsSync } from "node:fs";
import { dirname, extname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import type { Connector } from "../connector-kit/connector.ts";
import { ConfigError } from "../errors.ts";
import { layeredOnDisk, readConfigFile } from "./load.ts";
import { sourcesIn } from "./read/written.ts";

/** A `connector` that names a module by its path, relative to the configuration file. */
export const isModulePath = (connector: string): boolean =>
  /^(?:\.{1,2}[/\\]|[/\\]|[A-Za-z]:[/\\])/.test(connector);

const method = z.custom<(...given: unknown[]) => unknown>(
  (value) => typeof value === "function",
  "must be a function",
);

/** What can be checked of a connector before it is used. */
const shape = z.looseObject({
  type: z.string().min(1),
  summary: z.string().min(1),
  options: z.custom<z.ZodType>(
    (value) => typeof value === "object" && value !== null && "_zod" in value,
    "must be a zod 4 schema",
  ),
  list: method,
  check: method,
  confirm: method.optional(),
});

/**
 * The connectors that a configuration names by path, by that path. Importing a module runs it, as its owner asks for. A
 * file that cannot be read as YAML names none; `loadConfig` says what is wrong with it.
 *
 * @throws ConfigError for a module that cannot be loaded or does not export a connector
 */
export async function customConnectors(
  file: string,
  environment?: string,
): Promise<ReadonlyMap<string, Connector>> {
  const found = new Map<string, Connector>();
  for (const [source, path] of modulePaths(resolve(file), environment))
    if (!found.has(path))
      found.set(path, await importConnector(path, dirname(resolve(file)), `${file}: sources.${source}`));
  return found;
}

/**
 * Imports a connector from a module: its default export, or the export named `connector`.
 * @param where the setting that names it, for the error
 * @throws ConfigError
 */
export async function importConnector(path: string, baseDir: string, where: string): Promise<Connector> {
  const hint = "docs/writing-a-connector.md shows a complete one.";
  const file = resolve(baseDir, path);
  let exported: unknown;
  try {
    exported = await importModule(file);
  } catch (error) {
    if (!existsSync(file))
      throw new ConfigError(`${where}: there is no file ${file}`, {
        hint: `The path of a connector counts from the folder of the configuration. ${hint}`,
      });
    // Node goes on with the files of ours that asked for a module that is missing.
    const why = (error instanceof Error ? error.message : String(error)).split("\nRequire stack:")[0];
    throw new ConfigError(`${where}: the connector ${path} cannot be loaded: ${why}`, { hint, cause: error });
  }
  const candidate = exportedAs(exported, "connector") ?? exportedAs(exported, "default");
  const checked = shape.safeParse(candidate);
  // What can be checked at run time was; the types inside are its author's.
  if (checked.success) {
    const { moduleRevision } = await import("../revision/index.ts");
    return { ...(candidate as Connector), type: path, revision: () => moduleRevision(file) };
  }
  const issue = checked.error.issues[0];
  const what =
    candidate === undefined
      ? "it has neither a default export nor one named `connector`"
      : `${issue?.path.join(".") || "it"}: ${issue?.message}`;
  throw new ConfigError(`${where}: ${path} does not export a connector: ${what}`, { hint });
}

function exportedAs(exported: unknown, name: string): unknown {
  return Object.entries(Object(exported)).find(([key]) => key === name)?.[1];
}

/** Only later versions of Node read TypeScript, and only types that they can strip: jiti reads all of it. */
async function importModule(file: string): Promise<unknown> {
  if (!/^\.[mc]?ts$/.test(extname(file))) return import(pathToFileURL(file).href);
  const { createJiti } = await import("jiti");
  return createJiti(import.meta.url).import(file);
}

function modulePaths(file: string, environment: string | undefined): [source: string, path: string][] {
  let text: string;
  try {
    text = readConfigFile(file, file);
  } catch {
    return [];
  }
  const { tree } = layeredOnDisk(file, text, environment);
  return (tree ? sourcesIn(tree) : []).flatMap(({ name, connector }) =>
    connector !== undefined && isModulePath(connector) ? [[name, connector] as [string, string]] : [],
  );
}
