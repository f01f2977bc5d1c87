import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { BundledFile } from "./bundle.ts";

const importing = /((?:\bfrom|\bimport)\s*\(?\s*)(["'])([^"'\n]+)\2/g;

/**
 * The declarations of what the package exports, and all that they import: a package in the bundle brings its own, since
 * it is not installed beside it.
 *
 * @param entries declaration files that tsc wrote, relative to the project
 * @param bundled packages whose declarations are taken along
 */
export function declarations(
  project: string,
  entries: readonly string[],
  bundled: ReadonlySet<string>,
): BundledFile[] {
  const found = new Map<string, BundledFile>();
  const queue = entries.map((entry) => path.join(project, entry));
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (found.has(file)) continue;
    const own = placeOf(project, file);
    const text = readFileSync(file, "utf8").replace(importing, (all, before, quote, name) => {
      const target = name.startsWith(".")
        ? declarationAt(path.resolve(path.dirname(file), name))
        : declarationOf(project, name, bundled);
      if (target === undefined) return all;
      queue.push(target);
      const to = path.relative(path.dirname(own), placeOf(project, target)).split(path.sep).join("/");
      const relative = to.startsWith(".") ? to : `./${to}`;
      return `${before}${quote}${relative.replace(/\.d\.([cm]?)ts$/, ".$1js")}${quote}`;
    });
    found.set(file, { name: own, text });
  }
  return [...found.values()];
}

/** Where a declaration stands in the bundle. A folder named node_modules would be left out of the package. */
function placeOf(project: string, file: string): string {
  const name = path.relative(project, file).split(path.sep).join("/");
  return `types/${name.replace(/^dist\//, "").replace(/^node_modules\//, "packages/")}`;
}

function declarationAt(target: string): string | undefined {
  const candidates = [
    target.replace(/\.([cm]?)js$/, ".d.$1ts"),
    target.replace(/\.([cm]?)ts$/, ".d.$1ts"),
    `${target}.d.ts`,
  ];
  return candidates.find((one) => /\.d\.[cm]?ts$/.test(one) && existsSync(one));
}

function declarationOf(project: string, name: string, bundled: ReadonlySet<string>): string | undefined {
  if (!bundled.has(name)) return undefined;
  const folder = path.join(project, "node_modules", name);
  const { types, exports } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  const main: string | undefined = exports?.["."]?.types ?? types;
  if (main === undefined) throw new Error(`${name} has no declarations`);
  return path.join(folder, main);
}
