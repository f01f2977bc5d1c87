import { existsSync, readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { fileURLToPath } from "node:url";

const position = /(file:\/\/\/[^\s()]{1,1000}\.js):(\d{1,9}):(\d{1,9})/g;

/**
 * A stack with the positions of our sources, where the code in it was put together from these and a map stands beside it.
 * Node would do the same, but with `--enable-source-maps` every start reads all maps.
 * https://nodejs.org/api/module.html#class-modulesourcemap
 */
export function inSources(stack: string): string {
  const maps = new Map<string, SourceMap | undefined>();
  return stack.replace(position, (found, url: string, line: string, column: string) => {
    if (!maps.has(url)) maps.set(url, mapOf(url));
    // The map counts from 0, a stack from 1.
    const entry = maps.get(url)?.findEntry(Number(line) - 1, Number(column) - 1);
    if (entry === undefined || !("originalSource" in entry) || entry.originalSource === undefined)
      return found;
    const source = entry.originalSource.replace(/^(?:\.\.\/)+/, "");
    return `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  });
}

/** A map that cannot be read costs the positions, never the error that is being reported. */
function mapOf(url: string): SourceMap | undefined {
  try {
    const file = `${fileURLToPath(url)}.map`;
    return existsSync(file) ? new SourceMap(JSON.parse(readFileSync(file, "utf8"))) : undefined;
  } catch {
    return undefined;
  }
}
