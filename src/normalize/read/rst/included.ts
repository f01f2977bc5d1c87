import { indentOf, trimmed } from "./lines.ts";

/** How deep files may include one another, as for AsciiDoc. */
export const MAX_INCLUDE_DEPTH = 8;
/** Lines that all files of one document may add together. */
export const MAX_INCLUDED_LINES = 50_000;

const includeLine = /^[ |]*\.\. +(?:literal)?include::[ \t]+(\S[^|]{0,1000}?)[ \t]*(?:\|.*)?$/;
/** The file of `csv-table` and `raw`. */
const fileOption = /^\s+:file:[ \t]+(\S.{0,1000}?)[ \t]*$/;

/** The targets of `include` and `literalinclude` as written; docutils' own files (`<isonum.txt>`) are not ours to read. */
export function includedTargets(lines: readonly string[]): string[] {
  return lines.flatMap((line) => {
    const pattern = line.includes("include::")
      ? includeLine
      : line.includes(":file:")
        ? fileOption
        : undefined;
    const target = pattern?.exec(line)?.[1];
    return target === undefined || /^<|^[A-Za-z][\w+.-]*:\/\//.test(target) ? [] : [target];
  });
}

/**
 * The lines of a file that a directive selects, by number, by text, or both.
 * https://docutils.sourceforge.io/docs/ref/rst/directives.html#include,
 * https://www.sphinx-doc.org/en/master/usage/restructuredtext/directives.html#directive-literalinclude
 */
export function includedLines(text: string, options: ReadonlyMap<string, string>): string[] {
  const whole = text.split(/\r\n?|\n/);
  const object = options.get("pyobject");
  const all = (object === undefined ? undefined : pythonObject(whole, object.split("."))) ?? whole;
  const numbered = options.get("lines");
  const chosen = numbered === undefined ? all : linesNumbered(all, numbered);
  const from = Number(options.get("start-line") ?? 0);
  const to = options.has("end-line") ? Number(options.get("end-line")) : chosen.length;
  let lines = chosen.slice(Number.isInteger(from) ? from : 0, Number.isInteger(to) ? to : undefined);
  lines =
    between(lines, options.get("start-after"), 1) ?? between(lines, options.get("start-at"), 0) ?? lines;
  lines = upTo(lines, options.get("end-before"), 0) ?? upTo(lines, options.get("end-at"), 1) ?? lines;
  const [first, last] = [options.get("prepend"), options.get("append")];
  return [...(first ? [first] : []), ...lines, ...(last ? [last] : [])];
}

/** The lines of a class, function or method with its decorators; undefined where there is none of that name. */
function pythonObject(
  lines: readonly string[],
  [name, ...inner]: readonly string[],
): readonly string[] | undefined {
  const at = lines.findIndex((line) => /^\s*(?:async +def|def|class) +(\w+)/.exec(line)?.[1] === name);
  if (at === -1) return undefined;
  const indent = indentOf(lines[at] ?? "");
  const body = lines.slice(at + 1);
  const next = body.findIndex(
    (line) => line.trim() !== "" && indentOf(line) <= indent && !/^\s*\)/.test(line),
  );
  const own = trimmed(next === -1 ? body : body.slice(0, next));
  if (inner.length > 0) return pythonObject(own, inner);
  let start = at;
  while (/^\s*@/.test(lines[start - 1] ?? "")) start -= 1;
  return [...lines.slice(start, at + 1), ...body.slice(0, body.indexOf(own[0] ?? "")), ...own];
}

/** "1,3,5-10,20-" */
function linesNumbered(all: readonly string[], ranges: string): string[] {
  return ranges.split(",").flatMap((range) => {
    const [, from = "", dash, to = ""] = /^\s*(\d{0,9})(-?)(\d{0,9})\s*$/.exec(range) ?? [];
    const first = Number(from || 1);
    return all.slice(first - 1, dash ? (to === "" ? undefined : Number(to)) : first);
  });
}

function between(lines: readonly string[], mark: string | undefined, skip: number): string[] | undefined {
  const at = mark === undefined || mark === "" ? -1 : lines.findIndex((line) => line.includes(mark));
  return at === -1 ? undefined : lines.slice(at + skip);
}

function upTo(lines: readonly string[], mark: string | undefined, more: number): string[] | undefined {
  const at = mark === undefined || mark === "" ? -1 : lines.findIndex((line) => line.includes(mark));
  return at === -1 ? undefined : lines.slice(0, at + more);
}
