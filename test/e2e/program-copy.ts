import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";

const project = path.resolve(import.meta.dirname, "../..");

/** The compiled program in a folder of its own, to be changed as an upgrade would change it. */
export interface ProgramCopy {
  readonly folder: string;
  readonly main: string;
  /** Replaces a text wherever it stands in the compiled files below a folder; returns how many files it changed. */
  edit(below: string, from: string, to: string): number;
  /** Has a package itself in place of the link, so that it takes from the copy what it needs. */
  own(name: string): string;
  /** Gives an installed package another version number, and nothing else. */
  setVersion(name: string, version: string): void;
  /** Takes all changes back. */
  restore(): void;
}

/** Copies what was built; packages are links to those that are installed. Removed when the test ends. */
export function copyProgram(): ProgramCopy {
  const folder = mkdtempSync(path.join(tmpdir(), "fin-ingest-copy-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const bundle = path.join(project, "dist/bundle");
  const filter = (from: string) =>
    from !== bundle && !from.endsWith(".d.ts") && !from.endsWith(".tsbuildinfo");
  cpSync(path.join(project, "dist"), path.join(folder, "dist"), { recursive: true, filter });
  cpSync(path.join(project, "package.json"), path.join(folder, "package.json"));
  linkPackages(path.join(project, "node_modules"), path.join(folder, "node_modules"));
  const undo: (() => void)[] = [];
  const own = (name: string) => {
    const place = path.join(folder, "node_modules", name);
    rmSync(place, { recursive: true });
    undo.push(() => {
      rmSync(place, { recursive: true });
      symlinkSync(path.join(project, "node_modules", name), place);
    });
    cpSync(path.join(project, "node_modules", name), place, { recursive: true });
    return place;
  };
  return {
    folder,
    own,
    main: path.join(folder, "dist/src/cli/main.js"),
    edit(below, from, to) {
      const files = filesBelow(path.join(folder, "dist", below)).filter((file) =>
        readFileSync(file, "utf8").includes(from),
      );
      for (const file of files) {
        const text = readFileSync(file, "utf8");
        writeFileSync(file, text.replaceAll(from, to));
        undo.push(() => writeFileSync(file, text));
      }
      return files.length;
    },
    setVersion(name, version) {
      const file = path.join(own(name), "package.json");
      writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), version }));
    },
    restore() {
      for (const one of undo.splice(0).reverse()) one();
    },
  };
}

function linkPackages(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (name.startsWith("@")) linkPackages(path.join(from, name), path.join(to, name));
    else symlinkSync(path.join(from, name), path.join(to, name));
  }
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".js"))
    .map(({ parentPath, name }) => path.join(parentPath, name));
}
