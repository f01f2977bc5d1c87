import { readFileSync } from "node:fs";

/**
 * Names to complete after `--source`; undefined when something else is being completed, which yargs does.
 * `words` is what the completion scripts call us with: the marker, the program, and the line up to the cursor.
 */
export function sourceCompletions(words: readonly string[]): string[] | undefined {
  if (words[0] !== "--get-yargs-completions" || words.at(-2) !== "--source") return undefined;
  const flag = words.findLastIndex((word) => word === "-c" || word === "--config");
  const file = flag < 0 ? "config.yaml" : (words[flag + 1] ?? "config.yaml");
  const typed = words.at(-1) ?? "";
  return sourceNames(file).filter((name) => name.startsWith(typed));
}

/** Reads the names from the lines, without YAML: completion must be quick, and must work while the file has errors. */
function sourceNames(file: string): string[] {
  let lines: string[];
  try {
    lines = readFileSync(file, "utf8").split(/\r?\n/);
  } catch {
    return [];
  }
  const start = lines.findIndex((line) => /^sources:/.test(line));
  if (start < 0) return [];
  const below = lines.slice(start + 1);
  const end = below.findIndex((line) => /^[^\s#]/.test(line));
  const block = end < 0 ? below : below.slice(0, end);
  const indent = block.flatMap((line) => /^([ \t]+)[^\s#]/.exec(line)?.[1] ?? [])[0];
  if (indent === undefined) return [];
  return block.flatMap((line) => {
    const key = /^["']?([^\s#"':]+)["']?:/.exec(line.slice(indent.length))?.[1];
    return key !== undefined && line.startsWith(indent) ? [key] : [];
  });
}
