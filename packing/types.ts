import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { BundledFile } from "./bundle.ts";

const importing = /((?:\bfrom|\bimport)\s*\(?\s*)(["'])([^"'\n]+)\2/g;

/** A package that brings its declarations in a bundle. */
interface Declared {
  readonly project: string;
  /** By the name of the file that declares it, the file that tsc wrote, relative to the project. */
  readonly entries: Readonly<Record<string, string>>;
  /** Before the names of its modules, so that two versions in one program do not meet. */
  readonly id: string;
  /** Packages whose declarations are taken along, since they are not installed beside it. */
  readonly bundled: ReadonlySet<string>;
}

/**
 * The declarations of what the package exports, and of all that they import, as ambient modules in one file: a file each
 * would be half of what an installation unpacks. https://www.typescriptlang.org/docs/handbook/modules/reference.html#ambient-modules
 *
 * @returns that file, and one for each entry that leads into it
 */
export function declarations(declared: Declared): BundledFile[] {
  const modules = new Map<string, string>();
  const queue = Object.values(declared.entries).map((entry) => path.join(declared.project, entry));
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (modules.has(file)) continue;
    const { text, imported } = ambient(declared, file);
    modules.set(file, text);
    queue.push(...imported);
  }
  const entries = Object.entries(declared.entries).map(([name, entry]) => ({
    name: `types/${name}.d.ts`,
    text: `/// <reference path="./all.d.ts" />\nexport * from "${nameOf(declared, path.join(declared.project, entry))}";\n`,
  }));
  return [...entries, { name: "types/all.d.ts", text: [...modules.values()].sort().join("") }];
}

/** In an ambient module nothing is declared once more, and no import is relative. */
function ambient(declared: Declared, file: string): { text: string; imported: readonly string[] } {
  const imported: string[] = [];
  const text = readFileSync(file, "utf8")
    .replace(importing, (found, before, quote, name) => {
      const target = name.startsWith(".")
        ? declarationAt(path.resolve(path.dirname(file), name))
        : declarationOf(declared, name);
      if (target === undefined) return found;
      imported.push(target);
      return `${before}${quote}${nameOf(declared, target)}${quote}`;
    })
    .replace(/^(export )?declare /gm, "$1")
    .replace(/^\/\/# sourceMappingURL=.*$/m, "");
  return { text: `declare module "${nameOf(declared, file)}" {\n${text}\n}\n`, imported };
}

function nameOf({ project, id }: Declared, file: string): string {
  const name = path.relative(project, file).split(path.sep).join("/");
  return `${id}/${name.replace(/^(?:dist|node_modules)\//, "").replace(/\.d\.[cm]?ts$/, "")}`;
}

function declarationAt(target: string): string | undefined {
  const candidates = [
    target,
    target.replace(/\.([cm]?)js$/, ".d.$1ts"),
    target.replace(/\.([cm]?)ts$/, ".d.$1ts"),
    `${target}.d.ts`,
  ];
  return candidates.find((one) => /\.d\.[cm]?ts$/.test(one) && existsSync(one));
}

/** Those of an ES module, where a package has both. */
function declarationOf({ project, bundled }: Declared, name: string): string | undefined {
  if (!bundled.has(name)) return undefined;
  const folder = path.join(project, "node_modules", name);
  const { types, exports } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  const main: string | undefined = exports?.["."]?.types ?? types;
  if (main === undefined) throw new Error(`${name} has no declarations`);
  return declarationAt(path.join(folder, main.replace(/\.d\.cts$/, ".d.ts"))) ?? path.join(folder, main);
}
