import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";

const root = path.resolve(import.meta.dirname, "../../..");

const Source = z.looseObject({});
const Example = z.object({ sources: z.record(z.string(), Source) });

/** Keys of every source; the rest are the connector's own. */
const commonKeys = ["connector", "url", "visible_to"];

/** The README's YAML under `# name`, for the server at `origin`, with the secrets that it takes from the environment. */
export function exampleYaml(name: string, origin: string, secrets: Readonly<Record<string, string>>): string {
  const readme = readFileSync(path.join(root, "connectors/rest/README.md"), "utf8");
  const yaml = new RegExp(`\`\`\`yaml\\n# ${name}\\n([\\s\\S]*?)\`\`\``).exec(readme)?.[1];
  if (yaml === undefined) throw new Error(`the README has no example named ${name}`);
  return yaml
    .replace(/https:\/\/(?:wiki|www)\.example\.com(?=\/)/g, origin)
    .replace(/\$\{(\w+)\}/g, (whole, variable: string) => secrets[variable] ?? whole);
}

/** The connector's own options in an example. */
export function exampleOptions(
  name: string,
  origin: string,
  secrets: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const { sources } = Example.parse(parse(exampleYaml(name, origin, secrets)));
  const [source] = Object.values(sources);
  return Object.fromEntries(Object.entries(source ?? {}).filter(([key]) => !commonKeys.includes(key)));
}

/** A fixture's recorded replies. */
export function recorded<T>(file: string, schema: z.ZodType<T>): T {
  const text = readFileSync(path.join(root, "test/fixtures/connectors/rest", file), "utf8");
  return schema.parse(JSON.parse(text));
}
