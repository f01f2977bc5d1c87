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

const laidOutBy = /[\\/]node_modules[\\/](?:yargs|cliui|wrap-ansi)[\\/]/;

/**
 * Our own measure of texts in the place of the package that yargs lays its help out with. That one reads Unicode's tables
 * of emoji when it is loaded, which takes longer than all else of a help, and yargs brings it three times.
 */
export function ownWidth(project: string): Plugin {
  return {
    name: "own width",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^string-width$/ }, ({ path: name, importer }) =>
        laidOutBy.test(importer) ? { path: name, namespace: "own-width" } : undefined,
      );
      onLoad({ filter: /.*/, namespace: "own-width" }, () => ({
        contents: 'export { displayWidth as default } from "./src/report/terminal-text.ts";',
        resolveDir: project,
      }));
    },
  };
}
