import { camelCase, pascalCase } from "./name.ts";

/** The name of the connector in the template. */
const SAMPLE = "json-feed";
const IMPORT = /^import (type )?\{([^}]*)\} from "([^"]+)";\n/gm;

/**
 * A file of the template as it is in a user's own project: what the program's own connectors import from its folders
 * comes from its package, and the connector has the exported name by which a module is recognised.
 *
 * @param file its name in the template
 * @param name the connector's name, by the rules of `nameFault`
 */
export function inOwnProject(file: string, text: string, name: string): string {
  const renamed = text
    .replaceAll(`connector: ${SAMPLE}`, `connector: ./${name}/index.ts`)
    .replaceAll("jsonFeedOptions", `${camelCase(name)}Options`)
    .replaceAll("JsonFeedOptions", `${pascalCase(name)}Options`)
    .replaceAll(/\bjsonFeed\b/g, "connector")
    .replaceAll(SAMPLE, name);
  return file.endsWith(".ts") ? fromPackage(renamed) : renamed;
}

/** One import for each entry of the package, where the template has one for each of the program's files. */
function fromPackage(text: string): string {
  const names = new Map<string, Set<string>>();
  const others: string[] = [];
  const body = text.replaceAll(IMPORT, (statement, type: string | undefined, list: string, from: string) => {
    const entry = entryOf(from);
    if (entry === undefined) {
      others.push(statement);
      return "";
    }
    const known = names.get(entry) ?? new Set();
    names.set(entry, known);
    for (const name of list.split(",").map((one) => one.trim()))
      if (name !== "") known.add(type && !name.startsWith("type ") ? `type ${name}` : name);
    return "";
  });
  const packaged = [...names].map(([entry, list]) => importOf(sorted(list), entry));
  const node = others.filter((statement) => statement.includes('"node:'));
  const own = others.filter((statement) => !statement.includes('"node:'));
  return [...node, ...packaged, ...own, body].join("");
}

function entryOf(from: string): string | undefined {
  if (from === "zod") return "fin-ingest";
  if (!from.startsWith("../../src/")) return undefined;
  return from.includes("/testing/") ? "fin-ingest/contract" : "fin-ingest";
}

function importOf(names: readonly string[], entry: string): string {
  const isTypes = names.every((name) => name.startsWith("type "));
  return isTypes
    ? `import type { ${names.map((name) => name.slice(5)).join(", ")} } from "${entry}";\n`
    : `import { ${names.join(", ")} } from "${entry}";\n`;
}

const sorted = (names: ReadonlySet<string>): string[] =>
  [...names].sort((a, b) => (bare(a) < bare(b) ? -1 : 1));

const bare = (name: string): string => name.replace(/^type /, "").toLowerCase();
