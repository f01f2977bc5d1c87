import nodePath from "node:path/posix";
import { attributesOf, type Components } from "./antora.ts";

/** Attributes of AsciiDoc by name, as far as they may be a part of a path. */
export type Attributes = Readonly<Record<string, string>>;

/** Values of one name that are tried. */
const MAX_VALUES = 4;
const reference = /\{([\w-]{1,100})\}/;

/** The target of an include with its attributes filled in, `{dir}/intro-{edition}.adoc`; undefined where one is not known. */
export function withAttributes(written: string, attributes: Attributes): string | undefined {
  const filled = written.replaceAll(new RegExp(reference, "g"), (whole, name: string) =>
    Object.hasOwn(attributes, name) ? (attributes[name] ?? whole) : whole,
  );
  return filled.includes("{") ? undefined : filled;
}

/**
 * What the attributes of a source's files may make of paths. Which of them hold for a document is known when its includes are
 * followed; what may be included at all is looked up before.
 */
export class PossiblePaths {
  private readonly values = new Map<string, Set<string>>();
  private readonly unfilled = new Set<string>();

  /** Notes a path that has an attribute in it. */
  add(path: string): void {
    if (reference.test(path)) this.unfilled.add(path);
  }

  define(attributes: Attributes): void {
    for (const [name, value] of Object.entries(attributes)) {
      const known = this.values.get(name) ?? new Set();
      if (known.size < MAX_VALUES) this.values.set(name, known.add(value));
    }
  }

  /** The paths that are whole with what is known, and within the root: an attribute may lead up, and out. */
  *filled(): Generator<string> {
    for (const path of this.unfilled)
      for (const whole of this.expanded(path, 0)) {
        const plain = nodePath.normalize(whole);
        if (!plain.startsWith("..") && !plain.startsWith("/")) yield plain;
      }
  }

  private *expanded(path: string, depth: number): Generator<string> {
    const [whole, name = ""] = reference.exec(path) ?? [];
    if (whole === undefined) yield path;
    else if (depth < 3)
      for (const value of this.values.get(name) ?? [])
        yield* this.expanded(
          path.replace(whole, () => value),
          depth + 1,
        );
  }
}

interface WaitingTarget {
  readonly from: string;
  readonly target: string;
}

/** Targets of a document's includes that wait for attributes: files that it includes may define them. */
export class FilledTargets {
  private readonly components: Components;
  private known: Attributes = {};
  private waiting: WaitingTarget[] = [];

  constructor(components: Components) {
    this.components = components;
  }

  define(attributes: Attributes | undefined): void {
    this.known = { ...this.known, ...attributes };
  }

  /** Notes a target, if it has an attribute in it. */
  add(from: string, target: string): void {
    if (reference.test(target)) this.waiting.push({ from, target });
  }

  /** Those whose attributes are known now; they wait no longer. */
  filled(): WaitingTarget[] {
    const all = this.waiting;
    this.waiting = [];
    return all.flatMap(({ from, target }) => {
      const whole = withAttributes(target, { ...attributesOf(from, this.components), ...this.known });
      if (whole === undefined) this.waiting.push({ from, target });
      return whole === undefined ? [] : [{ from, target: whole }];
    });
  }
}
