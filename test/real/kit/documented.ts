import { readFileSync } from "node:fs";
import path from "node:path";

const file = path.resolve(import.meta.dirname, "../../../connectors/website/README.md");

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
  const sections = readFileSync(file, "utf8").split(/^#+ (?=.*$)/m);
  const section = sections.find((one) => one.startsWith(`${heading}\n`)) ?? "";
  const [, example] = [...section.matchAll(/^```yaml\n(.*?)^```$/gms)][nth] ?? [];
  if (example === undefined)
    throw new Error(`connectors/website/README.md has no example ${nth} in ${heading}`);
  const lines = example.trimEnd().split("\n");
  const indent = Math.min(...lines.filter((line) => line.trim() !== "").map((line) => line.search(/\S/)));
  return lines
    .map((line) => line.slice(indent))
    .join("\n")
    .replaceAll(EXAMPLE, url);
}
