import picomatch from "picomatch";
import { globMatcher } from "./glob.ts";

/** A pattern over paths whose end says what the query holds: `doku.php?id=hr:*`, `index.php?title=Help:*`. */
const QUERY = /\?(?=\*$|[^/?*=&]+=)/;

/**
 * Whether the path of a document matches a pattern. A path may end with a query (`doku.php?id=start`), as websites
 * have it: a pattern without one matches whatever the query is; one with a query matches each of its parameters by
 * name, in any order, and `*` there stands for any characters.
 *
 * @param others whether the path may have further parameters: true for what excludes or narrows, so that no variant of
 *   an address escapes it; false for what includes
 */
export function pathMatcher(
  patterns: string | readonly string[],
  { others }: { readonly others: boolean } = { others: true },
): (path: string) => boolean {
  const matchers = [patterns].flat().map((pattern) => {
    const at = QUERY.exec(pattern)?.index;
    return at === undefined ? withoutQuery(pattern) : withQuery(pattern, at, others);
  });
  return (path) => matchers.some((matches) => matches(path));
}

function withoutQuery(pattern: string): (path: string) => boolean {
  const matches = globMatcher(pattern);
  return (path) => matches(path) || (path.includes("?") && matches(pathPart(path)));
}

function withQuery(pattern: string, at: number, others: boolean): (path: string) => boolean {
  const matchesPath = globMatcher(pattern.slice(0, at));
  const wanted = pattern
    .slice(at + 1)
    .split("&")
    .map((parameter) => picomatch(escaped(parameter.normalize("NFC")), { bash: true, dot: true }));
  const isAny = pattern.slice(at + 1) === "*";
  return (path) => {
    if (!path.includes("?") || !matchesPath(pathPart(path))) return false;
    const given = path
      .slice(path.indexOf("?") + 1)
      .normalize("NFC")
      .split("&");
    return isAny || matchesAll(wanted, given, others);
  };
}

function matchesAll(
  wanted: readonly ((parameter: string) => boolean)[],
  given: readonly string[],
  others: boolean,
): boolean {
  if (!wanted.every((matches) => given.some((parameter) => matches(parameter)))) return false;
  return others || given.every((parameter) => wanted.some((matches) => matches(parameter)));
}

const pathPart = (path: string): string => path.slice(0, path.indexOf("?"));

/** In a query only `*` and `{a,b}` are wildcards: brackets and question marks stand in parameters' names. */
const escaped = (parameter: string): string => parameter.replace(/[?[\]()!+@|\\]/g, "\\$&");
