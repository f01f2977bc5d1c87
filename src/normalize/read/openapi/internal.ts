import type { Warnings } from "../../warnings.ts";
import { follow, type Node, nodeOf } from "./read.ts";

const marks = ["x-internal", "x-excluded", "x-exclude", "x-hidden"];

/** Whether a part is marked as not for readers of the documentation, as Redocly, ReadMe, Mintlify and Stoplight do. */
export function isInternal(node: Node): boolean {
  return marks.some((mark) => node[mark] === true || node[mark] === "true");
}

/**
 * A description without what is marked `x-internal` or `x-excluded`: parameters, properties, variants, responses, headers,
 * schemas, by themselves or by what they refer to; a property's value goes from its schema's examples as well. Paths and
 * operations stay for their own warning.
 */
export function publicParts(root: Node, warnings: Warnings): Node {
  const pruner = new Pruner(root);
  const pruned = nodeOf(pruner.copy(root));
  if (pruner.dropped > 0) {
    const parts = pruner.dropped === 1 ? "1 part" : `${pruner.dropped} parts`;
    warnings.add("openapi-internal", `${parts} marked x-internal or x-excluded left out.`);
  }
  return pruned;
}

const operationKeys = new Set("get put post delete options head patch trace query responses".split(" "));

class Pruner {
  readonly #root: Node;
  /** Aliases share parts: one is copied once. */
  readonly #copies = new Map<object, unknown>();
  dropped = 0;

  constructor(root: Node) {
    this.#root = root;
  }

  copy(value: unknown): unknown {
    if (typeof value !== "object" || value === null) return value;
    const known = this.#copies.get(value);
    if (known !== undefined) return known;
    const copied = Array.isArray(value)
      ? value.filter((one) => this.#keeps(one)).map((one) => this.copy(one))
      : this.#copyMap(nodeOf(value));
    this.#copies.set(value, copied);
    return copied;
  }

  #copyMap(node: Node): Node {
    const own = nodeOf(node.properties);
    const hidden = new Set(Object.keys(own).filter((key) => this.#isInternal(own[key])));
    const entries = Object.entries(node).filter(([, value]) => this.#keeps(value));
    return Object.fromEntries(
      entries.map(([key, value]) => {
        const copied = this.copy(value);
        return [
          key,
          hidden.size > 0 && /^(?:examples?|default)$/.test(key) ? without(copied, hidden) : copied,
        ];
      }),
    );
  }

  #keeps(value: unknown): boolean {
    if (!this.#isInternal(value)) return true;
    this.dropped += 1;
    return false;
  }

  #isInternal(value: unknown): boolean {
    const written = nodeOf(value);
    const { node } = typeof written.$ref === "string" ? follow(this.#root, written) : { node: written };
    return isInternal(node) && !Object.keys(node).some((key) => operationKeys.has(key));
  }
}

function without(example: unknown, names: ReadonlySet<string>): unknown {
  if (Array.isArray(example)) return example.map((one) => without(one, names));
  if (typeof example !== "object" || example === null) return example;
  return Object.fromEntries(Object.entries(example).filter(([name]) => !names.has(name)));
}
