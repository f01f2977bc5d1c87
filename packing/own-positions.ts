import { decode, encode, type SourceMapSegment } from "@jridgewell/sourcemap-codec";

interface SourceMap {
  readonly version: number;
  readonly sources: readonly string[];
  readonly mappings: string;
}

/**
 * A map without the positions of packages, which would make it three times as large: their code has no name then, as it
 * has none without a map. https://tc39.es/ecma426/
 *
 * @param linesBefore how many lines were put before the code that was mapped
 * @returns nothing for a file of packages alone
 */
export function ownPositions(text: string, linesBefore: number): string | undefined {
  const map: SourceMap = JSON.parse(text);
  const own = map.sources.filter((source) => source.startsWith("../") && !source.includes("node_modules/"));
  if (own.length === 0) return undefined;
  const places = map.sources.map((source) => own.indexOf(source));
  const before = Array.from({ length: linesBefore }, (): SourceMapSegment[] => []);
  const lines = decode(map.mappings).map((line) => withoutForeign(line, places));
  return JSON.stringify({
    version: map.version,
    sources: own,
    names: [],
    mappings: encode([...before, ...lines]),
  });
}

/** @param places the new index of each source, below 0 for a package's */
function withoutForeign(line: readonly SourceMapSegment[], places: readonly number[]): SourceMapSegment[] {
  const kept: SourceMapSegment[] = [];
  for (const segment of line) {
    const [column, source = -1, sourceLine = 0, sourceColumn = 0] = segment;
    const place = places[source] ?? -1;
    if (place >= 0) kept.push([column, place, sourceLine, sourceColumn]);
    // Where a package's code begins, the position before it ends.
    else if ((kept.at(-1)?.length ?? 1) > 1) kept.push([column]);
  }
  return kept;
}
