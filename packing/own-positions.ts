import { decode, encode, type SourceMapSegment } from "@jridgewell/sourcemap-codec";

interface SourceMap {
  readonly version: number;
  readonly sources: readonly string[];
  readonly mappings: string;
}

/**
 * A map without the positions of packages, which would make it three times as large: their code has no name then, as it
 * has none without a map. Of ours every position still leads to its line, and to its column where a stack trace may
 * name it; all others would make the map more than twice as large. https://tc39.es/ecma426/
 *
 * @param code what was mapped
 * @param linesBefore how many lines were put before it
 * @returns nothing for a file of packages alone
 */
export function ownPositions(text: string, code: string, linesBefore: number): string | undefined {
  const map: SourceMap = JSON.parse(text);
  const own = map.sources.filter((source) => source.startsWith("../") && !source.includes("node_modules/"));
  if (own.length === 0) return undefined;
  const places = map.sources.map((source) => own.indexOf(source));
  const before = Array.from({ length: linesBefore }, (): SourceMapSegment[] => []);
  const written = code.split("\n");
  const lines = decode(map.mappings).map((line, at) =>
    whereTracesLead(withoutForeign(line, places), written[at] ?? ""),
  );
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

/** What is called, made, thrown or awaited, where V8 says that a function was left. */
const left = /[\w$#]+\(|(?:new|throw|await)\b/y;

/** Without positions between which the line of the source stays the same, but for those that stack traces name. */
function whereTracesLead(line: readonly SourceMapSegment[], code: string): SourceMapSegment[] {
  const kept: SourceMapSegment[] = [];
  for (const segment of line) {
    const last = kept.at(-1);
    const isNext = segment[1] !== last?.[1] || segment[2] !== last?.[2];
    if (isNext || isNamed(code, segment[0])) kept.push(segment);
  }
  return kept;
}

/** A member is named where it is read of `undefined`. */
function isNamed(code: string, column: number): boolean {
  left.lastIndex = column;
  return code[column - 1] === "." || left.test(code);
}
