import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
} from "yaml";
import type { Place, Problem } from "../errors/problem.ts";
import { syntaxProblems } from "../errors/yaml.ts";
import type { MapTree, ScalarTree, Tree } from "./tree.ts";

/** Aliases may repeat parts of the file; more values than this are an accident or an attack. */
const MAX_VALUES = 50_000;
const MAX_DEPTH = 50;

type Read = { readonly tree?: Tree; readonly problems: readonly Problem[] };

/**
 * Reads YAML text into a tree of values with their places, as they are written. Invalid YAML, duplicate keys, aliases
 * that contain themselves and aliases that expand without end are problems. Without a tree the file is empty, or a
 * problem leaves nothing to say about the rest.
 *
 * @param file how places name the file, where it is not the one that the program was given
 */
export function readYaml(text: string, file?: string): Read {
  const lines = new LineCounter();
  let document: Document.Parsed;
  try {
    document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "error" });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { problems: [{ at: { file, line: 1, column: 1 }, message: tooDeep }] };
  }
  const syntax = syntaxProblems(document, text, lines);
  const problems = syntax.problems.map((problem) => ({ ...problem, at: { ...problem.at, file } }));
  if (syntax.fatal || document.contents === null) return { problems };
  const reader = new TreeReader(document, lines, file);
  const tree = reader.read(document.contents, 0);
  return reader.problems.length > 0 ? { problems: [...problems, ...reader.problems] } : { tree, problems };
}

const tooDeep = `more than ${MAX_DEPTH} levels deep`;

/** The state of reading one document: its anchors, places and limits. */
class TreeReader {
  readonly problems: Problem[] = [];
  readonly #document: Document.Parsed;
  readonly #lines: LineCounter;
  readonly #file: string | undefined;
  readonly #open = new Set<Node>();
  #values = 0;

  constructor(document: Document.Parsed, lines: LineCounter, file: string | undefined) {
    this.#document = document;
    this.#lines = lines;
    this.#file = file;
  }

  read(node: unknown, depth: number, fallback: Place = { file: this.#file, line: 1, column: 1 }): Tree {
    const at = this.#place(node) ?? fallback;
    this.#values++;
    if (this.#values > MAX_VALUES) return this.#refuse(at, "its aliases expand to too many values");
    if (depth > MAX_DEPTH) return this.#refuse(at, tooDeep);
    if (isAlias(node)) return this.#alias(node, at, depth);
    if (isScalar(node)) return this.#scalar(node.value, node.source ?? "", at);
    if (isMap(node)) return this.#inside(node, at, () => this.#map(node, at, depth));
    if (isSeq(node)) {
      const items = () => node.items.map((item) => this.read(item, depth + 1, at));
      return this.#inside(node, at, () => ({ kind: "list", at, items: items() }));
    }
    return emptyScalar(at);
  }

  #alias(alias: Alias, at: Place, depth: number): Tree {
    const target = alias.resolve(this.#document);
    if (target === undefined)
      return this.#refuse(at, "an alias (*name) of nothing in the file; quote the value if it is text");
    return this.read(target, depth + 1, at);
  }

  #scalar(value: unknown, source: string, at: Place): ScalarTree {
    if (typeof value === "number" || typeof value === "boolean" || typeof value === "string")
      return { kind: "scalar", at, value, source, from: [] };
    return { ...emptyScalar(at), source };
  }

  #map(node: YAMLMap, at: Place, depth: number): MapTree {
    const entries = new Map<string, { keyAt: Place; tree: Tree }>();
    const merged: MapTree[] = [];
    for (const pair of node.items) {
      const keyAt = this.#place(pair.key) ?? at;
      const tree = this.read(pair.value, depth + 1, keyAt);
      const key = keyText(pair);
      if (key === undefined) this.#refuse(keyAt, "a key must be a plain word");
      else if (key === "__proto__") this.#refuse(keyAt, "__proto__ cannot be a key");
      else if (key === "<<") merged.push(...this.#mergeable(tree, keyAt));
      else entries.set(key, { keyAt, tree });
    }
    for (const { entries: others } of merged) {
      for (const [key, entry] of others) if (!entries.has(key)) entries.set(key, entry);
    }
    return { kind: "map", at, entries };
  }

  #mergeable(tree: Tree, keyAt: Place): MapTree[] {
    if (tree.kind === "map") return [tree];
    if (tree.kind === "list") return tree.items.flatMap((item) => this.#mergeable(item, keyAt));
    this.#refuse(keyAt, '"<<" merges a mapping (<<: *name)');
    return [];
  }

  #inside(node: Node, at: Place, read: () => Tree): Tree {
    if (this.#open.has(node))
      return this.#refuse(at, "an alias refers to a mapping or list that contains it");
    this.#open.add(node);
    const tree = read();
    this.#open.delete(node);
    return tree;
  }

  #refuse(at: Place, message: string): ScalarTree {
    // One problem per kind: past a limit, every further value would report the same.
    if (!this.problems.some((problem) => problem.message === message)) this.problems.push({ at, message });
    return emptyScalar(at);
  }

  #place(node: unknown): Place | undefined {
    const range = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range : undefined;
    if (!range) return undefined;
    const { line, col } = this.#lines.linePos(range[0]);
    return { file: this.#file, line, column: col };
  }
}

const emptyScalar = (at: Place): ScalarTree => ({ kind: "scalar", at, value: null, source: "", from: [] });

function keyText({ key }: Pair): string | undefined {
  if (!isScalar(key)) return undefined;
  return typeof key.value === "string" ? key.value : (key.source ?? String(key.value));
}
