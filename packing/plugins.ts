import { readFileSync } from "node:fs";
import path from "node:path";
import type { Plugin } from "esbuild";

/** How our sources load a CommonJS package synchronously and on demand. */
const madeRequire =
  /^const require = createRequire\(import\.meta\.url\);$|createRequire\(import\.meta\.url\)(?=\(")/gm;
const onDemand = /^src\/html\/charset\.ts$|^connectors\/rest\/jsonpath\.ts$/;

/**
 * `createRequire(import.meta.url)("x")` looks for x beside the program; a plain `require("x")` is put into the bundle and
 * is run when it is called, as well.
 */
export function requireInBundle(project: string): Plugin {
  return {
    name: "require in bundle",
    setup({ onLoad }) {
      onLoad({ filter: /[\\/](?:charset|jsonpath)\.ts$/ }, ({ path: file }) => {
        if (!onDemand.test(path.relative(project, file).split(path.sep).join("/"))) return undefined;
        const contents = readFileSync(file, "utf8").replace(madeRequire, (found) =>
          found.startsWith("const") ? "" : "require",
        );
        return { contents, loader: "ts" };
      });
    },
  };
}

/**
 * A file of a bundle exports nothing of a CommonJS package but its default, so that `const { Pool } = await import("undici")`
 * would be undefined: a module before it exports each name that Node finds in it.
 */
export function namedExports(external: readonly string[]): Plugin {
  return {
    name: "named exports",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^[^./]/ }, ({ path: name, kind, resolveDir }) =>
        kind === "dynamic-import" && !external.includes(name) && !name.includes(":")
          ? { path: name, namespace: "named-exports", pluginData: resolveDir }
          : undefined,
      );
      onLoad({ filter: /.*/, namespace: "named-exports" }, async ({ path: name, pluginData }) => {
        const names = Object.keys(await import(name)).filter((one) => one !== "module.exports");
        return {
          contents: `export { ${names.join(", ")} } from ${JSON.stringify(name)};`,
          resolveDir: pluginData,
        };
      });
    },
  };
}

const widthFunction = /export default function stringWidth\((\w+)\b[^)]*\) \{\n/;

/**
 * What yargs lays its help out with compiles an expression of all emoji for every text, which takes a fifth of the help's
 * time; text of printable ASCII is as wide as it is long.
 */
export function quickWidth(): Plugin {
  return {
    name: "quick width",
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]string-width[\\/]index\.js$/ }, ({ path: file }) => {
        const text = readFileSync(file, "utf8");
        const contents = text.replace(
          widthFunction,
          (start, given) =>
            `${start}\tif (typeof ${given} === "string" && /^[ -~]*$/.test(${given})) return ${given}.length;\n`,
        );
        if (contents === text) throw new Error(`${file} is not what it was: change quickWidth`);
        return { contents, loader: "js" };
      });
    },
  };
}
