import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

export const project = path.resolve(import.meta.dirname, "../..");

/** The package as a user has it. */
export interface InstalledPackage {
  /** The user's folder, with `node_modules`. */
  readonly folder: string;
  /** Of the package itself. */
  readonly place: string;
  /** The program's file. */
  readonly main: string;
  /** Lets another package of the project's be found in the user's folder. */
  link(name: string): void;
  remove(): void;
}

const temporary = (name: string) => realpathSync(mkdtempSync(path.join(tmpdir(), `fin-ingest-${name}-`)));

/**
 * Packs a project that was bundled, and unpacks it where only what package.json lists stands beside it: links to the
 * project's own packages, so that nothing is fetched, and a package that nobody listed is missing.
 */
export function installPacked(from: string = project): InstalledPackage {
  const folder = temporary("packed");
  const args = ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder];
  const tarball = execFileSync("npm", args, { cwd: from, encoding: "utf8" }).trim();
  const place = path.join(folder, "node_modules/fin-ingest");
  mkdirSync(place, { recursive: true });
  execFileSync("tar", ["-xzf", path.join(folder, tarball), "-C", place, "--strip-components=1"]);
  const { bin, dependencies } = JSON.parse(readFileSync(path.join(place, "package.json"), "utf8"));
  const link = (name: string) => {
    const at = path.join(folder, "node_modules", name);
    mkdirSync(path.dirname(at), { recursive: true });
    symlinkSync(path.join(project, "node_modules", name), at);
  };
  for (const name of Object.keys(dependencies)) link(name);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  return { folder, place, main: path.join(place, bin["fin-ingest"]), link, remove };
}

/** The package of changed sources: built, bundled and packed as a release is. */
export function installChanged(file: string, from: string, to: string): InstalledPackage {
  const copy = temporary("changed");
  try {
    for (const { name } of readdirSync(project, { withFileTypes: true }))
      if (
        /^(?:src|connectors|pipelines|packing|deploy|man|examples)$|\.(?:json|md|yaml)$|^LICENSE$/.test(name)
      )
        cpSync(path.join(project, name), path.join(copy, name), { recursive: true });
    symlinkSync(path.join(project, "node_modules"), path.join(copy, "node_modules"));
    const source = path.join(copy, file);
    const text = readFileSync(source, "utf8");
    if (!text.includes(from)) throw new Error(`${file} does not contain ${from}`);
    writeFileSync(source, text.replaceAll(from, to));
    execFileSync("npm", ["run", "--silent", "bundle"], { cwd: copy, stdio: "inherit" });
    return installPacked(copy);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

export const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) =>
      path.relative(folder, path.join(parentPath, name)).split(path.sep).join("/"),
    );
