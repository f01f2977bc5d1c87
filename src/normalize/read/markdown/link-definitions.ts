import { markdownLines } from "./lines.ts";

/** Name, as markdown-it compares names, → where it leads. */
export type Definitions = Record<string, { readonly href: string; readonly title: string }>;

const definition = /^[\s>]{0,20}\[((?!\^)(?:[^[\]\\\n]|\\.){1,300})\]:[ \t]*(?:<([^<>\n]*)>|(\S+))/;

/** Where the names of links lead, `[name]: address`, as far as one line says it; in a title they count before they are read. */
export function linkDefinitions(text: string): Definitions {
  if (!/\]:[ \t]*\S/.test(text)) return {};
  const found: Definitions = {};
  for (const { text: line, fenced } of markdownLines(text)) {
    if (fenced || !line.includes("]:")) continue;
    const [, name, pointed, plain] = definition.exec(line) ?? [];
    const key = keyOf(name ?? "");
    if (key !== "" && !Object.hasOwn(found, key)) found[key] = { href: pointed ?? plain ?? "", title: "" };
  }
  return found;
}

const keyOf = (name: string): string => name.trim().replaceAll(/\s+/g, " ").toLowerCase().toUpperCase();

/** The definitions of the names that stand in a line, before those that were read so far. */
export function definitionsIn(line: string, all: Definitions, read: Definitions | undefined): Definitions {
  const found: Definitions = Object.create(read ?? null);
  for (const [, name = ""] of line.matchAll(/\[([^[\]]{1,300})\]/g)) {
    const definition = Object.hasOwn(all, keyOf(name)) ? all[keyOf(name)] : undefined;
    if (definition !== undefined) found[keyOf(name)] = definition;
  }
  return found;
}
