import type { Connector } from "../connector-kit/connector.ts";
import { configError, type Problem } from "./errors/problem.ts";
import { problemsAcross } from "./read/across.ts";
import { check } from "./read/check.ts";
import { readIntercom } from "./read/intercom.ts";
import { interpolate } from "./read/interpolate.ts";
import { type LayerOptions, layered } from "./read/layers.ts";
import { readSource } from "./read/source.ts";
import { dotted, filledTree, locate, type MapTree, type Path, scalars, type Tree } from "./read/tree.ts";
import { sourcesIn, type WrittenSource } from "./read/written.ts";
import { topSchema } from "./schema/top.ts";
import type { SourceConfig } from "./types.ts";

/** A configuration that may be anybody's, as far as it can be read without trusting it. */
export interface OfflineConfig {
  /** Names of all its sources. */
  readonly names: readonly string[];
  /** The sources that were asked for and that need nothing from outside the file. */
  readonly sources: readonly SourceConfig[];
  /** Of the sources that were asked for: those that need it, with the reason. */
  readonly unread: ReadonlyMap<string, string>;
  /** What is written of every other source, to tell whether it changed. */
  readonly others: ReadonlyMap<string, string>;
}

export interface OfflineOptions extends LayerOptions {
  /** The file as `resolve` takes it. */
  readonly file: string;
  /** How errors name it. */
  readonly name: string;
  readonly connectors: ReadonlyMap<string, Connector>;
  /** Whether a source is read, by what the file says of it. */
  readonly wanted: (source: WrittenSource) => boolean;
}

/** Stands for a Content Import Source whose address is not in the file. */
const unsetUrl = (name: string): string => `https://unset.invalid/${encodeURIComponent(name)}`;

/**
 * Reads a configuration without resolving anything: no variable of the environment, no `${file:…}`, no `${cmd:…}`, no
 * module, and of the files that it extends only those that `options` lets it read. Whoever opens a pull request writes it, and what it resolves could end up in the answer. Such values count as
 * unset; `${VAR:-default}` is its default.
 *
 * @throws ConfigError for a file that is wrong whatever its values are
 */
export function readOffline(text: string, options: OfflineOptions): OfflineConfig {
  const { name: display, connectors, wanted } = options;
  const { tree: written, problems: unreadable } = layered(options.file, text, options);
  const tree = written && filledTree(written, fillNothing);
  if (tree?.kind !== "map" || unreadable.length > 0)
    throw configError(display, [...unreadable, ...(tree?.kind === "map" ? [] : [notAMapping(tree)])]);
  const root = withoutUnset(withoutSettingsForRuns(tree)) ?? tree;
  const problems = malformedIn(tree);
  const sources = sourcesIn(tree);
  const read: SourceConfig[] = [];
  const unread = new Map<string, string>();
  const others = new Map<string, string>();
  for (const source of sources) {
    const { name } = source;
    const unset = unsetIn(tree, name).find((path) => decides(path));
    if (!wanted(source)) others.set(name, JSON.stringify(locate(tree, ["sources", name]).tree, noPlaces));
    else if (unset) unread.set(name, `\`${dotted(unset.slice(2))}\` comes from outside the file`);
    else {
      const hasUnsetUrl = source.keys.has("url") && !locate(root, ["sources", name, "url"]).found;
      const result = readSource(hasUnsetUrl ? withUrl(root, name) : root, name, connectors, options);
      if (result.ok) read.push(result.source);
      else problems.push(...result.problems);
    }
  }
  const top = check(topSchema, { root, path: [] });
  if (!top.ok) problems.push(...top.problems);
  const intercom = readIntercom(root, {}, "optional");
  if (!intercom.ok) problems.push(...intercom.problems);
  else problems.push(...problemsAcross(root, read, { version: intercom.version }));
  if (problems.length > 0) throw configError(display, problems);
  return { names: sources.map(({ name }) => name), sources: read, unread, others };
}

const refuse = (): never => {
  throw new Error("nothing outside the configuration is read here");
};

const fillNothing = (text: string) => interpolate(text, { env: {}, readFile: refuse, runCommand: refuse });

/** What decides which documents there are and who may be answered: without it a page would be shown wrongly. */
const decides = ([, , key]: Path): boolean =>
  ["connector", "path", "visible_to", "rules", "include", "exclude"].includes(String(key));

/** The file without what only runs need and what is not set here, such as where they tell of a hold. */
function withoutSettingsForRuns(root: MapTree): MapTree {
  const isUnset = (tree: Tree) => [...scalars(tree)].some(({ scalar }) => scalar.failed !== undefined);
  const kept = [...root.entries].filter(
    ([key, { tree }]) => key === "sources" || key === "intercom" || !isUnset(tree),
  );
  return { ...root, entries: new Map(kept) };
}

function unsetIn(root: Tree, name: string): Path[] {
  const path = ["sources", name];
  return [...scalars(locate(root, path).tree, path)].flatMap(({ path, scalar }) =>
    scalar.failed ? [path] : [],
  );
}

/** References that no run could fill. */
const malformedIn = (tree: Tree): Problem[] =>
  [...scalars(tree)].flatMap(({ path, scalar: { at, failed } }) =>
    failed?.reason === "malformed"
      ? [{ at, message: `${dotted(path)}: ${failed.message}`, hint: failed.hint }]
      : [],
  );

/** The tree without values that are not set; undefined for such a value itself. */
function withoutUnset(tree: Tree): Tree | undefined {
  if (tree.kind === "scalar") return tree.failed ? undefined : tree;
  if (tree.kind === "list") return { ...tree, items: tree.items.flatMap((item) => withoutUnset(item) ?? []) };
  const entries = [...tree.entries].flatMap(([key, { keyAt, tree: inner }]) => {
    const kept = withoutUnset(inner);
    return kept ? [[key, { keyAt, tree: kept }] as const] : [];
  });
  return { ...tree, entries: new Map(entries) };
}

/** The tree with an address for a source whose `url` is not set: nothing is sent, so any does. */
function withUrl(root: Tree, name: string): Tree {
  const { tree, at, found } = locate(root, ["sources", name]);
  if (!found || tree.kind !== "map" || tree.entries.has("url") || root.kind !== "map") return root;
  const value = unsetUrl(name);
  const url: Tree = { kind: "scalar", at, value, source: value, from: [] };
  const source: Tree = { ...tree, entries: new Map([...tree.entries, ["url", { keyAt: at, tree: url }]]) };
  const sources = locate(root, ["sources"]).tree;
  if (sources.kind !== "map") return root;
  const changed: Tree = {
    ...sources,
    entries: new Map([...sources.entries, [name, { keyAt: at, tree: source }]]),
  };
  return { ...root, entries: new Map([...root.entries, ["sources", { keyAt: at, tree: changed }]]) };
}

function notAMapping(tree: Tree | undefined): Problem {
  const message = tree === undefined ? "the file is empty" : "the file is not a mapping";
  return { at: tree?.at ?? { line: 1, column: 1 }, message, hint: "Write one with: fin-ingest init" };
}

/** What a value is, whatever line it is on. */
const noPlaces = (key: string, value: unknown): unknown => {
  if (key === "at" || key === "keyAt") return undefined;
  return value instanceof Map ? [...value] : value;
};
