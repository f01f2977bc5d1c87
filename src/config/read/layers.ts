import path from "node:path";
import { ConfigError } from "../../errors.ts";
import type { Problem } from "../errors/problem.ts";
import { didYouMean } from "../errors/suggest.ts";
import { locate, type MapTree, type Tree } from "./tree.ts";
import { readYaml } from "./yaml.ts";

/** Where the files of a configuration are read from: the disk, or a commit. */
export interface LayerReader {
  /**
   * The text of a file that `extends` names, as `resolve` returns it.
   * @throws Error in the words that follow "cannot be read: "
   */
  readonly read: (file: string) => string;
  /** The file that another one names; throws, in the same words, where it may not be read. */
  readonly resolve: (from: string, named: string) => string;
  /** How messages name a file. */
  readonly display: (file: string) => string;
}

export interface Layers {
  /** The merged configuration, nothing of it filled; absent where the file is empty or not a mapping. */
  readonly tree?: Tree;
  readonly problems: readonly Problem[];
  /** A base is missing, so that what else seems wrong may be right. */
  readonly isIncomplete: boolean;
}

export interface LayerOptions extends LayerReader {
  /** `--env`: which of `environments` is laid over the rest. */
  readonly environment?: string | undefined;
}

/** Files of one configuration. */
export const MAX_FILES = 20;

/**
 * A configuration as its layers make it: the files that it `extends`, first to last, then itself, then the environment
 * that was asked for. Mappings are merged key by key; anything else replaces what is below it. Environments that were
 * not asked for are left out before anything is filled, so that their secrets need not be there.
 *
 * @param file the first file, as `resolve` takes it
 * @throws ConfigError for an environment that the configuration does not have
 */
export function layered(file: string, text: string, options: LayerOptions): Layers {
  const merged = mergedFiles(file, text, options);
  const { tree } = merged;
  return tree?.kind === "map" && !merged.isIncomplete
    ? { ...merged, tree: inEnvironment(tree, options) }
    : merged;
}

/** The same with all its environments, none laid over it. */
export function mergedFiles(file: string, text: string, reader: LayerReader): Layers {
  const reading: Reading = { ...reader, problems: [], files: 1, isIncomplete: false };
  const tree = withBases(file, text, reading, []);
  const { problems, isIncomplete } = reading;
  return { ...(tree && { tree }), problems, isIncomplete };
}

/** The files that a configuration file says it extends, as it names them; none where it cannot be read. */
export function basesIn(text: string): readonly string[] {
  const { tree } = readYaml(text);
  if (tree?.kind !== "map") return [];
  return namesOfBases(tree, { problems: [] }).map(({ named }) => named);
}

interface Reading extends LayerReader {
  readonly problems: Problem[];
  files: number;
  isIncomplete: boolean;
}

function withBases(file: string, text: string, reading: Reading, above: readonly string[]): Tree | undefined {
  const { tree, problems } = readYaml(text, above.length === 0 ? undefined : reading.display(file));
  reading.problems.push(...problems);
  if (tree?.kind !== "map") return tree;
  const bases = namesOfBases(tree, reading).flatMap(({ named, at }) => {
    const base = baseOf(file, named, reading, [...above, file]);
    if (typeof base === "string") reading.problems.push({ at, message: `extends: ${named}: ${base}` });
    if (typeof base === "object") return [base];
    reading.isIncomplete = true;
    return [];
  });
  return [...bases, without(tree, "extends")].reduce(merged);
}

/** The base as a mapping, or what is wrong with it; undefined where that has been reported. */
function baseOf(
  file: string,
  named: string,
  reading: Reading,
  above: readonly string[],
): MapTree | string | undefined {
  let base: string;
  let text: string;
  try {
    base = reading.resolve(file, named);
    if (above.includes(base)) return "it extends this file itself";
    reading.files += 1;
    if (reading.files > MAX_FILES) return `more than ${MAX_FILES} files`;
    text = reading.read(base);
  } catch (error) {
    return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
  const count = reading.problems.length;
  const tree = withBases(base, text, reading, above);
  if (tree?.kind === "map") return tree;
  return reading.problems.length > count ? undefined : "it is not a mapping of settings";
}

function namesOfBases(
  tree: MapTree,
  { problems }: Pick<Reading, "problems">,
): { named: string; at: Problem["at"] }[] {
  const { tree: written, found, at } = locate(tree, ["extends"]);
  if (!found) return [];
  const items = written.kind === "list" ? written.items : [written];
  return items.flatMap((item) => {
    const value = item.kind === "scalar" ? item.value : undefined;
    if (typeof value === "string" && value !== "" && !value.includes("${"))
      return { named: value, at: item.at };
    const message = "extends: must be the path of a file, or a list of them, without references";
    problems.push({ at: item.kind === "scalar" ? item.at : at, message });
    return [];
  });
}

/** Mappings key by key; anything else is the upper one. */
function merged(below: MapTree, above: MapTree): MapTree {
  const entries = new Map(below.entries);
  for (const [key, entry] of above.entries) {
    const under = below.entries.get(key)?.tree;
    const tree = under?.kind === "map" && entry.tree.kind === "map" ? merged(under, entry.tree) : entry.tree;
    entries.set(key, { ...entry, tree });
  }
  return { ...above, entries };
}

function inEnvironment(tree: MapTree, { environment }: LayerOptions): MapTree {
  const rest = without(tree, "environments");
  const { tree: written, found } = locate(tree, ["environments"]);
  const environments = found && written.kind === "map" ? written : undefined;
  // Anything but a mapping stays for the schema, which says what it must be.
  if (environment === undefined) return environments ? rest : tree;
  const chosen = environments?.entries.get(environment)?.tree;
  if (chosen?.kind === "map") return merged(rest, chosen);
  const known = [...(environments?.entries.keys() ?? [])];
  const isThere = chosen !== undefined;
  throw new ConfigError(
    isThere
      ? `--env ${environment}: environments.${environment} is not a mapping of settings`
      : `--env ${environment}: the configuration has no such environment${didYouMean(environment, known)}`,
    {
      hint:
        known.length > 0
          ? `Its environments: ${known.join(", ")}.`
          : "Environments stand in the configuration: `environments: {staging: {intercom: {…}, state: …}}`.",
    },
  );
}

function without(tree: MapTree, key: string): MapTree {
  const entries = new Map(tree.entries);
  entries.delete(key);
  return { ...tree, entries };
}

/** Bases on this machine: relative to the file that names them. */
export function onDisk(read: (file: string) => string, display: (file: string) => string): LayerReader {
  return { read, display, resolve: (from, named) => path.resolve(path.dirname(from), named) };
}
