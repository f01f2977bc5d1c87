import { editDistance, suggest } from "../../config/errors/suggest.ts";
import type { Rule } from "../../config/types.ts";
import { relativeGlob } from "../../glob.ts";
import { pathMatcher } from "../../path-pattern.ts";
import type { RuleSubject } from "./rules.ts";

/** A pattern that would match, and how many documents. */
export interface Suggestion {
  readonly pattern: string;
  readonly documents: number;
}

/** Folders, paths and labels that are kept: enough for a suggestion, however large the source is. */
const MAX_KEPT = 20_000;

/** What the documents of a listing are called, for suggestions. */
export class KnownNames {
  /** Folder → documents in it and below it. */
  readonly folders = new Map<string, number>();
  readonly labels = new Map<string, number>();
  readonly paths: string[] = [];

  add({ path, labels }: RuleSubject): void {
    for (const label of labels ?? []) increase(this.labels, label);
    if (path === undefined) return;
    const normal = path.normalize("NFC");
    if (this.paths.length < MAX_KEPT) this.paths.push(normal);
    for (let end = normal.indexOf("/"); end >= 0; end = normal.indexOf("/", end + 1))
      increase(this.folders, normal.slice(0, end));
  }

  /** The nearest pattern of the same kind that matches documents; undefined where none is near. */
  nearest(match: Rule["match"]): Suggestion | undefined {
    return "path" in match ? nearestGlob(match.path, this) : nearestLabel(match.label, this);
  }

  /** `internal/, guides/`: the folders at the top, the largest first. */
  topFolders(): string[] {
    const top = [...this.folders].filter(([folder]) => !folder.includes("/"));
    return top.sort((a, b) => b[1] - a[1]).map(([folder]) => `${folder}/`);
  }
}

function increase(counts: Map<string, number>, key: string): void {
  const before = counts.get(key);
  if (before !== undefined || counts.size < MAX_KEPT) counts.set(key, (before ?? 0) + 1);
}

function nearestLabel(label: string, { labels }: KnownNames): Suggestion | undefined {
  const pattern = suggest(label, labels.keys());
  return pattern === undefined ? undefined : { pattern, documents: labels.get(pattern) ?? 0 };
}

function nearestGlob(written: string, names: KnownNames): Suggestion | undefined {
  const glob = relativeGlob(written);
  const { wanted, rest } = literalPartOf(glob);
  if (wanted === "") return otherCase(glob, names);
  const near = [
    ...[...names.folders.keys()].map((name) => ({ name, isFolder: true })),
    ...(rest === "" ? names.paths.map((name) => ({ name, isFolder: false })) : []),
  ]
    .map((one) => ({ ...one, distance: distanceBetween(wanted, one.name) }))
    .filter(({ distance }) => distance !== undefined)
    .sort((a, b) => (a.distance ?? 0) - (b.distance ?? 0) || a.name.length - b.name.length);
  for (const { name, isFolder } of near.slice(0, 10)) {
    const patterns = isFolder
      ? [...(rest === "" ? [] : [`${asGlob(name)}/${rest}`]), `${asGlob(name)}/**`]
      : [asGlob(name)];
    for (const pattern of patterns) {
      const documents = countOf(pattern, name, names);
      if (documents > 0) return { pattern, documents };
    }
  }
  return otherCase(glob, names);
}

/** The folder or file that a glob names, and its wildcards below it. */
function literalPartOf(glob: string): { wanted: string; rest: string } {
  const segments = glob.split("/");
  const isLiteral = (segment: string) => !/[*?[\]{}()!+@|]/.test(segment);
  const last = segments.findLastIndex(isLiteral);
  return {
    wanted: segments
      .slice(0, last + 1)
      .filter(isLiteral)
      .join("/"),
    rest: segments.slice(last + 1).join("/"),
  };
}

const lastOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
const stem = (name: string): string => name.replace(/(?<=.)\.[^.]+$/, "");

/**
 * How far a folder or a file is from the one that was written; undefined: too far. First come the same in another case,
 * then the same counted from another folder, then those that differ by a few letters.
 */
function distanceBetween(wanted: string, name: string): number | undefined {
  const [want, have] = [wanted.toLowerCase(), name.toLowerCase()];
  if (want === have) return 0;
  if (want.endsWith(`/${have}`)) return 1;
  if (have.endsWith(`/${want}`)) return 2;
  const [lastWant, lastHave] = [lastOf(want), lastOf(have)];
  if (stem(lastWant) === stem(lastHave)) return 3;
  const allowed = Math.max(1, Math.floor(lastWant.length / 3));
  if (Math.abs(lastWant.length - lastHave.length) <= allowed) {
    const distance = editDistance(lastWant.slice(0, 64), lastHave.slice(0, 64));
    if (distance <= allowed) return 3 + distance;
  }
  const [short, long] = [lastWant, lastHave].sort((a, b) => a.length - b.length);
  return short !== undefined && short.length >= 3 && long?.startsWith(short) ? 40 : undefined;
}

/** A name as a glob: a wildcard for each letter that has a meaning in globs. */
const asGlob = (name: string): string => name.replace(/[*?[\]{}()!+@|\\]/g, "?");

/** Exact for a whole folder; of other patterns what the kept paths show. */
function countOf(pattern: string, folder: string, { folders, paths }: KnownNames): number {
  // A wiki's page may have pages below it, and is matched with them.
  if (pattern === `${folder}/**`) return (folders.get(folder) ?? 0) + Number(paths.includes(folder));
  const matches = pathMatcher(pattern);
  return paths.filter(matches).length;
}

function otherCase(glob: string, { paths }: KnownNames): Suggestion | undefined {
  const matches = pathMatcher(glob.toLowerCase());
  const found = paths.filter((path) => matches(path.toLowerCase()));
  const [first] = found;
  if (first === undefined) return undefined;
  const exact = paths.filter(matches).length;
  if (exact > 0) return { pattern: glob.toLowerCase(), documents: exact };
  return { pattern: asGlob(first), documents: 1 };
}
