import { type Dirent, existsSync, readdirSync, realpathSync } from "node:fs";
import path from "node:path";
import { readBytes } from "./walk.ts";

interface Package {
  /** Its real folder: a package manager may link it from elsewhere, and what it needs is looked for beside that. */
  readonly folder: string;
  readonly version: string;
  readonly needs: readonly string[];
}

/** The packages of this process's disk as far as somebody asked; they are taken to stay. */
export class InstalledPackages {
  /** `node_modules` and the scopes in it → what they hold. */
  readonly #folders = new Map<string, ReadonlyMap<string, Dirent>>();
  readonly #packages = new Map<string, Package>();

  /**
   * The versions of packages, and of all packages that these need, as they are installed where `start` would find them.
   * Read from each package's own package.json, because only that is there with every package manager.
   *
   * @returns a line for each, "parse5@7.3.0"; "playwright-core absent" for one that is not installed; and what tells
   *   when it is looked at: folders, there or not, and manifests
   */
  versions(names: readonly string[], start: string): { readonly lines: string[]; readonly from: string[] } {
    const lines: string[] = [];
    const folders = new Set<string>();
    const seen = new Set<string>();
    const visit = (name: string, folder: string) => {
      const found = this.#find(name, folder, folders);
      if (found === undefined) lines.push(`${name} absent`);
      if (found === undefined || seen.has(found.folder)) return;
      seen.add(found.folder);
      lines.push(`${name}@${found.version}`);
      for (const need of found.needs) visit(need, found.folder);
    };
    for (const name of names) visit(name, start);
    return { lines, from: [...folders, ...[...seen].map((folder) => `${folder}/package.json`)] };
  }

  /** As Node looks a package up: https://nodejs.org/api/modules.html#loading-from-node_modules-folders */
  #find(name: string, start: string, looked: Set<string>): Package | undefined {
    for (let folder = start; ; folder = path.dirname(folder)) {
      const place = `${folder}/node_modules/${name}`;
      const modules = path.dirname(place);
      looked.add(modules);
      const entry = this.#entries(modules).get(path.basename(place));
      if (entry !== undefined) return this.#read(place, entry);
      if (path.dirname(folder) === folder) return undefined;
    }
  }

  #read(place: string, entry: Dirent): Package {
    const known = this.#packages.get(place);
    if (known !== undefined) return known;
    const read = readPackage(entry.isSymbolicLink() ? realpathSync.native(place) : place);
    this.#packages.set(place, read);
    return read;
  }

  #entries(folder: string): ReadonlyMap<string, Dirent> {
    const known = this.#folders.get(folder);
    if (known !== undefined) return known;
    const entries = new Map(entriesOf(folder).map((entry) => [entry.name, entry]));
    this.#folders.set(folder, entries);
    return entries;
  }
}

/** Most packages have no folder of their own packages, and an error for each would take longer than all else here. */
const entriesOf = (folder: string): Dirent[] =>
  existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];

function readPackage(folder: string): Package {
  try {
    const read = JSON.parse(readBytes(`${folder}/package.json`).toString("utf8"));
    const { version, dependencies, optionalDependencies, peerDependencies } = read;
    const needs = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
    return { folder, version: String(version), needs };
  } catch {
    return { folder, version: "unreadable", needs: [] };
  }
}
