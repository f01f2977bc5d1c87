import { readFileSync } from "node:fs";
import path from "node:path";

const readme = (place: string): string =>
  readFileSync(path.resolve(import.meta.dirname, "../../../connectors", place, "README.md"), "utf8");

/** Hosts that the documentation writes for a company's own. */
const EXAMPLE = /https:\/\/\w+\.example\.com/g;

/**
 * The configuration that a section of the connector's documentation shows, for a server at another address: what is
 * documented is what is run.
 * @param heading the section's heading, without `#`
 * @param nth which of its examples, from 0
 * @returns the source's keys in YAML, not indented
 * @throws Error where there is no such section or example
 */
export function documented(heading: string, url: string, nth = 0): string {
  const lines = exampleIn("website", heading, nth);
  const indent = Math.min(...lines.filter((line) => line.trim() !== "").map((line) => line.search(/\S/)));
  return lines
    .map((line) => line.slice(indent))
    .join("\n")
    .replaceAll(EXAMPLE, url);
}

/**
 * The same for a recipe: what its section shows beside the keys that every source has.
 * @throws Error where there is no such section
 */
export function documentedRecipe(heading: string, url: string): string {
  return exampleIn("rest/recipes", heading, 0)
    .filter((line) => /^ {4}(?!url:|visible_to:)/.test(line))
    .map((line) => line.slice(4))
    .join("\n")
    .replaceAll(EXAMPLE, url);
}

function exampleIn(place: string, heading: string, nth: number): string[] {
  const sections = readme(place).split(/^#+ (?=.*$)/m);
  const section = sections.find((one) => one.startsWith(`${heading}\n`)) ?? "";
  const [, example] = [...section.matchAll(/^```yaml\n(.*?)^```$/gms)][nth] ?? [];
  if (example === undefined)
    throw new Error(`connectors/${place}/README.md has no example ${nth} in ${heading}`);
  return example.trimEnd().split("\n");
}
