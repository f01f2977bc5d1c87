import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import path from "node:path";
import { build, type Metafile, type Plugin } from "esbuild";

/** What the shortest commands load before they do anything: these modules stay apart, all that they import goes together. */
export const early = [
  "src/cli/main.ts",
  "src/cli/command-line.ts",
  "src/cli/verbs/nightly.ts",
  "src/cli/verbs/connectors.ts",
];

const together = "fin-ingest:together";
const builtin = "fin-ingest:builtin";

/**
 * Puts the modules that every command loads into one file. esbuild makes a file of those modules that the same entry
 * points reach, so each small module that some verb shares with some worker would be a file of its own, and Node takes
 * as long for twenty small files as for all else of a help. Here every entry point reaches all of these modules.
 *
 * @param entryPoints of the bundle; what is imported on demand is one, too
 * @param external packages that stay outside
 * @throws Error when one of these modules is imported on demand elsewhere: it would be a file of its own again
 */
export async function loadedTogether(
  project: string,
  entryPoints: readonly string[],
  external: readonly string[],
): Promise<Plugin> {
  const { inputs } = await modulesOf(project, entryPoints, external);
  const first = importedBy(early, inputs);
  const shared = first.filter((file) => isOwn(file) && !early.includes(file));
  const entered = new Set([...entryPoints, ...importedOnDemand(inputs)]);
  const twice = shared.filter((file) => entered.has(file));
  if (twice.length > 0)
    throw new Error(`every command loads these, so import them at once everywhere: ${twice.join(", ")}`);
  const placeOf = (file: string) => path.relative(project, file).split(path.sep).join("/");
  return {
    name: "loaded together",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: new RegExp(`^${together}$`) }, () => ({ path: together, namespace: together }));
      onLoad({ filter: /.*/, namespace: together }, () => ({
        contents: shared.map((file) => `import ${JSON.stringify(`./${file}`)};`).join("\n"),
        resolveDir: project,
      }));
      onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
        if (!entered.has(placeOf(file))) return undefined;
        // At the end, so that no position moves.
        return { contents: `${readFileSync(file, "utf8")}\nimport "${together}";`, loader: "ts" };
      });
      onResolve({ filter: /^[a-z][\w:/]*$/ }, ({ path: name, kind, importer }) =>
        kind === "import-statement" && isBuiltin(name) && first.includes(placeOf(importer))
          ? { path: name.replace(/^node:/, ""), namespace: builtin, sideEffects: false }
          : undefined,
      );
      onLoad({ filter: /.*/, namespace: builtin }, ({ path: name }) => ({ contents: itsMembers(name) }));
    },
  };
}

/**
 * A module of Node's, without an import: that would make Node read every property, and so load streams and promises for
 * `existsSync`. Members that nobody uses are left out. https://nodejs.org/api/process.html#processgetbuiltinmoduleid
 */
function itsMembers(name: string): string {
  const members = Object.keys(process.getBuiltinModule(name) ?? {}).filter((key) => /^[\w$]+$/.test(key));
  return [
    `const all = process.getBuiltinModule("${name}");`,
    "const member = (name) => all[name];",
    "export default all;",
    ...members.map((key) => `export const ${key} = /* @__PURE__ */ member("${key}");`),
  ].join("\n");
}

/** All modules, those of packages, too, and what each imports. */
async function modulesOf(
  project: string,
  entryPoints: readonly string[],
  external: readonly string[],
): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: project,
    entryPoints: [...entryPoints],
    outdir: "dist/bundle",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    external: [...external],
    metafile: true,
    write: false,
    logLevel: "error",
  });
  return metafile;
}

/** The given modules and all that they import, but for what they import on demand. */
function importedBy(modules: readonly string[], inputs: Metafile["inputs"]): string[] {
  const found = new Set(modules);
  for (const module of found)
    for (const { path: imported, kind, external } of inputs[module]?.imports ?? [])
      if (kind === "import-statement" && !external) found.add(imported);
  return [...found];
}

const importedOnDemand = (inputs: Metafile["inputs"]): string[] =>
  Object.values(inputs).flatMap(({ imports }) =>
    imports.filter((one) => one.kind === "dynamic-import" && !one.external).map((one) => one.path),
  );

const isOwn = (file: string): boolean => !file.includes("node_modules/");
