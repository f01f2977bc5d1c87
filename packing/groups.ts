import { isBuiltin } from "node:module";
import type { Metafile } from "esbuild";

/** What a file costs beside its text: Node finds, opens, reads and links it in the time in which it parses this many bytes. */
const BYTES_A_FILE = 10_000;
/** What a file costs those who install it: it may add this much to what all entry points load. */
const BYTES_TO_SPARE_A_FILE = 100_000;
const MAX_BYTES = 400_000;
/** What a file costs that imports a package from outside, which may be missing: who does without it never loads that file. */
const BYTES_OF_OUTSIDE = 1e9;

/**
 * Which files of a bundle become one. esbuild makes a file of the modules that the same entry points reach, which are
 * hundreds of small ones. Putting two together is worth it where those who load one load the other, too, or lose little;
 * the smallest are tried first.
 *
 * @param outputs of esbuild
 * @param apart the entry points that stay as they are, with all that they load at once
 * @param named files that stay as they are, because something names them from outside
 * @returns names of files, each in one group; a group of one for a file that stays as it is
 */
export function groupsOf(
  outputs: Metafile["outputs"],
  apart: readonly string[],
  named: readonly string[],
): readonly (readonly string[])[] {
  const files = new Files(outputs);
  const settled = new Set(named);
  for (const name of files.entered(apart)) for (const loaded of files.loadedWith(name)) settled.add(loaded);
  const fixed = new Set(settled);
  for (let small = files.smallest(settled); small !== undefined; small = files.smallest(settled)) {
    const partner = files.bestPartner(small, fixed);
    if (partner === undefined) settled.add(small);
    else {
      files.join(partner, small);
      settled.delete(partner);
    }
  }
  return files.groups();
}

/** The files, some of them joined already; a group goes by the name of one of its files. */
class Files {
  private readonly outputs: Metafile["outputs"];
  private readonly members = new Map<string, readonly string[]>();
  private readonly bytes = new Map<string, number>();
  private readonly imports = new Map<string, ReadonlySet<string>>();
  /** Per group, itself and all groups that are loaded with it. */
  private readonly loaded = new Map<string, ReadonlySet<string>>();
  private readonly entries: readonly string[];
  /** What each entry point loads. */
  private entryLoads: readonly ReadonlySet<string>[] = [];

  constructor(outputs: Metafile["outputs"]) {
    this.outputs = outputs;
    for (const [name, { bytes, imports }] of Object.entries(outputs)) {
      if (!name.endsWith(".js")) continue;
      this.members.set(name, [name]);
      const atOnce = imports.filter(({ kind }) => kind === "import-statement");
      const isOutside = atOnce.some(({ path, external }) => external && !isBuiltin(path));
      this.bytes.set(name, isOutside ? BYTES_OF_OUTSIDE : bytes);
      this.imports.set(name, new Set(atOnce.filter(({ external }) => !external).map(({ path }) => path)));
    }
    for (const name of this.members.keys()) this.loaded.set(name, this.reachedFrom(name));
    this.entries = [...this.members.keys()].filter((name) => outputs[name]?.entryPoint !== undefined);
    this.entryLoads = this.loadsOfEntries();
  }

  groups(): readonly (readonly string[])[] {
    return [...this.members.values()];
  }

  entered(entryPoints: readonly string[]): string[] {
    return this.entries.filter((name) => entryPoints.includes(this.outputs[name]?.entryPoint ?? ""));
  }

  loadedWith(name: string): ReadonlySet<string> {
    return this.loaded.get(name) ?? new Set();
  }

  smallest(except: ReadonlySet<string>): string | undefined {
    const names = [...this.members.keys()].filter((name) => !except.has(name));
    return names.sort((a, b) => this.size(a) - this.size(b))[0];
  }

  bestPartner(name: string, except: ReadonlySet<string>): string | undefined {
    let best: { readonly name: string; readonly cost: number } | undefined;
    for (const other of this.members.keys()) {
      if (other === name || except.has(other) || this.size(name) + this.size(other) > MAX_BYTES) continue;
      const cost = this.costOfJoining(name, other, best?.cost ?? 0);
      if (cost < (best?.cost ?? 0) && !this.wouldWaitForItself(name, other)) best = { name: other, cost };
    }
    return best?.name;
  }

  join(into: string, name: string): void {
    this.members.set(into, [...this.membersOf(into), ...this.membersOf(name)]);
    this.bytes.set(into, this.size(into) + this.size(name));
    const renamed = (names: Iterable<string>) =>
      new Set([...names].map((one) => (one === name ? into : one)));
    const imports = renamed([...this.importsOf(into), ...this.importsOf(name)]);
    imports.delete(into);
    const loaded = renamed([...this.loadedWith(into), ...this.loadedWith(name)]);
    for (const group of [this.members, this.bytes, this.imports, this.loaded]) group.delete(name);
    for (const [other, its] of this.imports) if (its.has(name)) this.imports.set(other, renamed(its));
    this.imports.set(into, imports);
    for (const [other, its] of this.loaded)
      if (its.has(name) || its.has(into)) this.loaded.set(other, new Set([...renamed(its), ...loaded]));
    this.entryLoads = this.loadsOfEntries();
  }

  /**
   * Bytes that all entry points load more than before, with what the files cost.
   *
   * @param enough a cost above which it does not matter
   */
  private costOfJoining(a: string, b: string, enough: number): number {
    const together = new Set([...this.loadedWith(a), ...this.loadedWith(b)]);
    const both = this.entryLoads.filter((loads) => loads.has(a) && loads.has(b));
    let cost = -BYTES_TO_SPARE_A_FILE - both.length * BYTES_A_FILE;
    for (const loads of this.entryLoads) {
      if (cost > enough) return cost;
      if (loads.has(a) === loads.has(b)) continue;
      cost += this.size(loads.has(a) ? b : a);
      for (const name of together)
        if (name !== a && name !== b && !loads.has(name)) cost += this.size(name) + BYTES_A_FILE;
    }
    return cost;
  }

  private loadsOfEntries(): readonly ReadonlySet<string>[] {
    const groupOf = new Map([...this.members].flatMap(([name, its]) => its.map((one) => [one, name])));
    return this.entries.map((entry) => this.loadedWith(groupOf.get(entry) ?? entry));
  }

  /** Whether one needs a third that needs the other: all must run before those that import them. */
  private wouldWaitForItself(a: string, b: string): boolean {
    const between = (from: string, to: string) =>
      [...this.importsOf(from)].some((name) => name !== to && this.loadedWith(name).has(to));
    return between(a, b) || between(b, a);
  }

  private reachedFrom(name: string): ReadonlySet<string> {
    const found = new Set([name]);
    for (const one of found) for (const imported of this.importsOf(one)) found.add(imported);
    return found;
  }

  private size(name: string): number {
    return this.bytes.get(name) ?? 0;
  }

  private importsOf(name: string): ReadonlySet<string> {
    return this.imports.get(name) ?? new Set();
  }

  private membersOf(name: string): readonly string[] {
    return this.members.get(name) ?? [];
  }
}
